package casework_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// strings of a draft, by address, with their names: every text that a person
// types, so that a field added later is tried too.
func texts(v reflect.Value, path string, out map[string]reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		out[path] = v
	case reflect.Struct:
		if _, date := v.Interface().(civil.Date); date {
			return
		}
		for i := range v.NumField() {
			texts(v.Field(i), path+"."+v.Type().Field(i).Name, out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), fmt.Sprintf("%s[%d]", path, i), out)
		}
	}
}

func fullDraft() casework.DraftInput {
	d := officetest.Draft()
	d.Parties[0].Note, d.Parties[0].CreditCode, d.Parties[0].IDNumber = "备注", "91000000MA00000000", "11010519491231002X"
	d.Items = []referral.Item{{Name: "样品", Quantity: "3瓶", Feature: "透明", Place: "仓库"}}
	return d
}

// written are no texts of the drafter: acts and hand-over write them.
var written = []string{".Content.EnforcementView", ".Content.LegalView", ".Content.HeadView", ".Content.Assessment", ".Content.Minutes", ".Content.Agreement", ".Content.Works[0]", ".Content.Inquiry", ".Content.Effect", ".Content.Failure", ".Content.Plan", ".Parties[0].Person.Kind", ".Items[0].Form", ".Items[0].Keeper", ".Items[0].SealNo", ".Items[0].Payer"}

// TestHiddenCharactersInADraft: no text of a draft takes characters that a
// reader cannot see, and nothing of a refused draft is kept.
func TestHiddenCharactersInADraft(t *testing.T) {
	t.Parallel()
	h := house(t)
	sample := fullDraft()
	fields := map[string]reflect.Value{}
	texts(reflect.ValueOf(&sample).Elem(), "", fields)
	if len(fields) < 20 {
		t.Fatalf("only %d texts in a draft", len(fields))
	}
	for path := range fields {
		if slices.Contains(written, path) {
			continue
		}
		for _, bad := range []string{"甲\u202e乙", "甲\u200b乙", "甲\x00乙"} {
			d := fullDraft()
			all := map[string]reflect.Value{}
			texts(reflect.ValueOf(&d).Elem(), "", all)
			all[path].SetString(bad)
			_, err := h.OpenReferral(t.Context(), h.Env.Handler, officetest.NewKey("open"), referral.Criminal, d, nil)
			if f, refused := errors.AsType[*fault.Error](err); !refused || f.Code != "text.refused" || len(f.Fields) != 1 {
				t.Errorf("%s with %q: %v", path, bad, err)
			}
		}
	}
	if n := count(t, h, "cases"); n != 0 {
		t.Errorf("%d refused drafts were kept", n)
	}
}

// TestSecretsInADraft: a text with a secrecy mark is stopped at the door.
func TestSecretsInADraft(t *testing.T) {
	t.Parallel()
	h := house(t)
	for name, change := range map[string]func(*casework.DraftInput){
		"title":   func(d *casework.DraftInput) { d.Title = "机密★10年 某案" },
		"facts":   func(d *casework.DraftInput) { d.Content.Facts = "【秘密】某事" },
		"party":   func(d *casework.DraftInput) { d.Parties[0].Note = "密级：绝密" },
		"offence": func(d *casework.DraftInput) { d.Parties[0].Charges[0].Offence = "（机密）某罪" },
		"place":   func(d *casework.DraftInput) { d.Items[0].Place = "机密级仓库" },
	} {
		d := fullDraft()
		change(&d)
		_, err := h.OpenReferral(t.Context(), h.Env.Handler, officetest.NewKey("open"), referral.Criminal, d, nil)
		if f := wants(t, err, fault.Invalid, "text.refused"); len(f.Fields) != 1 || !strings.Contains(f.Fields[0].Text.ZH, "机要") {
			t.Errorf("%s: %v", name, f.Fields)
		}
	}
	d := fullDraft()
	d.Content.Facts = "侵犯商业秘密；本件不涉及国家秘密"
	_, err := h.OpenReferral(t.Context(), h.Env.Handler, officetest.NewKey("open"), referral.Criminal, d, nil)
	ok(t, err)
}

// TestTextsOfActs: the same holds for what acts, remarks and lists say.
func TestTextsOfActs(t *testing.T) {
	t.Parallel()
	h := house(t)
	id := h.Received(t)
	reported := h.Reported(t)
	before := everything(t, h)
	for _, bad := range []string{"甲\u202e乙", "甲\u2066乙", "甲\u200d乙", "甲\x00乙", "机密★长期"} {
		for name, in := range map[string]referral.Input{
			"text": {Text: bad}, "reason": {Reason: bad}, "document_no": {DocumentNo: bad}, "officer": {Officer: bad}, "ground": {Ground: bad}, "missing": {Missing: []string{bad}},
		} {
			if in.Missing == nil {
				in.Missing = []string{"doc_site_records"}
			}
			f := refused(t, h, h.Police.Handler, casework.Request{Case: id, Action: "ask_supplement", Input: in}, fault.Invalid, "text.refused")
			if len(f.Fields) != 1 || !strings.HasPrefix(f.Fields[0].Path, "body."+name) {
				t.Errorf("%s with %q: %v", name, bad, f.Fields)
			}
		}
		paper := referral.Input{Missing: []string{"x"}, Paper: &referral.Paper{Number: bad, Date: today(h)}}
		refused(t, h, h.Env.Handler, casework.Request{Case: id, Action: "ask_supplement", Input: paper}, fault.Invalid, "text.refused")
		_, err := h.Remark(t.Context(), h.Env.Handler, id, casework.Call, h.Police.ID, bad)
		wants(t, err, fault.Invalid, "text.refused")
		_, err = h.AddMaterial(t.Context(), h.Env.Handler, reported, casework.MaterialInput{Code: "doc_other", Title: "其他", Form: "copy", OriginalAt: bad})
		wants(t, err, fault.Invalid, "text.refused")
		_, err = h.AddMaterial(t.Context(), h.Env.Handler, reported, casework.MaterialInput{Code: "doc_other", Title: bad, Form: "copy"})
		wants(t, err, fault.Invalid, "text.refused")
	}
	sameRows(t, before, everything(t, h))
	_, err := h.Search(t.Context(), h.Env.Handler, "甲\x00乙", casework.Filter{}, nil, 10)
	wants(t, err, fault.Invalid, "text.refused")
}
