package casework_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// TestImportIsAllOrNothing: every bad line is named, and one bad line keeps all out.
func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	file := []byte("统一社会信用代码,名称,风险等级,正面清单自,正面清单至,正面清单理由\n" +
		"91350100M000100Y43,好企业（演示虚构）,A,,,\n" +
		"91350100M0001TGQXM,校验位不符（演示虚构）,B,,,\n" + // a warning: real pilot codes fail
		"=1+1,公式（演示虚构）,A,,,\n" +
		",没有代码,A,,,\n" +
		"91000000000000000A,等级不对（演示虚构）,Z,,,\n" +
		"91000000000000000B,没有止日（演示虚构）,A,2026-01-01,,守法\n" +
		"91000000000000000C,日期不对（演示虚构）,A,2026-02-30,2026-03-01,守法\n" +
		"91350100M000100Y43,同一代码（演示虚构）,A,,,\n")
	r, err := w.ImportList(t.Context(), w.market, casework.Objects, file, "")
	ok(t, err)
	lines := map[int]string{}
	for _, x := range r.Refused {
		lines[x.Line] = x.Column
	}
	if want := "map[4:code 5:code 6:tier 7:positive_to 8:positive_to 9:code]"; fmt.Sprint(lines) != want && fmt.Sprint(lines) != strings.Replace(want, "8:positive_to", "8:positive_from", 1) {
		t.Errorf("refused %v", r.Refused)
	}
	warned := false
	for _, x := range r.Warnings {
		warned = warned || x.Line == 3
	}
	if r.Lines != 8 || r.Added != 2 || !warned {
		t.Errorf("%+v", r)
	}
	_, err = w.ImportList(t.Context(), w.market, casework.Objects, file, r.Digest)
	wants(t, err, fault.Rule, "import.refused")
	_, err = w.ImportList(t.Context(), w.market, casework.Objects, append(file, '\n'), r.Digest)
	wants(t, err, fault.Clash, "import.other_file")
	if _, total, err := w.CheckObjects(t.Context(), w.market, "", "", "", 10); err != nil || total != 0 {
		t.Errorf("%d objects, %v: half imported", total, err)
	}
}

// TestImportRefusesFiles that are none of ours, as a whole and in words.
func TestImportRefusesFiles(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	heading := "统一社会信用代码,名称\n"
	for name, c := range map[string]struct{ file, code string }{
		"nothing":        {"", "import.empty"},
		"another list":   {"编号,姓名\n", "import.heading"},
		"heading twice":  {"名称,名称,统一社会信用代码\n", "import.heading"},
		"not UTF-8":      {heading + "91350100M000100Y43,\xc6\xf3\xd2\xb5\n", "import.encoding"},
		"a workbook":     {"PK\x03\x04xl/workbook.xml", "import.spreadsheet"},
		"an open quote":  {heading + "91350100M000100Y43,\"企业\n", "import.csv"},
		"too many lines": {heading + strings.Repeat("91350100M000100Y43,企业\n", 200_000), "import.too_many_lines"},
	} {
		_, err := w.ImportList(t.Context(), w.env, casework.Objects, []byte(c.file), "")
		if f := wants(t, err, fault.Invalid, c.code); f == nil {
			t.Errorf("%s is taken", name)
		}
	}
	_, err := w.ImportList(t.Context(), w.Police.Desk, casework.Objects, []byte(heading), "")
	wants(t, err, fault.Denied, "not_allowed")
}

// TestExportComesBack: what is exported is imported without a change.
func TestExportComesBack(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	for _, lib := range casework.Libraries {
		for begins, export := range map[string]func(context.Context, casework.Actor, casework.Library) ([]byte, error){"\ufeff": w.ExportList, "PK": w.ExportListWorkbook} {
			out, err := export(t.Context(), w.env, lib)
			ok(t, err)
			r, err := w.ImportList(t.Context(), w.env, lib, out, "")
			ok(t, err)
			if r.RefusedN > 0 || r.Added+r.Changed > 0 || r.Same == 0 || !bytes.HasPrefix(out, []byte(begins)) {
				t.Errorf("%s: %+v", lib, r)
			}
		}
	}
}

