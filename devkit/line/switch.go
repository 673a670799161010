package line

import (
	"html/template"
	"net/http"
)

// Switch is the page on which a developer cuts the lines between two hubs and joins
// them again.
type Switch []*Line

// Cut cuts every line.
func (s Switch) Cut() {
	for _, l := range s {
		l.Cut()
	}
}

// Join joins every line.
func (s Switch) Join() {
	for _, l := range s {
		l.Join()
	}
}

var page = template.Must(template.New("line").Parse(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>枢纽间线路</title>
<body style="font:16px/1.6 system-ui;margin:3rem auto;max-width:36rem;padding:0 1rem">
<h1 style="font-size:1.25rem">枢纽间线路 · The line between the hubs</h1>
<p>{{if .}}已断开：两边各自照常办理，函件在各自的枢纽等待。<br>Cut: both go on working, messages wait at each.{{else}}畅通。<br>Joined.{{end}}</p>
<form method="post"><button name="line" value="{{if .}}join{{else}}cut{{end}}" style="font:inherit;padding:.4rem 1rem">{{if .}}接通 Join{{else}}断开 Cut{{end}}</button></form>
`))

// ServeHTTP shows how the lines are by GET, and cuts or joins them by POST with line=cut
// or line=join.
func (s Switch) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		switch r.FormValue("line") {
		case "cut":
			s.Cut()
		case "join":
			s.Join()
		default:
			http.Error(w, "line=cut or line=join", http.StatusUnprocessableEntity)
			return
		}
		http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, len(s) > 0 && s[0].IsCut()) // who does not wait for the answer asks again
}
