package referral_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, civil.Office)

func organ(sector referral.Sector) *referral.Organ {
	return &referral.Organ{ID: ids.New[ids.Agency](start), Sector: sector, Level: "county", Region: "430903"}
}

// world is a referral with the organs around it and the time.
type world struct {
	s      referral.Snapshot
	now    time.Time
	police [2]*referral.Organ
	proc   *referral.Organ
}

func newWorld(charges int) *world {
	w := &world{now: start, police: [2]*referral.Organ{organ(referral.Police), organ(referral.Police)}, proc: organ(referral.Procuratorates)}
	w.s = referral.Snapshot{
		Kind: referral.Criminal, State: referral.Draft, Sender: *organ(referral.Environment), LetterMade: true, LetterSeal: true,
		Content: referral.Content{Facts: "事实", Investigators: 2, ItemsNone: true, PhotosNone: true, MonitoringNone: true, PenaltyFiledOn: civil.DateOf(start)},
		Items:   []referral.Item{{ID: ids.New[ids.Item](start), Name: "设备"}},
		Parties: []referral.Person{{ID: ids.New[ids.Party](start), Kind: "enterprise", Name: "某公司"}},
	}
	w.s.Custody = w.s.Sender.ID
	for range charges {
		w.s.Charges = append(w.s.Charges, referral.Charge{ID: ids.New[ids.Charge](start), Party: w.s.Parties[0].ID, Offence: "污染环境罪", State: referral.Pending})
	}
	return w
}

// input holds whatever any act may ask for, for the charges given.
func (w *world) input(a referral.Action, charges []ids.Charge) referral.Input {
	in := referral.Input{
		OccurredAt: w.now, RecordedAt: w.now, Text: "说明", Reason: "理由", DocumentNo: fmt.Sprintf("赫公立字〔2026〕%d号", len(w.s.Flags.Claim.Payments)+1), Officer: "民警", ApprovedOn: civil.DateOf(w.now), Charges: charges,
		Missing: []string{"doc_items_list"}, Track: referral.Complex, Result: resultFor(a), Until: civil.DateOf(w.now), Days: 5, Outcome: "exempted", NoSecret: true, Pages: 3, Materials: 1, Target: w.police[0], Copy: w.proc,
		Items: []referral.Item{{ID: w.s.Items[0].ID, Form: "kept"}}, Claimed: claimedFor(w.s, a, w.now),
	}
	if w.s.Receiver != nil && w.s.Receiver.ID == w.police[0].ID && (w.s.State == referral.Sent || w.s.State == referral.Received || w.s.State == referral.Decided || w.s.State == referral.Disputed || w.s.State == referral.Handling) {
		in.Target = w.police[1]
	}
	return in
}

// apply carries an outcome into the world, as casework does into the database.
func (w *world) apply(out referral.Outcome, in referral.Input) {
	w.s.State, w.s.Flags, w.s.Custody, w.s.Epoch = out.State, out.Flags, out.Custody, out.Epoch
	for _, c := range out.Charges {
		w.s.Charges[slices.IndexFunc(w.s.Charges, func(x referral.Charge) bool { return x.ID == c.ID })] = c
	}
	switch out.Step.Handoff {
	case referral.HandoffOpens:
		w.s.Receiver, w.s.Copied, w.s.Accepted = in.Target, in.Copy, in.OccurredAt
	case referral.HandoffForwards:
		w.s.Receiver = in.Target
	case referral.HandoffMoves:
		w.s.Past, w.s.Receiver = w.s.Receiver, in.Target
	}
	if out.Step.Names {
		w.s.Third = in.Target
	}
	w.s.Clocks = slices.DeleteFunc(w.s.Clocks, func(c referral.RunningClock) bool {
		return slices.Contains(out.Meets, c.ID) || slices.Contains(out.Cancels, c.ID)
	})
	for i := range w.s.Clocks {
		c := &w.s.Clocks[i]
		if slices.Contains(out.Pauses, c.ID) {
			c.Paused = true
		}
		if slices.Contains(out.Resumes, c.ID) {
			c.Paused = false
		}
	}
	for _, st := range out.Starts {
		w.s.Clocks = append(w.s.Clocks, referral.RunningClock{
			ID: ids.New[ids.Clock](w.now), Rule: st.Rule, Owes: st.Owes, Charge: st.Charge, Started: st.At, DueAt: st.At.AddDate(0, 0, 3), Option: st.Option,
		})
	}
}

// do takes a step and fails the test when it is refused.
func (w *world) do(t *testing.T, as referral.Party, a referral.Action, change ...func(*referral.Input)) {
	t.Helper()
	in := w.input(a, w.chargesFor(a))
	for _, f := range change {
		f(&in)
	}
	out, err := referral.Decide(referral.Procedures[referral.Criminal], w.s, a, as, in)
	if err != nil {
		t.Fatalf("%s: %s %v", a, err.Detail.ZH, err.Fields)
	}
	w.apply(out, in)
}

