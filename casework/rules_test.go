package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// TestTablesNameRealRules: a step that names a rule which the book lacks would
// start no clock, silently.
func TestTablesNameRealRules(t *testing.T) {
	t.Parallel()
	book, err := rules.Load()
	ok(t, err)
	for kind, proc := range referral.Procedures {
		for _, s := range proc.Steps {
			named := map[string][]string{"rule": {s.Rule}, "meets": s.Meets, "cancels": s.Cancels, "pauses": s.Pauses, "resumes": s.Resumes, "settles": s.Settles, "extends": s.Extends}
			if s.Rule == "" {
				delete(named, "rule") // housekeeping stands on no rule
			}
			for _, st := range s.Starts {
				named["starts"] = append(named["starts"], st.Rule)
			}
			if s.Late != nil {
				named["late"] = []string{s.Late.Clock}
			}
			for what, list := range named {
				for _, rule := range list {
					if !book.Has(rule) {
						t.Errorf("%s: %s %s %s, which is not in the rule book", kind, s.Action, what, rule)
					}
				}
			}
		}
	}
}

// TestStartedClocksCanEnd: a clock that no step meets or cancels would run for
// ever; one that is met by a step which nobody's clock feeds is a typing error.
func TestStartedClocksCanEnd(t *testing.T) {
	t.Parallel()
	for kind, proc := range referral.Procedures {
		var started, ended []string
		all := false // a step that ends every clock
		for _, s := range proc.Steps {
			all = all || s.EndsAll
			for _, st := range s.Starts {
				started = append(started, st.Rule)
			}
			ended = slices.Concat(ended, s.Meets, s.Cancels, s.Settles)
		}
		for _, rule := range started {
			if !slices.Contains(ended, rule) && !all {
				t.Errorf("%s: nothing ends %s", kind, rule)
			}
		}
		for _, rule := range ended { // the exchange begins one, where a supplement crossed a refusal
			if rule != referral.ConfirmReturn && !slices.Contains(started, rule) {
				t.Errorf("%s: nothing starts %s", kind, rule)
			}
		}
	}
}

// pausing are the only clocks that the law lets stand still: the penalty period
// while a case is with the police (17号第十六条), the review of a reverse referral
// while it is suspended or another procuratorate is heard (指引第十二条、第十三条).
var pausing = []string{"clk_penalty_decide", "rev_pp_admin_review"}

// TestOnlyThePenaltyClockPauses: the law stops few clocks; supplements stop none.
func TestOnlyThePenaltyClockPauses(t *testing.T) {
	t.Parallel()
	for _, proc := range referral.Procedures {
		for _, s := range proc.Steps {
			for _, rule := range slices.Concat(s.Pauses, s.Resumes) {
				if !slices.Contains(pausing, rule) {
					t.Errorf("%s pauses or resumes %s", s.Action, rule)
				}
			}
			if len(s.Pauses) > 0 && s.PauseFor == "" {
				t.Errorf("%s pauses a clock for no reason that its rule would know", s.Action)
			}
		}
	}
}

// restsOn reports whether a stored clock stands on a document.
func restsOn(t *testing.T, h *officetest.House, rule, edition, number string) bool {
	t.Helper()
	r, known := h.Rules.Edition(rule, edition)
	if !known {
		t.Fatalf("clock under %s edition %q, which is not in the book", rule, edition)
	}
	return slices.ContainsFunc(r.Basis, func(b fault.Basis) bool { return strings.Contains(b.Number, number) })
}

// TestEditionFollowsTheSender: 环环监〔2017〕17号 binds environment; any other
// organ is under 国务院令第310号 alone, and some clocks do not exist for it.
func TestEditionFollowsTheSender(t *testing.T) {
	t.Parallel()
	h := house(t)
	env, market := h.Sent(t), sent(t, h, h.Market, officetest.Draft())
	for _, id := range []struct {
		sender    string
		rules     []string
		missing   []string
		number    string
		forbidden string
	}{
		{"environment", []string{"fwd_decide_transfer", "fwd_transmit_to_police", "fwd_copy_procuratorate", "fwd_police_decide_3", "fwd_platform_entry"}, nil, "17号", ""},
		{"market", []string{"fwd_decide_transfer", "fwd_transmit_to_police", "fwd_police_decide_3"}, []string{"fwd_copy_procuratorate", "fwd_platform_entry"}, "310号", "17号"},
	} {
		caseID := env
		if id.sender == "market" {
			caseID = market
		}
		l := loaded(t, h, caseID)
		for _, rule := range id.rules {
			c := clock(t, h, caseID, rule)
			if !restsOn(t, h, c.RuleID, c.Edition, id.number) {
				t.Errorf("%s: %s edition %s does not rest on %s", id.sender, c.RuleID, c.Edition, id.number)
			}
		}
		for _, c := range l.Clocks {
			if id.forbidden != "" && restsOn(t, h, c.RuleID, c.Edition, id.forbidden) {
				t.Errorf("%s: %s edition %s rests on %s", id.sender, c.RuleID, c.Edition, id.forbidden)
			}
			if slices.Contains(id.missing, c.RuleID) {
				t.Errorf("%s: %s was started", id.sender, c.RuleID)
			}
			r, _ := h.Rules.Edition(c.RuleID, c.Edition)
			if !r.Binds(deadline.Sector(id.sender)) {
				t.Errorf("%s: %s edition %s does not bind it", id.sender, c.RuleID, c.Edition)
			}
		}
	}
}

