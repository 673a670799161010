package items

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/routing"
)

// Row is one line of a list: an edition of an item, a grant of one to a township,
// or both.
type Row struct {
	Line  int
	Item  *routing.Item // nil: only a grant of an item that is known already
	Grant *Grant
}

// Grant is a grant as a file names it: the township by its code in the hub or by
// its full name.
type Grant struct {
	Item, Township, Document, Number string
	From, To                         civil.Date
}

// MaxRows is how many rows one file may have: the longest published list of a
// city has some thousand items.
const MaxRows = 5000

// Columns of a list, as they are written; either name is read, in any order.
// What holds nothing in any row may be left out.
var columns = []struct{ zh, en string }{
	{"事项编码", "code"}, {"事项名称", "title"}, {"类别", "kind"}, {"依据", "law"}, {"文号", "number"}, {"条款", "article"}, {"行政区划", "region"},
	{"主管领域", "sectors"}, {"由地方确定", "designated"}, {"主管层级", "levels"}, {"生效日期", "from"}, {"失效日期", "to"}, {"依据核实", "confidence"}, {"检索词", "words"},
	{"赋权乡镇街道", "township"}, {"赋权文件", "grant_document"}, {"赋权文号", "grant_number"}, {"赋权生效", "grant_from"}, {"赋权失效", "grant_to"},
}

// record is one line by the English names of its columns.
type record struct {
	line   int
	fields map[string]string
}

// ReadCSV reads a list. Sound rows are given even if others are refused: a preview
// shows both, and only a list without problems is taken.
func ReadCSV(file string, raw []byte) ([]Row, []Problem) {
	r := &csvReader{file: file, seen: map[string]Row{}}
	for _, rec := range r.records(raw) {
		r.row(rec)
	}
	return r.rows, r.problems
}

type csvReader struct {
	file     string
	seen     map[string]Row // by what makes an edition or a grant one
	rows     []Row
	problems []Problem
}

func (r *csvReader) bad(line int, zh, en string) {
	r.problems = append(r.problems, Problem{r.file, line, fault.T(zh, en)})
}

// records splits the file. A byte order mark is what spreadsheets write first.
func (r *csvReader) records(raw []byte) (out []record) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if !utf8.Valid(raw) || bytes.ContainsRune(raw, 0) {
		r.bad(1, "不是 UTF-8 文本：请用表格软件另存为“CSV UTF-8”", "Not UTF-8 text: save it as “CSV UTF-8”")
		return nil
	}
	in := csv.NewReader(bytes.NewReader(raw))
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	head, err := in.Read()
	if err != nil {
		r.bad(1, "没有表头", "No heading")
		return nil
	}
	names := r.heading(head)
	if names == nil {
		return nil
	}
	for {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			line := 1
			if p, ok := errors.AsType[*csv.ParseError](err); ok {
				line = p.Line
			}
			r.bad(line, "引号不成对，从这一行起没有读取", "Unpaired quotes: nothing was read from here on")
			return out
		}
		line, _ := in.FieldPos(0)
		if len(out) == MaxRows {
			r.bad(line, fmt.Sprintf("一个文件不超过%d行", MaxRows), fmt.Sprintf("At most %d rows in one file", MaxRows))
			return out
		}
		rec := record{line, map[string]string{}}
		said, wide := false, false
		for i, f := range fields {
			if f = plain(f); f != "" && i >= len(names) {
				wide = true
			} else if f != "" {
				rec.fields[names[i]] = f
				said = true
			}
		}
		switch {
		case wide:
			r.bad(line, "比表头多出一栏", "More fields than the heading")
		case said:
			out = append(out, rec)
		}
	}
}

// plain cleans a field: spaces around it, and the mark that keeps a spreadsheet
// from running it as a formula.
func plain(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@", rune(s[1])) {
		return s[1:]
	}
	return s
}