// TestWorkbookLinesAreItsRows: a refused line of a workbook is named by its row, and a
// workbook that was looked at is what is imported.
func TestWorkbookLinesAreItsRows(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	rows := [][]string{{"统一社会信用代码", "名称", "风险等级"}, {}, {"91350100M000100Y43", "某企业", "A"}, {"91350100M000100Y43", "又一企业", "E"}}
	bad, err := documents.Workbook("对象", rows)
	ok(t, err)
	r, err := w.ImportList(t.Context(), w.market, casework.Objects, bad, "")
	ok(t, err)
	if r.RefusedN == 0 || r.Refused[0].Line != 4 {
		t.Errorf("%+v", r)
	}
	good, err := documents.Workbook("对象", rows[:3])
	ok(t, err)
	if r, err = w.ImportList(t.Context(), w.market, casework.Objects, good, ""); err != nil || r.RefusedN > 0 || r.Added != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if r, err = w.ImportList(t.Context(), w.market, casework.Objects, good, r.Digest); err != nil || !r.Applied {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestPublishedItemIsNotRewritten: another text is another version.
func TestPublishedItemIsNotRewritten(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	const heading = "事项编码,版本,事项名称,依据,专业,公布日期\n"
	r, err := w.ImportList(t.Context(), w.env, casework.Items, []byte(heading+"S-1,1,别的事项,法典,水,2026-01-05\n"), "")
	ok(t, err)
	if r.RefusedN != 1 || r.Refused[0].Column != "version" {
		t.Errorf("%+v", r)
	}
	w.load(t, w.env, casework.Items, heading+"S-1,2,别的事项,法典,水,2026-02-05\n")
}

func TestHygiene(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	w.load(t, w.market, casework.Objects, "code,name,tier\n910000009999999902,另一个名称（演示虚构）,\n")
	w.load(t, w.env, casework.Items, "事项编码,版本,事项名称,依据,专业,公布日期,停用日期\nS-3,1,已停用事项,法典,,2026-01-05,2026-02-01\nS-4,1,换了版本的事项,法典,,2026-01-05,2026-02-01\nS-4,2,换了版本的事项,法典,,2026-02-01,\nS-5,1,下月停用的事项,法典,,2026-01-05,2026-04-01\n")
	list, err := w.Hygiene(t.Context(), w.env)
	ok(t, err)
	items := map[string]string{}
	for _, f := range list {
		if f.Library == casework.Items {
			items[f.Key] = f.Kind
		}
	}
	if want := map[string]string{"S-2": "unpublished", "S-3": "withdrawn"}; !maps.Equal(items, want) {
		t.Errorf("of the items it finds %v, not %v", items, want)
	}
	kinds := map[string]int{}
	for _, f := range list {
		kinds[f.Kind]++
		if f.Kind == "other_name" && (f.Key != "910000009999999902" || !strings.Contains(f.Text.ZH, "另一个名称")) {
			t.Errorf("%+v", f)
		}
	}
	if kinds["certificate_expired"] != 1 || kinds["certificate_missing"] != 1 || kinds["closed"] != 1 || kinds["other_name"] != 1 {
		t.Errorf("found %v", kinds)
	}
	if list, err = w.Hygiene(t.Context(), w.market); err != nil || len(list) == 0 {
		t.Errorf("the other side finds %v, %v", list, err)
	}
}

// TestAbsence: leave and recusal keep an officer from the draw; another organ's
// officers can neither be seen nor changed.
func TestAbsence(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	today := civil.DateOf(w.Clock.Now())
	err = w.SetAbsence(t.Context(), w.market, people[0].ID, nil, nil, nil)
	wants(t, err, fault.Missing, "not_found")
	err = w.SetAbsence(t.Context(), w.env, people[0].ID, []casework.Away{{From: today, To: today.AddDays(-1)}}, nil, nil)
	wants(t, err, fault.Invalid, "invalid")
	ok(t, w.SetAbsence(t.Context(), w.env, people[0].ID, []casework.Away{{From: today, To: today.AddDays(90)}}, nil, nil))
	p := w.joint(t)
	p, err = w.FreezePlan(t.Context(), w.env, p.ID, "open", 0)
	ok(t, err)
	if p.Rounds[0].Officers != 9 || p.Rounds[0].OfficersOut != 5 {
		t.Errorf("frozen with %+v", p.Rounds[0])
	}
}
