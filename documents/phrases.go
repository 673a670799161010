package documents

import (
	"fmt"
	"strings"
)

// party describes a party in one sentence without its full stop.
func party(p Party) string {
	parts := []string{p.Name}
	if p.Name == "" {
		parts[0] = "身份不明"
	}
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, label+value)
		}
	}
	add("", p.Sex)
	if !p.Born.IsZero() {
		parts = append(parts, date(p.Born)+"出生")
	}
	add(p.IDLabel, p.ID)
	add("法定代表人（负责人）", p.Representative)
	if p.Enterprise {
		add("住所：", p.Address)
	} else {
		add("住址：", p.Address)
	}
	add("联系电话：", p.Phone)
	add("", p.Note)
	return strings.Join(parts, "，")
}

// person writes a name with unit, post, certificate and phone.
func person(p Person) string {
	out := p.Name
	var more []string
	for _, v := range []string{p.Unit, p.Title} {
		if v != "" {
			more = append(more, v)
		}
	}
	if p.Certificate != "" {
		more = append(more, "执法证号"+p.Certificate)
	}
	if p.Phone != "" {
		more = append(more, "电话"+p.Phone)
	}
	if len(more) > 0 {
		out += "（" + strings.Join(more, "，") + "）"
	}
	return out
}

func people(list []Person) string {
	var out []string
	for _, p := range list {
		out = append(out, p.Name)
	}
	return strings.Join(out, "、")
}

// paper cites a paper: 《title》（number）, or the fallback title.
func paper(fallback string, ref PaperRef) string {
	title := ref.Title
	if title == "" {
		title = fallback
	}
	if !strings.HasPrefix(title, "《") {
		title = "《" + title + "》"
	}
	if ref.Number != "" {
		title += "（" + number(ref.Number) + "）"
	}
	return title
}

// copies lists the organs of the 版记: those of the paper, or those of the case.
func copies(p Paper, organs []Organ) string {
	if len(p.Copies) > 0 {
		return strings.Join(p.Copies, "\n")
	}
	return strings.ReplaceAll(names(organs), "、", "\n")
}

// totals adds the list of materials up: 共12份86页.
func totals(list []Material) string {
	var c, p int
	for _, m := range list {
		c += m.Copies
		p += m.Pages
	}
	switch {
	case c == 0 && p == 0:
		return fmt.Sprintf("共%d项", len(list))
	case p == 0:
		return fmt.Sprintf("共%d份", c)
	}
	return fmt.Sprintf("共%d份%d页", c, p)
}

func offences(list []Charge) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Offence)
	}
	return strings.Join(distinct(out), "、")
}

// suspects names the parties charged, or every party where no charge names one.
func suspects(c Case) string {
	var out []string
	for _, charge := range c.Charges {
		out = append(out, charge.Party)
	}
	if out = distinct(out); len(out) > 0 {
		return strings.Join(out, "、")
	}
	for _, p := range c.Parties {
		if p.Name == "" {
			out = append(out, "身份不明人员")
			continue
		}
		out = append(out, p.Name)
	}
	return strings.Join(distinct(out), "、")
}

func usable(u Usability) string {
	switch u {
	case Usable:
		return "可直接使用"
	case AfterReview:
		return "经审查可使用"
	case TakenAnew:
		return "需重新收集"
	}
	return "待判断"
}

func ofUse(list []Proof, use string) []Proof {
	var out []Proof
	for _, p := range list {
		if string(p.Use) == use {
			out = append(out, p)
		}
	}
	return out
}

// undisposed lists the items that still exist.
func undisposed(list []Item) []Item {
	var out []Item
	for _, it := range list {
		if it.State != Disposed {
			out = append(out, it)
		}
	}
	return out
}

func inState(list []Item, state string) []Item {
	var out []Item
	for _, it := range list {
		if string(it.State) == state || it.State == "" && ItemState(state) == Moved {
			out = append(out, it)
		}
	}
	return out
}

// opinions gives the fields of the approval form, in the order in which
// environmental dossiers are reviewed (环执法发〔2024〕4号 案卷评查细则表6).
func opinions(list []Opinion) []Opinion {
	labels := []string{"承办人意见", "执法机构意见", "法制机构意见", "主要负责人意见"}
	var out []Opinion
	taken := make([]bool, len(list))
	for _, label := range labels {
		o := Opinion{Label: label}
		for i, given := range list {
			if given.Label == label {
				o, taken[i] = given, true
				break
			}
		}
		out = append(out, o)
	}
	last := len(out) - 1 // the head's opinion closes the form
	for i, given := range list {
		if !taken[i] {
			out = append(out[:last:last], append([]Opinion{given}, out[last:]...)...)
			last++
		}
	}
	return out
}
