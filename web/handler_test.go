package web

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func build() http.Handler {
	return newHandler(fstest.MapFS{
		"placeholder.html":            {Data: []byte("placeholder")},
		"app/index.html":              {Data: []byte("<app>")},
		"app/favicon.svg":             {Data: []byte("<svg/>")},
		"app/assets/main-abc.js":      {Data: []byte("plain script")},
		"app/assets/main-abc.js.br":   {Data: []byte("B")},
		"app/assets/main-abc.js.gz":   {Data: []byte("GZ")},
		"app/assets/style-abc.css":    {Data: []byte("plain style")},
		"app/assets/font-abc.woff2":   {Data: []byte("font")},
		"app/assets/style-abc.css.gz": {Data: []byte("GZ style")},
	})
}

func TestHandler(t *testing.T) {
	t.Parallel()
	const forever = "public, max-age=31536000, immutable"
	for name, c := range map[string]struct {
		method, path, accept, span string
		status                     int
		body, kind, cache, coding  string
	}{
		"root":                   {path: "/", status: 200, body: "<app>", kind: "text/html; charset=utf-8", cache: "no-store"},
		"a page of the app":      {path: "/referrals/0198", status: 200, body: "<app>", kind: "text/html; charset=utf-8", cache: "no-store"},
		"the login page":         {path: "/login", status: 200, body: "<app>", kind: "text/html; charset=utf-8", cache: "no-store"},
		"index by name":          {path: "/index.html", status: 200, body: "<app>", kind: "text/html; charset=utf-8", cache: "no-store"},
		"brotli first":           {path: "/assets/main-abc.js", accept: "gzip, deflate, br", status: 200, body: "B", kind: "text/javascript; charset=utf-8", cache: forever, coding: "br"},
		"gzip":                   {path: "/assets/main-abc.js", accept: "gzip", status: 200, body: "GZ", kind: "text/javascript; charset=utf-8", cache: forever, coding: "gzip"},
		"brotli refused":         {path: "/assets/main-abc.js", accept: "br;q=0, gzip;q=0.5", status: 200, body: "GZ", kind: "text/javascript; charset=utf-8", cache: forever, coding: "gzip"},
		"no coding":              {path: "/assets/main-abc.js", status: 200, body: "plain script", kind: "text/javascript; charset=utf-8", cache: forever},
		"only gzip there":        {path: "/assets/style-abc.css", accept: "br, gzip", status: 200, body: "GZ style", kind: "text/css; charset=utf-8", cache: forever, coding: "gzip"},
		"never packed":           {path: "/assets/font-abc.woff2", accept: "br, gzip", status: 200, body: "font", kind: "font/woff2", cache: forever},
		"a range is plain":       {path: "/assets/main-abc.js", accept: "br", span: "bytes=0-4", status: 206, body: "plain", kind: "text/javascript; charset=utf-8", cache: forever},
		"head":                   {method: http.MethodHead, path: "/assets/main-abc.js", accept: "br", status: 200, kind: "text/javascript; charset=utf-8", cache: forever, coding: "br"},
		"unhashed":               {path: "/favicon.svg", status: 200, body: "<svg/>", kind: "image/svg+xml", cache: "no-cache"},
		"a variant by its name":  {path: "/assets/main-abc.js.br", status: 404},
		"a file of an old build": {path: "/assets/main-old.js", status: 404},
		"an unknown operation":   {path: "/v1/nothing", status: 404},
		"health":                 {path: "/healthz", status: 404},
		"the login handshake":    {path: "/login/callback/x", status: 404},
		"out of the tree":        {path: "/assets/../../handler.go", status: 200, body: "<app>", kind: "text/html; charset=utf-8", cache: "no-store"},
		"not a form":             {method: http.MethodPost, path: "/", status: 405},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			method := c.method
			if method == "" {
				method = http.MethodGet
			}
			r := httptest.NewRequest(method, "http://hub.example/", nil)
			r.URL.Path = c.path
			r.Header.Set("Accept-Encoding", c.accept)
			if c.span != "" {
				r.Header.Set("Range", c.span)
			}
			w := httptest.NewRecorder()
			build().ServeHTTP(w, r)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d", w.Code, c.status)
			}
			if c.status >= 400 {
				return
			}
			h := w.Header()
			for what, pair := range map[string][2]string{
				"body": {w.Body.String(), c.body}, "Content-Type": {h.Get("Content-Type"), c.kind},
				"Cache-Control": {h.Get("Cache-Control"), c.cache}, "Content-Encoding": {h.Get("Content-Encoding"), c.coding},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
				}
			}
		})
	}
}

func TestUnchangedAssetIsNotSentAgain(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "http://hub.example/favicon.svg", nil)
	first := httptest.NewRecorder()
	build().ServeHTTP(first, r)
	r.Header.Set("If-None-Match", first.Header().Get("ETag"))
	again := httptest.NewRecorder()
	build().ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("status %d with %d bytes, want 304 with none", again.Code, again.Body.Len())
	}
}

// A clean clone has no build: every page says how to make one.
func TestPlaceholder(t *testing.T) {
	t.Parallel()
	text, err := dist.ReadFile("dist/placeholder.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"make web", `lang="en"`, `lang="zh-CN"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the placeholder does not hold %q", want)
		}
	}
	h := newHandler(fstest.MapFS{"placeholder.html": {Data: text}})
	for _, path := range []string{"/", "/referrals/1"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://hub.example"+path, nil))
		if w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), text) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: status %d, cache %q, %d bytes", path, w.Code, w.Header().Get("Cache-Control"), w.Body.Len())
		}
	}
}
