package api_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// partyOf makes a draft with one enterprise of this credit code.
func partyOf(code string) map[string]any {
	return map[string]any{"title": "演示案件", "parties": []any{map[string]any{"kind": "enterprise", "name": "演示公司", "credit_code": code}}}
}

// TestCreditCodesAreWarnedAbout and never refused: the certificate may be right.
func TestCreditCodesAreWarnedAbout(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	for code, warned := range map[string]bool{
		"91000000MA00000009": true, "9100": true, "91OOOOOOMA0000000I": true, "９１００００００ＭＡ００００００００": true, // full width is as good as ASCII, the digit is still wrong
		validCode: false, strings.ToLower(validCode): false, validCode[:8] + " " + validCode[8:]: false, "": false,
	} {
		got := h.want(t, 201, "", envHandler, post("/v1/referrals/criminal", partyOf(code)).on(0))
		parties := got.body["parties"].([]any)
		warnings := parties[0].(map[string]any)["warnings"].([]any)
		if (len(warnings) > 0) != warned {
			t.Errorf("%q is warned about: %v", code, warnings)
		}
	}
}

// validCode is synthetic: the region 000000 is unassigned, the check digit fits.
const validCode = "91000000MA0000008F"

// TestTextsThatReadDifferently are refused with their place, over HTTP too.
func TestTextsThatReadDifferently(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	id := h.Sent(t)
	before := h.rows(t, "events")
	for _, bad := range []string{"甲\u202e乙", "甲\u200b乙", "甲\u0000乙", "甲\ufeff乙", "机密★3年"} {
		for place, a := range map[string]ask{
			"body.title":            post("/v1/referrals/criminal", map[string]any{"title": "案件" + bad}).on(0),
			"body.parties[0].name":  post("/v1/referrals/criminal", map[string]any{"title": "演示", "parties": []any{map[string]any{"kind": "person", "name": bad}}}).on(0),
			"body.items[0].place":   post("/v1/referrals/criminal", map[string]any{"title": "演示", "items": []any{map[string]any{"name": "物", "place": bad}}}).on(0),
			"body.officer":          post(at(id, "/sign-for"), map[string]any{"officer": bad}).on(h.version(t, id)),
			"body.document_no":      post(at(id, "/sign-for"), map[string]any{"officer": "甲", "document_no": bad}).on(h.version(t, id)),
			"body.text":             post(at(id, "/remarks"), map[string]any{"kind": "call", "text": bad}),
			"body.paper.number":     post(at(id, "/sign-for"), map[string]any{"officer": "甲", "paper": map[string]any{"date": "2026-03-02", "number": bad}}).on(h.version(t, id)),
			"body.content.disposal": post("/v1/referrals/criminal", map[string]any{"title": "演示", "content": map[string]any{"disposal": bad}}).on(0),
		} {
			who := envHandler
			if place == "body.officer" || place == "body.document_no" {
				who = policeDesk
			}
			got := h.want(t, 422, "text.refused", who, a)
			if f := got.fields(); len(f) != 1 && place != "body.paper.number" || f[0] != place && place != "body.paper.number" {
				t.Errorf("%q at %s: rejected %v", bad, place, f)
			}
			if strings.Contains(got.text, "甲") {
				t.Errorf("the refusal repeats the value: %s", got.text)
			}
		}
	}
	if n := h.rows(t, "events"); n != before {
		t.Errorf("%d entries were made", n-before)
	}
}

// TestNumbersInAnyBrackets: what people type is one number, in the form of GB/T
// 9704, and is taken only once whatever brackets it comes in.
func TestNumbersInAnyBrackets(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	for i, typed := range []string{"益环赫移〔2026〕%d号", "益环赫移[2026]%d号", "益环赫移【2026】第%d号", "益环赫移（2026）%d号", "益环赫移(2026)0%d号", "益环赫移〖2026〗%d号", " 益环赫移［２０２６］ %d 号 ", "益环赫移﹝2026﹞第0%d号"} {
		id := h.Opened(t)
		n := i + 100
		got := h.want(t, 201, "", envHandler, post(at(id, "/documents"), map[string]any{"kind": "transfer_letter", "number": fmt.Sprintf(typed, n)}))
		docs := got.body["documents"].([]any)
		if number := docs[0].(map[string]any)["number"]; number != fmt.Sprintf("益环赫移〔2026〕%d号", n) {
			t.Errorf("%s became %s", typed, number)
		}
		h.want(t, 409, "document.number_taken", envHandler, post(at(id, "/documents"), map[string]any{"kind": "transfer_letter", "number": fmt.Sprintf("益环赫移[2026]%d号", n)}))
	}
	id := h.Opened(t)
	for _, bad := range []string{"第1号", "益环赫移〔26〕1号", "益环赫移〔2026〕0号", "益环赫移〔2026〕1\u200b号", "益环赫移〔2026〕一号", strings.Repeat("长", 90)} {
		h.want(t, 422, "", envHandler, post(at(id, "/documents"), map[string]any{"kind": "transfer_letter", "number": bad}))
	}
	h.want(t, 422, "", envHandler, post(at(id, "/documents"), map[string]any{"kind": "no_such_paper"}))
	h.want(t, 409, "document.not_yours", envHandler, post(at(id, "/documents"), map[string]any{"kind": "acceptance_receipt"}))
}

// TestNumbersWithoutGaps: twenty desks draw at once.
func TestNumbersWithoutGaps(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	cases := make([]ids.Case, 20)
	for i := range cases {
		cases[i] = h.Opened(t)
	}
	h.as(t, envHandler)
	var all sync.WaitGroup
	for _, id := range cases {
		all.Go(func() {
			if got := h.send(t, envHandler, post(at(id, "/documents"), map[string]any{"kind": "transfer_letter"})); got.status != 201 {
				t.Errorf("%d %s", got.status, got.text)
			}
		})
	}
	all.Wait()
	rows, err := h.DB.Owner.Query(t.Context(), "select number from documents")
	check(t, err)
	defer rows.Close()
	drawn := map[int]bool{}
	for rows.Next() {
		var text string
		check(t, rows.Scan(&text))
		n, err := documents.ParseNumber(text)
		check(t, err)
		drawn[n.Seq] = true
	}
	for n := 1; n <= len(cases); n++ {
		if !drawn[n] {
			t.Errorf("number %d was not drawn", n)
		}
	}
	if len(drawn) != len(cases) {
		t.Errorf("%d numbers for %d letters", len(drawn), len(cases))
	}
}

// TestRetriesOverHTTP: the same request again is the same case; the same key for
// anything else is an error.
func TestRetriesOverHTTP(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	a := post("/v1/referrals/criminal", partyOf("")).on(0)
	first, again := h.want(t, 201, "", envHandler, a), h.want(t, 201, "", envHandler, a)
	if first.str("id") != again.str("id") || again.header.Get("Idempotent-Replayed") != "true" || first.header.Get("Idempotent-Replayed") == "true" {
		t.Errorf("first %s, again %s, replayed %q", first.str("id"), again.str("id"), again.header.Get("Idempotent-Replayed"))
	}
	a.body = partyOf(validCode)
	h.want(t, 422, "idempotency.other_body", envHandler, a)
	elsewhere := post("/v1/referrals/"+first.str("id")+"/criminal/report", map[string]any{}).on(1).with("Idempotency-Key", a.header["Idempotency-Key"])
	h.want(t, 422, "idempotency.other_body", envHandler, elsewhere)
	other := h.want(t, 201, "", outsider, a)
	if other.str("id") == first.str("id") {
		t.Error("the key of one organ found the case of another")
	}
}
