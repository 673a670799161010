package casework_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// TestLeadHasItsOwnPaper: whoever passed a lead on issues 线索通报函 with a number from its
// series, as PDF and as a working copy; the receiver reads it and makes none; nothing of who
// reported the lead stands in it, and no period, since those of a lead are internal.
func TestLeadHasItsOwnPaper(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := t.Context()
	sent := lead(t, h, h.Market.Handler, "河边有油污", "某厂夜间排油", "青龙河桥下", &canary)
	id := sent.Case.ID
	if i := slices.IndexFunc(sent.Papers, func(p casework.PaperOption) bool { return p.Info.Kind == documents.LeadLetter }); i < 0 || !sent.Papers[i].Issue {
		t.Fatalf("the lead offers %+v", sent.Papers)
	}
	text := paperText(t, h, h.Market.Handler, id, documents.LeadLetter)
	for _, want := range []string{"线索通报函", "河边有油污", "某厂夜间排油", "青龙河桥下", "演示区生态环境局", "反馈我局"} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter lacks %q: %s", want, text)
		}
	}
	for _, word := range []string{canary.Name, canary.Phone, canary.IdentityNo, canary.Account, canary.Note, "个工作日", "小时内", "一案"} {
		if strings.Contains(text, word) {
			t.Errorf("the letter says %q: %s", word, text)
		}
	}

	got, doc, err := h.IssueDocument(ctx, h.Market.Handler, id, documents.LeadLetter, "")
	check(t, err)
	if n := got.Documents[len(got.Documents)-1].Number; n != "演市线〔2026〕1号" {
		t.Errorf("its number is %s", n)
	}
	for who, a := range map[string]casework.Actor{"sender": h.Market.Handler, "receiver": h.Env.Handler} {
		for _, format := range []casework.PaperFormat{casework.PDF, casework.DOCX} {
			p, err := h.OpenDocument(ctx, a, id, doc, format)
			check(t, err)
			if magic := map[casework.PaperFormat]string{casework.PDF: "%PDF", casework.DOCX: "PK"}[format]; !bytes.HasPrefix(p.Content, []byte(magic)) {
				t.Errorf("the %s gets as %s %q", who, format, p.Content[:8])
			}
		}
	}
	_, _, err = h.IssueDocument(ctx, h.Env.Handler, id, documents.LeadLetter, "")
	wants(t, err, fault.Rule, "document.not_yours")
	_, _, err = h.IssueDocument(ctx, h.Env.Handler, h.Opened(t), documents.LeadLetter, "")
	wants(t, err, fault.Invalid, "invalid")
}
