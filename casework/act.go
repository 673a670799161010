package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Request is one call of one act.
type Request struct {
	Case    ids.Case
	Version int64 // from If-Match
	Key     Key   // from Idempotency-Key
	Action  referral.Action
	Input   referral.Input
	To      ids.Agency // organ the case is sent or forwarded to
	Copy    ids.Agency // procuratorate that receives the letter
}

// clockSkew is how far a caller's clock may run ahead of ours before its time
// counts as lying in the future.
const clockSkew = 2 * time.Minute

// Act runs one step of a procedure: the one verb behind every table. It answers
// with the case as it is afterwards; the same key again changes nothing and
// answers the same case.
func (o *Office) Act(ctx context.Context, a Actor, r Request) (Detail, error) {
	now := o.Now()
	if err := cleanInput(&r.Input); err != nil {
		return Detail{}, err
	}
	var answer Detail
	err := o.write(ctx, a, func(tx pgx.Tx, q *dbsqlc.Queries) error {
		if err := a.holdDesk(ctx, q, now); err != nil {
			return err
		}
		t, err := o.lookUp(ctx, tx, q, a, r, now)
		if err != nil {
			return err
		}
		if t.again != nil {
			answer, err = o.describe(ctx, q, t.seen, t.outlook, now)
			answer.Replayed = true
			return err
		}
		s := t.seen
		as, err := s.party(r)
		if err != nil {
			return err
		}
		if err := s.fresh(r.Version); err != nil {
			return err
		}
		proc, err := referral.For(s.Snapshot.Kind)
		if err != nil {
			return err
		}
		if err := o.freshLogin(a, proc, r, now); err != nil {
			return err
		}
		in, err := o.complete(ctx, q, t, r, now)
		if err != nil {
			return err
		}
		out, refusal := referral.Decide(proc, s.Snapshot, r.Action, as, in)
		if refusal != nil {
			return o.cite(refusal, s, now)
		}
		c := change{seen: s, in: in, as: as, out: out, proc: proc, now: now, request: r, last: t.last}
		batch := &store.Batch{}
		if err := o.carryOut(ctx, tx, q, batch, c); err != nil {
			return err
		}
		if err := settle(ctx, batch.Queries(), a, r.Key, r.Case); err != nil {
			return err
		}
		after := s.Again(ctx, batch, c.touched())
		if err := batch.Send(ctx, tx); err != nil {
			return fmt.Errorf("carry out %s: %w", r.Action, err)
		}
		if s, err = o.opened(a, after); err != nil {
			return err
		}
		answer, err = o.describe(ctx, q, s, t.outlook, now)
		return err
	})
	return answer, err
}

// lookedUp is what an act has to know before it is decided.
type lookedUp struct {
	*seen
	outlook
	again  *earlier // the same key was used before
	last   *store.Answer[dbsqlc.LastEventRow]
	organs []dbsqlc.ReadAgenciesRow // that the request names
}

// lookUp takes the key, locks the case and reads everything, in one round trip.
// The order counts: first the key, then the lock, then what the lock protects.
func (o *Office) lookUp(ctx context.Context, tx pgx.Tx, q *dbsqlc.Queries, a Actor, r Request, now time.Time) (lookedUp, error) {
	var t lookedUp
	b := &store.Batch{}
	taken := r.Key.ask(ctx, b, a, now)
	opening := store.OpenCase(ctx, b, r.Case, true)
	t.outlook = askOutlook(ctx, b, a, r.Case)
	t.last = lastOf(ctx, b, caseSubject(r.Case))
	named := &store.Answer[[]dbsqlc.ReadAgenciesRow]{}
	if !r.To.IsZero() || !r.Copy.IsZero() {
		named = store.Ask(b, func(q *dbsqlc.Queries) ([]dbsqlc.ReadAgenciesRow, error) {
			return q.ReadAgencies(ctx, []ids.Entry{ids.Entry(r.To), ids.Entry(r.Copy)})
		})
	}
	err := b.Send(ctx, tx)
	if err != nil {
		return t, twin(taken, err)
	}
	if t.again, err = claimed(ctx, q, a, r.Key, taken); err != nil {
		return t, err
	}
	t.organs = named.Value
	t.seen, err = o.opened(a, opening)
	return t, err
}

// freshLogin asks for a login within the step-up time where the table wants one.
// A partner system never acts as a head, so it is never asked.
func (o *Office) freshLogin(a Actor, proc *referral.Procedure, r Request, now time.Time) error {
	step, ok := proc.Step(r.Action)
	if ok && step.StepUp && !a.Machine && r.Input.Paper == nil {
		return o.recentLogin(a, now)
	}
	return nil
}

// recentLogin refuses whoever logged in longer ago than the step-up time.
func (o *Office) recentLogin(a Actor, now time.Time) error {
	if now.Sub(a.StepUpAt) > o.StepUp {
		return fault.New(fault.Denied, "step_up_required", fault.T("这一步骤需要重新登录确认", "This step asks you to log in again"))
	}
	return nil
}