func (w *world) chargesFor(a referral.Action) []ids.Charge {
	step, ok := referral.Procedures[w.s.Kind].Step(a)
	if !ok || step.Charge == nil {
		return nil
	}
	var out []ids.Charge
	for _, c := range w.s.Charges {
		if slices.Contains(step.Charge.From, c.State) {
			out = append(out, c.ID)
		}
	}
	return out
}

func (w *world) sent(t *testing.T) {
	t.Helper()
	for _, a := range []referral.Action{"criminal.give_enforcement_opinion", "criminal.give_legal_opinion", "criminal.report", "criminal.approve", "criminal.transmit"} {
		w.do(t, referral.Sender, a)
	}
}

func (w *world) runs(rule string) bool {
	return slices.ContainsFunc(w.s.Clocks, func(c referral.RunningClock) bool { return c.Rule == rule && !c.Paused })
}

func TestFilingClockRunsFromArrivalUntilTheReceipt(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	w.sent(t)
	presumed := slices.Clone(w.s.Clocks)
	if !w.s.Flags.Presumed || !w.runs("fwd_police_decide_3") {
		t.Fatal("no presumed clock after the transmission")
	}
	w.now = w.now.Add(5 * time.Hour)
	w.do(t, referral.Receiver, "sign_for")
	if w.s.Flags.Presumed {
		t.Error("still without a receipt")
	}
	n := 0
	for _, c := range w.s.Clocks {
		if c.Rule == "fwd_police_decide_3" {
			n++
			if !c.Started.Equal(w.now) || slices.ContainsFunc(presumed, func(p referral.RunningClock) bool { return p.ID == c.ID }) {
				t.Error("the clock does not run from the acceptance")
			}
		}
	}
	if n != 2 {
		t.Errorf("%d filing clocks for two charges", n)
	}
}

func TestSupplementStopsNoClock(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.sent(t)
	w.do(t, referral.Receiver, "sign_for")
	w.do(t, referral.Receiver, "ask_supplement")
	if !w.runs("fwd_police_decide_3") || !w.runs("fwd_agency_supplement") {
		t.Error("the filing clock has to run on beside the supplement clock")
	}
	if w.s.State != referral.Received {
		t.Errorf("state %s, supplementing is a sub-state of received", w.s.State)
	}
}

func TestPartFiledPartNot(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	w.sent(t)
	w.do(t, referral.Receiver, "sign_for")
	first := []ids.Charge{w.s.Charges[0].ID}
	w.do(t, referral.Receiver, "criminal.file", func(in *referral.Input) { in.Charges = first })
	if w.s.State != referral.Received {
		t.Fatalf("state %s with a charge still pending", w.s.State)
	}
	if !w.runs("fwd_police_decide_3") || !w.runs("fwd_police_notify_decision") {
		t.Error("each charge has its own clocks")
	}
	w.do(t, referral.Receiver, "criminal.decline")
	if w.s.State != referral.Decided || w.runs("fwd_police_decide_3") {
		t.Error("all charges are decided")
	}
	if !w.s.Flags.FileReturnDue {
		t.Error("after a refusal the file has to come back")
	}
}

func TestOnlyThePenaltyClockPauses(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.s.Content.SeizedOn = civil.DateOf(start)
	w.sent(t)
	for _, c := range w.s.Clocks {
		if c.Paused != (c.Rule == "clk_penalty_decide") {
			t.Errorf("%s paused: %v", c.Rule, c.Paused)
		}
	}
	w.do(t, referral.Sender, "withdraw")
	if !w.runs("clk_penalty_decide") {
		t.Error("the penalty clock has to run on after the withdrawal")
	}
}

