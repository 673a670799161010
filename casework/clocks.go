package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// moveClocks ends, pauses, resumes and starts the clocks of an act and gives
// those that run afterwards.
func (o *Office) moveClocks(ctx context.Context, b *dbsqlc.Queries, c change, event ids.Event) ([]referral.RunningClock, error) {
	var after []referral.RunningClock
	for _, k := range c.Snapshot.Clocks {
		switch {
		case slices.Contains(c.out.Meets, k.ID), slices.Contains(c.out.Cancels, k.ID):
			state := "cancelled"
			if slices.Contains(c.out.Meets, k.ID) {
				state = "met"
			}
			if err := b.EndClock(ctx, dbsqlc.EndClockParams{ID: k.ID, State: state, EndedAt: &c.in.OccurredAt, EndedBy: event}); err != nil {
				return nil, err
			}
			continue
		case slices.Contains(c.out.Pauses, k.ID):
			k.Paused = true
			k.Pauses = append(slices.Clone(k.Pauses), referral.Pause{From: civil.DateOf(c.in.OccurredAt), Reason: c.out.Step.PauseFor})
			if err := b.PauseClock(ctx, k.ID, store.PausesColumn(k.Pauses)); err != nil {
				return nil, err
			}
		case slices.Contains(c.out.Resumes, k.ID):
			k.Paused = false
			k.Pauses = slices.Clone(k.Pauses)
			k.Pauses[len(k.Pauses)-1].To = civil.DateOf(c.in.OccurredAt)
			if err := o.resume(ctx, b, &k); err != nil {
				return nil, err
			}
		case slices.Contains(c.out.Extends, k.ID):
			if err := o.extend(ctx, b, c, &k); err != nil {
				return nil, err
			}
		}
		after = append(after, k)
	}
	for _, st := range c.out.Starts {
		k, err := o.start(ctx, b, c, st, event)
		if err != nil {
			return nil, err
		}
		if k != nil {
			after = append(after, *k)
		}
	}
	return after, nil
}

// start begins a clock under the edition that holds on the day of the step. A
// rule that does not bind this sender, or is off, starts nothing.
func (o *Office) start(ctx context.Context, b *dbsqlc.Queries, c change, st referral.ClockStart, event ids.Event) (*referral.RunningClock, error) {
	rule, err := o.pick(st.Rule, c.Snapshot.Content.ActOn, civil.DateOf(c.in.OccurredAt), st.Binds)
	if fault.KindOf(err) == fault.Rule && err != nil || err == nil && rule.Off() {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("start a clock: %w", err)
	}
	res, err := deadline.Compute(rule, startOf(rule, st.At), o.Rules.Calendar(), nil, nil)
	if err != nil {
		return nil, fmt.Errorf("compute %s: %w", rule.ID, err)
	}
	also, err := readingsColumn(res.Also)
	if err != nil {
		return nil, err
	}
	k := referral.RunningClock{
		ID: ids.New[ids.Clock](c.now), Rule: rule.ID, Edition: rule.Edition, Owes: st.Owes, Charge: st.Charge,
		Started: st.At, DueAt: res.DueAt, Option: st.Option, Internal: rule.Confidence == deadline.Internal,
	}
	return &k, b.InsertClock(ctx, dbsqlc.InsertClockParams{
		ID: k.ID, CaseID: c.Case.ID, RuleID: rule.ID, Edition: rule.Edition, OwesID: st.Owes, ChargeID: st.Charge,
		StartedAt: st.At, DueAt: store.Instant(res.DueAt), DueDay: res.DueDay, AmberAt: store.Instant(res.AmberAt), Also: also,
		Presumed: st.Presumed, Provisional: res.Provisional, Flagged: unconfirmed(rule), OptionRight: st.Option, StartedBy: event, Internal: k.Internal,
	})
}

// unconfirmed reports whether a clock carries a mark: its text was confirmed at
// second hand, or not at all (常见做法，依据未核实).
func unconfirmed(rule deadline.Rule) bool {
	return rule.Confidence == deadline.Flagged || rule.Confidence == deadline.Low
}

func startOf(rule deadline.Rule, at time.Time) deadline.Start {
	if rule.Unit == deadline.Hours {
		return deadline.AtInstant(at)
	}
	return deadline.OnDay(civil.DateOf(at))
}

// reading is a stricter or laxer reading as it is stored beside its clock.
type reading struct {
	DueDay   civil.Date `json:"due_day"`
	DueAt    time.Time  `json:"due_at"`
	Stricter bool       `json:"stricter"`
	ZH       string     `json:"zh"`
	EN       string     `json:"en"`
}

// readingsColumn writes the other readings of a clock.
func readingsColumn(list []deadline.Reading) ([]byte, error) {
	out := make([]reading, len(list))
	for i, r := range list {
		out[i] = reading{DueDay: r.DueDay, DueAt: r.DueAt, Stricter: r.Stricter, ZH: r.Says.ZH, EN: r.Says.EN}
	}
	text, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("write readings: %w", err)
	}
	return text, nil
}

