package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

func decidedOn(day int) casework.Transit {
	return casework.Transit{DecidedOn: civil.DateOf(at(day, 9, 0)), DocumentNo: "演公立字〔2026〕1号"}
}

// TestInTransitIsQuietForAWhile: what is said to be in transit moves nothing but
// the alarm, and that only for the days of the rule: 5 working days from Tuesday
// the 10th end on Tuesday the 17th.
func TestInTransitIsQuietForAWhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	k := d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(9))
	d.sweep(t, at(10, 8, 0)) // expired, told
	before := loaded(t, d.House, d.id)
	d.exec(t, "delete from deliveries")

	d.Clock.Set(at(10, 9, 0))
	line, err := d.InTransit(t.Context(), d.Police.Desk, d.id, decidedOn(9))
	if err != nil {
		t.Fatal(err)
	}
	said := line.Remarks[len(line.Remarks)-1]
	if said.DecidedOn != civil.DateOf(at(9, 9, 0)) || said.DocumentNo != "演公立字〔2026〕1号" || said.QuietUntil == nil || !said.QuietUntil.Equal(endOf(17)) || said.ToID != d.Env.ID {
		t.Errorf("noted %+v", said)
	}
	ev := line.Events[len(line.Events)-1]
	if ev.Event.Kind != "remark.in_transit" || string(ev.Values["decided_on"]) != `"2026-03-09"` || !strings.Contains(string(ev.Values["clocks"]), k.String()) {
		t.Errorf("the record says %s %s", ev.Event.Kind, ev.Values)
	}
	if got := d.shown(t); got != "remark.in_transit info email env; remark.in_transit info inapp env" {
		t.Errorf("told %s", got)
	}
	after := loaded(t, d.House, d.id)
	clock := func(c casework.Detail) casework.ClockView {
		return c.Clocks[slices.IndexFunc(c.Clocks, func(v casework.ClockView) bool { return v.Row.ID == k })]
	}
	detail, err := d.Get(t.Context(), d.Env.Handler, d.id)
	if err != nil {
		t.Fatal(err)
	}
	if v := clock(detail); after.Case.Version != before.Case.Version || after.Case.State != before.Case.State || v.Light != "red" || v.Row.State != "running" || !v.Row.DueAt.Equal(endOf(9)) {
		t.Errorf("state %s (was %s), clock %s %s", after.Case.State, before.Case.State, v.Light, v.Row.State)
	}

	d.exec(t, "delete from deliveries")
	d.sweep(t, endOf(17))
	if got := d.shown(t); got != "" {
		t.Errorf("not quiet: %s", got)
	}
	swept := d.sweep(t, endOf(17).Add(time.Second))
	d.sweep(t, at(18, 9, 0))
	if got, want := d.shown(t), "expired urgent email police; expired urgent email police/head; expired urgent inapp police; expired urgent inapp police/head; waiting info inapp env"; got != want {
		t.Errorf("the alarm came back as\n%s, want\n%s", got, want)
	}
	if swept.Latest != 0 {
		t.Errorf("counted as %s late", swept.Latest)
	}
	for _, n := range d.told(t) {
		if !strings.Contains(n.Params.ZH, "文书在途") {
			t.Errorf("%s to %s does not say that the paper did not come: %s", n.Topic, n.Channel, n.Params.ZH)
		}
	}
}

// TestInTransitSparesOnce: the second time is noted and heard, and quietens nothing;
// the very same words again are refused.
func TestInTransitSparesOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(9))
	d.Clock.Set(at(10, 9, 0))
	if _, err := d.InTransit(t.Context(), d.Police.Desk, d.id, decidedOn(9)); err != nil {
		t.Fatal(err)
	}
	d.Clock.Set(at(16, 9, 0))
	_, err := d.InTransit(t.Context(), d.Police.Desk, d.id, decidedOn(9))
	wants(t, err, fault.Rule, "silence.said_already")
	line, err := d.InTransit(t.Context(), d.Police.Desk, d.id, decidedOn(10))
	if err != nil {
		t.Fatal(err)
	}
	if said := line.Remarks[len(line.Remarks)-1]; said.QuietUntil != nil {
		t.Errorf("quiet again until %s", said.QuietUntil)
	}
	d.sweep(t, at(18, 9, 0))
	if got := d.shown(t); !strings.Contains(got, "expired urgent inapp police") {
		t.Errorf("the alarm stays away: %s", got)
	}
}

func TestInTransitRefusals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "fwd_police_decide_7", owes: d.Police.ID}, at(2, 9, 0), endOf(9))
	d.clock(t, kind{rule: "fwd_reconsideration_request", owes: d.Env.ID, option: true}, at(2, 9, 0), endOf(9))
	d.Clock.Set(at(10, 9, 0))
	for name, c := range map[string]struct {
		who  casework.Actor
		in   casework.Transit
		kind fault.Kind
		code string
	}{
		"owes only a right":   {d.Env.Handler, decidedOn(9), fault.Rule, "silence.nothing_owed"},
		"another clock":       {d.Police.Desk, casework.Transit{Clock: ids.New[ids.Clock](at(2, 9, 0))}, fault.Rule, "silence.nothing_owed"},
		"tomorrow":            {d.Police.Desk, decidedOn(11), fault.Invalid, "invalid"},
		"before it began":     {d.Police.Desk, casework.Transit{DecidedOn: civil.DateOf(at(1, 9, 0))}, fault.Invalid, "invalid"},
		"hidden signs":        {d.Police.Desk, casework.Transit{Text: "a\u202eb"}, fault.Invalid, "invalid"},
		"no part in the case": {d.Market.Handler, decidedOn(9), fault.Missing, "not_found"},
	} {
		_, err := d.InTransit(t.Context(), c.who, d.id, c.in)
		if fault.KindOf(err) != c.kind || err == nil || !strings.Contains(err.Error(), c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := count(t, d.House, "remarks"); n != 0 {
		t.Errorf("%d remarks were left behind", n)
	}
}

// TestProcuratorateWaitsForReasons: who waits is data: for reasons that it asked for
// the procuratorate, not the sender.
func TestProcuratorateWaitsForReasons(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock(t, kind{rule: "fwd_pp_require_reasons_reply", owes: d.Police.ID}, at(2, 9, 0), endOf(9))
	d.sweep(t, at(10, 9, 0))
	if got := d.shown(t); !strings.Contains(got, "waiting info inapp procuratorate") || strings.Contains(got, "inapp env") {
		t.Errorf("told %s", got)
	}
}
