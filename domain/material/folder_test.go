package material_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/material"
)

// TestReadFolder: names as enforcement systems export them, and names that say nothing.
func TestReadFolder(t *testing.T) {
	t.Parallel()
	got := material.ReadFolder([]string{
		"益阳演示化工有限公司涉嫌暗管排污案/01 立案/立案审批表.pdf",
		"益阳演示化工有限公司涉嫌暗管排污案/02 调查/现场检查（勘察）笔录-益阳演示化工有限公司.pdf",
		"益阳演示化工有限公司涉嫌暗管排污案/02 调查/营业执照 91430900MA4L1234XF.jpg",
		`益阳演示化工有限公司涉嫌暗管排污案\03 处罚\行政处罚决定书益环罚(2026)第012号.pdf`,
		"益阳演示化工有限公司涉嫌暗管排污案/02 调查/调查询问笔录（乙运输经营部）.docx",
		"益阳演示化工有限公司涉嫌暗管排污案/03 处罚/责令改正决定书益环责改〔2026〕7号.pdf",
	})
	if len(got.Enterprises) == 0 || got.Enterprises[0] != "益阳演示化工有限公司" {
		t.Errorf("enterprises %q", got.Enterprises)
	}
	if got.Decision != "益环罚〔2026〕12号" {
		t.Errorf("number of the decision %q", got.Decision)
	}
	for path, want := range map[string]string{
		"关于对甲乙电镀厂的调查报告.pdf": "甲乙电镀厂", "当事人张家加工厂.jpg": "张家加工厂", "现场检查笔录甲市乙化工股份有限公司.pdf": "甲市乙化工股份有限公司",
		"厂区平面图.pdf": "", "有限公司.pdf": "", "公司概况.doc": "", "IMG_0001.jpg": "", "": "", "移送书.pdf": "",
	} {
		first := ""
		if f := material.ReadFolder([]string{path}); len(f.Enterprises) > 0 {
			first = f.Enterprises[0]
		}
		if first != want {
			t.Errorf("%q names %q, want %q", path, first, want)
		}
	}
	codes := material.ReadFolder([]string{"执照91350100m000100y43.jpg", "A91350100M000100Y43B.jpg", "IMG_20260302093015.jpg"}).CreditCodes
	if !slices.Equal(codes, []string{"91350100M000100Y43"}) {
		t.Errorf("credit codes %q", codes)
	}
	if got := material.ReadFolder([]string{"立案审批表益环立〔2026〕3号.pdf", "12号.pdf"}).Decision; got != "" {
		t.Errorf("a number of another paper is taken for the decision's: %q", got)
	}
}

// FuzzReadFolder: no name breaks it, and what it reads stands in the name.
func FuzzReadFolder(f *testing.F) {
	f.Add("案/行政处罚决定书益环罚〔2026〕1号.pdf")
	f.Add("关于对\xff有限公司/对.作坊")
	f.Fuzz(func(t *testing.T, name string) {
		got := material.ReadFolder([]string{name, name})
		if len(got.Enterprises) > 3 || len(got.CreditCodes) > 3 {
			t.Errorf("too many of one name: %+v", got)
		}
		for _, e := range got.Enterprises {
			if e == "" || !strings.Contains(name, e) {
				t.Errorf("%q reads an enterprise %q", name, e)
			}
		}
	})
}