func (r *csvReader) heading(head []string) (names []string) {
	for _, h := range head {
		h = plain(h)
		i := slices.IndexFunc(columns, func(c struct{ zh, en string }) bool { return h == c.zh || strings.EqualFold(h, c.en) })
		switch {
		case i < 0:
			r.bad(1, "表头中有不认识的栏；可用的栏："+columnNames().ZH, "Unknown column in the heading; columns are "+columnNames().EN)
			return nil
		case slices.Contains(names, columns[i].en):
			r.bad(1, "表头中“"+columns[i].zh+"”出现两次", "Column "+columns[i].en+" comes twice")
			return nil
		}
		names = append(names, columns[i].en)
	}
	if !slices.Contains(names, "code") {
		r.bad(1, "表头缺少“事项编码”", "Column code is missing")
		return nil
	}
	return names
}

func columnNames() fault.Text {
	zh, en := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		zh[i], en[i] = c.zh, c.en
	}
	return fault.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

// row checks one line; every fault of it is named.
func (r *csvReader) row(rec record) {
	was := len(r.problems)
	f := fieldReader{r, rec}
	code := f.get("code")
	if !codeForm.MatchString(code) {
		r.bad(rec.line, "事项编码应为2至40个字母、数字和 . _ / -", "The code is 2 to 40 letters, digits and . _ / -")
	}
	row := Row{Line: rec.line}
	if f.any("title", "kind", "law", "article", "region", "sectors", "levels", "from", "to") {
		row.Item = f.item(code)
	}
	if f.any("township", "grant_document", "grant_number", "grant_from", "grant_to") {
		row.Grant = f.grant(code)
	}
	if row.Item == nil && row.Grant == nil {
		r.bad(rec.line, "既没有事项内容，也没有赋权内容", "Neither an item nor a grant")
	}
	if len(r.problems) > was {
		return
	}
	r.twice(row)
	if len(r.problems) == was {
		r.rows = append(r.rows, row)
	}
}

// twice refuses what the file says twice, unless an item comes again in the same
// words for another grant.
func (r *csvReader) twice(row Row) {
	if i := row.Item; i != nil {
		key := fmt.Sprintf("item %s %s %s", i.Code, i.Region, i.From)
		if o, known := r.seen[key]; known && !SameItem(*i, *o.Item) {
			r.bad(row.Line, fmt.Sprintf("与第%d行是同一事项的同一版本，内容却不同", o.Line), fmt.Sprintf("The same edition as line %d in other words", o.Line))
		}
		r.seen[key] = row
	}
	if g := row.Grant; g != nil {
		key := fmt.Sprintf("grant %s %s %s", g.Item, g.Township, g.From)
		if o, known := r.seen[key]; known {
			r.bad(row.Line, fmt.Sprintf("与第%d行是同一赋权", o.Line), fmt.Sprintf("The same grant as line %d", o.Line))
		}
		r.seen[key] = row
	}
}

// SameItem reports whether two editions say the same.
func SameItem(a, b routing.Item) bool {
	return a.Title.ZH == b.Title.ZH && a.Kind == b.Kind && slices.Equal(a.Basis, b.Basis) && slices.Equal(a.Sectors, b.Sectors) && a.Designated == b.Designated &&
		slices.Equal(a.Levels, b.Levels) && a.To == b.To && a.Confidence == b.Confidence && slices.Equal(a.Words, b.Words)
}

// fieldReader reads the fields of one line.
type fieldReader struct {
	r   *csvReader
	rec record
}

func (f fieldReader) get(name string) string { return f.rec.fields[name] }

func (f fieldReader) any(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return f.get(n) != "" })
}

func (f fieldReader) bad(column, zh, en string) {
	i := slices.IndexFunc(columns, func(c struct{ zh, en string }) bool { return c.en == column })
	f.r.bad(f.rec.line, columns[i].zh+"："+zh, column+": "+en)
}

// text checks a text of one line. most counts characters.
func (f fieldReader) text(name string, must bool, most int) string {
	s := f.get(name)
	switch {
	case s == "" && must:
		f.bad(name, "没有填写", "missing")
	case utf8.RuneCountInString(s) > most:
		f.bad(name, fmt.Sprintf("不超过%d个字", most), fmt.Sprintf("at most %d characters", most))
	case strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Cf, c) }):
		f.bad(name, "含有看不见的控制字符", "holds invisible control characters")
	}
	return s
}

var slashed = regexp.MustCompile(`^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?$`)

