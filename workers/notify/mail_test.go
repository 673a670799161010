package notify_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/xianjie-hub/xianjie/devkit/mailsink"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

func now() time.Time { return time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC) }

const id = "01957b2c-0000-7000-8000-000000000001"

func letter() notify.Message {
	return notify.Message{ID: id, To: "desk@police.example.test", Subject: "【衔接】XJ-2026-310101-00001 期限即将届满", Text: "移送涉嫌犯罪案件 XJ-2026-310101-00001：期限即将届满\nhttps://hub.example.test/referrals/1\n"}
}

// serve starts a sink that asks accept, and a sender to it.
func serve(t *testing.T, accept func(context.Context, mailsink.Mail) error) (*mailsink.Sink, *notify.Mail) {
	t.Helper()
	sink, err := mailsink.Start(mailsink.Options{Now: now, Accept: accept})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sink.Stop() })
	return sink, sender(t, notify.MailConfig{Addr: sink.Addr(), TLS: notify.TLSNone})
}

func sender(t *testing.T, c notify.MailConfig) *notify.Mail {
	t.Helper()
	c.From, c.Now = "衔接 <hub@example.test>", now
	m, err := notify.NewMail(c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMailArrives(t *testing.T) {
	t.Parallel()
	sink, m := serve(t, nil)
	proof, err := m.Send(t.Context(), letter())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(proof, "SMTP ") {
		t.Errorf("proof %q", proof)
	}
	got := sink.Mails()
	if len(got) != 1 {
		t.Fatalf("%d mails arrived", len(got))
	}
	mail := got[0]
	if mail.Subject() != letter().Subject || strings.ReplaceAll(mail.Text(), "\r\n", "\n") != letter().Text {
		t.Errorf("arrived as %q: %q", mail.Subject(), mail.Text())
	}
	for name, want := range map[string]string{
		"Message-ID": "<" + id + "@example.test>", "Auto-Submitted": "auto-generated", "To": "<desk@police.example.test>", "X-Mailer": "", "User-Agent": "",
	} {
		if got := mail.Header(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.HasPrefix(mail.Header("Content-Type"), "text/plain") {
		t.Errorf("content type %q", mail.Header("Content-Type"))
	}
}

func TestMailKeepsItsIDOverRetries(t *testing.T) {
	t.Parallel()
	first := true
	sink, m := serve(t, func(context.Context, mailsink.Mail) error {
		if first {
			first = false
			return &smtp.SMTPError{Code: 451, Message: "later"}
		}
		return nil
	})
	if _, err := m.Send(t.Context(), letter()); err == nil || notify.Permanent(err) {
		t.Fatalf("451 gave %v, want an error worth a retry", err)
	}
	if _, err := m.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	if got := sink.Mails()[0].Header("Message-ID"); got != "<"+id+"@example.test>" {
		t.Errorf("Message-ID %q", got)
	}
}

func TestMailRefusedByPolicyIsTriedAgain(t *testing.T) {
	t.Parallel()
	_, m := serve(t, func(context.Context, mailsink.Mail) error { return errors.New("no") })
	_, err := m.Send(t.Context(), letter())
	if err == nil || notify.Permanent(err) || !strings.Contains(err.Error(), "554") {
		t.Fatalf("554 gave %v", err)
	}
	if strings.Contains(err.Error(), "desk@") {
		t.Errorf("the reason holds the address: %v", err)
	}
}

func TestMailServerThatHangs(t *testing.T) {
	t.Parallel()
	sink, err := mailsink.Start(mailsink.Options{Now: now, Accept: func(ctx context.Context, _ mailsink.Mail) error {
		<-ctx.Done()
		return ctx.Err()
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sink.Stop() })
	m := sender(t, notify.MailConfig{Addr: sink.Addr(), TLS: notify.TLSNone, Timeout: 300 * time.Millisecond})
	if _, err := m.Send(t.Context(), letter()); err == nil || notify.Permanent(err) {
		t.Fatalf("a hanging server gave %v", err)
	}
}

func TestMailNeedsTLSWhereItIsMandatory(t *testing.T) {
	t.Parallel()
	sink, _ := serve(t, nil)
	m := sender(t, notify.MailConfig{Addr: sink.Addr()}) // mandatory is the default
	if _, err := m.Send(t.Context(), letter()); err == nil {
		t.Fatal("sent in the clear")
	}
	if len(sink.Mails()) != 0 {
		t.Fatal("the mail arrived in the clear")
	}
	m = sender(t, notify.MailConfig{Addr: sink.Addr(), TLS: notify.TLSOpportunistic})
	if _, err := m.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
}

func TestMailRefusesPasswordInTheClear(t *testing.T) {
	t.Parallel()
	heard := make(chan string, 100)
	addr := script(t, func(c net.Conn, r *bufio.Reader) {
		say(c, "220 here")
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			heard <- line
			switch {
			case strings.HasPrefix(line, "EHLO"):
				say(c, "250-here\r\n250 AUTH PLAIN LOGIN")
			case strings.HasPrefix(line, "QUIT"):
				return
			default:
				say(c, "235 fine")
			}
		}
	})
	m := sender(t, notify.MailConfig{Addr: addr, TLS: notify.TLSNone, User: "hub", Password: "geheim"})
	if _, err := m.Send(t.Context(), letter()); err == nil {
		t.Fatal("logged in over plain text")
	}
	for len(heard) > 0 {
		if line := <-heard; strings.HasPrefix(line, "AUTH") {
			t.Fatalf("the server heard %q", line)
		}
	}
}

// script runs one connection of a hand-written server.
func script(t *testing.T, play func(net.Conn, *bufio.Reader)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				play(c, bufio.NewReader(c))
			}()
		}
	}()
	return l.Addr().String()
}

func say(c net.Conn, s string) { fmt.Fprintf(c, "%s\r\n", s) }

// talk answers like a real server, but takes some answers from a table.
func talk(answers map[string]string, after func(net.Conn)) func(net.Conn, *bufio.Reader) {
	return func(c net.Conn, r *bufio.Reader) {
		answer := func(verb, usual string) {
			if a, ok := answers[verb]; ok {
				usual = a
			}
			say(c, usual)
		}
		answer("", "220 here")
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			verb, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			switch verb {
			case "DATA":
				answer("DATA", "354 go on")
				for line != ".\r\n" {
					if line, err = r.ReadString('\n'); err != nil {
						return
					}
				}
				answer(".", "250 2.0.0 queued as 4711")
				if after != nil {
					after(c)
					return
				}
			case "QUIT":
				answer("QUIT", "221 bye")
				return
			default:
				answer(verb, "250 fine")
			}
		}
	}
}

