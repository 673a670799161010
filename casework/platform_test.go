package casework_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

func sheetOf(t *testing.T, h *officetest.House, a casework.Actor, id ids.Case) (casework.PlatformSheet, map[string]string) {
	t.Helper()
	p, err := h.ReadPlatformSheet(t.Context(), a, id)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for _, f := range p.Fields {
		if _, twice := values[f.Name]; twice {
			t.Errorf("field %s twice", f.Name)
		}
		values[f.Name] = f.Value
	}
	return p, values
}

// TestPlatformSheet: the case says it all, the copied procuratorate reads what it
// may see of the flow, strangers nothing, and reading is noted.
func TestPlatformSheet(t *testing.T) {
	t.Parallel()
	h := house(t)
	draft := officetest.Draft()
	draft.Parties[0].Kind, draft.Parties[0].IDNumber = "person", "310101199001011234"
	id := h.SentWith(t, draft)
	p, own := sheetOf(t, h, h.Env.Handler, id)
	for name, want := range map[string]string{
		"title": draft.Title, "facts": draft.Content.Facts, "party_1_id": draft.Parties[0].IDNumber, "party_1_charges": "污染环境罪 第三百三十八条",
		"accepted_on": "", "charge_1_state": "",
	} {
		if own[name] != want {
			t.Errorf("%s: %q, not %q", name, own[name], want)
		}
	}
	if own["sent_on"] == "" || own["letter_no"] == "" || own["receiver"] == "" || len(p.Rule.Basis) == 0 {
		t.Errorf("something of the transfer is missing: %v", own)
	}
	if _, flow := sheetOf(t, h, h.Procuratorate.Procurator, id); flow["facts"] != "" || flow["party_1_id"] != "" || flow["sent_on"] == "" {
		t.Errorf("the copied procuratorate reads %v", flow)
	}
	_, err := h.ReadPlatformSheet(t.Context(), h.Market.Handler, id)
	wants(t, err, fault.Missing, "not_found")
	if n := count(t, h, "reads where what = 'platform_sheet'"); n != 2 {
		t.Errorf("%d readings noted", n)
	}
	machine := h.Env.Handler
	machine.Machine = true
	if _, v := sheetOf(t, h, machine, id); v["party_1_id"] == draft.Parties[0].IDNumber {
		t.Error("a system reads the number in full, and no reading is noted")
	}
}

// TestPlatformWorkbook: what goes in comes out as text, formulas too.
func TestPlatformWorkbook(t *testing.T) {
	t.Parallel()
	h := house(t)
	draft := officetest.Draft()
	draft.Content.Source = `=HYPERLINK("http://x.test","x")`
	p, _ := sheetOf(t, h, h.Env.Handler, h.OpenedWith(t, draft))
	raw, err := p.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.GetRows("两法衔接录入单")
	if err != nil || len(got) != len(p.Fields)+1 {
		t.Fatalf("%d rows of %d: %v", len(got), len(p.Fields)+1, err)
	}
	at := slices.IndexFunc(p.Fields, func(x casework.PlatformField) bool { return x.Name == "source" }) + 2
	cell, _ := excelize.CoordinatesToCellName(2, at)
	value, _ := f.GetCellValue("两法衔接录入单", cell)
	formula, _ := f.GetCellFormula("两法衔接录入单", cell)
	if value != draft.Content.Source || formula != "" {
		t.Errorf("%s holds %q, formula %q", cell, value, formula)
	}
}

// TestPrimaryIsOwedFirst: the platform is never the button of the police while
// things wait to be counted or a file to be sent back; it is once nothing else is.
func TestPrimaryIsOwedFirst(t *testing.T) {
	t.Parallel()
	h := house(t)
	draft := officetest.Draft()
	draft.Content.ItemsNone, draft.Items = false, []referral.Item{{Name: "含铬废水样品", Quantity: "3瓶"}}
	id := h.SentWith(t, draft)
	police := h.Police.Handler
	primary := func(want referral.Action) {
		t.Helper()
		d, err := h.Get(t.Context(), police, id)
		if err != nil {
			t.Fatal(err)
		}
		var got []referral.Action
		for _, a := range d.Actions {
			if a.Primary {
				got = append(got, a.Step.Action)
			}
		}
		if !slices.Equal(got, []referral.Action{want}) {
			t.Errorf("primary %v, not %s", got, want)
		}
	}
	h.Do(t, police, id, "sign_for", referral.Input{Officer: "民警甲"})
	h.Do(t, police, id, "criminal.file", referral.Input{DocumentNo: "演公立字〔2026〕1号"})
	primary("criminal.notify_decision")
	h.Do(t, police, id, "criminal.notify_decision", referral.Input{DocumentNo: "演公立告字〔2026〕1号"})
	primary("mark_entered")
	item := snapshot(t, h, id).Items[0].ID
	h.Do(t, h.Env.Handler, id, "criminal.handover_items", referral.Input{Items: []referral.Item{{ID: item, Form: "moved", SealNo: "F-1"}}})
	primary("criminal.sign_items")
	h.Do(t, police, id, "criminal.sign_items", referral.Input{Officer: "民警甲"})
	primary("mark_entered")
	h.Do(t, police, id, "criminal.cancel", referral.Input{Reason: "没有犯罪事实", DocumentNo: "演公撤字〔2026〕1号"})
	primary("criminal.notify_decision")
	h.Do(t, police, id, "criminal.notify_decision", referral.Input{DocumentNo: "演公撤告字〔2026〕1号"})
	primary("criminal.return_file")
	h.Do(t, police, id, "criminal.return_file", referral.Input{Pages: 120})
	primary("mark_entered")
}

// TestNoSideStepIsProposed: who may only send a case on or refuse it is offered
// that, but no button proposes it.
func TestNoSideStepIsProposed(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Sent(t)
	h.Do(t, h.Police.Desk, id, "sign_for", referral.Input{Officer: "值班民警"})
	d, err := h.Get(t.Context(), h.Police.Desk, id)
	if err != nil {
		t.Fatal(err)
	}
	offered := false
	for _, a := range d.Actions {
		if a.Primary {
			t.Errorf("%s is proposed to the desk, which has signed for the case", a.Step.Action)
		}
		offered = offered || a.Allowed && a.Step.Action == "criminal.forward"
	}
	if !offered {
		t.Error("the desk may not forward the case")
	}
}
