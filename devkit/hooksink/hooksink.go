// Package hooksink is the partner system of the development hub: it takes webhooks
// and robots' messages and shows them on a page. It passes nothing on.
package hooksink

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Call is one call as it came in.
type Call struct {
	At        time.Time
	ID        string // webhook-id; the same again is the same notice
	Signature string // webhook-signature; empty: a robot
	Timestamp string // webhook-timestamp, which is signed too
	For       string // ?for= of the address that was called
	Body      string
}

// Sink keeps the newest calls. Its zero value is not usable; see New.
type Sink struct {
	now func() time.Time

	mu   sync.Mutex
	list []Call
}

// Limits of what stays in memory: calls, and bytes of a body.
const (
	keep    = 200
	maxBody = 64 << 10
)

// New makes a sink.
func New(now func() time.Time) *Sink { return &Sink{now: now} }

// Calls gives what is kept, oldest first.
func (s *Sink) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.list)
}

// ServeHTTP takes a call by POST, answering as webhooks and both robots' makers
// do, and shows all by GET.
func (s *Sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost && r.URL.Query().Has("raw") {
		s.newest(w, r.URL.Query().Get("for"))
		return
	}
	if r.Method != http.MethodPost {
		list := s.Calls()
		slices.Reverse(list)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page.Execute(w, list) // the reader has gone away
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil || !json.Valid(body) {
		http.Error(w, "not JSON", http.StatusUnprocessableEntity)
		return
	}
	c := Call{At: s.now(), ID: r.Header.Get("webhook-id"), Signature: r.Header.Get("webhook-signature"), Timestamp: r.Header.Get("webhook-timestamp"), For: r.URL.Query().Get("for"), Body: string(body)}
	s.mu.Lock()
	s.list = append(s.list, c)
	s.list = s.list[max(0, len(s.list)-keep):]
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"errcode":0,"errmsg":"ok"}`)
}

// newest gives the last call of an address byte by byte, as a partner's system got
// it: three headers, an empty line, the body.
func (s *Sink) newest(w http.ResponseWriter, address string) {
	list := s.Calls()
	slices.Reverse(list)
	i := slices.IndexFunc(list, func(c Call) bool { return c.For == address })
	if i < 0 {
		http.Error(w, "nothing arrived yet", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	c := list[i]
	fmt.Fprintf(w, "webhook-id: %s\nwebhook-timestamp: %s\nwebhook-signature: %s\n\n%s", c.ID, c.Timestamp, c.Signature, c.Body) // the reader has gone away
}

var page = template.Must(template.New("hooks").Funcs(template.FuncMap{
	"when": func(t time.Time) string { return t.In(civil.Office).Format(time.DateTime) },
	"pretty": func(body string) string {
		var v any
		if json.Unmarshal([]byte(body), &v) != nil {
			return body
		}
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		_ = e.Encode(v) // it was decoded a line above
		return b.String()
	},
}).Parse(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
<title>网络回调</title><style>body{font:16px/1.6 sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}li{margin:1rem 0}small{color:#555}pre{background:#f4f4f4;padding:.6rem;overflow:auto;font-size:14px}</style>
<h1>网络回调 <small lang="en">Webhooks</small></h1>
<ul>{{range .}}<li><small>{{when .At}}{{with .ID}} · webhook-id {{.}}{{end}}</small><br><small>{{with .Signature}}webhook-signature {{.}}{{else}}机器人 <span lang="en">robot</span>{{end}}</small><pre>{{pretty .Body}}</pre></li>
{{else}}<li>还没有回调：以机关管理员登录，在“对外接口”登记一个端点，再点“测试” <small lang="en">None yet: log in as an organ's administrator, register an endpoint under Interfaces and press Test</small></li>{{end}}</ul>`))
