package draw

import (
	"strconv"
	"strings"
)

// matcher is a writer that keeps nothing: it holds what it would put down against what
// stands there. A file of a million objects is compared without a second copy of it.
type matcher struct {
	rest    string
	differs bool
}

func (m *matcher) word(s string) {
	if !strings.HasPrefix(m.rest, s) {
		m.differs = true
		return
	}
	m.rest = m.rest[len(s):]
}

func (m *matcher) text(s *string) {
	if strings.IndexByte(*s, '"') >= 0 || strings.IndexByte(*s, '\\') >= 0 {
		w := writer{}
		w.text(s)
		m.word(string(w.out))
		return
	}
	m.word(`"`)
	m.word(*s)
	m.word(`"`)
}

func (m *matcher) number(n *int64) { m.word(strconv.FormatInt(*n, 10)) }

func (m *matcher) more(have int) bool {
	if have > 0 {
		m.word(",")
	}
	m.word("\n")
	return true
}

func (m *matcher) reading() bool { return false }
func (m *matcher) fail(string)   { m.differs = true }
