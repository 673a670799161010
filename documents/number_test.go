package documents_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

func TestParseNumberReadsEveryFormInUse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		// as printed in the documents of real bureaus
		"长环保发〔2023〕15号":          "长环保发〔2023〕15号",
		"长环保发〔2023〕6号":           "长环保发〔2023〕6号",
		"普环〔2023〕11 号":           "普环〔2023〕11号",
		"环执法〔2021〕1号":            "环执法〔2021〕1号",
		"环执法〔2021〕75 号":          "环执法〔2021〕75号",
		"沪\n\n环执法\n\n〔2021〕75 号": "沪环执法〔2021〕75号",
		"潼环﹝2022﹞2号":             "潼环〔2022〕2号",
		"潼环﹝2015﹞190号":           "潼环〔2015〕190号",
		"潼环党组﹝2024﹞14号":          "潼环党组〔2024〕14号",
		"潼环〔2022〕76号":            "潼环〔2022〕76号",
		"潼委法办白头〔2025〕1号":         "潼委法办白头〔2025〕1号",
		"渝环函〔2021〕674号":          "渝环函〔2021〕674号",
		"沪环规〔2020〕9 号":           "沪环规〔2020〕9号",
		"沪环规〔2020〕4号":            "沪环规〔2020〕4号",
		"沪环规〔2019〕14号":           "沪环规〔2019〕14号",
		"沪环法\n〔2022〕111 号":       "沪环法〔2022〕111号",
		"沪市监信用〔2020〕604号":        "沪市监信用〔2020〕604号",
		"国发〔2019〕5 号":            "国发〔2019〕5号",
		"环环监〔2017〕17号":           "环环监〔2017〕17号",
		"公治〔2014〕853号":           "公治〔2014〕853号",
		"法释〔2023〕7号":             "法释〔2023〕7号",
		// other brackets, blanks and digits
		"普环[2023]11号":                   "普环〔2023〕11号",
		"普环(2023)11号":                   "普环〔2023〕11号",
		"普环（2023）11号":                   "普环〔2023〕11号",
		"普环［2023］11号":                   "普环〔2023〕11号",
		"普环【2023】11号":                   "普环〔2023〕11号",
		"普环〔2023]11号":                   "普环〔2023〕11号",
		"普环〔２０２３〕１１号":                   "普环〔2023〕11号",
		"普环〔2023〕第11号":                  "普环〔2023〕11号",
		"普环〔2023〕011号":                  "普环〔2023〕11号",
		"普环\u3000〔2023〕\t11\u00a0号\r\n": "普环〔2023〕11号",
		"长公（环）立字〔2024〕3号":               "长公（环）立字〔2024〕3号",
		"长公(环)立字[2024]3号":               "长公（环）立字〔2024〕3号",
	} {
		n, err := documents.ParseNumber(in)
		if err != nil || n.String() != want {
			t.Errorf("%q: %s, %v; want %s", in, n, err, want)
		}
	}
}

func TestParseNumberRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ in, code string }{
		{"", "documents.number_malformed"},
		{"普环", "documents.number_malformed"},
		{"普环〔2023〕号", "documents.number_malformed"},
		{"普环〔2023〕11", "documents.number_malformed"},
		{"普环〔23〕11号", "documents.number_malformed"},
		{"普环〔2023〕0号", "documents.number_malformed"},
		{"〔2023〕11号", "documents.number_malformed"},
		{"PH〔2023〕11号", "documents.number_malformed"},
		{"普环〔2023〕11号文", "documents.number_malformed"},
		{"普环〔2023〕11号普环〔2023〕12号", "documents.number_malformed"},
		{"普环〔2023〕1234567890号", "documents.number_malformed"},
		{"普环）（〔2023〕1号", "documents.number_malformed"},
		{"（环〔2023〕1号", "documents.number_malformed"},
		{strings.Repeat("环", 400) + "〔2023〕1号", "documents.number_malformed"},
		{"普环\u202e〔2023〕11号", "documents.number_hidden_character"},
		{"普\u200b环〔2023〕11号", "documents.number_hidden_character"},
		{"\ufeff普环〔2023〕11号", "documents.number_hidden_character"},
		{"普环〔2023〕1\u20681号", "documents.number_hidden_character"},
	} {
		_, err := documents.ParseNumber(tc.in)
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Kind != fault.Invalid || f.Code != tc.code || f.Detail.ZH == "" || f.Detail.EN == "" {
			t.Errorf("%q: %v, want %s", tc.in, err, tc.code)
		}
	}
}

// What is read once reads the same again, and nothing is ever read in two ways.
func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"潼环﹝2022﹞2号", "沪\n环执法〔2021〕75 号", "长公（环）立字〔2024〕3号", "普环[2023]011号", "\u202e普环〔2023〕1号", "（（环〔2023〕1号"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := documents.ParseNumber(s)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		again, err := documents.ParseNumber(n.String())
		if err != nil || again != n {
			t.Fatalf("%q gives %s, which gives %s, %v", s, n, again, err)
		}
		if n.Prefix == "" || n.Year < 1000 || n.Seq < 1 || strings.ContainsAny(n.String(), " \n﹝﹞[]") {
			t.Fatalf("%q gives %s", s, n)
		}
	})
}
