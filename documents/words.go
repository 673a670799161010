package documents

import (
	"fmt"
	"strings"
	"text/template"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// words are the functions a template may call. An empty value becomes a blank
// to be filled in by hand, never an error.
var words = template.FuncMap{
	"date":       date,
	"moment":     moment,
	"due":        due,
	"short":      short,
	"shortdue":   shortdue,
	"brief":      brief,
	"sentence":   sentence,
	"undisposed": undisposed,
	"matter":     matter,
	"bases":      bases,
	"basis":      func(b Basis) string { return bases([]Basis{b}) },
	"number":     number,
	"blank":      blank,
	"count":      count,
	"ordinal":    func(i int) int { return i + 1 },
	"han":        han,
	"you":        you,
	"we":         we,
	"party":      party,
	"person":     person,
	"people":     people,
	"paper":      paper,
	"names":      names,
	"join":       strings.Join,
	"lines":      func(s string) []string { return strings.Split(s, "\n") },
	"money":      money,
	"copies":     copies,
	"materials":  totals,
	"offences":   offences,
	"suspects":   suspects,
	"usable":     usable,
	"inState":    inState,
	"ofUse":      ofUse,
	"rows":       func(n int) []struct{} { return make([]struct{}, max(0, n)) },
	"more":       func(p []Party) bool { return len(p) > 1 },
	"less":       func(a, b int) int { return a - b },
	"opinions":   opinions,
}

// date writes a day, or blanks for one that is not known.
func date(d civil.Date) string {
	if d.IsZero() {
		return "　　　　年　　月　　日"
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// moment writes an instant in the office's zone to the minute.
func moment(t time.Time) string {
	if t.IsZero() {
		return "　　　　年　　月　　日　　时　　分"
	}
	t = t.In(civil.Office)
	return fmt.Sprintf("%s%d时%02d分", date(civil.DateOf(t)), t.Hour(), t.Minute())
}

// due writes the end of a deadline: the day, or the minute for a clock in hours.
func due(d Deadline) string {
	if d.Due.IsZero() {
		return ""
	}
	if d.Hours {
		return moment(d.Due)
	}
	return date(civil.DateOf(d.Due))
}

// short writes an instant for a narrow cell: the day over the time.
func short(t time.Time) string { return t.In(civil.Office).Format("2006-01-02\n15:04") }

func shortdue(d Deadline) string {
	switch {
	case d.Due.IsZero():
		return ""
	case d.Hours:
		return short(d.Due)
	}
	return civil.DateOf(d.Due).String()
}

// brief cuts a text at a sentence near n characters and says that it did.
func brief(n int, s string) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	for i := n; i > n/2; i-- {
		if strings.ContainsRune("。；！？\n", runes[i-1]) {
			n = i
			break
		}
	}
	return strings.TrimSpace(string(runes[:n])) + "……（全文见移送书）"
}

// sentence closes a text with a full stop where its writer did not.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "！") || strings.HasSuffix(s, "？") {
		return s
	}
	return s + "。"
}

// matter names a case in a sentence: …案, or ……一案 where the name lacks it.
func matter(title string) string {
	if title != "" && strings.HasSuffix(title, "案") {
		return title
	}
	return blank(8, title) + "一案"
}

// bases writes articles as papers cite them, several of one document together.
func bases(list []Basis) string {
	var titles []string
	articles := map[string][]string{}
	for _, b := range list {
		if b.Document == "" {
			continue
		}
		title := b.Document
		if !strings.HasPrefix(title, "《") {
			title = "《" + title + "》"
		}
		if b.Number != "" {
			title += "（" + b.Number + "）"
		}
		if _, seen := articles[title]; !seen {
			titles = append(titles, title)
		}
		articles[title] = append(articles[title], b.Article)
	}
	for i, title := range titles {
		titles[i] = title + strings.Join(distinct(articles[title]), "、")
	}
	return strings.Join(titles, "、")
}

func distinct(in []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range in {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// number writes a document number in its normal form, or an empty frame.
func number(s string) string {
	if s == "" {
		return "　　　　〔　　　　〕　　号"
	}
	if n, err := ParseNumber(s); err == nil {
		return n.String()
	}
	return s
}

// blank writes n empty places where a text is missing.
func blank(n int, s string) string {
	if s == "" {
		return strings.Repeat("＿", n)
	}
	return s
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// han writes 1 to 99 as Chinese numerals (一, 二 … 九十九) for headings.
func han(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 1 || n > 99:
		return fmt.Sprint(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// you addresses an organ (你局, 你院).
func you(o Organ) string { return "你" + kindOfOrgan(o.Name) }

// we speaks for an organ (我局, 我院).
func we(o Organ) string {
	if k := kindOfOrgan(o.Name); k != "单位" {
		return "我" + k
	}
	return "本机关"
}

func kindOfOrgan(name string) string {
	for _, end := range []string{"检察院", "法院"} {
		if strings.HasSuffix(name, end) {
			return "院"
		}
	}
	for _, end := range []string{"局", "厅", "部", "委", "队"} {
		if strings.HasSuffix(name, end) {
			return end
		}
	}
	return "单位"
}

func names(organs []Organ) string {
	var out []string
	for _, o := range organs {
		if o.Name != "" {
			out = append(out, o.Name)
		}
	}
	return strings.Join(out, "、")
}

// money writes fen as yuan.
func money(fen int64) string {
	if fen == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%02d元", fen/100, fen%100)
}
