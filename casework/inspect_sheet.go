package casework

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/identity"
)

// column is one of a library's file, by its heading in either language.
type column struct {
	zh, en string
	needed bool
}

// columnsOf are the columns of each library, in the order of an export.
var columnsOf = map[Library][]column{
	Items: {
		{"事项编码", "code", true}, {"版本", "version", true}, {"事项名称", "title", true}, {"依据", "basis", true},
		{"专业", "competence", false}, {"公布日期", "published_on", false}, {"停用日期", "withdrawn_on", false},
	},
	Objects: {
		{"统一社会信用代码", "code", true}, {"名称", "name", true}, {"区划", "district", false}, {"标签", "tags", false}, {"风险等级", "tier", false},
		{"状态", "state", false}, {"正面清单自", "positive_from", false}, {"正面清单至", "positive_to", false}, {"正面清单理由", "positive_reason", false},
	},
	Inspecting: {
		{"编号", "number", true}, {"姓名", "name", true}, {"执法证号", "certificate", false}, {"有效期至", "certificate_until", false},
		{"专业", "competences", false}, {"请假", "leaves", false}, {"回避对象", "recused_from", false}, {"负责区划", "territory", false},
	},
}

// sheet is a file of a library, cell by cell.
type sheet struct {
	places   map[string]int // English name of a column → place
	rows     []sheetRow
	formulas []documents.Cell // of a workbook: read by the result that was saved
}

type sheetRow struct {
	line  int // of the file
	cells []string
}

