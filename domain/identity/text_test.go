package identity_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/identity"
)

func TestCleanTextFindsWhatAReaderCannotSee(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, clean, hidden string }{
		{"plain text stays as it is", "某某化工有限公司\n第二段\t完", "某某化工有限公司\n第二段\t完", ""},
		{"right-to-left override", "报告\u202efdp.exe", "报告fdp.exe", "\u202e"},
		{"isolates", "甲\u2066乙\u2069", "甲乙", "\u2066\u2069"},
		{"zero width space and joiner", "潼\u200b环\u200d〔2022〕", "潼环〔2022〕", "\u200b\u200d"},
		{"byte order mark", "\ufeff某厂", "某厂", "\ufeff"},
		{"soft hyphen", "某\u00ad厂", "某厂", "\u00ad"},
		{"variation selector", "葛\U000e0100某", "葛某", "\U000e0100"},
		{"tag characters", "某\U000e0041厂", "某厂", "\U000e0041"},
		{"Hangul filler", "某\u3164厂", "某厂", "\u3164"},
		{"escape and null", "某\x1b[31m\x00厂", "某[31m厂", "\x1b\x00"},
		{"bytes that were lost", "某\ufffd厂", "某厂", "\ufffd"},
		{"each once", "\u200b某\u200b厂\u200b", "某厂", "\u200b"},
	} {
		clean, hidden := identity.CleanText(tc.in)
		if clean != tc.clean || string(hidden) != tc.hidden {
			t.Errorf("%s: clean=%q hidden=%q", tc.name, clean, string(hidden))
		}
	}
}

func TestSecretMarkIsFound(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"绝密★30年":             "绝密",
		"机密★20年 某案情况报告.pdf":  "机密",
		"秘密 ★ 长期":            "秘密",
		"秘　密　★":              "秘密",
		"关于某案的请示\n机密★\n正文":   "机密",
		"【机密】某案调查报告.docx":    "机密",
		"(秘密)会议纪要.pdf":       "秘密",
		"密级：绝密":              "绝密",
		"密级: 秘密 期限五年":        "秘密",
		"机密.pdf":             "机密",
		"某案-绝密-附件1.jpg":      "绝密",
		"机密文件 2024.pdf":      "机密",
		"本件属机密级国家秘密":         "机密",
		"绝密件":                "绝密",
		"機密★":                "机密",
		"秘密★":                "秘密",
		"机\u200b密★10年":       "机密",
		"秘密级":                "秘密",
		"正文第一段。\n秘密\n正文第二段。": "秘密",
		"秘密·10年":             "秘密",
	} {
		if got, found := identity.SecretMark(in); !found || got != want {
			t.Errorf("%q: mark=%q found=%v, want %s", in, got, found, want)
		}
	}
}

func TestSecretMarkLeavesOrdinaryWordsAlone(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"本件不涉及国家秘密", "涉及商业秘密、个人隐私的应当保密", "商业秘密.pdf", "商业机密文件.pdf",
		"当事人通过暗管秘密排放含砷废水", "保守国家秘密法", "工作秘密管理办法.docx", "秘密转移危险废物14吨",
		"经审查，不属于机密级、秘密级国家秘密", "非机密文件", "泄露国家秘密罪", "群众举报其秘密填埋",
		"夜间秘密作业的录像.mp4", "国家秘密、工作秘密一律不得上传", "某某机密仪器有限公司", "", "无秘密文件",
		"技术秘密资料清单", "计算机密级标识说明.docx", "有机密封材料.pdf", "秘密侦查", strings.Repeat("秘", 3),
	} {
		if got, found := identity.SecretMark(in); found {
			t.Errorf("%q: found %q", in, got)
		}
	}
}
