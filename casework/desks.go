package casework

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Entrustment is a shared desk (共用窗口): an organ has what is sent to it signed for
// by the window, or by one person, of another organ, by a document and for some
// days. Only the receiving is entrusted (ADR 0033): there is no field for another
// function, and the policies give EntrustedDesk nothing else.
type Entrustment struct {
	ID       ids.Entry
	Organ    ids.Agency // 委托机关
	Desk     ids.Agency // 受托机关
	Unit     ids.Unit   // its window, or
	User     ids.User   // one person of it
	Name     string     // of the window or the person
	Document string     // 委托书
	From, To civil.Date
	EndedAt  *time.Time // taken back or given back
	EndedBy  ids.Agency
	Reason   string
}

// Stands reports whether it is neither ended nor over.
func (e Entrustment) Stands(now time.Time) bool {
	return e.EndedAt == nil && !e.To.Before(civil.DateOf(now))
}

// EntrustedDesk is the function in which a shared desk signs in another organ's name.
// No issuer gives it.
const EntrustedDesk = "entrusted_desk"

// EntrustmentNote stands beside every entrustment.
var EntrustmentNote = fault.T("共用窗口只代为签收：只看得到来件的封面（编号、名称、移送机关、材料份数），看不到案情和材料，也不能退回、受理、审批；签收的法律后果由委托机关承担",
	"A shared desk signs for what arrives and nothing else: it sees the cover (number, title, sender, count of materials), neither facts nor files, and cannot return, decide or approve; the signature binds the organ that entrusted it")

// longestEntrustment keeps a mistyped year out; in days, no legal number.
const longestEntrustment = 3 * 366

// mostEntrustments bounds what one organ lists.
const mostEntrustments = 200

// Entrustments lists what an organ entrusted to others and what others entrusted to
// it, the newest first.
func (o *Office) Entrustments(ctx context.Context, a Actor, organ ids.Agency) (list []Entrustment, err error) {
	err = o.readOrgan(ctx, a, organ, "desk.read", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = entrustmentsOf(ctx, q, organ)
		return err
	})
	return list, err
}

func entrustmentsOf(ctx context.Context, q *dbsqlc.Queries, organ ids.Agency) ([]Entrustment, error) {
	rows, err := q.ListEntrustments(ctx, organ, mostEntrustments)
	if err != nil {
		return nil, err
	}
	list := make([]Entrustment, len(rows))
	for i, r := range rows {
		list[i] = Entrustment{
			ID: r.ID, Organ: r.AgencyID, Desk: r.DeskAgencyID, Unit: r.UnitID, User: r.UserID, Name: r.UnitName + r.UserName, Document: r.Document,
			From: r.FromDay, To: r.ToDay, EndedAt: r.EndedAt, EndedBy: r.EndedByID, Reason: r.Reason,
		}
	}
	return list, nil
}

// DeskChoice is a window of another organ, or a person who works at one.
type DeskChoice = dbsqlc.ListDesksRow

// DeskChoices lists to whom an organ may entrust its desk.
func (o *Office) DeskChoices(ctx context.Context, a Actor, organ ids.Agency) (list []DeskChoice, err error) {
	err = o.readOrgan(ctx, a, organ, "desk.edit", func(q *dbsqlc.Queries, _ AgencyRow) error {
		list, err = q.ListDesks(ctx, organ)
		return err
	})
	return list, err
}

