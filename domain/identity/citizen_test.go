package identity_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/identity"
)

func TestCitizenID(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		in, normalised string
		zh             string // part of the warning; empty: none
	}{
		{"11010519491231002X", "11010519491231002X", ""},
		{"440524188001010014", "440524188001010014", ""},
		{"11010519491231002x", "11010519491231002X", ""},
		{" 110105 19491231 002X", "11010519491231002X", ""},
		{"110105194912310021", "110105194912310021", "校验位"},
		{"11010519491331002X", "11010519491331002X", "出生日期"},
		{"11010519490230002X", "11010519490230002X", "出生日期"},
		{"110105491231002", "110105491231002", "18位"},
		{"1101051949123100XX", "1101051949123100XX", "18位"},
		{"", "", "18位"},
	} {
		ok, normalised, warning := identity.CheckCitizenID(tc.in)
		if ok != (tc.zh == "") || normalised != tc.normalised || !strings.Contains(warning.ZH, tc.zh) || ok == (warning.EN != "") {
			t.Errorf("%s: ok=%v normalised=%s warning=%v", tc.in, ok, normalised, warning)
		}
	}
}

func TestMaskShowsAtMostSixAndFour(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"11010519491231002X": "110105********002X",
		"13800001234":        "138****1234",
		"6222021001116245":   "622202******6245",
		"1234567":            "1****67",
		"123456":             "******",
		"":                   "",
	} {
		if got := identity.Mask(in); got != want {
			t.Errorf("Mask(%d characters) = %s, want %s", len(in), got, want)
		}
	}
}
