package login

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzReturnTo: whatever a link asks to return to, a browser stays on this hub. The
// answer is resolved as a browser would, after the backslashes that it takes for slashes.
func FuzzReturnTo(f *testing.F) {
	for _, s := range []string{"/", "/referrals/1?x=/../..", "//evil.example", "/\\evil.example", "/%2f/evil.example", "/%5cevil.example", "https://evil.example", "/login/start", "/\t/evil.example", "/./login/callback/x", "/x/..//evil.example", "/;@evil.example"} {
		f.Add(s)
	}
	here, err := url.Parse("https://hub.example/login/callback/heshan-env")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		to := localPath(s)
		target, err := here.Parse(strings.ReplaceAll(to, "\\", "/"))
		if err != nil || target.Host != "hub.example" || target.Scheme != "https" || target.User != nil {
			t.Fatalf("%q leads to %v: %v", s, target, err)
		}
		if strings.HasPrefix(target.Path, "/login/") {
			t.Fatalf("%q leads back into the login: %v", s, target)
		}
		w := httptest.NewRecorder()
		http.Redirect(w, httptest.NewRequest(http.MethodGet, "/login/callback/x", http.NoBody), to, http.StatusSeeOther)
		if at := w.Header().Get("Location"); strings.HasPrefix(at, "//") || strings.ContainsAny(at, "\r\n") {
			t.Fatalf("%q redirects to %q", s, at)
		}
	})
}
