// Package smssink is the text-message gateway of the development hub: it takes
// what the hub sends and shows it on a page. It delivers nothing.
package smssink

import (
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// Message is a text message as it was handed over.
type Message struct {
	ID   string `json:"id"`
	To   string `json:"to"`
	Text string `json:"text"`
	At   time.Time
}

// Sink keeps the newest messages. Its zero value is not usable; see New.
type Sink struct {
	now   func() time.Time
	token string

	mu   sync.Mutex
	list []Message
}

// keep is how many messages stay in memory.
const keep = 500

// New makes a gateway that takes messages under a bearer token.
func New(token string, now func() time.Time) *Sink { return &Sink{now: now, token: token} }

// Messages gives what is kept, oldest first.
func (s *Sink) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.list)
}

// ServeHTTP takes a message by POST and shows all by GET. The same id again is
// the same message: gateways deduplicate, and so does this one.
func (s *Sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page.Execute(w, s.Messages()) // the reader has gone away
		return
	}
	if s.token != strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") {
		http.Error(w, "wrong token", http.StatusUnauthorized)
		return
	}
	var m Message
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&m); err != nil || m.To == "" {
		http.Error(w, "not a message", http.StatusUnprocessableEntity)
		return
	}
	m.At = s.now()
	s.mu.Lock()
	if !slices.ContainsFunc(s.list, func(x Message) bool { return x.ID == m.ID }) {
		s.list = append(s.list, m)
		s.list = s.list[max(0, len(s.list)-keep):]
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"id": m.ID})
}

var page = template.Must(template.New("sms").Funcs(template.FuncMap{
	"when": func(t time.Time) string { return t.In(civil.Office).Format(time.DateTime) },
}).Parse(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>短信</title><style>body{font:16px/1.6 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}li{margin:.8rem 0}small{color:#555}</style>
<h1>短信 <small lang="en">Text messages</small></h1>
<ul>{{range .}}<li><small>{{when .At}} → {{.To}}</small><br>{{.Text}}</li>{{else}}<li>还没有短信 <small lang="en">None yet</small></li>{{end}}</ul>`))
