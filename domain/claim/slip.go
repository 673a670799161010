package claim

import "strings"

// Slip is the number of a payment as it is compared (缴款书号): people write brackets,
// spaces and wide digits as they like, and it is the same slip.
func Slip(number string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("（）〔〕［］【】()[]{} 　", r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, number))
}