func TestLyingMailServers(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100)
	for name, c := range map[string]struct {
		play      func(net.Conn, *bufio.Reader)
		sent      bool
		permanent bool
		proof     string
	}{
		"takes it":                     {play: talk(nil, nil), sent: true, proof: "SMTP 2.0.0 queued as 4711"},
		"takes it, then slams":         {play: talk(nil, func(c net.Conn) { _ = c.Close() }), sent: true, proof: "SMTP 2.0.0 queued as 4711"},
		"takes it, then denies":        {play: talk(map[string]string{"RSET": "550 never heard of it", "QUIT": "500 what"}, nil), sent: true, proof: "SMTP 2.0.0 queued as 4711"},
		"answers with a screen":        {play: talk(map[string]string{".": "250 \x1b[2J\u202e" + strings.Repeat("y", 5000)}, nil), sent: true},
		"unknown recipient":            {play: talk(map[string]string{"RCPT": "550 5.1.1 no such user"}, nil), permanent: true},
		"mailbox full":                 {play: talk(map[string]string{"RCPT": "452 4.2.2 full"}, nil)},
		"relay denied":                 {play: talk(map[string]string{"RCPT": "554 5.7.1 relay denied"}, nil)},
		"sender refused":               {play: talk(map[string]string{"MAIL": "550 not you"}, nil)},
		"refuses the text":             {play: talk(map[string]string{".": "550 spam"}, nil)},
		"not a number":                 {play: talk(map[string]string{".": "abc what"}, nil)},
		"empty answer":                 {play: talk(map[string]string{".": ""}, nil)},
		"greets with a refusal":        {play: talk(map[string]string{"": "554 go away"}, nil)},
		"says nothing":                 {play: func(_ net.Conn, r *bufio.Reader) { _, _ = io.Copy(io.Discard, r) }},
		"closes at once":               {play: func(net.Conn, *bufio.Reader) {}},
		"one endless line":             {play: func(c net.Conn, _ *bufio.Reader) { chatter(c, long) }},
		"endless continuation lines":   {play: func(c net.Conn, _ *bufio.Reader) { chatter(c, "220-"+long+"\r\n") }},
		"drops in the middle of a yes": {play: talk(map[string]string{".": "2"}, func(c net.Conn) { _ = c.Close() })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := sender(t, notify.MailConfig{Addr: script(t, c.play), TLS: notify.TLSNone, Timeout: time.Second})
			proof, err := m.Send(t.Context(), letter())
			if (err == nil) != c.sent || notify.Permanent(err) != c.permanent {
				t.Fatalf("sent %v (%v), want %v; permanent %v, want %v", err == nil, err, c.sent, notify.Permanent(err), c.permanent)
			}
			if c.proof != "" && proof != c.proof {
				t.Errorf("proof %q, want %q", proof, c.proof)
			}
			for _, s := range []string{proof, fmt.Sprint(err)} {
				if len(s) > 1000 || strings.ContainsAny(s, "\x1b\r\n\u202e") || strings.Contains(s, "desk@") {
					t.Errorf("unfit to be stored: %.80q", s)
				}
			}
		})
	}
}

