package draw

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

type (
	agencyID  = ids.Agency
	officerID = ids.Entry
)

func optional(f form, v *ids.Agency) {
	as(f, v, ids.Agency.String, func(s string) (ids.Agency, bool) {
		if s == "" {
			return ids.Agency{}, true
		}
		got, err := ids.Parse[ids.Agency](s)
		return got, err == nil
	})
}

// writer puts a value down in its one encoding.
type writer struct {
	out []byte
	bad string // the first part that has no encoding
}

func (w *writer) word(s string) { w.out = append(w.out, s...) }

func (w *writer) text(s *string) {
	if !plain(*s) {
		w.fail("text")
		return
	}
	w.out = append(w.out, '"')
	if strings.ContainsAny(*s, `"\`) {
		for _, c := range []byte(*s) {
			if c == '"' || c == '\\' {
				w.out = append(w.out, '\\')
			}
			w.out = append(w.out, c)
		}
	} else {
		w.out = append(w.out, *s...)
	}
	w.out = append(w.out, '"')
}

func (w *writer) number(n *int64) {
	if *n < 0 {
		w.fail("number")
	}
	w.out = strconv.AppendInt(w.out, *n, 10)
}

func (w *writer) more(have int) bool {
	if have > 0 {
		w.out = append(w.out, ',')
	}
	w.out = append(w.out, '\n')
	return true
}

func (w *writer) reading() bool { return false }

func (w *writer) fail(part string) {
	if w.bad == "" {
		w.bad = part
	}
}

// plain reports UTF-8 without control characters.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == 0x7f {
			return false
		}
	}
	return utf8.ValidString(s)
}

// shaped is a member of the file that is hashed by itself.
type shaped interface{ form(form) }

// encode gives the bytes of a member. It returns a fault "draw.unwritable" for what
// has no encoding: control characters, negative numbers.
func encode(m shaped, room int) ([]byte, error) {
	w := writer{out: make([]byte, 0, room)}
	m.form(&w)
	if w.bad != "" {
		return nil, unwritable(w.bad)
	}
	return w.out, nil
}
