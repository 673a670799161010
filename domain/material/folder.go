package material

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Folder is what the names in an exported case folder (导出的案卷文件夹) say of the case
// itself. Nothing of it is certain: a person confirms it before it stands in a draft.
type Folder struct {
	Enterprises []string // 当事人名称, the most frequent first, at most three
	CreditCodes []string // 统一社会信用代码 by their form, at most three; the check digit is not looked at
	Decision    string   // 文号 of the penalty decision, in the brackets of GB/T 9704
}

var (
	// The ends of names under which enterprises are registered. 厂 and 公司 alone are no
	// ends: they stand in too many words (厂区, 公司概况).
	enterpriseEnd = regexp.MustCompile(`(?:有限责任公司|股份有限公司|有限公司|分公司|集团公司|合作社|合伙企业|加工厂|化工厂|电镀厂|造纸厂|印染厂|制革厂|养殖场|经营部|加工部|修理厂|作坊)`)
	numberOfPaper = regexp.MustCompile(`(\p{Han}{2,30})\s*[〔\[（(【﹝]\s*((?:19|20)[0-9]{2})\s*[〕\]）)】﹞]\s*第?\s*0*([0-9]{1,6})\s*号`)
	creditCode    = regexp.MustCompile(`(?:^|[^0-9A-Za-z])([159AaNnYy][0-9A-Za-z]{17})(?:$|[^0-9A-Za-z])`)
	// Words before a name that are none of it.
	leads = []string{"关于对", "关于", "当事人", "被检查单位", "被处罚单位", "涉案单位", "涉案企业", "责令", "对"}
)

const (
	mostOfAKind  = 3
	shortestName = 5  // characters: an end and something before it
	longestName  = 50 // characters: longer is a sentence
)

// ReadFolder reads the paths of the files of one case.
func ReadFolder(names []string) Folder {
	var f Folder
	enterprises, codes := map[string]int{}, map[string]int{}
	for _, path := range names {
		for _, part := range strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '\\' }) {
			stem, _ := split(part)
			for _, name := range enterprisesIn(stem) {
				enterprises[name]++
			}
			for _, m := range creditCode.FindAllStringSubmatch(stem, -1) {
				codes[strings.ToUpper(m[1])]++
			}
			if code, _ := Guess(part); code == PenaltyDecision && f.Decision == "" {
				f.Decision = numberIn(stem)
			}
		}
	}
	f.Enterprises, f.CreditCodes = mostFrequent(enterprises), mostFrequent(codes)
	return f
}

// enterprisesIn finds names of enterprises in one name of a file. What stands before one
// and is a word of filing practice is cut off: 现场检查笔录甲化工有限公司 names 甲化工有限公司.
func enterprisesIn(stem string) (out []string) {
	for _, piece := range strings.FieldsFunc(stem, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		at := enterpriseEnd.FindStringIndex(piece)
		if at == nil {
			continue
		}
		name := withoutLead(piece[:at[1]])
		if n := utf8.RuneCountInString(name); n >= shortestName && n <= longestName && len(name) > at[1]-at[0] {
			out = append(out, name)
		}
	}
	return out
}

func withoutLead(name string) string {
	cut := 0
	for _, t := range terms {
		if i := strings.LastIndex(name, t.text); i >= 0 && i+len(t.text) > cut {
			cut = i + len(t.text)
		}
	}
	name = name[cut:]
	for _, l := range leads {
		name = strings.TrimPrefix(name, l)
	}
	return name
}

// numberIn gives the number of a paper that stands in a name, its brackets made regular.
func numberIn(stem string) string {
	m := numberOfPaper.FindStringSubmatch(stem)
	if m == nil {
		return ""
	}
	return withoutLead(m[1]) + "〔" + m[2] + "〕" + m[3] + "号"
}

func mostFrequent(n map[string]int) []string {
	out := make([]string, 0, len(n))
	for s := range n {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b string) int {
		if n[a] != n[b] {
			return n[b] - n[a]
		}
		return strings.Compare(a, b)
	})
	return out[:min(len(out), mostOfAKind)]
}
