package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// file is one file of the build with the encodings that the build made of it.
type file struct {
	kind     string            // media type
	tag      string            // ETag of the plain bytes
	variants map[string][]byte // by content coding; "" is the plain one
}

// pages serves a build: hashed assets for ever, everything else fresh.
type pages struct {
	files map[string]file // by path without the leading slash
	index file
}

// newHandler reads a whole build into memory: it lies in the binary anyway.
func newHandler(root fs.FS) http.Handler {
	p := &pages{files: map[string]file{}}
	app, err := fs.Sub(root, "app")
	if err == nil {
		p.load(app)
	}
	if index, ok := p.files["index.html"]; ok {
		p.index = index
		return p
	}
	text, err := fs.ReadFile(root, "placeholder.html")
	if err != nil {
		panic("web: neither a build nor the placeholder is embedded: " + err.Error())
	}
	p.files = map[string]file{}
	p.index = newFile("placeholder.html", text)
	return p
}

func (p *pages) load(app fs.FS) {
	_ = fs.WalkDir(app, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || codingOf(name) != "" {
			return nil // no build at all, or a variant that its plain file picks up
		}
		text, err := fs.ReadFile(app, name)
		if err != nil {
			return nil // an embedded file is always readable
		}
		f := newFile(name, text)
		for coding, end := range endings {
			if packed, err := fs.ReadFile(app, name+end); err == nil {
				f.variants[coding] = packed
			}
		}
		p.files[name] = f
		return nil
	})
}

// endings are the names under which the build keeps compressed variants.
var endings = map[string]string{"br": ".br", "gzip": ".gz"}

func codingOf(name string) string {
	for coding, end := range endings {
		if strings.HasSuffix(name, end) {
			return coding
		}
	}
	return ""
}

func newFile(name string, text []byte) file {
	sum := sha256.Sum256(text)
	return file{kind: kindOf(name), tag: hex.EncodeToString(sum[:12]), variants: map[string][]byte{"": text}}
}

// kinds are the types a build consists of. The table stands here because the
// machine's own table differs from machine to machine.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".json": "application/json", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2",
	".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json",
}

func kindOf(name string) string {
	if kind, ok := kinds[path.Ext(name)]; ok {
		return kind
	}
	return "application/octet-stream"
}

// ServeHTTP answers a file of the build, or the app itself for every other
// address that a reader may have typed or bookmarked.
func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	f, found := p.files[name]
	switch {
	case found && name != "index.html" && strings.HasPrefix(name, "assets/"):
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable") // the name holds the digest
	case found && name != "index.html":
		w.Header().Set("Cache-Control", "no-cache")
	case isPage(name):
		f = p.index
		w.Header().Set("Cache-Control", "no-store")
	default:
		http.NotFound(w, r)
		return
	}
	f.serve(w, r)
}

// isPage keeps addresses of other parts of the hub, and files of an older build,
// from being answered with a page: a script that is HTML only confuses.
func isPage(name string) bool {
	for _, other := range []string{"v1", "assets", "healthz", "readyz", "metrics"} {
		if name == other || strings.HasPrefix(name, other+"/") {
			return false
		}
	}
	return !strings.HasPrefix(name, "login/")
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	coding := ""
	if len(f.variants) > 1 {
		h.Add("Vary", "Accept-Encoding")
		// A range counts bytes of the plain file.
		if r.Header.Get("Range") == "" {
			coding = f.pick(r.Header.Get("Accept-Encoding"))
		}
	}
	tag := f.tag
	if coding != "" {
		h.Set("Content-Encoding", coding)
		tag += "-" + coding
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.variants[coding]))
}

// pick chooses the smaller coding among those the reader takes.
func (f file) pick(accept string) string {
	for _, coding := range []string{"br", "gzip"} {
		if _, ok := f.variants[coding]; ok && accepts(accept, coding) {
			return coding
		}
	}
	return ""
}

// accepts reads an Accept-Encoding header: a weight of nought refuses a coding.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		weight, given := strings.CutPrefix(strings.TrimSpace(params), "q=")
		if !given {
			return true
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		return err == nil && q > 0
	}
	return false
}
