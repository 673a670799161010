package identity

import (
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// citizenWeights and citizenChecks are those of GB 11643-1999 §4.2.4
// (ISO 7064 MOD 11-2).
var citizenWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const (
	citizenChecks = "10X98765432"
	citizenLength = 18
)

// CheckCitizenID looks at a citizen identity number (公民身份号码, GB
// 11643-1999). It gives the number without blanks, and a warning where
// something is odd; ok is false exactly when there is a warning. The number is
// sensitive personal data: show it through [Mask].
func CheckCitizenID(s string) (ok bool, normalised string, warning fault.Text) {
	id := squeeze(s)
	if len(id) != citizenLength || strings.Trim(id[:17], "0123456789") != "" || strings.Trim(id[17:], "0123456789X") != "" {
		return false, id, fault.T(
			"公民身份号码应为18位，前17位为数字，末位为数字或者 X，请核对",
			"A citizen identity number has 17 digits and a digit or X; please check it")
	}
	if _, err := time.Parse("20060102", id[6:14]); err != nil {
		return false, id, fault.T(
			"公民身份号码第7至14位不是有效的出生日期，请核对",
			"Characters 7 to 14 of the identity number are not a day; please check it")
	}
	sum := 0
	for i, w := range citizenWeights {
		sum += int(id[i]-'0') * w
	}
	if citizenChecks[sum%11] != id[17] {
		return false, id, fault.T(
			"公民身份号码校验位不符，请核对",
			"The check character of the identity number does not fit; please check it")
	}
	return true, id, fault.Text{}
}

// Mask hides the middle of an identity, account or phone number: at most the
// first six and the last four characters stay, fewer for shorter numbers, and
// nothing of one with less than seven characters.
func Mask(s string) string {
	runes := []rune(s)
	n := len(runes)
	head, tail := 0, 0
	switch {
	case n >= 15:
		head, tail = 6, 4
	case n >= 10:
		head, tail = 3, 4
	case n >= 7:
		head, tail = 1, 2
	}
	return string(runes[:head]) + strings.Repeat("*", n-head-tail) + string(runes[n-tail:])
}
