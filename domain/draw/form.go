package draw

import (
	"encoding/hex"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// form is the file, described once: a writer puts down what it is shown, a reader
// takes nothing else than what a writer would have put down.
type form interface {
	word(s string)      // what always stands there
	text(s *string)     // a string
	number(n *int64)    // not negative
	more(have int) bool // in a list that reads: another element?
	reading() bool
	fail(part string)
}

// list is a list of elements, each on its own line.
func list[T any](f form, all *[]T, element func(*T)) {
	f.word("[")
	if f.reading() {
		for f.more(len(*all)) {
			if len(*all) == cap(*all) {
				*all = slices.Grow(*all, len(*all)+8) // twice as many: a list may have a million
			}
			var x T
			element(&x)
			*all = append(*all, x)
		}
	} else {
		for i := range *all {
			f.more(i)
			element(&(*all)[i])
		}
	}
	if len(*all) > 0 {
		f.word("\n")
	}
	f.word("]")
}

// row is a list of texts on one line.
func row[T any](f form, all *[]T, element func(*T)) {
	f.word("[")
	if r, ok := f.(*reader); ok {
		for r.inRow(len(*all)) {
			var x T
			element(&x)
			*all = append(*all, x)
		}
	} else {
		for i := range *all {
			if i > 0 {
				f.word(",")
			}
			element(&(*all)[i])
		}
	}
	f.word("]")
}

// as is a value that is written as a text and has exactly one such form.
func as[T any](f form, value *T, write func(T) string, read func(string) (T, bool)) {
	var s string
	if !f.reading() {
		s = write(*value)
	}
	f.text(&s)
	if f.reading() {
		got, ok := read(s)
		if !ok || write(got) != s {
			f.fail("value")
			return
		}
		*value = got
	}
}

func id[T ids.Entry | ids.Agency](f form, v *T) {
	as(f, v, func(v T) string { return ids.Entry(v).String() }, func(s string) (T, bool) { got, err := ids.Parse[T](s); return got, err == nil })
}

func sum[T ~[32]byte](f form, v *T) {
	as(f, v, func(v T) string { b := [32]byte(v); return hex.EncodeToString(b[:]) }, func(s string) (out T, ok bool) {
		b, err := hex.DecodeString(s)
		if err != nil || len(b) != len(out) {
			return out, false
		}
		return T(b), true
	})
}

func bytesOf(f form, v *[]byte) {
	as(f, v, func(b []byte) string { return hex.EncodeToString(b) }, func(s string) ([]byte, bool) { b, err := hex.DecodeString(s); return b, err == nil })
}

func day(f form, v *civil.Date) {
	as(f, v, civil.Date.String, func(s string) (civil.Date, bool) { d, err := civil.ParseDate(s); return d, err == nil })
}

func instant(f form, v *time.Time) {
	as(f, v, func(t time.Time) string { return t.UTC().Format(time.RFC3339) }, func(s string) (time.Time, bool) {
		t, err := time.Parse(time.RFC3339, s)
		return t.UTC(), err == nil
	})
}

func name[T ~string](f form, v *T) { s := string(*v); f.text(&s); *v = T(s) }
