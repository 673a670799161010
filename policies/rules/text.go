package rules

import (
	"fmt"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/deadline"
)

// Text renders the explanation in a language ("en", else Chinese), one line
// per thought. The page shows the same lines.
func (e Explanation) Text(lang string) string {
	var b strings.Builder
	put := func(zh, en, value string) {
		if value == "" {
			return
		}
		if lang == "en" {
			fmt.Fprintf(&b, "%s: %s\n", en, value)
			return
		}
		fmt.Fprintf(&b, "%s：%s\n", zh, value)
	}
	fmt.Fprintf(&b, "%s  %s\n", e.Rule, e.Title.In(lang))
	put("版本", "edition", e.Edition)
	put("依据", "basis", joinBasis(e.Basis, lang))
	put("内容", "says", e.Says.In(lang))
	put("期限", "period", Period(e.N, deadline.Unit(e.Unit)).In(lang))
	put("起算事实", "starts with", e.Trigger.In(lang))
	put("应由谁", "owed by", roleWords[deadline.Role(e.Owes)].In(lang))
	put("适用地区", "region", e.Region)
	put("计算方法", "counting", counting(e, lang))
	sure := confidenceWords[deadline.Confidence(e.Confidence)]
	if e.Confidence == string(deadline.Low) && !e.Off {
		sure = Words{"低：常见做法，依据未核实，本系统已启用", "low: common practice, basis unverified, switched on here"}
	}
	put("可信度", "confidence", sure.In(lang))
	put("说明", "note", e.Note.In(lang))
	for _, l := range e.Limits {
		put("数值", "limit", l.Says.In(lang))
	}
	for _, s := range e.Steps {
		fmt.Fprintf(&b, "  %s\n", s.Text.In(lang))
	}
	for _, a := range e.Also {
		put("另一种解释", "another reading", fmt.Sprintf("%s → %s (%s)",
			Period(a.N, deadline.Unit(a.Unit)).In(lang), a.Due, a.Says.In(lang)))
	}
	if e.Due != nil {
		put("期满", "due", *e.Due)
	}
	put("逾期", "if missed", e.OnMiss.In(lang))
	return b.String()
}

func counting(e Explanation, lang string) string {
	if e.Counting == "" {
		return ""
	}
	return e.Counting + " " + e.CountingSays.In(lang)
}

func joinBasis(list []Basis, lang string) string {
	var out []string
	for _, b := range list {
		s := "《" + b.Document + "》"
		if b.Number != "" {
			s += "（" + b.Number + "）"
		}
		out = append(out, s+b.Article)
	}
	if lang == "en" {
		return strings.Join(out, "; ")
	}
	return strings.Join(out, "；")
}

// Period writes a number with its unit in both languages.
func Period(n int, u deadline.Unit) Words {
	switch u {
	case deadline.Hours:
		return Words{fmt.Sprintf("%d小时", n), plural(n, "hour")}
	case deadline.CalendarDays:
		return Words{fmt.Sprintf("%d日（自然日）", n), plural(n, "calendar day")}
	case deadline.WorkingDays:
		return Words{fmt.Sprintf("%d个工作日", n), plural(n, "working day")}
	case deadline.Months:
		return Words{fmt.Sprintf("%d个月", n), plural(n, "month")}
	case deadline.ByDate:
		return Words{"每年固定日期之前", "by a fixed day of the year"}
	case deadline.Prompt:
		return Words{"及时（没有数字）", "promptly (no number)"}
	case deadline.Periodic:
		return Words{"定期（频次未定）", "regularly (no frequency)"}
	}
	return Words{"前置条件（不是期限）", "a precondition (no period)"}
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

var confidenceWords = map[deadline.Confidence]Words{
	deadline.High:     {"高：强制执行", "high: enforced"},
	deadline.Flagged:  {"待核：照常计时并标注", "flagged: counted and marked"},
	deadline.Internal: {"内部时限，非法定", "internal limit, no law"},
	deadline.Low:      {"低：常见做法，依据未核实，默认关闭", "low: common practice, basis unverified, off by default"},
}

var roleWords = map[deadline.Role]Words{
	deadline.Sender:        {"移送机关", "the sending organ"},
	deadline.Receiver:      {"接收机关", "the receiving organ"},
	deadline.Each:          {"各机关", "each organ"},
	deadline.Procuratorate: {"人民检察院", "the procuratorate"},
	deadline.Superior:      {"上级机关", "the superior organ"},
	deadline.Court:         {"人民法院", "the court"},
	deadline.Government:    {"人民政府", "the government"},
	deadline.Obligor:       {"当事人", "the party"},
	deadline.Organ:         {"办理机关", "the organ in charge"},
}
