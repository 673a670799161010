package main

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
)

// devClock is the clock of a development hub, which a developer moves on at /dev/clock: a
// period that ends in a week has ended a moment later, and what the hub then does can be
// seen. How far it was moved is kept beside the data: time that ran back would contradict
// what was recorded. Everybody logged in has to log in again where a leap outlives sessions.
type devClock struct {
	leaping
	file string // empty: nothing is kept
}

// farthest is how far one leap may go, in days.
const farthest = 366

// newDevClock goes on where the data of a folder have arrived.
func newDevClock(base func() time.Time, dir string) (*devClock, error) {
	c := &devClock{leaping: leaping{base: base}}
	if dir == "" {
		return c, nil
	}
	c.file = filepath.Join(dir, "clock-ahead")
	text, err := os.ReadFile(c.file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read how far the clock was moved: %w", err)
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil || ahead < 0 {
		return nil, fmt.Errorf("%s says %q; it must say how far the clock was moved on, as 72h", c.file, text)
	}
	c.ahead.Store(int64(ahead))
	return c, nil
}

// leap moves the clock on by some days.
func (c *devClock) leap(days int) error {
	ahead := c.ahead.Add(int64(days) * int64(24*time.Hour))
	if c.file == "" {
		return nil
	}
	return os.WriteFile(c.file, []byte(time.Duration(ahead).String()), 0o600)
}

// ServeHTTP shows the office time by GET, and moves the clock on by POST with days=8.
func (c *devClock) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		days, err := strconv.Atoi(r.FormValue("days"))
		if err != nil || days < 1 || days > farthest {
			http.Error(w, fmt.Sprintf("days=1 to days=%d", farthest), http.StatusUnprocessableEntity)
			return
		}
		if err := c.leap(days); err != nil {
			http.Error(w, "the clock was moved, but that could not be kept: after a restart it runs behind the data", http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = clockPage.Execute(w, map[string]any{"now": c.now().In(civil.Office).Format("2006-01-02 15:04"), "days": []int{1, 3, 8, 31}}) // the reader has gone away
}

var clockPage = template.Must(template.New("clock").Parse(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>时钟</title>
<body style="font:16px/1.6 system-ui;margin:3rem auto;max-width:36rem;padding:0 1rem">
<h1 style="font-size:1.25rem">本平台的时钟 · The clock of this hub</h1>
<p><strong>{{.now}}</strong></p>
<p>向前拨，看期限届满以后的提醒和可以采取的办法；不能往回拨，登录会失效，请重新登录。<br>Move it on and see what follows when a period has ended; it cannot be set back, and people log in again.</p>
<form method="post">{{range .days}}<button name="days" value="{{.}}" style="font:inherit;padding:.4rem 1rem;margin-right:.5rem">＋{{.}} 天</button>{{end}}</form>
`))