// resume computes a clock again once its pause has ended.
func (o *Office) resume(ctx context.Context, b *dbsqlc.Queries, k *referral.RunningClock) error {
	rule, ok := o.Rules.Edition(k.Rule, k.Edition)
	if !ok {
		return fmt.Errorf("resume a clock: rule %s, edition %s is not in the book", k.Rule, k.Edition)
	}
	res, err := deadline.Compute(rule, startOf(rule, k.Started), o.Rules.Calendar(), pausesOf(rule, k.Pauses), grantsOf(k.Grants))
	if err != nil {
		return fmt.Errorf("resume %s: %w", k.Rule, err)
	}
	also, err := readingsColumn(res.Also)
	if err != nil {
		return err
	}
	k.DueAt = res.DueAt
	return b.ResumeClock(ctx, dbsqlc.ResumeClockParams{
		ID: k.ID, Pauses: store.PausesColumn(k.Pauses), DueAt: store.Instant(res.DueAt), DueDay: res.DueDay, AmberAt: store.Instant(res.AmberAt),
		Also: also, Provisional: res.Provisional,
	})
}

// pick finds the edition that binds the first of several organs: by the day of
// the act for substance, by the day of the step for procedure.
func (o *Office) pick(id string, act, step civil.Date, organs []referral.Organ) (rule deadline.Rule, err error) {
	err = fault.New(fault.Rule, "rule.not_binding", fault.T("尚无适用该期限的机关", "No organ is known yet that the rule would bind"))
	for _, x := range organs {
		if rule, err = o.Rules.PickFor(id, act, step, x.Region, string(x.Sector)); err == nil {
			return rule, nil
		}
	}
	return rule, err
}

// extend gives a running clock more time, as far as its rule allows (延长). The
// rule says who grants it and how often; the act names the person.
func (o *Office) extend(ctx context.Context, b *dbsqlc.Queries, c change, k *referral.RunningClock) error {
	rule, ok := o.Rules.Edition(k.Rule, k.Edition)
	if !ok {
		return fmt.Errorf("extend a clock: rule %s, edition %s is not in the book", k.Rule, k.Edition)
	}
	right := nextRight(rule, len(k.Grants))
	if right == nil {
		return fault.New(fault.Rule, "deadline.extension_spent", fault.T("依据规定不能再延长", "The law gives no further extension")).Under(rule.ID, rule.Basis[0])
	}
	k.Grants = append(slices.Clone(k.Grants), referral.Grant{By: string(right.By), N: c.in.Days, On: civil.DateOf(c.in.OccurredAt)})
	res, err := deadline.Compute(rule, startOf(rule, k.Started), o.Rules.Calendar(), pausesOf(rule, k.Pauses), grantsOf(k.Grants))
	if err != nil {
		return fmt.Errorf("extend %s: %w", k.Rule, err)
	}
	also, err := readingsColumn(res.Also)
	if err != nil {
		return err
	}
	k.DueAt = res.DueAt
	return b.ExtendClock(ctx, dbsqlc.ExtendClockParams{
		ID: k.ID, Grants: store.GrantsColumn(k.Grants), DueAt: store.Instant(res.DueAt), DueDay: res.DueDay, AmberAt: store.Instant(res.AmberAt),
		Also: also, Provisional: res.Provisional,
	})
}

// nextRight is the extension right that comes after some grants; nil if the law
// gives no more.
func nextRight(rule deadline.Rule, used int) *deadline.Extension {
	for i := range rule.Extend {
		e := &rule.Extend[i]
		if e.Max == 0 || used < e.Max {
			return e
		}
		used -= e.Max
	}
	return nil
}

func grantsOf(list []referral.Grant) []deadline.Grant {
	out := make([]deadline.Grant, len(list))
	for i, g := range list {
		out[i] = deadline.Grant{By: deadline.Role(g.By), N: g.N}
	}
	return out
}

// pausesOf names the reason of each pause as the rule names it. Pauses written
// before reasons were kept all come from the transfer of a case (17号第十六条).
func pausesOf(rule deadline.Rule, pauses []referral.Pause) []deadline.Pause {
	transfer := ""
	for _, s := range rule.Suspend {
		if s.Rule == "fwd_penalty_clock_suspended" {
			transfer = s.Reason
		}
	}
	out := make([]deadline.Pause, len(pauses))
	for i, p := range pauses {
		out[i] = deadline.Pause{Reason: p.Reason, From: p.From, To: p.To}
		if p.Reason == "" {
			out[i].Reason = transfer
		}
	}
	return out
}

// cite adds to a refusal the article of the rule behind it.
func (o *Office) cite(f *fault.Error, s *seen, now time.Time) error {
	if f.RuleID == "" || f.Basis != nil && f.Basis.Document != "" {
		return f
	}
	bound := []referral.Organ{s.Snapshot.Sender}
	if s.Snapshot.Receiver != nil {
		bound = append(bound, *s.Snapshot.Receiver)
	}
	rule, err := o.pick(f.RuleID, s.Snapshot.Content.ActOn, civil.DateOf(now), append(bound, referral.Organ{}))
	if err == nil && len(rule.Basis) > 0 {
		f.Basis = &rule.Basis[0]
	}
	return f
}
