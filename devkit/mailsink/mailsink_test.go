package mailsink

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"net/smtp"
	"os"
	"strings"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"
)

const letter = "From: =?utf-8?B?546v5aKD5bGA?= <hub@example.cn>\r\nTo: desk@example.cn\r\nSubject: =?utf-8?B?5LiA5Lu256e76YCB5b6F562+5pS2?=\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<script>alert(1)</script>\r\n" +
	"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E8=AF=B7 https://hub.example/c/1 <b>\r\n--b--\r\n"

func open(t *testing.T, o Options) *Sink {
	t.Helper()
	o.Now = func() time.Time { return time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC) }
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func send(s *Sink, to string) error {
	return smtp.SendMail(s.Addr(), nil, "hub@example.cn", []string{to}, []byte(letter))
}

func TestMailIsKeptAndRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	if err := send(s, "desk@example.cn"); err != nil {
		t.Fatal(err)
	}
	m, err := s.Wait(t.Context(), func(m Mail) bool { return m.To[0] == "desk@example.cn" })
	if err != nil {
		t.Fatal(err)
	}
	if m.Subject() != "一件移送待签收" || !strings.Contains(m.Header("From"), "环境局") || m.Text() != "请 https://hub.example/c/1 <b>" {
		t.Errorf("subject %q, from %q, text %q", m.Subject(), m.Header("From"), m.Text())
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 || !strings.HasSuffix(files[0].Name(), ".eml") {
		t.Errorf("files %v (%v)", files, err)
	}
}

func TestWaitSeesLaterMailAndGivesUp(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	got := make(chan error, 1)
	go func() {
		_, err := s.Wait(t.Context(), func(m Mail) bool { return m.To[0] == "second@example.cn" })
		got <- err
	}()
	for _, to := range []string{"first@example.cn", "second@example.cn"} {
		if err := send(s, to); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-got; err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Wait(ctx, func(Mail) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestKeepIsBounded(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Keep: 2})
	for range 4 {
		if err := send(s, "desk@example.cn"); err != nil {
			t.Fatal(err)
		}
	}
	if mails := s.Mails(); len(mails) != 2 || mails[0].ID != 3 || mails[1].ID != 4 {
		t.Errorf("kept %v", mails)
	}
}

func TestRefusalAndHanging(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Accept: func(ctx context.Context, m Mail) error {
		switch m.To[0] {
		case "busy@example.cn":
			return &gosmtp.SMTPError{Code: 451, EnhancedCode: gosmtp.EnhancedCode{4, 3, 0}, Message: "later"}
		case "hang@example.cn":
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}})
	if err := send(s, "busy@example.cn"); err == nil || !strings.Contains(err.Error(), "451") {
		t.Errorf("a refused mail: %v", err)
	}
	hung := make(chan error, 1)
	go func() { hung <- send(s, "hang@example.cn") }()
	if err := send(s, "desk@example.cn"); err != nil { // others are served meanwhile
		t.Error(err)
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	if err := <-hung; err == nil {
		t.Error("the hanging mail was acknowledged")
	}
	if mails := s.Mails(); len(mails) != 1 {
		t.Errorf("%d mails kept, want the accepted one", len(mails))
	}
}

func TestTooBig(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	if err := smtp.SendMail(s.Addr(), nil, "a@example.cn", []string{"b@example.cn"}, make([]byte, maxBytes+1)); err == nil {
		t.Error("a mail beyond the limit was taken")
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	if err := send(s, "desk@example.cn"); err != nil {
		t.Fatal(err)
	}
	h := s.Handler(time.FixedZone("", 8*60*60))
	get := func(path string) (int, string, string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		text, err := io.ReadAll(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		return w.Code, w.Header().Get("Content-Security-Policy"), string(text)
	}
	if status, policy, text := get("/"); status != 200 || !strings.HasPrefix(policy, "default-src 'none'") ||
		!strings.Contains(text, "一件移送待签收") || !strings.Contains(text, "2026-09-30 08:00:00") {
		t.Errorf("list: %d %q\n%s", status, policy, text)
	}
	if status, _, text := get("/1"); status != 200 || !strings.Contains(text, `<a href="https://hub.example/c/1"`) ||
		!strings.Contains(text, "&lt;b&gt;") || strings.Contains(text, "<script") {
		t.Errorf("mail: %d\n%s", status, text)
	}
	if status, _, text := get("/1/source"); status != 200 || !strings.Contains(text, "boundary=b") {
		t.Errorf("source: %d\n%s", status, text)
	}
	for _, path := range []string{"/2", "/x", "/0/source"} {
		if status, _, _ := get(path); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
}
