package identity_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/xianjie-hub/xianjie/domain/identity"
)

func traces(text string) string {
	var list []string
	for _, s := range identity.FindTraces(text) {
		list = append(list, string(s.Kind)+" "+s.Text)
	}
	return strings.Join(list, "|")
}

func TestFindTraces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"举报人张三，电话13800138000，反映河边有油污":        "name 张三|phone 13800138000",
		"反映人：李四先生 138-0013-8000":             "name 李四|phone 138-0013-8000",
		"联系人 欧阳小明，0737-4221234":              "name 欧阳小明|phone 0737-4221234",
		"投诉人王某某称厂里夜间排水":                      "name 王某某",
		"身份证 11010519491231002X 请保密":         "identity_no 11010519491231002X",
		"身份证 110105194912310021 校验位不对":       "identity_no 110105194912310021", // mistyped, and somebody's all the same
		"编号 110105194912310021 的台账":          "",
		"身份证号码是110105491231002，老号":           "identity_no 110105491231002",
		"我叫张三，住在河边":                          "name 张三",
		"我是村民李四，电话13800138000":               "name 李四|phone 13800138000",
		"本人欧阳小明反映厂里偷排":                       "name 欧阳小明",
		"我姓王，名字叫王小二。":                        "name 王小二",
		"菱角村村民李建国（电话13812345678）反映":          "name 李建国|phone 13812345678",
		"村民王某某反映夜间偷排":                        "name 王某某",
		"居民刘芳女士来电":                           "name 刘芳",
		"业主陈静，电话13800138000":                 "name 陈静|phone 13800138000",
		"厂里找赵小明（13800138000）":                "name 赵小明|phone 13800138000",
		"居民时常反映夜间有异味":                        "",
		"群众曾多次反映该厂":                          "",
		"该单位（电话0737-4221234）":                "phone 0737-4221234",
		"涉及居民安置，请核实":                         "",
		"我是王家村的村民":                           "",
		"我是高新区一家企业的职工":                       "",
		"本人经常路过该厂":                           "",
		"本人高度怀疑夜间偷排":                         "",
		"微信：abc_12345，邮箱 a.b@example.org":    "account abc_12345|account a.b@example.org",
		"超标 2.983 倍，2026年3月1日13时，罚款 13800 元": "",
		"统一社会信用代码 91430900MA4L5XQK3B":        "",
		"两个号码 13800138000、13900139000":       "phone 13800138000|phone 13900139000",
		"桩号 K138001380001":                   "",
		"举报人反映某电镀厂排污":                        "",
		"":                                   "",
	} {
		if got := traces(text); got != want {
			t.Errorf("%s: found %q, want %q", text, got, want)
		}
	}
}

func TestSealingTracesHidesAllAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	text := "举报人张三，13800138000，反映河边有油污，车牌不清"
	got := identity.SealTraces(text, identity.FindTraces(text))
	if want := "举报人〔举报人信息已密封〕，，反映河边有油污，车牌不清"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestNoTraceStaysBehind: whatever surrounds them, finds are gone from the
// masked text, and everything else is still there in its order.
func TestNoTraceStaysBehind(t *testing.T) {
	t.Parallel()
	pieces := []string{"举报人张三", "，", "13800138000", "某厂排放废水", "11010519491231002X", " ", "微信：abc_12345", "😀", "\n", "〔"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), "")
		spans := identity.FindTraces(text)
		runes := []rune(text)
		at := 0
		for _, s := range spans {
			if s.From < at || string(runes[s.From:s.To]) != s.Text {
				t.Fatalf("%q: span %+v", text, s)
			}
			at = s.To
		}
		masked := identity.SealTraces(text, spans)
		for _, s := range identity.FindTraces(masked) {
			t.Fatalf("%q still holds %+v", masked, s)
		}
		if strings.Count(masked, "某厂排放废水") != strings.Count(text, "某厂排放废水") {
			t.Fatalf("%q lost facts: %q", text, masked)
		}
	})
}
