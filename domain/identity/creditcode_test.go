package identity_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/identity"
)

func TestCreditCodeOfTheStandardAndOfRealRegistersPass(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"91350100M000100Y43",
		"91110000600037341L",
		"91330106673959654P",
		"9144030071526726XG",
		"914403001922038216",
		"91310000775785552L",
		"11310105MB2F002860", // the sum is divisible by 31: the outer remainder gives 0
		"11310105MB2F0050X0",
	} {
		ok, normalised, warning := identity.CheckCreditCode(code)
		if !ok || normalised != code || warning.ZH != "" || warning.EN != "" {
			t.Errorf("%s: ok=%v normalised=%s warning=%v", code, ok, normalised, warning)
		}
	}
}

func TestCreditCodeOddOnesAreWarnedAboutNotRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, normalised, zh string }{
		{"pilot codes fail their own check", "91350100M0001TGQXM", "91350100M0001TGQXM", "校验位不符"},
		{"pilot codes fail their own check", "91350211M0000XUF46", "91350211M0000XUF46", "校验位不符"},
		{"pilot codes fail their own check", "91350203M0001FUE2P", "91350203M0001FUE2P", "校验位不符"},
		{"one digit mistyped", "91310000775785551L", "91310000775785551L", "校验位不符"},
		{"two digits changed over", "91310000775758552L", "91310000775758552L", "校验位不符"},
		{"letter O for zero", "9131O000775785552L", "9131O000775785552L", "除 I、O、S、V、Z"},
		{"too short", "9131000077578555", "9131000077578555", "18位"},
		{"empty", "", "", "18位"},
		{"Han among it counts characters, not bytes", "统一信用代码一二三四五六七八九十", "统一信用代码一二三四五六七八九十", "18位"},
		{"letters in the region", "9131A0007757855520", "9131A0007757855520", "行政区划代码"},
	} {
		ok, normalised, warning := identity.CheckCreditCode(tc.in)
		if ok || normalised != tc.normalised || !strings.Contains(warning.ZH, tc.zh) || warning.EN == "" {
			t.Errorf("%s (%s): ok=%v normalised=%s warning=%v", tc.name, tc.in, ok, normalised, warning)
		}
	}
}

func TestCreditCodeIsNormalised(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"91350100m000100y43", " 91350100 M000100Y43\n", "91350100-M000100Y-43",
		"９１３５０１００Ｍ０００１００Ｙ４３", "9135\u30000100M000100Y43",
	} {
		if ok, got, _ := identity.CheckCreditCode(in); !ok || got != "91350100M000100Y43" {
			t.Errorf("%q: ok=%v %s", in, ok, got)
		}
	}
}

// Whatever 17 characters precede it, exactly one check character passes.
func TestCreditCodeHasOneCheckCharacter(t *testing.T) {
	t.Parallel()
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	for n := range 200 {
		stem := []byte("91310105MB2F00500")
		for i := 8; i < 17; i++ {
			stem[i] = alphabet[(n*(i+7)+i*i)%31]
		}
		passing := 0
		for _, c := range alphabet {
			if ok, _, _ := identity.CheckCreditCode(string(stem) + string(c)); ok {
				passing++
			}
		}
		if passing != 1 {
			t.Errorf("%s: %d check characters pass", stem, passing)
		}
	}
}
