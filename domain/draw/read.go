package draw

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// reader takes the one encoding of a value from the front of a text. After the
// first thing that does not fit it takes nothing more.
type reader struct {
	all string
	at  int
	bad string
}

func (r *reader) word(s string) {
	if r.bad == "" && strings.HasPrefix(r.all[r.at:], s) {
		r.at += len(s)
		return
	}
	r.fail(s)
}

func (r *reader) text(s *string) {
	r.word(`"`)
	if r.bad != "" {
		return
	}
	rest := r.all[r.at:]
	escaped := false
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '"':
			*s = rest[:i]
			if escaped {
				*s = unescape(*s)
			}
			r.at += i + 1
			return
		case c == '\\' && i+1 < len(rest) && (rest[i+1] == '"' || rest[i+1] == '\\'):
			escaped = true
			i++
		case c < 0x20 || c == 0x7f || c == '\\':
			r.fail("text")
			return
		}
	}
	r.fail("text")
}

func unescape(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
		}
		out = append(out, s[i])
	}
	return string(out)
}

func (r *reader) number(n *int64) {
	if r.bad != "" {
		return
	}
	end := r.at
	for end < len(r.all) && r.all[end] >= '0' && r.all[end] <= '9' {
		end++
	}
	digits := r.all[r.at:end]
	got, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || len(digits) > 1 && digits[0] == '0' {
		r.fail("number")
		return
	}
	*n, r.at = got, end
}

// more goes on to the next element of a list, if there is one.
func (r *reader) more(have int) bool {
	if have == 0 {
		if r.bad != "" || strings.HasPrefix(r.all[r.at:], "]") {
			return false
		}
	} else if r.bad != "" || !strings.HasPrefix(r.all[r.at:], ",") {
		return false
	} else {
		r.at++
	}
	r.word("\n")
	return r.bad == ""
}

// inRow does the same for a list on one line.
func (r *reader) inRow(have int) bool {
	if r.bad != "" || strings.HasPrefix(r.all[r.at:], "]") {
		return false
	}
	if have > 0 {
		r.word(",")
	}
	return r.bad == ""
}

func (r *reader) reading() bool { return true }

// fail keeps where it stopped and what was expected there.
func (r *reader) fail(part string) {
	if r.bad == "" {
		r.bad = part
	}
}

// decode reads one member and nothing else.
func decode(text []byte, m shaped) error {
	if !utf8.Valid(text) {
		return unreadable(0, "UTF-8")
	}
	r := reader{all: string(text)}
	m.form(&r)
	if r.bad == "" && r.at != len(r.all) {
		r.fail("end")
	}
	if r.bad != "" {
		return unreadable(1+strings.Count(r.all[:r.at], "\n"), r.bad)
	}
	return nil
}
