package casework

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Reporter is who told an organ of something (举报人). It is sealed: kept apart from
// the case, read by nobody but through OpenReporter, and never part of a paper, a
// notice, a search or a case that comes of this one. The duty to keep it secret:
// 《环境保护法》第五十七条第三款, 《行政处罚法》第五十条.
type Reporter struct{ Name, Phone, IdentityNo, Account, Note string }

func (r *Reporter) check(t *texts) {
	for path, s := range map[string]*string{"name": &r.Name, "phone": &r.Phone, "identity_no": &r.IdentityNo, "account": &r.Account, "note": &r.Note} {
		t.clean("body.reporter."+path, s)
		*s = strings.TrimSpace(*s)
	}
	if *r == (Reporter{}) {
		t.fields = append(t.fields, fault.Field{Path: "body.reporter", Text: fault.T("请至少填写一项举报人信息", "Give at least one thing about who reported it")})
	}
}

func (r Reporter) seal(ctx context.Context, b *dbsqlc.Queries, id ids.Case, a Actor, now time.Time) error {
	return b.SealReporter(ctx, dbsqlc.SealReporterParams{
		CaseID: id, AgencyID: a.Agency, Name: r.Name, Phone: r.Phone, IdentityNo: r.IdentityNo, Account: r.Account, Note: r.Note, SealedBy: ids.Entry(a.User), SealedAt: now,
	})
}

// SealReporter seals who reported a case; doing so again replaces what the organ
// holds. The record says that, and not who.
func (o *Office) SealReporter(ctx context.Context, a Actor, id ids.Case, r Reporter) error {
	var t texts
	if r.check(&t); t.err() != nil {
		return t.err()
	}
	return o.reporterAct(ctx, a, id, "reporter.seal", func(c *reporterDeed) error {
		return r.seal(ctx, c.b, id, a, c.now)
	})
}

// HoldsReporter says whether the actor's organ holds the sealed data of a case,
// and since when; zero: it holds none.
func (o *Office) HoldsReporter(ctx context.Context, a Actor, id ids.Case) (since time.Time, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if _, err := o.open(ctx, q, a, id); err != nil {
			return err
		}
		row, err := q.ReadReporter(ctx, id, a.Agency)
		if noRows(err) {
			return nil
		}
		since = row.SealedAt
		return err
	})
	return since, err
}

// OpenReporter reads the sealed data, for a reason, after a fresh login. Both stand
// in the record of the case.
func (o *Office) OpenReporter(ctx context.Context, a Actor, id ids.Case, reason string) (r Reporter, err error) {
	err = o.reasonedAct(ctx, a, id, "reporter.open", &reason, func(c *reporterDeed) error {
		r, err = heldReporter(ctx, c.q, id, a.Agency)
		return err
	})
	return r, err
}

// PassReporter gives the sealed data to another organ of the case: a decision of
// the head, with a reason, after a fresh login. There it is sealed again.
// To an organ of another hub it goes sealed, as what the message to it withheld.
func (o *Office) PassReporter(ctx context.Context, a Actor, id ids.Case, to ids.Agency, reason string) error {
	away, err := o.beyond(ctx, a, id, to)
	if err != nil {
		return err
	}
	if away {
		return o.GiveFields(ctx, a, id, Giving{Group: reporterGroup, Reason: reason})
	}
	return o.reasonedAct(ctx, a, id, "reporter.pass", &reason, func(c *reporterDeed) error {
		if to == a.Agency || c.seen.Organ(to) == nil {
			return invalid("body.to", "该机关不在本案中", "This organ takes no part in the case")
		}
		if err := o.mayPassOn(ctx, c.q, c.seen, c.seen.Organ(to)); err != nil {
			return err
		}
		r, err := heldReporter(ctx, c.q, id, a.Agency)
		if err != nil {
			return err
		}
		c.fields["to"], c.to = to.String(), to
		n, err := c.q.PassReporter(ctx, dbsqlc.PassReporterParams{
			CaseID: id, AgencyID: to, Name: r.Name, Phone: r.Phone, IdentityNo: r.IdentityNo, Account: r.Account, Note: r.Note, SealedBy: ids.Entry(a.User), SealedAt: c.now,
		})
		if err == nil && n == 0 {
			return fault.New(fault.Rule, "reporter.held", fault.T("该机关已持有密封的举报人信息", "This organ already holds the sealed data"))
		}
		return err
	})
}