func (s sheet) cell(r sheetRow, name string) string {
	if i, ok := s.places[name]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// has reports whether the file has a column.
func (s sheet) has(name string) bool { _, ok := s.places[name]; return ok }

func badFile(code, zh, en string) *fault.Error {
	return fault.New(fault.Invalid, "import."+code, fault.T(zh, en))
}

// readSheet reads a CSV file, or the first sheet of an XLSX workbook. What is wrong
// with the file as a whole is a fault that begins with "import."; nothing of it is
// taken then.
func readSheet(file []byte, columns []column) (s sheet, err error) {
	if documents.IsWorkbook(file) {
		text, err := documents.WorkbookCSV(file)
		merged, isMerged := errors.AsType[documents.MergedCells](err)
		switch {
		case isMerged:
			return s, badFile("merged", "工作簿有合并单元格（"+string(merged)+"等），看不出内容属于哪一行；请取消合并、逐行填写后导入", "The workbook has merged cells ("+string(merged)+" and others): which line they belong to cannot be told; unmerge them and fill in every line")
		case errors.Is(err, documents.ErrWorkbookTooLarge):
			return s, badFile("too_many_lines", "工作簿展开后过大；请删去名录以外的内容，或者分成几个文件导入", "The workbook unpacks to too much: leave only the list in it, or divide it")
		case err != nil:
			return s, badFile("spreadsheet", "不是能读取的XLSX工作簿；旧的.xls和加密的文件请另存为.xlsx", "No readable XLSX workbook; save an old .xls or a file with a password as .xlsx")
		}
		if s.formulas, err = documents.Formulas(file); err != nil {
			return s, badFile("spreadsheet", "不是能读取的XLSX工作簿；旧的.xls和加密的文件请另存为.xlsx", "No readable XLSX workbook; save an old .xls or a file with a password as .xlsx")
		}
		file = []byte(text)
	}
	if !utf8.Valid(file) || bytes.IndexByte(file, 0) >= 0 {
		return s, badFile("encoding", "文件不是UTF-8编码，请另存为“CSV UTF-8（逗号分隔）”后导入", "The file is not UTF-8; save it as CSV UTF-8 and import that")
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	heading, err := r.Read()
	if err != nil {
		return s, badFile("empty", "文件没有表头", "The file has no heading")
	}
	if s.places, err = headings(heading, columns); err != nil {
		return s, err
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			line := 0
			if p, ok := errors.AsType[*csv.ParseError](err); ok {
				line = p.Line
			}
			return s, badFile("csv", fmt.Sprintf("第%d行的引号不成对，文件不是完整的CSV", line), fmt.Sprintf("Line %d: quotes do not match; the file is no complete CSV", line))
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if len(s.rows) == maxImportLines {
			return s, badFile("too_many_lines", fmt.Sprintf("文件超过%d行，请分成几个文件导入", maxImportLines), fmt.Sprintf("The file has more than %d lines; divide it", maxImportLines))
		}
		line, _ := r.FieldPos(0)
		s.rows = append(s.rows, sheetRow{line, cells})
	}
}

func headings(heading []string, columns []column) (map[string]int, error) {
	found := map[string]int{}
	for i, h := range heading {
		h = strings.TrimSpace(h)
		for _, c := range columns {
			if h != c.zh && h != c.en {
				continue
			}
			if _, twice := found[c.en]; twice {
				return nil, badFile("heading", "表头“"+c.zh+"”出现两次", "The heading "+c.en+" stands twice")
			}
			found[c.en] = i
		}
	}
	for _, c := range columns {
		if _, ok := found[c.en]; c.needed && !ok {
			return nil, badFile("heading", "表头缺少“"+c.zh+"”（可先导出一份作为模板）", "The heading "+c.en+" is missing (export the list for a template)")
		}
	}
	return found, nil
}

// calculated warns of every cell of a workbook that a formula gives: the file may have been
// saved before its result was right.
func (s sheet) calculated(r *ImportReport) {
	names := map[int]string{}
	for name, place := range s.places {
		names[place+1] = name
	}
	at := 0
	for _, f := range s.formulas {
		name, known := names[f.Column]
		for at < len(s.rows) && s.rows[at].line < f.Row {
			at++
		}
		if !known || at == len(s.rows) || s.rows[at].line != f.Row {
			continue
		}
		value := s.cell(s.rows[at], name)
		r.warn(f.Row, name, fault.T("由公式算出，按文件中保存的结果“"+value+"”读取；请核对，或者改为数值", "is the result of a formula, read as saved: “"+value+"”; check it, or write the value"))
	}
}

// lineReader takes the cells of one line and says what is wrong with them.
type lineReader struct {
	s   sheet
	row sheetRow
	r   *ImportReport
	bad bool
}

func (l *lineReader) refuse(name, zh, en string) {
	l.bad = true
	l.r.refuse(l.row.line, name, zh, en)
}

// text takes a cell of at most so many characters. A formula is refused: who opens
// an export would run it.
func (l *lineReader) text(name string, most int, needed bool) string {
	clean, hidden := identity.CleanText(strings.TrimSpace(l.s.cell(l.row, name)))
	switch {
	case len(hidden) > 0:
		l.refuse(name, "含有看不见的控制字符", "holds invisible characters")
	case strings.HasPrefix(clean, "=") || strings.HasPrefix(clean, "@") || strings.HasPrefix(clean, "+") || strings.HasPrefix(clean, "-") && len(clean) > 1:
		l.refuse(name, "像公式（以 = + - @ 开头），请改为数值或者文字", "looks like a formula; write the value")
	case needed && clean == "":
		l.refuse(name, "不能为空", "must not be empty")
	case utf8.RuneCountInString(clean) > most:
		l.refuse(name, fmt.Sprintf("超过%d个字", most), fmt.Sprintf("longer than %d characters", most))
	case strings.ContainsAny(clean, "\r\n\t"):
		l.refuse(name, "含有换行", "holds a line break")
	}
	return clean
}

// day takes a date; an empty cell is none.
func (l *lineReader) day(name string) *civil.Date {
	text := l.text(name, 30, false)
	if text == "" {
		return nil
	}
	if d, ok := anyDay(text); ok {
		return &d
	}
	l.refuse(name, "不是日期，应如2026-09-30", "is no date such as 2026-09-30")
	return nil
}

// anyDay reads 2026-09-30, 2026/9/30, 2026.9.30 and 2026年9月30日.
func anyDay(text string) (civil.Date, bool) {
	var y, m, d int
	text = strings.TrimSuffix(strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-").Replace(text), "日")
	if n, err := fmt.Sscanf(text+"|", "%d-%d-%d|", &y, &m, &d); err != nil || n != 3 || y < 1900 || y > 2999 {
		return civil.Date{}, false
	}
	got, err := civil.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	return got, err == nil
}
