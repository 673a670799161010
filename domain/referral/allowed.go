package referral

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Option is one action as a page shows it: possible, or not and why.
type Option struct {
	Step   *Step
	Reason *fault.Error // nil: possible now
}

// Options lists every action of the table that concerns a party, in table
// order, each impossible one with its reason. Input is not looked at: a guard
// that depends on the input counts as met.
func Options(p *Procedure, s Snapshot, as Party, now time.Time) []Option {
	var out []Option
	for i := range p.Steps {
		step := &p.Steps[i]
		if !offered(step, s) {
			continue
		}
		out = append(out, Option{Step: step, Reason: blocked(p, step, s, as, now)})
	}
	return out
}

// Possible lists the actions a party may take in this state.
func Possible(p *Procedure, s Snapshot, as Party, now time.Time) []*Step {
	var out []*Step
	for _, o := range Options(p, s, as, now) {
		if o.Reason == nil {
			out = append(out, o.Step)
		}
	}
	return out
}

// blocked looks at party, state and charges, and at guards with a probing input
// that meets every demand which is the input's to meet.
func blocked(p *Procedure, step *Step, s Snapshot, as Party, now time.Time) *fault.Error {
	if err := possible(step, s, as); err != nil {
		return err
	}
	if step.Guard == nil {
		return nil
	}
	in := probe(p, step, s, now)
	in.as = as
	return step.Guard(s, in)
}

// probe is an input that leaves only the case itself to object.
func probe(p *Procedure, step *Step, s Snapshot, now time.Time) Input {
	in := Input{
		Text: "·", Reason: "·", Officer: "·", Unable: true, NoSecret: true, Materials: 1,
		Target: &Organ{Level: s.Sender.Level, Region: s.Sender.Region},
		Copy:   &Organ{Sector: Procuratorates},
		Track:  Complex,
	}
	if len(p.Receivers) > 0 {
		in.Target.Sector = p.Receivers[0]
	}
	in.OccurredAt = now
	in.ApprovedOn.Year, in.ApprovedOn.Month, in.ApprovedOn.Day = 2000, 1, 1
	if step.Charge == nil {
		return in
	}
	// One charge is enough for the action to be offered: take the first that no
	// guard refuses.
	for _, c := range s.Charges {
		for _, from := range step.Charge.From {
			if c.State != from {
				continue
			}
			one := in
			one.Charges = append(one.Charges, c.ID)
			if step.Guard == nil || step.Guard(s, one) == nil {
				return one
			}
			in = one
		}
	}
	return in
}
