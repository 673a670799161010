package identity

import (
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// creditAlphabet holds the 31 characters of GB 32100-2015 §4.1; the place of a
// character is its value. I, O, S, V and Z are left out.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

const creditLength = 18

// CheckCreditCode looks at a unified social credit code (GB 32100-2015). It
// gives the code in capitals without blanks, and a warning where something is
// odd; ok is false exactly when there is a warning. Never refuse on it: early
// pilot codes are real and fail the check.
func CheckCreditCode(s string) (ok bool, normalised string, warning fault.Text) {
	code := squeeze(s)
	if len([]rune(code)) != creditLength {
		return false, code, fault.T(
			"统一社会信用代码应为18位，请核对",
			"A unified social credit code has 18 characters; please check it")
	}
	if i := strings.IndexFunc(code, func(r rune) bool { return !strings.ContainsRune(creditAlphabet, r) }); i >= 0 {
		return false, code, fault.T(
			"统一社会信用代码只用数字和除 I、O、S、V、Z 以外的大写字母，请核对",
			"A unified social credit code uses digits and capitals other than I, O, S, V, Z; please check it")
	}
	if strings.Trim(code[2:8], "0123456789") != "" {
		return false, code, fault.T(
			"统一社会信用代码第3至8位应为行政区划代码（数字），请核对",
			"Characters 3 to 8 of a unified social credit code are the digits of a region; please check it")
	}
	if creditCheck(code) != code[creditLength-1] {
		return false, code, fault.T(
			"统一社会信用代码校验位不符，请核对；确为登记证所载的可以继续",
			"The check character of the credit code does not fit; go on if the certificate says so")
	}
	return true, code, fault.Text{}
}

// creditCheck computes the check character over the first 17 characters
// (GB 32100-2015 §5): weights are the powers of 3 modulo 31. The outer
// remainder matters: without it a sum divisible by 31 has no character.
func creditCheck(code string) byte {
	sum, weight := 0, 1
	for i := range creditLength - 1 {
		sum += strings.IndexByte(creditAlphabet, code[i]) * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

// squeeze drops blanks and hyphens, turns full-width characters into ASCII and
// letters into capitals, as codes are copied from certificates and chats.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '\u3000' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '-':
			return -1
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}, s)
}