// reporterGroup is what the disclosure policies call who reported it.
const reporterGroup = "reporter"

// beyond says whether an organ of a case belongs to another hub.
func (o *Office) beyond(ctx context.Context, a Actor, id ids.Case, organ ids.Agency) (away bool, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		there := s.Organ(organ)
		away = there != nil && there.Hub != ""
		return nil
	})
	return away, err
}

func heldReporter(ctx context.Context, q *dbsqlc.Queries, id ids.Case, agency ids.Agency) (Reporter, error) {
	row, err := q.ReadReporter(ctx, id, agency)
	if noRows(err) {
		return Reporter{}, fault.New(fault.Rule, "reporter.none", fault.T("本机关没有本案的举报人信息；需要核实的，请商原接报机关", "Your organ holds no data of a reporter; ask the organ that took the report"))
	}
	return Reporter{Name: row.Name, Phone: row.Phone, IdentityNo: row.IdentityNo, Account: row.Account, Note: row.Note}, err
}

// reporterDeed is an act on sealed data under way.
type reporterDeed struct {
	q, b   *dbsqlc.Queries
	seen   *seen
	fields map[string]any
	to     ids.Agency // who is told
	now    time.Time
}

// reasonedAct asks for a reason and a fresh login first.
func (o *Office) reasonedAct(ctx context.Context, a Actor, id ids.Case, action string, reason *string, do func(*reporterDeed) error) error {
	if err := cleanText("body.reason", reason); err != nil {
		return err
	}
	if *reason = strings.TrimSpace(*reason); *reason == "" {
		return invalid("body.reason", "请写明理由", "Give the reason")
	}
	return o.reporterAct(ctx, a, id, action, func(c *reporterDeed) error {
		if a.Machine {
			a.StepUpAt = time.Time{} // a partner system never logged in as a person
		}
		if err := o.recentLogin(a, c.now); err != nil { // asked last: before, it would betray that there is such a case
			return err
		}
		c.fields["reason"] = *reason
		return do(c)
	})
}

// reporterAct does something with sealed data and records that it was done.
func (o *Office) reporterAct(ctx context.Context, a Actor, id ids.Case, action string, do func(*reporterDeed) error) error {
	return o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		s, err := o.lock(ctx, q, a, id, action, AnyVersion)
		if err != nil {
			return err
		}
		batch := &store.Batch{}
		c := reporterDeed{q: q, b: batch.Queries(), seen: s, fields: map[string]any{}, now: o.Now()}
		if err := do(&c); err != nil {
			return err
		}
		ev, err := o.enter(ctx, q, c.b, entry{Case: id, Kind: action, OccurredAt: c.now, RecordedAt: c.now, Agency: a.Agency, Actor: a, Fields: c.fields})
		if err != nil {
			return err
		}
		if !c.to.IsZero() {
			if err := o.put(ctx, q, c.b, notice{
				Case: id, Event: ev.ID, Agency: c.to, Topic: action, Level: LevelInfo, Dedup: ev.ID.String(),
				Params: NoticeParams{Number: s.Case.Number, CaseKind: s.Case.Kind, ZH: "有密封信息移交", EN: "Sealed data was passed on", Link: o.link(id)},
			}, c.now); err != nil {
				return err
			}
			if err := o.wake(ctx, tx); err != nil {
				return err
			}
		}
		return batch.Send(ctx, tx)
	})
}
