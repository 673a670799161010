package referral_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

var sectors = []referral.Sector{
	referral.Environment, referral.Police, referral.Procuratorates, referral.Market, referral.Court, referral.Water, referral.Urban, referral.Station,
}

// worldOf is a filled-in draft of a kind, with a sender of a sector.
func worldOf(kind referral.Kind, sender referral.Sector, charges int) *world {
	w := newWorld(charges)
	w.s.Kind, w.s.Sender.Sector = kind, sender
	c := &w.s.Content
	day := civil.DateOf(start)
	c.Basis, c.Source, c.Officer, c.ActOn, c.FoundOn, c.DecidedOn = "依据", "检查", "执法人员甲", day, day, day
	c.Manner, c.Purpose, c.Ground, c.DecisionNo, c.Disposal = "written", referral.ItemCustody, "not_prosecuted", "演检不诉〔2026〕1号", "意见"
	c.Grade, c.Happened, c.Place, c.Neighbours = referral.GradeII, "11月28日2时许", "河段", true
	c.JointAction, c.Pollutant, c.Outlet, c.Major = "联合执法行动", "化学需氧量", "总排口", []string{"grave"}
	sector := referral.Market
	if r := referral.Procedures[kind].Receivers; len(r) > 0 {
		sector = r[0]
	}
	if kind == referral.PublicInterest {
		sector = referral.Procuratorates
		if sender == referral.Procuratorates {
			sector = referral.Environment
		}
	}
	w.police = [2]*referral.Organ{organ(sector), organ(sector)}
	w.police[0].Level, w.police[1].Level = "city", "city"
	if kind == referral.JointAction || kind == referral.MeetingInvitation { // between hubs
		w.police[0].Hub, w.police[1].Hub = "chongqing", "chongqing"
		c.FromOn, c.ToOn = day, day.AddDays(3000)
	}
	return w
}

// TestRandomCourses walks every table at random: what is offered is accepted, an
// open case always has a step that leads on, custody moves with its epoch, and a
// closed case stays closed.
func TestRandomCourses(t *testing.T) {
	t.Parallel()
	parties := []referral.Party{referral.Sender, referral.Receiver, referral.Procuratorate, referral.PastReceiver, referral.Superior}
	for _, kind := range referral.Kinds {
		proc := referral.Procedures[kind]
		for _, sector := range sectors {
			if !proc.MaySend(sector) {
				continue
			}
			t.Run(string(kind)+" from "+string(sector), func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(t *rapid.T) {
					w := worldOf(kind, sector, rapid.IntRange(1, 3).Draw(t, "charges"))
					for range 25 {
						if w.stepAtRandom(t, proc, parties) {
							return
						}
					}
				})
			})
		}
	}
}

