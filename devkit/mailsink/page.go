package mailsink

import (
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"
)

//go:embed page.html
var pageText string

//go:embed page.css
var style []byte

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"clock": func(t time.Time) string { return t.Format("2006-01-02 15:04:05") },
	"links": links,
}).Parse(pageText))

// Handler shows the mails: a list at "/", one mail at "/{id}", its source at
// "/{id}/source". Links are relative, so it may be mounted anywhere with
// http.StripPrefix, under a path that ends in a slash. Times are shown in zone.
func (s *Sink) Handler(zone *time.Location) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		mails := s.Mails()
		slices.Reverse(mails)
		for n := range mails {
			mails[n].At = mails[n].At.In(zone)
		}
		show(w, "list", mails)
	})
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(style)
	})
	mux.HandleFunc("GET /{id}", func(w http.ResponseWriter, r *http.Request) {
		if m, ok := s.find(w, r); ok {
			m.At = m.At.In(zone)
			show(w, "mail", m)
		}
	})
	mux.HandleFunc("GET /{id}/source", func(w http.ResponseWriter, r *http.Request) {
		if m, ok := s.find(w, r); ok {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			_, _ = w.Write(m.Raw)
		}
	})
	return mux
}

func (s *Sink) find(w http.ResponseWriter, r *http.Request) (Mail, bool) {
	id, err := strconv.Atoi(r.PathValue("id"))
	mails := s.Mails()
	at := slices.IndexFunc(mails, func(m Mail) bool { return m.ID == id })
	if err != nil || at < 0 {
		http.Error(w, "没有这封邮件。 There is no such mail.", http.StatusNotFound)
		return Mail{}, false
	}
	return mails[at], true
}

// show renders a page that may load nothing but its style: a mail is hostile text.
func show(w http.ResponseWriter, name string, data any) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	_ = pages.ExecuteTemplate(w, name, data) // the browser went away
}

// piece is a stretch of text, or an address to click on.
type piece struct{ Text, Link string }

var address = regexp.MustCompile(`https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+`)

// links cuts a text at the web addresses in it.
func links(text string) (pieces []piece) {
	for {
		at := address.FindStringIndex(text)
		if at == nil {
			return append(pieces, piece{Text: text})
		}
		found := text[at[0]:at[1]]
		pieces = append(pieces, piece{Text: text[:at[0]]})
		if _, err := url.Parse(found); err == nil {
			pieces = append(pieces, piece{Text: found, Link: found})
		} else {
			pieces = append(pieces, piece{Text: found})
		}
		text = text[at[1]:]
	}
}
