package documents

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
)

// Number is a document number (发文字号), for example 潼环〔2022〕2号.
type Number struct {
	Prefix string // 机关代字
	Year   int
	Seq    int // 顺序号
}

// String writes the number as GB/T 9704-2012 §7.2.5 does: the year in
// hexagonal brackets (U+3014, U+3015), no 第, no leading zeros.
func (n Number) String() string {
	return fmt.Sprintf("%s〔%d〕%d号", n.Prefix, n.Year, n.Seq)
}

// numberForm accepts the brackets people type for 〔 〕, U+FE5D and U+FE5E
// among them. Prefixes may name a unit in round brackets: 长公（环）立字.
var numberForm = regexp.MustCompile(`^(\p{Han}[\p{Han}（）]{0,23})[〔﹝\[［（【〖]([12]\d{3})[〕﹞\]］）】〗]第?(\d{1,6})号$`)

// ParseNumber reads a document number in any of the forms in use: every kind
// of bracket, blanks and line breaks inside, full-width digits, 第 and leading
// zeros. Characters a reader cannot see are refused, since they would make two
// equal-looking numbers differ.
func ParseNumber(s string) (Number, error) {
	if _, hidden := identity.CleanText(s); len(hidden) > 0 {
		return Number{}, fault.New(fault.Invalid, "documents.number_hidden_character", fault.T(
			fmt.Sprintf("文号中有看不见的字符（U+%04X），请重新输入", hidden[0]),
			fmt.Sprintf("The document number holds an invisible character (U+%04X); please type it again", hidden[0])))
	}
	m := numberForm.FindStringSubmatch(plain(s))
	if m == nil || !balanced(m[1]) {
		return Number{}, malformed()
	}
	year, errYear := strconv.Atoi(m[2])
	seq, errSeq := strconv.Atoi(m[3])
	if errYear != nil || errSeq != nil || seq == 0 {
		return Number{}, malformed()
	}
	return Number{Prefix: m[1], Year: year, Seq: seq}, nil
}

func malformed() error {
	return fault.New(fault.Invalid, "documents.number_malformed", fault.T(
		"文号格式应为“机关代字〔年份〕顺序号号”，例如 某环〔2026〕1号",
		"A document number is prefix, year in brackets, sequence and 号, for example 某环〔2026〕1号"))
}

// plain drops white space and turns full-width digits and round ASCII brackets
// into one form.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '(':
			return '（'
		case r == ')':
			return '）'
		}
		return r
	}, s)
}

// balanced reports whether round brackets pair, without nesting.
func balanced(s string) bool {
	open := false
	for _, r := range s {
		switch {
		case r == '（' && open, r == '）' && !open:
			return false
		case r == '（':
			open = true
		case r == '）':
			open = false
		}
	}
	return !open
}
