package casework_test

import (
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// incident is a draft as an officer on duty fills it in.
func incident(grade string) casework.DraftInput {
	return casework.DraftInput{Title: "界河突发水污染事件（演示虚构）", Content: referral.Content{
		Grade: grade, Happened: "2026年3月2日8时许", Place: "界河某断面", Source: "群众举报", Facts: "槽罐车侧翻，约5吨废酸入河（演示虚构）。", Neighbours: true,
	}}
}

// hourOf finds the running clock of a rule in a case.
func hourOf(d casework.Detail, rule string) (referral.RunningClock, bool) {
	for _, k := range d.Snapshot.Clocks {
		if k.Rule == rule {
			return k, true
		}
	}
	return referral.RunningClock{}, false
}

// An incident on a border: four hours from the first grade, two from the graver one, one for
// the province; the neighbour is told from the same form, in time and without a countdown.
func TestEmergency(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	province, neighbour := h.Another(t, "province-env", "省生态环境厅", "environment"), h.Another(t, "next-env", "邻县生态环境局", "environment")
	for id, at := range map[ids.Agency][2]string{province.ID: {"province", "310000"}, neighbour.ID: {"county", "320583"}} {
		if _, err := h.DB.Owner.Exec(t.Context(), "update agencies set level = $2, region = $3 where id = $1", id, at[0], at[1]); err != nil {
			t.Fatal(err)
		}
	}
	who := h.Env.Handler
	got, err := h.OpenReferral(t.Context(), who, officetest.NewKey("open"), referral.Emergency, incident(referral.GradeIV), nil)
	if err != nil {
		t.Fatal(err)
	}
	id := got.Case.ID
	act := func(action referral.Action, to ids.Agency) error {
		_, err := h.Act(t.Context(), who, casework.Request{Case: id, Action: action, To: to, Version: casework.AnyVersion, Key: officetest.NewKey(string(action)), Input: referral.Input{NoSecret: true}})
		return err
	}
	due := func(d casework.Detail, rule string, after time.Duration) {
		t.Helper()
		if k, ok := hourOf(d, rule); !ok || !k.DueAt.Equal(h.Clock.Now().Add(after)) {
			t.Errorf("%s is due %s, running %v; want %s from now", rule, k.DueAt, ok, after)
		}
	}
	if err := act("emergency.send", province.ID); codeOf(err) != "referral.not_recognised" {
		t.Errorf("a report before a grade: %v", err)
	}
	d := h.Do(t, who, id, "emergency.recognise", referral.Input{})
	due(d, "xpr_emergency_report_IV_III", 4*time.Hour)
	if k, ok := hourOf(d, "xpr_emergency_neighbour_notice"); !ok || !k.DueAt.IsZero() {
		t.Errorf("the notice to neighbours counts down: %+v, running %v", k, ok)
	}
	h.Clock.Advance(time.Hour)
	if err := act("emergency.recognise", ids.Agency{}); codeOf(err) != "referral.same_grade" {
		t.Errorf("the same grade again, which would give four hours anew: %v", err)
	}
	if _, err := h.EditDraft(t.Context(), who, id, casework.AnyVersion, incident(referral.GradeII)); err != nil {
		t.Fatal(err)
	}
	d = h.Do(t, who, id, "emergency.recognise", referral.Input{})
	due(d, "xpr_emergency_report_II_I", 2*time.Hour)
	if _, ok := hourOf(d, "xpr_emergency_report_IV_III"); ok {
		t.Error("the hours of the lower grade still run")
	}
	if err := act("emergency.send", neighbour.ID); codeOf(err) != "referral.not_above" {
		t.Errorf("a report to a neighbour: %v", err)
	}
	d = h.Request(t, who, casework.Request{Case: id, Action: "emergency.send", To: province.ID, Input: referral.Input{NoSecret: true}})
	if _, ok := hourOf(d, "xpr_emergency_report_II_I"); ok {
		t.Error("it was reported, and the hours run on")
	}
	due(d, "xpr_emergency_report_II_I_province", time.Hour)
	part, err := h.Derive(t.Context(), who, officetest.NewKey("part"), id, referral.Emergency, casework.Part, "", &casework.FirstAct{Action: "emergency.notify", To: neighbour.ID, Input: referral.Input{NoSecret: true}})
	if err != nil || part.Snapshot.State != referral.Sent || part.Snapshot.Content.Place != "界河某断面" {
		t.Fatalf("the neighbour's part: %s, %v", part.Snapshot.State, err)
	}
	for _, k := range part.Snapshot.Clocks {
		if !k.DueAt.IsZero() {
			t.Errorf("in the neighbour's part %s counts down", k.Rule)
		}
	}
	d = h.Do(t, who, id, "emergency.neighbours_told", referral.Input{Text: "已向邻县局发出通报并电话确认"})
	if _, ok := hourOf(d, "xpr_emergency_neighbour_notice"); ok {
		t.Error("the neighbours were told, and the duty stands")
	}
	h.Do(t, province.Handler, id, "sign_for", referral.Input{Officer: "值班人员"})
	d = h.Do(t, province.Handler, id, "emergency.report_up", referral.Input{Text: "已核实，报生态环境部"})
	if _, ok := hourOf(d, "xpr_emergency_report_II_I_province"); ok {
		t.Error("the province reported, and its hour runs on")
	}
	h.Do(t, who, id, "emergency.follow_up", referral.Input{Text: "筑坝拦截完成"})
	h.Do(t, who, id, "emergency.outcome", referral.Input{Text: "应急响应终止"})
	if d = h.Do(t, who, id, "close", referral.Input{}); d.Snapshot.State != referral.Closed {
		t.Errorf("it ends %s", d.Snapshot.State)
	}
	h.Verify(t, id)
}
