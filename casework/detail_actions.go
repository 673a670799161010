package casework

import (
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// actions lists what the actor may do, why not otherwise, and which
// counterpart's acts it may take from paper.
func (o *Office) actions(proc *referral.Procedure, s *seen, now time.Time) []ActionView {
	own := referral.Party(s.resource.Relation)
	var out []ActionView
	for _, opt := range referral.Options(proc, s.Snapshot, own, now) {
		if !slices.Contains(opt.Step.By, own) {
			continue
		}
		v := ActionView{Step: opt.Step, Allowed: opt.Reason == nil}
		if opt.Reason != nil {
			v.Reason, v.Basis, v.Blocked = opt.Reason.Detail, opt.Reason.Basis, blockedBy(opt.Reason.Code)
		} else if !s.may(string(opt.Step.Action)) {
			v.Allowed, v.Blocked, v.Reason = false, "function", fault.T("需由本机关其他岗位办理", "Another function of your organ does this")
		}
		if v.Allowed {
			v.Starts = o.wouldStart(proc, s, opt.Step, now)
		}
		out = append(out, v)
	}
	if s.may("record.from_paper") && own == referral.Sender {
		for _, other := range []referral.Party{referral.Receiver, referral.Procuratorate, referral.PastReceiver, referral.Superior} {
			for _, opt := range referral.Options(proc, s.Snapshot, other, now) {
				if opt.Step.Paper && opt.Reason == nil && opt.Step.By[0] == other {
					out = append(out, ActionView{Step: opt.Step, Allowed: true, Paper: true})
				}
			}
		}
	}
	markPrimary(out, s)
	return out
}

// blockedBy sorts refusals, so that a page can fold away what the state alone
// rules out.
func blockedBy(code string) string {
	switch code {
	case "referral.step_not_allowed":
		return "state"
	case "referral.no_charge_fits":
		return "charges"
	}
	return "condition"
}

// wouldStart computes the duties that an act done now would begin, as far as
// they depend on nothing but the moment.
func (o *Office) wouldStart(proc *referral.Procedure, s *seen, step *referral.Step, now time.Time) []WouldStart {
	var out []WouldStart
	for _, st := range step.Starts {
		if st.Option || st.Presumed || st.When != nil || st.From != referral.FromAct {
			continue
		}
		rule, due, ok := o.dueFrom(st.Rule, s.Snapshot.Content.ActOn, now, proc.Bound(st, s.Snapshot)...)
		if ok {
			out = append(out, WouldStart{Rule: rule.ID, Title: rule.Title, DueAt: due, Party: st.Owes})
		}
	}
	return out
}

// markPrimary points at the one button of the next-act bar: the act that meets
// our earliest duty, else the one that answers what waits for us, else the first
// that leads on. A duty that runs beside the procedure (录入平台) comes last. A step
// that leaves the usual course is never the one: where nothing else is open, the
// page says what stands in the way of going on.
func markPrimary(list []ActionView, s *seen) {
	best := meetsFirst(list, s, func(rule string) bool { return !referral.Background(rule) })
	if best < 0 {
		best = slices.IndexFunc(list, func(v ActionView) bool {
			return v.proposable() && referral.Answers(v.Step.Action, s.Snapshot)
		})
	}
	if best < 0 {
		best = slices.IndexFunc(list, func(v ActionView) bool {
			return v.proposable() && v.Step.To != ""
		})
	}
	if best < 0 {
		best = meetsFirst(list, s, referral.Background)
	}
	if best >= 0 {
		list[best].Primary = true
	}
}

func (v ActionView) proposable() bool { return v.Allowed && !v.Paper && !v.Step.Aside }

// meetsFirst finds the act that meets our duty that ends first, among the rules
// that count; -1 if there is none.
func meetsFirst(list []ActionView, s *seen, counts func(rule string) bool) int {
	best, bestAt := -1, time.Time{}
	for i, v := range list {
		if !v.proposable() {
			continue
		}
		for _, k := range s.Snapshot.Clocks {
			ours := k.Owes == s.actor.Agency && !k.Option && !k.Paused && counts(k.Rule) && slices.Contains(v.Step.Meets, k.Rule)
			if ours && (best < 0 || bestAt.IsZero() || !k.DueAt.IsZero() && k.DueAt.Before(bestAt)) {
				best, bestAt = i, k.DueAt
			}
		}
	}
	return best
}

// next finds who has to act: the earliest running duty, a statutory one before
// any internal limit, else the organ the state waits for.
func next(proc *referral.Procedure, d Detail) *NextAct {
	var first *ClockView
	for i := range d.Clocks {
		c := &d.Clocks[i]
		if c.Row.State != "running" || c.Row.OptionRight || c.Row.DueAt == nil || referral.Background(c.Row.RuleID) {
			continue
		}
		if first == nil || sooner(c.Row, first.Row) {
			first = c
		}
	}
	if first != nil {
		return &NextAct{Agency: first.Row.OwesID, Title: first.Rule.Title, Clock: first}
	}
	if _, id := nextDuty(proc, d.Snapshot); !id.IsZero() {
		title, own := proc.Waits[d.Snapshot.State]
		if !own {
			title = stateTitles[d.Snapshot.State]
		}
		return &NextAct{Agency: id, Title: title}
	}
	return nil
}

// sooner reports whether a clock comes before another as the next act.
func sooner(a, b dbsqlc.Clock) bool {
	if a.Internal != b.Internal {
		return b.Internal
	}
	return a.DueAt.Before(*b.DueAt)
}
