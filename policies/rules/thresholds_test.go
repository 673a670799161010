package rules_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

// TestThresholds: what a sentence seems to cross, and what it does not.
func TestThresholds(t *testing.T) {
	t.Parallel()
	b := book(t)
	for recorded, want := range map[string]string{
		"现场称重，该公司倾倒危险废物3.2吨。":  "hazardous_waste 3.2吨",
		"将废矿物油交给无证人员，过磅合计三吨以上": "hazardous_waste 三吨",
		"非法处置医疗废物4500公斤":       "hazardous_waste 4500公斤",
		"倾倒危险废物1,200.5千克":      "",
		"倾倒危险废物不足3吨":           "",
		"倾倒生活垃圾30吨":            "",
		"倾倒危险废物若干。另查获生活垃圾30吨":  "", // of another sentence
		"排口总砷超标126.2倍":         "metals_three 126.2倍",
		"总铬超过排放标准2.9倍":         "",
		"总镍浓度超过排放标准十倍以上":       "metals_ten 十倍",
		"总镍浓度超过排放标准三倍":         "",
		"经软管（暗管）排入雨水井":         "hidden_outlet",
		"厂区地下有一条废弃暗管":          "",
		"该厂干扰自动监测设施采样":         "forged_data",
		"违法所得二十九万元":            "",
		"违法所得300,000元":         "gain_or_loss 300,000元",
		"造成公私财产损失三十二万元":        "gain_or_loss 三十二万元",
		"二年内因排放有毒物质受过两次行政处罚":   "toxic_and_punished 两次",
		"造成下游两个乡镇取水中断":         "", // for how long is not said
		"造成下游两个乡镇取水中断十一小时":     "",
		"致使乡镇水厂停止取水12小时":       "water_cut 12小时",
		"致使乡镇水厂停止取水不足12小时":     "",
		"致使乡镇水厂停止供水两天":         "water_cut 两天",
		"3日接报，致使乡镇水厂停止供水8个小时":  "",
		"在饮用水水源二级保护区内倾倒含铬污泥":   "protected_area",
		"废酸3吨在厂内贮存，台账齐全":       "",
		"日常检查未发现问题":            "",
		"":                     "",
	} {
		got := ""
		for _, c := range b.Crosses(day(t, "2026-10-12"), recorded) {
			got = c.ID
			if c.Figure != "" {
				got += " " + c.Figure
			}
			if c.Sentence == "" || len(c.Basis) == 0 || c.Basis[0].Article == "" || c.Confidence == "" {
				t.Errorf("%s: without sentence or article", c.ID)
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", recorded, got, want)
		}
	}
	if got := b.Crosses(day(t, "2023-08-14"), "倾倒危险废物3.2吨"); len(got) != 0 {
		t.Errorf("before the text took effect: %+v", got)
	}
	if len(b.Thresholds()) != 10 || b.Watches("criminal") || !b.Watches("lead") {
		t.Errorf("%d thresholds, criminal %t, lead %t", len(b.Thresholds()), b.Watches("criminal"), b.Watches("lead"))
	}
}

// FuzzThresholds: no text makes it fail, and what it says stands in the text.
func FuzzThresholds(f *testing.F) {
	f.Add("倾倒危险废物3.2吨")
	f.Add("违法所得三十万元百十百吨\x00")
	b, err := rules.LoadFS(fstest.MapFS{})
	if err != nil {
		f.Fatal(err)
	}
	on := civil.Date{Year: 2026, Month: time.October, Day: 12}
	f.Fuzz(func(t *testing.T, recorded string) {
		for _, c := range b.Crosses(on, recorded) {
			if !strings.Contains(recorded, c.Sentence) || !strings.Contains(c.Sentence, c.Figure) {
				t.Errorf("%s says %q of %q", c.ID, c.Sentence, recorded)
			}
		}
	})
}