// party says as which party the actor acts, after asking whether it may. To
// take a counterpart's act from its paper is an action of its own.
func (s *seen) party(r Request) (referral.Party, error) {
	own := referral.Party(s.resource.Relation)
	proc, err := referral.For(s.Snapshot.Kind)
	if err != nil {
		return "", err
	}
	step, ok := proc.Step(r.Action)
	if !ok {
		return "", missing()
	}
	if r.Input.Paper == nil || slices.Contains(step.By, own) {
		if !s.may(string(r.Action)) && slices.Contains(step.By, own) {
			return "", denied(string(step.Action))
		}
		if !s.may("case.remark") && !s.may(string(r.Action)) {
			return "", denied(string(step.Action))
		}
		if r.Input.Paper != nil { // it would go past the login and the ground that an own act asks for
			return "", invalid("body.paper", "本机关自己的办理请直接登记，不是代录", "An act of your own organ is entered as such, not taken from paper")
		}
		return own, nil // a foreign step is refused by the table, with what is allowed instead
	}
	if !step.Paper {
		return "", fault.New(fault.Rule, "referral.not_from_paper", fault.T("这一步骤不能代录", "This step cannot be recorded from paper"))
	}
	if !s.may("record.from_paper") {
		return "", denied("record.from_paper")
	}
	return step.By[0], nil
}

// complete turns the request into the input of the transition: organs are
// looked up, times are checked.
func (o *Office) complete(ctx context.Context, q *dbsqlc.Queries, t lookedUp, r Request, now time.Time) (referral.Input, error) {
	in, s := r.Input, t.seen
	in.RecordedAt = now
	if in.OccurredAt.IsZero() {
		in.OccurredAt = now
		if in.Paper != nil && !in.Paper.Date.IsZero() {
			in.OccurredAt = paperTime(in.Paper, s, now)
		}
	}
	if err := s.timely(in, now); err != nil {
		return in, err
	}
	for _, want := range []struct {
		id   ids.Agency
		to   **referral.Organ
		path string
	}{{r.To, &in.Target, "body.to"}, {r.Copy, &in.Copy, "body.copy_to"}} {
		if want.id.IsZero() {
			continue
		}
		organ, err := organ(t.organs, want.id, want.path)
		if err != nil {
			return in, err
		}
		*want.to = organ
	}
	if in.Copy != nil && in.Copy.Hub != "" {
		return in, invalid("body.copy_to", "抄送机关应为本枢纽的检察机关", "The copy goes to a procuratorate of this hub")
	}
	if in.Copy != nil && in.Copy.Sector != referral.Procuratorates {
		return in, invalid("body.copy_to", "抄送机关应为人民检察院", "The copy goes to a procuratorate")
	}
	proc, err := referral.For(s.Snapshot.Kind)
	if err != nil {
		return in, err
	}
	if err := o.mayPassOn(ctx, q, s, passesOn(proc, r.Action, in)...); err != nil {
		return in, err
	}
	if in.Paper != nil && !in.Paper.Evidence.IsZero() {
		if _, err := q.ReadEvidence(ctx, in.Paper.Evidence, r.Case); noRows(err) {
			return in, invalid("body.paper.evidence_id", "扫描件不在本案中，请先上传", "Upload the scan into this case first")
		} else if err != nil {
			return in, err
		}
	}
	err = o.completeClaim(ctx, q, &in, t, r.Action)
	if err != nil {
		return in, err
	}
	if in.Doubt, err = o.doubtOf(ctx, q, s, in.Target, r.Action, civil.DateOf(in.OccurredAt)); err != nil {
		return in, err
	}
	for _, m := range s.Snapshot.Materials {
		if m.Round == s.Snapshot.Flags.SupplementRounds && m.Round > 0 {
			in.Materials++
		}
	}
	return in, nil
}

// paperTime places an act that is known by its day only: now if it is today's,
// not before the case arrived if it is the day of the arrival, else at the start
// of office hours. Periods in days count from the day alone.
func paperTime(p *referral.Paper, s *seen, now time.Time) time.Time {
	if p.Date == civil.DateOf(now) {
		return now
	}
	at := p.Date.Start().Add(opensAt)
	if arrived := s.Snapshot.Accepted; !arrived.IsZero() && arrived.After(at) && arrived.Before(p.Date.End()) {
		return arrived
	}
	return at
}

// timely holds legal time to the past, and late entry to a ground.
func (s *seen) timely(in referral.Input, now time.Time) error {
	if in.OccurredAt.After(now.Add(clockSkew)) {
		return invalid("body.occurred_at", "发生时间不能晚于现在", "The act cannot lie in the future")
	}
	if in.OccurredAt.Before(now.Add(-lateEntry)) && in.Paper == nil {
		if in.Ground == "" {
			return invalid("body.ground", "补录以前的办理，请写明依据", "An act entered late needs its ground")
		}
		if !s.may("record.late") {
			return denied("record.late")
		}
	}
	if s.resource.Relation != string(referral.Sender) || in.Paper != nil {
		if sent := s.Case.SentAt; sent != nil && in.OccurredAt.Before(sent.Truncate(time.Second)) {
			return invalid("body.occurred_at", "发生时间不能早于移送时间", "The act cannot lie before the transmission")
		}
	}
	return nil
}

// lateEntry is the delay between act and entry that counts as the same moment.
const lateEntry = 10 * time.Minute

func organ(known []dbsqlc.ReadAgenciesRow, id ids.Agency, path string) (*referral.Organ, error) {
	i := slices.IndexFunc(known, func(a dbsqlc.ReadAgenciesRow) bool { return a.ID == id })
	if i < 0 || !known[i].ClosedOn.IsZero() {
		return nil, invalid(path, "机关不存在或者已撤销", "The organ does not exist or is closed")
	}
	o := store.OrganOf(known[i])
	return &o, nil
}

func invalid(path, zh, en string) *fault.Error {
	err := fault.New(fault.Invalid, "invalid", fault.T(zh, en))
	err.Fields = []fault.Field{{Path: path, Text: err.Detail}}
	return err
}

// receiptKinds maps the word in a table to the receipt of the protocol.
var receiptKinds = map[string]record.ReceiptKind{
	"received": record.Received, "acknowledged": record.Acknowledged, "decided": record.Decided,
}