// Entrust records that an organ's desk is looked after by another organ's.
func (o *Office) Entrust(ctx context.Context, a Actor, organ ids.Agency, in Entrustment) (e Entrustment, err error) {
	err = o.changeOrgan(ctx, a, organ, "desk.edit", func(c organChange) error {
		today := civil.DateOf(c.now)
		var bad complaints
		bad.text("body.document", &in.Document, 2, 200)
		switch {
		case in.From.IsZero() || in.To.Before(in.From):
			bad.add("body.to", "结束日不能早于开始日", "The end cannot lie before the beginning")
		case in.To.Before(today):
			bad.add("body.to", "不能登记已经过去的委托", "The entrustment is over already")
		case in.From.DaysUntil(in.To) > longestEntrustment:
			bad.add("body.to", "一次委托不超过三年", "One entrustment is three years at most")
		}
		if in.Unit.IsZero() == in.User.IsZero() {
			bad.add("body.unit", "请选择受托的窗口或者人员，二者选一", "Name the window or the person, one of the two")
		}
		if err := bad.err(); err != nil {
			return err
		}
		choices, err := c.q.ListDesks(ctx, organ)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(choices, func(d DeskChoice) bool {
			return d.AgencyID == in.Desk && d.UnitID == in.Unit && ids.User(d.UserID) == in.User
		})
		if i < 0 {
			return invalid("body.unit", "受托的应是本枢纽其他机关的收发窗口，或者该机关负责收发、联络的人员", "It must be a window of another organ of this hub, or one of its people who receive")
		}
		known, err := entrustmentsOf(ctx, c.q, organ)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(known, func(k Entrustment) bool {
			return k.Organ == organ && k.EndedAt == nil && k.Unit == in.Unit && k.User == in.User && !k.To.Before(in.From) && !in.To.Before(k.From)
		}) {
			return fault.New(fault.Clash, "desk.twice", fault.T("同一窗口或者人员在这些日子里已经受托", "That window or person is entrusted on some of these days already"))
		}
		in.ID = ids.New[ids.Entry](c.now)
		if err := c.q.InsertEntrustment(ctx, dbsqlc.InsertEntrustmentParams{
			ID: in.ID, AgencyID: organ, DeskAgencyID: in.Desk, UnitID: in.Unit, UserID: in.User, Document: in.Document, FromDay: in.From, ToDay: in.To, CreatedAt: c.now,
		}); err != nil {
			return err
		}
		in.Organ, in.Name = organ, choices[i].Name
		e = in
		_, err = c.enter(ctx, "desk.entrust", map[string]any{
			"entrustment": in.ID.String(), "desk": in.Desk.String(), "window": in.Name, "document": in.Document, "from": in.From.String(), "to": in.To.String(),
		})
		return err
	})
	return e, err
}

// EndEntrustment ends a shared desk at once: taken back by the organ that entrusted
// it (撤回), or given back by the one that looked after it (退回). It stays on record
// with both.
func (o *Office) EndEntrustment(ctx context.Context, a Actor, organ ids.Agency, id ids.Entry, reason string) error {
	now := o.Now()
	return o.write(ctx, a, func(_ pgx.Tx, q *dbsqlc.Queries) error {
		if err := o.mayOrgan(a, organ, "desk.edit"); err != nil {
			return err
		}
		e, err := q.LockEntrustment(ctx, id)
		if err != nil {
			return orMissing(err)
		}
		if e.AgencyID != organ && e.DeskAgencyID != organ {
			return missing()
		}
		if err := cleanText("body.reason", &reason); err != nil {
			return err
		}
		if e.EndedAt != nil || e.ToDay.Before(civil.DateOf(now)) {
			return fault.New(fault.Rule, "desk.over", fault.T("该委托已经结束", "The entrustment is over already"))
		}
		if err := q.EndEntrustment(ctx, dbsqlc.EndEntrustmentParams{ID: id, At: now, EndedByID: organ, Reason: reason}); err != nil {
			return err
		}
		if _, err := q.LockAgency(ctx, e.AgencyID); err != nil { // its chain grows
			return err
		}
		_, err = o.enter(ctx, q, q, entry{
			Subject: record.Subject{Kind: organSubject, ID: e.AgencyID.String()}, Kind: "desk.end", OccurredAt: now, RecordedAt: now,
			Agency: organ, Actor: a, Fields: map[string]any{"entrustment": id.String(), "desk": e.DeskAgencyID.String(), "reason": reason},
		})
		return err
	})
}