// stepAtRandom takes one possible step; true once nothing is possible any more.
func (w *world) stepAtRandom(t *rapid.T, proc *referral.Procedure, parties []referral.Party) (over bool) {
	type move struct {
		as   referral.Party
		step *referral.Step
	}
	var moves, barred []move
	for _, as := range parties {
		for _, o := range referral.Options(proc, w.s, as, w.now) {
			if o.Reason == nil {
				moves = append(moves, move{as, o.Step})
			} else {
				barred = append(barred, move{as, o.Step})
			}
		}
	}
	if len(barred) > 0 { // what is shown as impossible is refused, whatever is filled in
		m := rapid.SampledFrom(barred).Draw(t, "barred")
		if _, err := referral.Decide(proc, w.s, m.step.Action, m.as, w.offeredInput(proc, m.step, m.as)); err == nil {
			t.Fatalf("%s is barred to the %s in %s and was taken", m.step.Action, m.as, w.s.State)
		}
	}
	// What is not shown to a party at all is refused to it as well.
	as, step := rapid.SampledFrom(parties).Draw(t, "any party"), &proc.Steps[rapid.IntRange(0, len(proc.Steps)-1).Draw(t, "any step")]
	shown := slices.ContainsFunc(append(slices.Clone(moves), barred...), func(m move) bool { return m.as == as && m.step.Action == step.Action })
	if !shown {
		if _, err := referral.Decide(proc, w.s, step.Action, as, w.offeredInput(proc, step, as)); err == nil {
			t.Fatalf("%s is not shown to the %s in %s and was taken", step.Action, as, w.s.State)
		}
	}
	if len(moves) == 0 {
		if w.s.State.Open() {
			t.Fatalf("dead end in %s with charges %v", w.s.State, w.s.Charges)
		}
		return true
	}
	m := rapid.SampledFrom(moves).Draw(t, "move")
	if !w.s.State.Open() && m.step.Action != "mark_entered" {
		t.Fatalf("%s is possible in %s", m.step.Action, w.s.State)
	}
	in := w.offeredInput(proc, m.step, m.as)
	out, err := referral.Decide(proc, w.s, m.step.Action, m.as, in)
	if err != nil {
		t.Fatalf("%s was offered to the %s in %s and refused: %s %v", m.step.Action, m.as, w.s.State, err.Code, err.Fields)
	}
	if out.Epoch < w.s.Epoch || out.Epoch > w.s.Epoch+1 || (out.Custody != w.s.Custody) && out.Epoch == w.s.Epoch {
		t.Fatalf("custody epoch %d after %d", out.Epoch, w.s.Epoch)
	}
	for _, st := range out.Starts {
		if st.Owes == (ids.Agency{}) || len(st.Binds) == 0 || st.Binds[0].Sector == "" {
			t.Fatalf("%s starts %s, which nobody owes or nothing binds", m.step.Action, st.Rule)
		}
	}
	w.apply(out, in)
	if err := reconciles(w.s.Flags.Claim); err != "" {
		t.Fatalf("after %s: %s: %+v", m.step.Action, err, w.s.Flags.Claim)
	}
	w.now = w.now.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "hours")) * time.Hour)
	return false
}

// TestTablesAreSound: every state that a step leads to is left by another or
// ends the case, every open state says whose turn it is, and from each of them
// the end can be reached.
func TestTablesAreSound(t *testing.T) {
	t.Parallel()
	for _, kind := range referral.Kinds {
		proc := referral.Procedures[kind]
		next := map[referral.State][]referral.State{}
		reached := map[referral.State]bool{referral.Draft: true}
		seen := map[referral.Action]int{}
		for _, s := range proc.Steps {
			if seen[s.Action]++; seen[s.Action] > 1 {
				t.Errorf("%s: %s stands twice", kind, s.Action)
			}
			if len(s.By) == 0 || len(s.From) == 0 || s.Title.ZH == "" || s.Title.EN == "" {
				t.Errorf("%s: %s lacks a party, a state or a title", kind, s.Action)
			}
			to := s.To
			if s.Charge != nil && s.Charge.To != "" {
				reached[referral.Decided] = true // derived from the charges
			}
			for _, from := range s.From {
				if to != "" {
					next[from] = append(next[from], to)
				}
				if s.Charge != nil && s.Charge.To != "" {
					next[from] = append(next[from], referral.Decided)
				}
			}
			if to != "" {
				reached[to] = true
			}
		}
		for state := range reached {
			if !state.Open() {
				continue
			}
			if _, ok := proc.Turn[state]; !ok && proc.Unit == nil {
				t.Errorf("%s: nobody's turn in %s", kind, state)
			}
			if !ends(state, next, map[referral.State]bool{}) {
				t.Errorf("%s: %s is a dead state", kind, state)
			}
		}
	}
}

func ends(s referral.State, next map[referral.State][]referral.State, seen map[referral.State]bool) bool {
	if !s.Open() {
		return true
	}
	if seen[s] {
		return false
	}
	seen[s] = true
	for _, to := range next[s] {
		if ends(to, next, seen) {
			return true
		}
	}
	return false
}
