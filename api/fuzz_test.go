package api

import (
	"mime"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// FuzzCursor: whatever comes as a cursor is refused as what it is, or names an
// instant and an id that make a cursor of the same meaning.
func FuzzCursor(f *testing.F) {
	f.Add(joinCursor(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), "019cac0f-2680-7efb-86a5-92de57362a9b"))
	f.Add("")
	f.Add("MTAwMDAtMDEtMDFUMDA6MDA6MDBafDAxOWNhYzBmLTI2ODAtN2VmYi04NmE1LTkyZGU1NzM2MmE5Yg")
	f.Fuzz(func(t *testing.T, s string) {
		at, id, err := splitCursor[ids.Case](s)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%q is refused with %v", s, err)
			}
			return
		}
		at2, id2, err := splitCursor[ids.Case](joinCursor(at, id.String()))
		if err != nil || !at2.Equal(at) || id2 != id {
			t.Fatalf("%q reads as %s %s, which comes back as %s %s: %v", s, at, id, at2, id2, err)
		}
	})
}

// FuzzIfMatch: a header is a version of ours, or refused; no version is negative.
func FuzzIfMatch(f *testing.F) {
	for _, s := range []string{"", `"1"`, `W/"7"`, "*", `"1","2"`, `"-1"`, `"9223372036854775808"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ifMatch(s)
		if err == nil && (v < 0 || !strings.Contains(s, strings.Trim(etag(v), `"`)) && !strings.ContainsAny(s, "+0")) {
			t.Fatalf("%q reads as version %d", s, v)
		}
		if kind := fault.KindOf(err); err != nil && kind != fault.Invalid && kind != fault.Stale {
			t.Fatalf("%q is refused with %v", s, err)
		}
	})
}

// FuzzFileName: the name of a file never breaks out of its header, and arrives as
// it was, without what cannot be printed.
func FuzzFileName(f *testing.F) {
	for _, s := range []string{"现场照片.jpg", "a\r\nSet-Cookie: x=1", `";filename="b`, "\u202egpj.exe", "a\\b/c", "", strings.Repeat("长", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		w := httptest.NewRecorder()
		attachment(w, name, "application/pdf")
		got := w.Header().Values("Content-Disposition")
		if len(got) != 1 || strings.ContainsAny(got[0], "\r\n") || len(w.Header()) != 2 {
			t.Fatalf("%q makes %q", name, w.Header())
		}
		kind, params, err := mime.ParseMediaType(got[0])
		if err != nil || kind != "attachment" {
			t.Fatalf("%q makes %q: %v", name, got[0], err)
		}
		if strings.ContainsFunc(params["filename"], func(r rune) bool { return printable(r) < 0 }) {
			t.Fatalf("%q arrives as %q", name, params["filename"])
		}
	})
}
