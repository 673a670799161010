package api_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestDutyRecordOfAPeriod: what the law asked of the own organ between two days, of
// every case and of no other organ's duties; done, under way or late; and a period
// that cannot be is refused in words.
func TestDutyRecordOfAPeriod(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	h.Sent(t)
	h.Clock.Advance(9 * 24 * time.Hour) // the police have not decided in three days
	to := h.Clock.Now().Format(time.DateOnly)
	from := h.Clock.Now().AddDate(0, 0, -20).Format(time.DateOnly)
	page := "/v1/me/duty-record?from=" + from + "&to=" + to
	text := func(who string) string {
		got := h.want(t, 200, "", who, get(page+"&format=docx"))
		saved(t, got, "履职留痕单"+from+"至"+to+".docx")
		return regexp.MustCompile("<[^>]*>").ReplaceAllString(part(t, got.text, "word/document.xml"), "")
	}
	env, police := text(envHandler), text(policeMan)
	for what, ok := range map[string]bool{
		"the head's decision, in time": strings.Contains(env, "决定是否移送") && strings.Contains(env, "按期") && strings.Contains(env, "办理记录"),
		"the number of the case":       strings.Contains(env, "XJ-2026-") && strings.Contains(police, "XJ-2026-"),
		"the article and the limit":    strings.Contains(env, "第六条，时限24小时"),
		"what is late":                 strings.Contains(police, "逾期未办"),
		"nothing of another organ":     !strings.Contains(police, "决定是否移送") && !strings.Contains(env, "决定是否立案"),
	} {
		if !ok {
			t.Errorf("%s is not right:\n%s\n\n%s", what, env, police)
		}
	}
	if pdf := h.want(t, 200, "", envHandler, get(page)); !strings.HasPrefix(pdf.text, "%PDF-") {
		t.Errorf("no PDF: %.20q", pdf.text)
	}
	empty := h.want(t, 200, "", envHandler, get("/v1/me/duty-record?from=2025-01-01&to=2025-01-31&format=docx"))
	if strings.Contains(part(t, empty.text, "word/document.xml"), "XJ-2026-") {
		t.Error("January 2025 shows what began later")
	}
	for query, word := range map[string]string{
		"from=" + to + "&to=" + from: "早于", "from=" + from + "&to=2031-01-01": "不能晚于今天", "from=2020-01-01&to=" + to: "366", "from=&to=" + to: "日期", "from=2026-02-30&to=" + to: "日期",
		"from=" + from + "&to=" + to + "&format=odt": "pdf",
	} {
		if got := h.want(t, 422, "", envHandler, get("/v1/me/duty-record?"+query)); !strings.Contains(got.text, word) {
			t.Errorf("%s: %s", query, got.text)
		}
	}
	h.want(t, 403, "", operator, get(page))
	h.want(t, 401, "", "", get(page))
}