// TestPenaltyClockRests computes the 90 days over the real database: ten days
// with the police move the end by ten days. By hand: from 2 February the 90th
// day is 3 May 2026, ten days later 13 May, a Wednesday.
func TestPenaltyClockRests(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Content.PenaltyFiledOn = civil.Date{Year: 2026, Month: 2, Day: 2}
	id := h.SentWith(t, d)
	if c := clock(t, h, id, "clk_penalty_decide"); c.State != "paused" {
		t.Fatalf("state %s while the police have the case", c.State)
	}
	advance(h, 10*24)
	h.Do(t, h.Police.Handler, id, "return", referral.Input{Reason: "不属公安机关管辖"})
	c := clock(t, h, id, "clk_penalty_decide")
	if c.State != "running" || c.DueDay != (civil.Date{Year: 2026, Month: 5, Day: 13}) {
		t.Errorf("%s, due %s; want running, due 2026-05-13", c.State, c.DueDay)
	}
	if n := count(t, h, "clocks where case_id = $1 and rule_id = 'clk_penalty_decide'", id); n != 1 {
		t.Errorf("%d penalty clocks", n)
	}
	verify(t, h, id)

	// A second stay with the police is a second pause of the same clock.
	h.Request(t, h.Env.Handler, casework.Request{
		Case: id, Action: "criminal.transmit", To: h.Police.ID, Copy: h.Procuratorate.ID, Input: referral.Input{NoSecret: true, Reason: "材料随后补充"},
	})
	advance(h, 5*24)
	h.Do(t, h.Env.Head, id, "withdraw", referral.Input{Reason: "发现新的事实"})
	if c := clock(t, h, id, "clk_penalty_decide"); c.State != "running" || c.DueDay != (civil.Date{Year: 2026, Month: 5, Day: 18}) {
		t.Errorf("%s, due %s; want running, due 2026-05-18", c.State, c.DueDay)
	}
	verify(t, h, id)
}

// TestPenaltyClockUnpausedEnd is the same clock without any pause: the 90th day
// falls into the Labour Day holiday and moves to the first working day.
func TestPenaltyClockUnpausedEnd(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Content.PenaltyFiledOn = civil.Date{Year: 2026, Month: 2, Day: 2}
	id := h.OpenedWith(t, d)
	h.Do(t, h.Env.Handler, id, "criminal.report", referral.Input{})
	if c := clock(t, h, id, "clk_penalty_decide"); c.DueDay != (civil.Date{Year: 2026, Month: 5, Day: 6}) {
		t.Errorf("due %s, want 2026-05-06", c.DueDay)
	}
}

// TestDraftingAgainDoublesNoClock: a second report finds the background clocks
// running and starts no others beside them.
func TestDraftingAgainDoublesNoClock(t *testing.T) {
	t.Parallel()
	h := house(t)
	d := officetest.Draft()
	d.Content.PenaltyFiledOn = civil.Date{Year: 2026, Month: 2, Day: 2}
	d.Content.SeizedOn = civil.Date{Year: 2026, Month: 2, Day: 3}
	d.Content.RegisteredOn = civil.Date{Year: 2026, Month: 2, Day: 27}
	id := h.OpenedWith(t, d)
	h.Do(t, h.Env.Handler, id, "criminal.report", referral.Input{})
	h.Do(t, h.Env.Head, id, "criminal.refuse", referral.Input{Reason: "证据不足"})
	h.Do(t, h.Env.Handler, id, "redraft", referral.Input{})

	d.Content.SeizedOn = civil.Date{Year: 2026, Month: 2, Day: 4} // was entered wrongly
	_, err := h.EditDraft(t.Context(), h.Env.Handler, id, loaded(t, h, id).Case.Version, d)
	ok(t, err)
	h.Do(t, h.Env.Handler, id, "criminal.report", referral.Input{})
	for _, rule := range []string{"clk_penalty_decide", "clk_seizure_period", "clk_evidence_registration"} {
		if n := running(t, h, id, rule); n != 1 {
			t.Errorf("%d clocks of %s run", n, rule)
		}
	}
	if c := clock(t, h, id, "clk_seizure_period"); civil.DateOf(c.StartedAt) != d.Content.SeizedOn {
		t.Errorf("the seizure clock runs from %s, want the corrected day", civil.DateOf(c.StartedAt))
	}
	verify(t, h, id)
}

