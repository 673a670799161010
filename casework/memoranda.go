package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// memorandumSubject is the kind of chain a memorandum has in the record.
const memorandumSubject = "memorandum"

// ServiceLevel is what a memorandum sets (内部时限): an agreement between agencies,
// never a period of the law, and never counted among overdue acts.
type ServiceLevel struct {
	Text string `json:"text"`
	N    int    `json:"n"`
	Unit string `json:"unit"` // hours, days, working_days
}

// Memorandum is an entry of the register of memoranda (工作备忘录).
type Memorandum struct {
	dbsqlc.ListMemorandaRow
	Levels  []ServiceLevel
	InForce bool
	Mine    bool // one's own agency keeps the entry
}

// NewMemorandum is what is entered of a memorandum.
type NewMemorandum struct {
	Number, Title          string
	SignedOn, FromOn, ToOn civil.Date // ToOn zero: until it is replaced
	Parties                []ids.Agency
	Levels                 []ServiceLevel
}

// Memoranda lists those that one's agency is a party to, in force first.
func (o *Office) Memoranda(ctx context.Context, a Actor) (list []Memorandum, err error) {
	if err := o.mayListMeetings(a); err != nil {
		return nil, err
	}
	today := civil.DateOf(o.Now())
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.ListMemoranda(ctx)
		if err != nil {
			return err
		}
		list = make([]Memorandum, len(rows))
		for i, r := range rows {
			list[i] = Memorandum{ListMemorandaRow: r, Mine: r.AgencyID == a.Agency}
			list[i].InForce = !today.Before(r.FromOn) && (r.ToOn.IsZero() || !today.After(r.ToOn)) && (r.EndedOn.IsZero() || today.Before(r.EndedOn))
			if err := json.Unmarshal(r.Levels, &list[i].Levels); err != nil {
				return fmt.Errorf("read service levels: %w", err)
			}
		}
		return nil
	})
	return list, err
}

// EnterMemorandum enters a memorandum. Its parties see it.
func (o *Office) EnterMemorandum(ctx context.Context, a Actor, in NewMemorandum) (id ids.Entry, err error) {
	if err := o.mayCall(a); err != nil {
		return id, err
	}
	if err := in.check(); err != nil {
		return id, err
	}
	if in.Levels == nil {
		in.Levels = []ServiceLevel{}
	}
	levels, err := json.Marshal(in.Levels)
	if err != nil {
		return id, fmt.Errorf("write service levels: %w", err)
	}
	now := o.Now()
	id = ids.New[ids.Entry](now)
	err = o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		far, err := invitable(ctx, q, a, &in.Parties)
		if err != nil {
			return err
		}
		in.Parties = append(in.Parties, far...)
		if err := q.InsertMemorandum(ctx, dbsqlc.InsertMemorandumParams{
			ID: id, AgencyID: a.Agency, Number: in.Number, Title: in.Title, SignedOn: in.SignedOn, FromOn: in.FromOn, ToOn: in.ToOn, Levels: levels, CreatedAt: now,
		}); err != nil {
			return err
		}
		parties := append([]ids.Agency{a.Agency}, in.Parties...)
		for _, p := range parties {
			if err := q.InsertMemorandumParty(ctx, id, p); err != nil {
				return err
			}
		}
		return o.enterMemorandum(ctx, q, a, id, "memorandum.enter", map[string]any{"number": in.Number, "signed_on": in.SignedOn.String(), "parties": idTexts(parties), "levels": in.Levels})
	})
	return id, err
}

func (in *NewMemorandum) check() error {
	var bad complaints
	bad.text("body.number", &in.Number, 0, 60)
	bad.text("body.title", &in.Title, 2, 120)
	if in.SignedOn.IsZero() {
		bad.add("body.signed_on", "请填写签署日期", "Give the day it was signed")
	}
	if in.FromOn.IsZero() {
		in.FromOn = in.SignedOn
	}
	if !in.ToOn.IsZero() && in.ToOn.Before(in.FromOn) {
		bad.add("body.to", "失效日期不能早于生效日期", "It ends after it begins")
	}
	if len(in.Parties) == 0 {
		bad.add("body.parties", "至少一个其他签署单位", "One other party at least")
	}
	for i := range in.Levels {
		at := "body.levels[" + strconv.Itoa(i) + "]"
		bad.text(at+".text", &in.Levels[i].Text, 2, 200)
		bad.oneOf(at+".unit", in.Levels[i].Unit, []string{"hours", "days", "working_days"})
		if in.Levels[i].N < 1 || in.Levels[i].N > 3650 {
			bad.add(at+".n", "时限应为正数", "A number above zero")
		}
	}
	return bad.err()
}

// EndMemorandum ends a memorandum before its day, or one without a day, with the reason.
func (o *Office) EndMemorandum(ctx context.Context, a Actor, id ids.Entry, on civil.Date, reason string) error {
	var bad complaints
	bad.text("body.reason", &reason, 2, 300)
	if on.IsZero() {
		bad.add("body.on", "请填写失效日期", "Give the day it ends")
	}
	wrong := bad.err()
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		rows, err := q.ListMemoranda(ctx)
		if err != nil {
			return err
		}
		var row *dbsqlc.ListMemorandaRow
		for i := range rows {
			if rows[i].ID == id {
				row = &rows[i]
			}
		}
		switch {
		case row == nil || o.mayListMeetings(a) != nil:
			return missing()
		case row.AgencyID != a.Agency || o.mayCall(a) != nil:
			return fault.New(fault.Denied, "not_allowed", fault.T("由登记备忘录的机关的召集人或者负责人办理", "The coordinator or head of the agency that entered it may"))
		case wrong != nil:
			return wrong
		case !row.EndedOn.IsZero():
			return fault.New(fault.Rule, "memorandum.ended", fault.T("备忘录已经失效", "The memorandum has ended already"))
		}
		if _, err := q.EndMemorandum(ctx, dbsqlc.EndMemorandumParams{ID: id, AgencyID: a.Agency, EndedOn: on, EndReason: reason}); err != nil {
			return err
		}
		return o.enterMemorandum(ctx, q, a, id, "memorandum.end", map[string]any{"on": on.String(), "reason": reason})
	})
}

func (o *Office) enterMemorandum(ctx context.Context, q *dbsqlc.Queries, a Actor, id ids.Entry, kind string, fields map[string]any) error {
	now := o.Now()
	_, err := o.enter(ctx, q, q, entry{Subject: record.Subject{Kind: memorandumSubject, ID: id.String()}, Kind: kind, OccurredAt: now, RecordedAt: now, Agency: a.Agency, Actor: a, Fields: fields})
	return err
}