func chatter(c net.Conn, s string) {
	for {
		if _, err := io.WriteString(c, s); err != nil {
			return
		}
	}
}

func TestHeaderInjection(t *testing.T) {
	t.Parallel()
	sink, m := serve(t, nil)
	for _, bad := range []notify.Message{
		{ID: id, To: "a@b.test\r\nBcc: c@d.test", Subject: "s", Text: "t"},
		{ID: id, To: "a@b.test, c@d.test", Subject: "s", Text: "t"},
		{ID: id, To: "\"a\r\nBcc: x@y.test\"@b.test", Subject: "s", Text: "t"},
		{ID: id, To: "", Subject: "s", Text: "t"},
		{ID: id, To: "nobody", Subject: "s", Text: "t"},
		{ID: id, To: "a@b.test", Subject: "s\r\nBcc: c@d.test", Text: "t"},
		{ID: id, To: "a@b.test", Subject: "s\u2028Bcc: c@d.test", Text: "t"},
		{ID: "1>\r\nBcc: c@d.test", To: "a@b.test", Subject: "s", Text: "t"},
	} {
		if _, err := m.Send(t.Context(), bad); !notify.Permanent(err) {
			t.Errorf("%+q: %v, want a permanent refusal", bad, err)
		}
	}
	text := letter()
	text.Text = ".\r\nQUIT\r\n\r\n.\r\nMAIL FROM:<x@y.test>\r\n"
	if _, err := m.Send(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	if got := sink.Mails(); len(got) != 1 || len(got[0].To) != 1 || !strings.Contains(got[0].Text(), "MAIL FROM") {
		t.Fatalf("%d mails arrived", len(got))
	}
}

// FuzzHeaders: whatever the values, one mail to one recipient leaves, with one
// subject, or none at all.
func FuzzHeaders(f *testing.F) {
	f.Add("desk@police.example.test", "【衔接】 XJ-1", id)
	f.Add("a@b.test\nBcc: c@d.test", "a\rb", "x")
	f.Add("\"x y\"@b.test", strings.Repeat("长", 300), "<>")
	sink, err := mailsink.Start(mailsink.Options{Now: now, Keep: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = sink.Stop() })
	m, err := notify.NewMail(notify.MailConfig{Addr: sink.Addr(), From: "hub@example.test", TLS: notify.TLSNone, Now: now})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, to, subject, id string) {
		before := 0
		if mails := sink.Mails(); len(mails) > 0 {
			before = mails[0].ID
		}
		_, err := m.Send(t.Context(), notify.Message{ID: id, To: to, Subject: subject, Text: "text"})
		mails := sink.Mails()
		if err != nil {
			if len(mails) > 0 && mails[0].ID != before {
				t.Fatalf("refused and sent all the same: %v", err)
			}
			return
		}
		mail := mails[0]
		if mail.ID != before+1 || len(mail.To) != 1 || mail.Header("Bcc") != "" || strings.Count(strings.ToLower(string(mail.Raw)), "\nsubject:") > 1 {
			t.Fatalf("a mail of another shape left:\n%s", mail.Raw)
		}
	})
}

func TestMailConfiguration(t *testing.T) {
	t.Parallel()
	for _, c := range []notify.MailConfig{
		{Addr: "nohost", From: "a@b.test"}, {Addr: "h:x", From: "a@b.test"}, {Addr: "h:25", From: "nobody"}, {Addr: "h:25", From: "a@b.test", TLS: "maybe"},
	} {
		if _, err := notify.NewMail(c); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}
