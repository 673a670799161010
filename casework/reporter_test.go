package casework_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// lead sends a lead from market supervision to the environment bureau.
func lead(t *testing.T, h *officetest.House, from casework.Actor, title, facts, place string, r *casework.Reporter) casework.Detail {
	t.Helper()
	d := casework.DraftInput{Title: title, Content: referral.Content{Facts: facts, Place: place}, Reporter: r}
	got, err := h.OpenReferral(t.Context(), from, officetest.NewKey("lead"), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: h.Env.ID, Input: referral.Input{NoSecret: true}})
	check(t, err)
	return got
}

var canary = casework.Reporter{Name: "张金丝雀", Phone: "13800138000", IdentityNo: "11010519491231002X", Account: "wx_canary", Note: "晚上才方便接电话"}

// TestReporterStaysSealed: nothing that anybody reads of a case holds who reported
// it; opening takes a reason and a fresh login and stands in the record; passing on
// takes a head.
func TestReporterStaysSealed(t *testing.T) {
	t.Parallel()
	h := house(t)
	got := lead(t, h, h.Market.Handler, "河边有油污", "某厂夜间排油", "青龙河桥下", &canary)
	id := got.Case.ID

	var stored string
	check(t, h.DB.Owner.QueryRow(t.Context(), `select coalesce(string_agg(x::text, ' '), '') from (select to_jsonb(c) x from cases c union all select to_jsonb(e) from events e union all select to_jsonb(v) from event_values v union all select to_jsonb(d) from deliveries d union all select to_jsonb(t) from case_terms t) all_of_it`).Scan(&stored))
	for _, word := range []string{canary.Name, canary.Phone, canary.IdentityNo, canary.Account, canary.Note} {
		if strings.Contains(stored, word) {
			t.Errorf("%s stands outside of the seal", word)
		}
	}

	since, err := h.HoldsReporter(t.Context(), h.Env.Handler, id)
	check(t, err)
	if !since.IsZero() {
		t.Error("the receiver holds what nobody passed on")
	}
	_, err = h.OpenReporter(t.Context(), h.Env.Handler, id, "核实")
	wants(t, err, fault.Rule, "reporter.none")

	_, err = h.OpenReporter(t.Context(), h.Market.Handler, id, " ")
	wants(t, err, fault.Invalid, "invalid")
	tired := h.Market.Handler
	tired.StepUpAt = h.Clock.Now().Add(-time.Hour)
	_, err = h.OpenReporter(t.Context(), tired, id, "核实")
	wants(t, err, fault.Denied, "step_up_required")
	robot := h.Market.Handler
	robot.Machine = true
	_, err = h.OpenReporter(t.Context(), robot, id, "核实")
	wants(t, err, fault.Denied, "step_up_required")
	_, err = h.OpenReporter(t.Context(), h.Police.Handler, id, "核实")
	wants(t, err, fault.Missing, "not_found")

	read, err := h.OpenReporter(t.Context(), h.Market.Handler, id, "回访核实")
	check(t, err)
	if read != canary {
		t.Errorf("opened %+v", read)
	}

	wants(t, h.PassReporter(t.Context(), h.Market.Handler, id, h.Env.ID, "须当面核实"), fault.Denied, "not_allowed")
	wants(t, h.PassReporter(t.Context(), h.Market.Head, id, h.Police.ID, "须当面核实"), fault.Invalid, "invalid")
	check(t, h.PassReporter(t.Context(), h.Market.Head, id, h.Env.ID, "须当面核实"))
	wants(t, h.PassReporter(t.Context(), h.Market.Head, id, h.Env.ID, "再次"), fault.Rule, "reporter.held")
	read, err = h.OpenReporter(t.Context(), h.Env.Handler, id, "约见")
	check(t, err)
	if read != canary {
		t.Errorf("passed on was %+v", read)
	}

	line, err := h.ReadTimeline(t.Context(), h.Market.Handler, id)
	check(t, err)
	var kinds []string
	for _, e := range line.Events {
		if strings.HasPrefix(e.Event.Kind, "reporter.") {
			kinds = append(kinds, e.Event.Kind+" "+e.ActorName)
		}
	}
	if got := strings.Join(kinds, "; "); got != "reporter.open 经办人甲; reporter.pass 负责人甲; reporter.open 经办人甲" {
		t.Errorf("the record says %s", got)
	}
}

// TestSealIsAmendedByItsOrganOnly: sealing again replaces one's own and touches
// nobody else's; an edit of the draft that says nothing of it leaves it.
func TestSealIsAmendedByItsOrganOnly(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := lead(t, h, h.Market.Handler, "河边有油污", "某厂夜间排油", "", &canary).Case.ID
	check(t, h.PassReporter(t.Context(), h.Market.Head, id, h.Env.ID, "核实"))
	check(t, h.SealReporter(t.Context(), h.Env.Desk, id, casework.Reporter{Phone: "13900139000"}))
	wants(t, h.SealReporter(t.Context(), h.Env.Desk, id, casework.Reporter{}), fault.Invalid, "text.refused")
	mine, err := h.OpenReporter(t.Context(), h.Market.Handler, id, "核实")
	check(t, err)
	theirs, err := h.OpenReporter(t.Context(), h.Env.Handler, id, "核实")
	check(t, err)
	if mine != canary || theirs != (casework.Reporter{Phone: "13900139000"}) {
		t.Errorf("mine %+v, theirs %+v", mine, theirs)
	}
}

// TestSimilarLeads: within seven days the same enterprise, code or place is
// suspected; another organ's cases and older ones are not.
func TestSimilarLeads(t *testing.T) {
	t.Parallel()
	h := house(t)
	old := lead(t, h, h.Market.Handler, "旧线索", "益阳宏达电镀有限公司排放废水", "", nil)
	h.Clock.Advance(8 * 24 * time.Hour)
	one := lead(t, h, h.Market.Handler, "夜间排水", "群众反映益阳宏达电镀有限公司夜间排放废水", "青龙河桥下游五百米", nil)
	h.Clock.Advance(24 * time.Hour)
	two := lead(t, h, h.Police.Handler, "水面变色", "巡逻发现河水变色，疑似益阳宏达电镀有限公司所为", "", nil)
	place := lead(t, h, h.Police.Handler, "水面有死鱼", "青龙河桥下游五百米发现死鱼", "", nil)
	lead(t, h, h.Police.Handler, "露天焚烧", "某村露天焚烧秸秆", "青龙河", nil)

	got, organs, err := h.SimilarTo(t.Context(), h.Env.Desk, one.Case.ID)
	check(t, err)
	reasons := map[ids.Case]string{}
	for _, s := range got {
		reasons[s.ID] = strings.Join(s.Reasons, "+")
		if organs[s.SenderID].Name == "" {
			t.Error("a sender without a name")
		}
	}
	if len(reasons) != 2 || reasons[two.Case.ID] != "enterprise" || reasons[place.Case.ID] != "place" || reasons[old.Case.ID] != "" {
		t.Errorf("similar: %v", reasons)
	}
	got, _, err = h.SimilarText(t.Context(), h.Market.Handler, "又接到益阳宏达电镀有限公司的举报", "")
	check(t, err)
	if len(got) != 1 || got[0].ID != one.Case.ID {
		t.Errorf("before it is sent: %d similar", len(got))
	}
	got, _, err = h.SimilarText(t.Context(), h.Procuratorate.Procurator, "又接到益阳宏达电镀有限公司的举报", "")
	check(t, err)
	if len(got) != 0 {
		t.Error("a stranger learns of leads")
	}
}
