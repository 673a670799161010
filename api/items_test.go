package api_test

import (
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/devkit/idp"
	"github.com/xianjie-hub/xianjie/documents"
)

// TestItemsOverHTTP follows a list from its file to a suggestion: refused lines by
// number, two persons, a township, the receiver that is doubted, and the export.
func TestItemsOverHTTP(t *testing.T) {
	t.Parallel()
	w := newAdminWorld(t)
	const path = "/v1/enforcement-items"
	const head = "事项编码,事项名称,依据,条款,主管领域,生效日期,赋权乡镇街道,赋权文件,赋权生效\n"
	const good = head + "yc-1,占道经营,某条例,第三条,市场监管,2026-01-01,,,\nyc-1,,,,,,zhen,赋权决定,2026-01-01\n"
	file := func(text string) map[string]any { return map[string]any{"file": "清单.csv", "text": text} }
	w.must(201, "ops operator", "POST", "/v1/admin/agencies", "", map[string]any{"code": "zhen", "name": "兰溪镇人民政府", "short_name": "兰溪镇", "sector": "township", "level": "township", "region": "310101"})

	bad := w.must(200, "ops operator", "POST", path+"/preview", "", file(good+"yc-1,占道,某条例,,市场监管,2026-07-01,,,\n"))
	if !strings.Contains(bad.text, `"line":4`) || !strings.Contains(bad.text, "条款：没有填写") || bad.body["refused"].(float64) != 1 || bad.body["added"].(float64) != 2 {
		t.Errorf("the preview says %s", bad.text)
	}
	refused := w.must(422, "ops operator", "POST", path+"/changes", "", file(head+"yc-1,占道,某条例,,市场监管,2026-07-01,,,\n"))
	if refused.str("code") != "items.unsound" || !strings.Contains(refused.text, `"body.text:2"`) {
		t.Errorf("refused with %s", refused.text)
	}
	for _, who := range []string{"env head", "ops auditor"} {
		w.must(403, who, "POST", path+"/changes", "", file(good))
		w.must(403, who, "POST", path+"/preview", "", file(good))
	}
	w.must(403, "env head", "GET", path+"/changes", "", nil)
	w.must(200, "ops auditor", "GET", path+"/changes", "", nil)
	w.must(401, "", "GET", path, "", nil)

	c := w.must(201, "env admin", "POST", path+"/changes", "", file(good))
	at := path + "/changes/" + c.str("id")
	if r := w.must(200, "ops operator", "GET", at, "", nil); r.str("text") != good || r.body["preview"].(map[string]any)["added"].(float64) != 2 {
		t.Errorf("kept as %s", r.text)
	}
	w.must(403, "env admin", "POST", at+"/activate", "", nil)  // proposes, and never decides
	w.must(403, "ops second", "POST", at+"/activate", "", nil) // no fresh login
	w.ok(idp.StepUp(t.Context(), w.as("ops second"), w.hub.URL, "ops", "second"))
	w.must(200, "ops second", "POST", at+"/activate", "", nil)
	w.must(409, "ops second", "POST", at+"/refuse", "", map[string]any{"reason": "晚了"})
	w.must(404, "ops second", "GET", path+"/changes/00000000-0000-7000-8000-000000000000", "", nil)

	found := w.must(200, "env head", "GET", path+"?q="+url.QueryEscape("占道")+"&on=2026-03-02&region=310101", "", nil)
	if !strings.Contains(found.text, `"code":"yc-1"`) || !strings.Contains(found.text, "兰溪镇") || strings.Contains(found.text, "air-straw") {
		t.Errorf("found %s", found.text)
	}
	r := w.must(200, "env head", "GET", "/v1/routing?item=yc-1&kind=administrative&place="+url.QueryEscape("兰溪镇河堤"), "", nil)
	first := r.body["suggestions"].([]any)[0].(map[string]any)
	if first["fit"] != "granted" || first["grant"].(map[string]any)["document"] != "赋权决定" || len(first["basis"].([]any)) == 0 {
		t.Errorf("suggested %s", r.text)
	}
	if r := w.must(200, "env head", "GET", "/v1/routing?item=waste-sorting", "", nil); !strings.Contains(r.text, "共同的上一级行政机关指定管辖") {
		t.Errorf("nobody competent, and it says %s", r.text)
	}
	g := w.must(201, "ops operator", "POST", path+"/grants", "", map[string]any{"item": "air-straw", "township": "zhen", "document": "赋权决定", "from": "2026-01-01"})
	w.must(200, "ops operator", "POST", path+"/changes/"+g.str("id")+"/refuse", "", map[string]any{"reason": "写错了"})
	if r := w.must(422, "ops operator", "POST", path+"/grants", "", map[string]any{"item": "nothing", "township": "zhen", "document": "赋权决定", "from": "2026-01-01"}); !strings.Contains(r.text, "不能赋权") {
		t.Errorf("an unknown item is granted: %s", r.text)
	}
	answer, err := w.as("market admin").Get(w.hub.URL + path + "/export")
	w.ok(err)
	defer answer.Body.Close()
	csv, err := io.ReadAll(answer.Body)
	w.ok(err)
	if !strings.HasPrefix(string(csv), "\ufeff事项编码,") || !strings.Contains(string(csv), "yc-1,占道经营") || strings.Contains(string(csv), "air-straw") || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("exported as %s: %s", answer.Header.Get("Content-Type"), csv)
	}
	book, err := w.as("market admin").Get(w.hub.URL + path + "/export?format=xlsx")
	w.ok(err)
	defer book.Body.Close()
	xlsx, err := io.ReadAll(book.Body)
	w.ok(err)
	if text, err := documents.WorkbookCSV(xlsx); err != nil || !strings.HasPrefix(text, "事项编码,") || !strings.Contains(text, "yc-1,占道经营") {
		t.Errorf("exported as a workbook: %v %s", err, text)
	}
	again := w.must(200, "ops operator", "POST", path+"/preview", "", map[string]any{"file": "清单.xlsx", "workbook": xlsx})
	if again.body["same"].(float64) == 0 || again.body["refused"].(float64) != 0 || again.body["added"].(float64) != 0 {
		t.Errorf("the exported workbook comes back as %s", again.text)
	}
	wrong, err := documents.Workbook("清单", [][]string{{"事项编码", "事项名称", "依据", "条款", "主管领域", "生效日期"}, {}, {"yc-9", "=占道经营", "某条例", "", "市场监管", "2026-01-01"}})
	w.ok(err)
	if r := w.must(200, "ops operator", "POST", path+"/preview", "", map[string]any{"file": "清单.xlsx", "workbook": wrong}); !strings.Contains(r.text, `"line":3`) || !strings.Contains(r.text, "条款：没有填写") {
		t.Errorf("a refused row of a workbook: %s", r.text)
	}
	kept := w.must(201, "env admin", "POST", path+"/changes", "", map[string]any{"file": "清单.xlsx", "workbook": mustBook(t, [][]string{{"事项编码", "失效日期", "事项名称", "依据", "条款", "主管领域", "生效日期"}, {"yc-8", "", "乱停车", "某条例", "第四条", "市场监管", "2026-01-01"}})})
	if r := w.must(200, "ops operator", "GET", path+"/changes/"+kept.str("id"), "", nil); !strings.Contains(r.str("text"), "yc-8,,乱停车") {
		t.Errorf("kept as %s: who decides reads the text", r.text)
	}
	for name, body := range map[string]map[string]any{
		"neither": {"file": "x.xlsx"}, "both": {"file": "x.xlsx", "text": good, "workbook": xlsx}, "no workbook": {"file": "x.xlsx", "workbook": []byte("PK\x03\x04")},
	} {
		if r := w.must(422, "ops operator", "POST", path+"/preview", "", body); !strings.Contains(r.text, "body.") {
			t.Errorf("%s: %s", name, r.text)
		}
	}
	for _, q := range []string{"on=2026-02-30", "region=31", "q=%00", "limit=0", "township=x"} {
		w.must(422, "env head", "GET", path+"?"+q, "", nil)
	}
	for _, q := range []string{"kind=nothing", "to=x", "on=morgen", "item=%00a"} {
		w.must(422, "env head", "GET", "/v1/routing?"+q, "", nil)
	}
}

func mustBook(t *testing.T, rows [][]string) []byte {
	t.Helper()
	file, err := documents.Workbook("清单", rows)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
