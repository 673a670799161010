package items_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/policies/items"
)

const head = "事项编码,事项名称,类别,依据,条款,主管领域,生效日期,失效日期,赋权乡镇街道,赋权文件,赋权生效\n"

// A list is written as it is read, also what a spreadsheet would run.
func TestListComesBackAsItWas(t *testing.T) {
	t.Parallel()
	var rows []items.Row
	for n := range items.BuiltIn().Items {
		i := items.BuiltIn().Items[n]
		i.Title.EN, i.Own = "", true
		rows = append(rows, items.Row{Line: n + 2, Item: &i})
	}
	rows[0].Item.Title.ZH = "=1+1，“引号”\"逗号\""
	rows[1].Grant = &items.Grant{Item: rows[1].Item.Code, Township: "lanxi", Document: "决定", Number: "演〔2025〕1号", From: onDay(t, "2025-01-01")}
	rows = append(rows, items.Row{Line: len(rows) + 2, Grant: &items.Grant{Item: rows[2].Item.Code, Township: "兰溪镇人民政府", Document: "决定", From: onDay(t, "2025-01-01"), To: onDay(t, "2026-12-31")}})
	raw, err := items.WriteCSV(rows)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), ",=1") || strings.Contains(string(raw), "\"=1") {
		t.Error("a spreadsheet would run a title as a formula")
	}
	got, problems := items.ReadCSV("x.csv", raw)
	for _, p := range problems {
		t.Error(p)
	}
	if len(got) != len(rows) {
		t.Fatalf("%d rows came back of %d", len(got), len(rows))
	}
	for i := range rows {
		if !reflect.DeepEqual(got[i], rows[i]) {
			t.Errorf("row %d came back as\n%+v %+v, was\n%+v %+v", i, got[i].Item, got[i].Grant, rows[i].Item, rows[i].Grant)
		}
	}
}

// Every refused line is named with its reason; the sound ones are given.
func TestRefusedLinesAreNamed(t *testing.T) {
	t.Parallel()
	const sound = "c-1,占道经营,行政处罚,某条例,第三条,城市管理,2026-01-01,,,,\n"
	for _, c := range []struct{ line, want string }{
		{"c-2,占道经营,行政处罚,某条例,第三条,城市管理,2026/1/1,,,,", ""},
		{"c-2,占道经营,,某条例,第三条,urban、market,2026年1月1日,2027.2.28,,,", ""},
		{"c-2,,,,,,,,heshan-lanxi,决定,2026-01-01", ""},
		{"编码,占道经营,行政处罚,某条例,第三条,城市管理,2026-01-01,,,,", "事项编码应为"},
		{"c-2,,行政处罚,某条例,第三条,城市管理,2026-01-01,,,,", "事项名称：没有填写"},
		{"c-2,占道经营,奖励,某条例,第三条,城市管理,2026-01-01,,,,", "类别：不认识的说法"},
		{"c-2,占道经营,行政处罚,,第三条,城市管理,2026-01-01,,,,", "依据：没有填写"},
		{"c-2,占道经营,行政处罚,某条例,,城市管理,2026-01-01,,,,", "条款：没有填写"},
		{"c-2,占道经营,行政处罚,某条例,第三条,月球,2026-01-01,,,,", "主管领域：不认识"},
		{"c-2,占道经营,行政处罚,某条例,第三条,城市管理,二月三十,,,,", "生效日期：不是日期"},
		{"c-2,占道经营,行政处罚,某条例,第三条,城市管理,2026-02-30,,,,", "生效日期：不是日期"},
		{"c-2,占道经营,行政处罚,某条例,第三条,城市管理,2026-01-01,2025-01-01,,,", "失效日期：早于"},
		{"c-2,,,,,,,,heshan-lanxi,,2026-01-01", "赋权文件：没有填写"},
		{"c-2,,,,,,,,,决定,2026-01-01", "赋权乡镇街道：没有填写"},
		{"c-2,,,,,,,,,,", "既没有事项内容，也没有赋权内容"},
		{"c-1,占道堆物,行政处罚,某条例,第三条,城市管理,2026-01-01,,,,", "与第2行是同一事项的同一版本"},
		{"c-2,占道经营,行政处罚,某条例,第三条,城市管理,2026-01-01,,,,,,多", "比表头多出一栏"},
		{"c-2,占道\u202e经营,行政处罚,某条例,第三条,城市管理,2026-01-01,,,,", "控制字符"},
	} {
		rows, problems := items.ReadCSV("x.csv", []byte(head+sound+c.line+"\n"))
		var got []string
		for _, p := range problems {
			if regexp.MustCompile(`\p{Han}`).MatchString(p.Text.EN) {
				t.Errorf("%s: in English it says %s", c.line, p.Text.EN)
			}
			got = append(got, fmt.Sprintf("%d %s", p.Line, p.Text.ZH))
		}
		if c.want == "" {
			if len(problems) > 0 || len(rows) != 2 {
				t.Errorf("%s: refused: %v", c.line, got)
			}
			continue
		}
		if len(rows) != 1 || rows[0].Item.Code != "c-1" {
			t.Errorf("%s: %d rows were taken", c.line, len(rows))
		}
		if len(got) == 0 || !strings.HasPrefix(got[0], "3 ") || !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s: said %q, want line 3 and %q", c.line, got, c.want)
		}
	}
}

// Files that are no list at all are refused as a whole, with the line.
func TestNoList(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"":                   "没有表头",
		"事项编码,颜色\n":          "不认识的栏",
		"事项名称\n占道经营\n":       "缺少“事项编码”",
		"code,事项编码\n":        "出现两次",
		"\xd5\xe3\xbd\xad\n": "UTF-8",
		"code\na\x00\n":      "UTF-8",
		"code,title\nc-1,\"开引号\n没有收\n": "引号不成对",
	} {
		if rows, problems := items.ReadCSV("x.csv", []byte(raw)); len(rows) != 0 || len(problems) == 0 || !strings.Contains(problems[0].Text.ZH, want) {
			t.Errorf("%q: %v, %v", raw, rows, problems)
		}
	}
	long := "code,township,grant_document,grant_from\n" + strings.Repeat("c-1,x,d,2026-01-01\n", items.MaxRows+1)
	if _, problems := items.ReadCSV("x.csv", []byte(long)); problems[0].Line != items.MaxRows+2 {
		t.Errorf("too long a list: %v", problems[0])
	}
}