// day reads a date as people and spreadsheets write it.
func (f fieldReader) day(name string, must bool) civil.Date {
	s := f.get(name)
	if s == "" {
		if must {
			f.bad(name, "没有填写", "missing")
		}
		return civil.Date{}
	}
	if m := slashed.FindStringSubmatch(s); m != nil {
		s = fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3])
	}
	d, err := civil.ParseDate(s)
	if err != nil || d.Year < 1949 || d.Year > 2200 {
		f.bad(name, "不是日期，应如 2026-08-15", "not a date like 2026-08-15")
		return civil.Date{}
	}
	return d
}

func (f fieldReader) period(from, to string) (civil.Date, civil.Date) {
	a, b := f.day(from, true), f.day(to, false)
	if !a.IsZero() && !b.IsZero() && b.Before(a) {
		f.bad(to, "早于生效日期", "lies before the first day")
	}
	return a, b
}

var listMark = regexp.MustCompile(`[、，,；;\s]+`)

// words reads a list of closed words, by their Chinese name or their key.
func (f fieldReader) words(name string, known map[string]fault.Text, or []string) (out []string) {
	for _, w := range listMark.Split(f.get(name), -1) {
		if w == "" {
			continue
		}
		key := ""
		for k, t := range known {
			if w == k || w == t.ZH {
				key = k
			}
		}
		if key == "" {
			f.bad(name, "不认识的说法；可用："+names(known).ZH, "unknown word; known are "+names(known).EN)
			return nil
		}
		if !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	if len(out) == 0 {
		if or == nil {
			f.bad(name, "没有填写", "missing")
		}
		return or
	}
	return out
}

// names are the closed words in both languages: a key stands for itself in English.
func names(known map[string]fault.Text) fault.Text {
	var zh, en []string
	for key, t := range known {
		zh, en = append(zh, t.ZH), append(en, key)
	}
	slices.Sort(zh)
	slices.Sort(en)
	return fault.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

func (f fieldReader) item(code string) *routing.Item {
	i := &routing.Item{Code: code, Own: true}
	i.Title.ZH = f.text("title", true, 200)
	kind := f.words("kind", kindWords, []string{string(routing.Penalty)})
	if len(kind) == 1 {
		i.Kind = routing.ItemKind(kind[0])
	} else if kind != nil {
		f.bad("kind", "只能填一种", "one only")
	}
	b := fault.Basis{Document: f.text("law", true, 200), Number: f.text("number", false, 100), Article: f.text("article", true, 200)}
	i.Basis = []fault.Basis{b}
	if i.Region = f.get("region"); i.Region != "" && !regionForm.MatchString(i.Region) {
		f.bad("region", "应为六位行政区划代码，全国适用的留空", "six digits, or nothing where it holds nationwide")
	}
	i.Sectors = f.words("sectors", routing.SectorWords, nil)
	i.Levels = f.words("levels", routing.LevelWords, usualLevels)
	designated := f.words("designated", yesNo, []string{"no"})
	i.Designated = len(designated) > 0 && designated[0] == "yes"
	i.From, i.To = f.period("from", "to")
	if sure := f.words("confidence", sureness, []string{string(deadline.Flagged)}); len(sure) > 0 {
		i.Confidence = deadline.Confidence(sure[0])
	}
	for _, w := range listMark.Split(f.text("words", false, 500), -1) {
		if w != "" {
			i.Words = append(i.Words, w)
		}
	}
	return i
}

var (
	kindWords = map[string]fault.Text{"penalty": fault.T("行政处罚", "penalty"), "compulsion": fault.T("行政强制", "compulsion"), "inspection": fault.T("行政检查", "inspection")}
	yesNo     = map[string]fault.Text{"yes": fault.T("是", "yes"), "no": fault.T("否", "no")}
	sureness  = map[string]fault.Text{"high": fault.T("已核实", "high"), "flagged": fault.T("待核实", "flagged"), "low": fault.T("未核实", "low")}
)

func (f fieldReader) grant(code string) *Grant {
	g := &Grant{Item: code, Township: f.text("township", true, 100), Document: f.text("grant_document", true, 200), Number: f.text("grant_number", false, 100)}
	g.From, g.To = f.period("grant_from", "grant_to")
	return g
}