// TestPresumedClock: without a receipt the three days run from the arrival and
// say so; the receipt starts them anew.
func TestPresumedClock(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t) // Monday 2 March 2026
	c := clock(t, h, id, "fwd_police_decide_3")
	if !c.Presumed || c.DueDay != (civil.Date{Year: 2026, Month: 3, Day: 5}) {
		t.Errorf("presumed %v, due %s; want presumed, due Thursday 5 March", c.Presumed, c.DueDay)
	}
	if !snapshot(t, h, id).Flags.Presumed {
		t.Error("the case does not say that no receipt was issued")
	}
	advance(h, 24)
	h.Do(t, h.Police.Handler, id, "sign_for", referral.Input{Officer: "民警甲"})
	after := clock(t, h, id, "fwd_police_decide_3")
	if after.ID == c.ID || after.Presumed || after.DueDay != (civil.Date{Year: 2026, Month: 3, Day: 6}) {
		t.Errorf("presumed %v, due %s; want a new clock, due Friday 6 March", after.Presumed, after.DueDay)
	}
	if n := running(t, h, id, "fwd_police_decide_3"); n != 1 {
		t.Errorf("%d filing clocks run for one charge", n)
	}
	verify(t, h, id)
}

// TestLongerTracksRunFromAcceptance: choosing a track late gives no more time.
func TestLongerTracksRunFromAcceptance(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	accepted := clock(t, h, id, "fwd_police_decide_3").StartedAt
	advance(h, 48)
	h.Do(t, h.Police.Handler, id, "criminal.set_track", referral.Input{Track: referral.Verify})
	c := clock(t, h, id, "fwd_police_decide_7")
	if !c.StartedAt.Equal(accepted) || c.DueDay != (civil.Date{Year: 2026, Month: 3, Day: 9}) {
		t.Errorf("seven days from %s end on %s, want from %s to Monday 9 March", c.StartedAt, c.DueDay, accepted)
	}
	advance(h, 24)
	h.Do(t, h.Police.Handler, id, "criminal.set_track", referral.Input{
		Track: referral.Complex, Officer: "公安局负责人", ApprovedOn: civil.DateOf(h.Clock.Now()),
	})
	c = clock(t, h, id, "fwd_police_decide_30")
	if !c.StartedAt.Equal(accepted) || c.DueDay != (civil.Date{Year: 2026, Month: 4, Day: 1}) {
		t.Errorf("thirty days from %s end on %s, want from %s to 1 April", c.StartedAt, c.DueDay, accepted)
	}
	if running(t, h, id, "fwd_police_decide_3")+running(t, h, id, "fwd_police_decide_7") != 0 {
		t.Error("a shorter track still runs")
	}
	verify(t, h, id)
}

// TestSupplementStopsNoClock over the database: the filing clock is untouched.
func TestSupplementStopsNoClock(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	before := clock(t, h, id, "fwd_police_decide_3")
	h.Do(t, h.Police.Handler, id, "ask_supplement", referral.Input{Missing: []string{"doc_site_records"}})
	after := clock(t, h, id, "fwd_police_decide_3")
	if after.State != "running" || !after.DueAt.Equal(*before.DueAt) || string(before.Pauses) != string(after.Pauses) {
		t.Errorf("the filing clock changed from %+v to %+v", before, after)
	}
	if c := clock(t, h, id, "fwd_agency_supplement"); c.OwesID != h.Env.ID || c.DueDay != (civil.Date{Year: 2026, Month: 3, Day: 5}) {
		t.Errorf("the supplement is owed by %s until %s", c.OwesID, c.DueDay)
	}
	verify(t, h, id)
}
