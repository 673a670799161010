// Package fonts carries the face every clone can issue documents with.
package fonts

import _ "embed"

// Serif is a subset of Noto Serif SC Regular (SIL Open Font Licence 1.1, see
// OFL.txt): 通用规范汉字表, GB 2312 and the signs of official papers.
//
//go:embed hub-serif.ttf
var Serif []byte
