package markup

import (
	"reflect"
	"strings"
	"testing"
	"text/template"

	"github.com/xianjie-hub/xianjie/documents/layout"
)

// finished runs a template's source over data.
func finished(t *testing.T, source string, data any) string {
	t.Helper()
	form, err := Prepare("@edition 2026-01-02\n" + source)
	if err != nil {
		t.Fatal(err)
	}
	run, err := template.New("t").Parse(form.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run.Execute(&out, data); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, source string
		data         any
		want         []layout.Block
	}{
		{"a line is a paragraph", "第一段\n第二段\n", nil, []layout.Block{layout.Para{Text: "第一段"}, layout.Para{Text: "第二段"}}},
		{"comments and blank lines vanish", "# 注\n\n正文\n", nil, []layout.Block{layout.Para{Text: "正文"}}},
		{"a line of control prints nothing", "{{if .}}\n有\n{{else}}\n无\n{{end}}\n", true, []layout.Block{layout.Para{Text: "有"}}},
		{"a loop gives a paragraph each", "{{range .}}\n{{.}}。\n{{end}}\n", []string{"甲", "乙"}, []layout.Block{layout.Para{Text: "甲。"}, layout.Para{Text: "乙。"}}},
		{"@+ goes on", "@to 甲\n@+ 乙\n", nil, []layout.Block{layout.Para{Text: "甲\n乙", Flush: true}}},
		{"a bar in an action is a pipe", "@sign {{. | printf \"%s局\"}} | 日期\n", "某", []layout.Block{layout.Sign{Organ: "某局", Date: "日期"}}},
		{"data is never a directive", "{{.}}\n", "甲\n@newpage\n@row 一 | 二", []layout.Block{layout.Para{Text: "甲\n@newpage\n@row 一 | 二"}}},
		{"blanks of all kinds become spaces", "{{.}}\n", "甲\u00a0乙\t丙\r\n丁\u3000戊", []layout.Block{layout.Para{Text: "甲 乙 丙\n丁\u3000戊"}}},
		{"a table ends with the next block", "@columns 1b 2t 1r\n@head 一 | 二 | 三\n@tall 3\n@row 甲 | | 丙\n@foot 签名\n正文\n", nil, []layout.Block{
			layout.Table{Rows: []layout.Row{
				{Columns: columns, Cells: []string{"一", "二", "三"}, Head: true},
				{Columns: columns, Cells: []string{"甲", "", "丙"}, Lines: 3, Foot: "签名"},
			}}, layout.Para{Text: "正文"}}},
		{"a colophon lists organs line by line", "@colophon {{.}} | 某局 | 某日印发\n", "甲院\n乙局", []layout.Block{layout.Colophon{Copies: []string{"甲院", "乙局"}, PrintedBy: "某局", PrintedOn: "某日印发"}}},
	} {
		paper, err := Parse(finished(t, tc.source, tc.data))
		if err != nil || !reflect.DeepEqual(paper.Blocks, tc.want) {
			t.Errorf("%s: %v\n got %#v\nwant %#v", tc.name, err, paper.Blocks, tc.want)
		}
	}
}

var columns = []layout.Column{
	{Share: 1, Align: layout.Centre, Label: true}, {Share: 2, Top: true}, {Share: 1, Align: layout.Right},
}

func TestBadDirectives(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"@sing 甲\n":                   "@sing: no such directive",
		"@columns\n":                  "names no column",
		"@columns x\n":                "not a share",
		"@columns -1\n":               "not a share",
		"@columns 1 1\n@row 甲\n":      "1 cells in 2 columns",
		"@foot 签名\n":                  "stands after a row",
		"@size 特号\n":                  "unknown size",
		"@gap 多\n":                    "takes a number",
		"@tall 高\n@columns 1\n@row\n": "takes a number",
	} {
		if _, err := Parse(finished(t, source, nil)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", source, err, want)
		}
	}
}

func TestReadableShowsTheMarks(t *testing.T) {
	t.Parallel()
	text := finished(t, "@title 某书\n{{.}}\n@columns 1 1\n@row 甲 | 乙\n", "正文")
	if got, want := Readable(text), "@title 某书\n@p 正文\n@columns 1 1\n@row 甲 | 乙\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