func TestPenaltyClockRestsUntilNothingIsPending(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	w.sent(t)
	w.do(t, referral.Receiver, "sign_for")
	first, second := []ids.Charge{w.s.Charges[0].ID}, []ids.Charge{w.s.Charges[1].ID}
	w.do(t, referral.Receiver, "criminal.decline")
	w.do(t, referral.Sender, "criminal.resume_penalty", func(in *referral.Input) { in.Charges = first })
	if w.runs("clk_penalty_decide") {
		t.Error("the other charge can still be reconsidered")
	}
	w.do(t, referral.Sender, "criminal.resume_penalty", func(in *referral.Input) { in.Charges = second })
	if !w.runs("clk_penalty_decide") {
		t.Error("nothing is pending any more")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		as     referral.Party
		action referral.Action
		break_ func(*world, *referral.Input)
		code   string
	}{
		"one officer is no team":        {referral.Sender, "criminal.report", func(w *world, _ *referral.Input) { w.s.Content.Investigators = 1 }, "referral.team_too_small"},
		"no facts":                      {referral.Sender, "criminal.report", func(w *world, _ *referral.Input) { w.s.Content.Facts = " " }, "referral.draft_incomplete"},
		"approve what was not reported": {referral.Sender, "criminal.approve", nil, "referral.step_not_allowed"},
		"police approve":                {referral.Receiver, "criminal.approve", nil, "referral.not_your_part"},
		"nobody plays that part yet":    {referral.Procuratorate, "criminal.opinion_to_transfer", nil, "referral.party_absent"},
		"no opinions":                   {referral.Sender, "criminal.approve", func(w *world, _ *referral.Input) { w.s.State = referral.Reported }, "referral.opinions_missing"},
		"refusal without a reason":      {referral.Sender, "criminal.refuse", func(w *world, in *referral.Input) { w.s.State, in.Reason = referral.Reported, "" }, "referral.input_incomplete"},
		"letter without a seal":         {referral.Sender, "criminal.transmit", func(w *world, _ *referral.Input) { w.s.State, w.s.LetterSeal = referral.Approved, false }, "referral.letter_not_sealed"},
		"state secret not excluded":     {referral.Sender, "criminal.transmit", func(w *world, in *referral.Input) { w.s.State, in.NoSecret = referral.Approved, false }, "referral.input_incomplete"},
		"to a market bureau":            {referral.Sender, "criminal.transmit", func(w *world, in *referral.Input) { w.s.State, in.Target = referral.Approved, organ(referral.Market) }, "referral.not_police"},
		"another district, no reason": {referral.Sender, "criminal.transmit", func(w *world, in *referral.Input) {
			w.s.State, in.Reason, in.Target = referral.Approved, "", &referral.Organ{Sector: referral.Police, Level: "county", Region: "430902"}
		}, "referral.not_own_level"},
		"materials missing, no reason": {referral.Sender, "criminal.transmit", func(w *world, in *referral.Input) { w.s.State, in.Reason = referral.Approved, "" }, "referral.materials_missing"},
		"thirty days without approval": {referral.Receiver, "criminal.set_track", func(w *world, in *referral.Input) { w.received(); in.Officer = "" }, "referral.track_needs_approval"},
		"file a charge of another case": {referral.Receiver, "criminal.file", func(w *world, in *referral.Input) {
			w.received()
			in.Charges = []ids.Charge{ids.New[ids.Charge](start)}
		}, "referral.charge_unknown"},
		"reconsider before the notice": {referral.Sender, "criminal.request_reconsideration", func(w *world, in *referral.Input) {
			w.received()
			w.s.Charges[0].State = referral.Declined
			in.Charges = []ids.Charge{w.s.Charges[0].ID}
		}, "referral.not_notified"},
		"supervise what is not overdue":   {referral.Sender, "criminal.suggest_supervision", func(w *world, in *referral.Input) { w.received(); in.Charges = []ids.Charge{w.s.Charges[0].ID} }, "referral.not_overdue"},
		"withdraw after the receipt":      {referral.Sender, "withdraw", func(w *world, _ *referral.Input) { w.received() }, "referral.step_not_allowed"},
		"close while the file is away":    {referral.Sender, "close", func(w *world, _ *referral.Input) { w.s.State, w.s.Flags.FileReturnDue = referral.Decided, true }, "referral.file_not_back"},
		"supplement that nobody asked":    {referral.Sender, "supplement", func(w *world, _ *referral.Input) { w.received() }, "referral.no_supplement_asked"},
		"market may not set a long track": {referral.Receiver, "criminal.set_track", func(w *world, _ *referral.Input) { w.received(); w.s.Sender.Sector = referral.Market }, "referral.action_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(1)
			in := w.input(c.action, nil)
			if c.break_ != nil {
				c.break_(w, &in)
			}
			_, err := referral.Decide(referral.Procedures[referral.Criminal], w.s, c.action, c.as, in)
			if err == nil || err.Code != c.code {
				t.Fatalf("got %v, want %s", err, c.code)
			}
			if err.Kind == fault.Rule && err.Detail.ZH == "" {
				t.Error("a refusal says why, in Chinese")
			}
		})
	}
}

func (w *world) received() {
	w.s.State, w.s.Receiver, w.s.Copied, w.s.Accepted = referral.Received, w.police[0], w.proc, w.now
	w.s.Clocks = []referral.RunningClock{{ID: ids.New[ids.Clock](w.now), Rule: "fwd_police_decide_3", Owes: w.police[0].ID, Charge: w.s.Charges[0].ID, DueAt: w.now.AddDate(0, 0, 3)}}
}

// TestRandomCourses walks the table at random: what Options offers must be what
// Decide accepts, custody only grows, a closed case takes no act, and no open
// case is a dead end.
// offeredInput names one charge that the step takes now: the first that no guard
// refuses, as a person would choose it.
func (w *world) offeredInput(proc *referral.Procedure, step *referral.Step, as referral.Party) referral.Input {
	in := w.input(step.Action, nil)
	acrossFor(w.s, step.Action, as, &in)
	if step.Charge == nil {
		return in
	}
	for _, id := range w.chargesFor(step.Action) {
		in = w.input(step.Action, []ids.Charge{id})
		if _, err := referral.Decide(proc, w.s, step.Action, as, in); err == nil {
			break
		}
	}
	return in
}
