package idp

import (
	"crypto/rand"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed signin.html
var pageText string

//go:embed signin.css
var style []byte

var page = template.Must(template.New("sign-in").Funcs(template.FuncMap{"functions": functions}).Parse(pageText))

// functionNames are the words of the office for the claim values of the demo people.
var functionNames = map[string]string{
	"desk": "收发", "handler": "承办", "legal_reviewer": "法制审核", "head": "负责人", "liaison": "联络",
	"procurator": "检察官", "auditor": "审计", "operator": "系统运维", "coordinator": "统筹", "admin": "机构管理",
}

func functions(roles []string) string {
	words := make([]string, len(roles))
	for n, role := range roles {
		if words[n] = functionNames[role]; words[n] == "" {
			words[n] = role
		}
	}
	return strings.Join(words, "、")
}

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(style)
}

// pageHeaders allow this page nothing but its style and its form, whose answer
// redirects to the hub.
func pageHeaders(w http.ResponseWriter, formTarget string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy",
		"default-src 'none'; style-src 'self'; form-action 'self'"+formTarget+"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}

type pageData struct {
	Issuer  Issuer
	ID      string
	Again   bool
	Expired bool
}

// showSignIn is the login page: one big button per person.
func (i *issuer) showSignIn(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	f, ok := i.flows.get(id)
	if !ok {
		i.expired(w)
		return
	}
	pageHeaders(w, " "+origin(f.request.RedirectURI))
	again := f.request.MaxAge != nil && *f.request.MaxAge == 0
	_ = page.Execute(w, pageData{Issuer: i.Issuer, ID: id, Again: again}) // the browser went away
}

func (i *issuer) expired(w http.ResponseWriter) {
	pageHeaders(w, "")
	w.WriteHeader(http.StatusGone)
	_ = page.Execute(w, pageData{Issuer: i.Issuer, Expired: true})
}

// signIn takes the click and sends the browser back with a code, naming the
// issuer in the answer (RFC 9207) against mix-up.
func (i *issuer) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	user, known := i.user(r.PostFormValue("sub"))
	if !known {
		http.Error(w, "没有这个人员。 There is no such person.", http.StatusBadRequest)
		return
	}
	f, ok := i.flows.take(r.PostFormValue("id"))
	if !ok || f.request == nil {
		i.expired(w)
		return
	}
	f.user, f.sid, f.authTime = user, rand.Text(), i.now()
	target, err := url.Parse(f.request.RedirectURI)
	if err != nil {
		http.Error(w, "redirect_uri", http.StatusBadRequest)
		return
	}
	answer := target.Query()
	answer.Set("code", i.flows.put(f, codeLifetime))
	answer.Set("state", f.request.State)
	answer.Set("iss", i.url)
	target.RawQuery = answer.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, target.String(), http.StatusSeeOther)
}

func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
