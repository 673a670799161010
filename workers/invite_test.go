package workers

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/devkit/mailsink"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// calendarOf is the calendar that a mail carries beside its text.
func calendarOf(t *testing.T, m mailsink.Mail) (kind, text string) {
	t.Helper()
	parsed, err := mail.ReadMessage(strings.NewReader(string(m.Raw)))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	for parts := multipart.NewReader(parsed.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatalf("no calendar in %s", m.Raw)
		}
		if kind = part.Header.Get("Content-Type"); strings.HasPrefix(kind, "text/calendar") {
			raw, err := io.ReadAll(quotedprintable.NewReader(part))
			if err != nil {
				t.Fatal(err)
			}
			return kind, strings.ReplaceAll(string(raw), "\r\n ", "")
		}
	}
}

// TestInvitations are mailed with a calendar: a request, its update under the same
// UID and a higher sequence, a cancellation. Nothing of what the meeting is about is
// in them.
func TestInvitations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.server(nil)
	w.start(t, nil)
	convener := w.Env.Head
	convener.Functions = []string{"coordinator"}
	from := w.Clock.Now().AddDate(0, 0, 7)
	m, err := w.MakeMeeting(t.Context(), convener, casework.NewMeeting{Title: "CANARY 金丝雀联席会议", Place: "CANARY", From: from, To: from.Add(time.Hour), Agencies: []ids.Agency{w.Police.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddItems(t.Context(), convener, m.ID, []casework.NewItem{{Source: "own", Title: "金丝雀议题"}}); err != nil {
		t.Fatal(err)
	}
	uid := ""
	for i, step := range []struct {
		take                     func() (casework.Meeting, error)
		method, sequence, status string
		start                    string
	}{
		{func() (casework.Meeting, error) { return w.CallMeeting(t.Context(), convener, m.ID) }, "REQUEST", "0", "CONFIRMED", "20260309T090000"},
		{func() (casework.Meeting, error) {
			return w.MoveMeeting(t.Context(), convener, m.ID, casework.MovedTo{From: from.Add(6 * time.Hour), To: from.Add(7 * time.Hour), Reason: "金丝雀"})
		}, "REQUEST", "1", "CONFIRMED", "20260309T150000"},
		{func() (casework.Meeting, error) {
			return w.CancelMeeting(t.Context(), convener, m.ID, "金丝雀")
		}, "CANCEL", "2", "CANCELLED", "20260309T150000"},
	} {
		if _, err := step.take(); err != nil {
			t.Fatal(err)
		}
		w.idle(t)
		mails := w.sink.Mails()
		if len(mails) != i+1 {
			t.Fatalf("%d mails after step %d", len(mails), i)
		}
		got := mails[len(mails)-1]
		if to := got.To[0]; to != w.Police.Email {
			t.Errorf("sent to %s", to)
		}
		kind, text := calendarOf(t, got)
		if !strings.Contains(kind, "method="+step.method) {
			t.Errorf("announced as %s", kind)
		}
		for _, want := range []string{"METHOD:" + step.method + "\r\n", "SEQUENCE:" + step.sequence + "\r\n", "STATUS:" + step.status + "\r\n", "DTSTART;TZID=Asia/Shanghai:" + step.start + "\r\n", "/meetings/" + m.ID.String()} {
			if !strings.Contains(text, want) {
				t.Errorf("step %d lacks %q:\n%s", i, want, text)
			}
		}
		_, id, _ := strings.Cut(text, "UID:")
		id, _, _ = strings.Cut(id, "\r\n")
		if uid == "" {
			uid = id
		}
		if id != uid || !strings.HasPrefix(uid, m.ID.String()+"@") {
			t.Errorf("UID %q, first %q", id, uid)
		}
		for _, canary := range canaries {
			if strings.Contains(got.Text()+got.Subject()+text, canary) && canary != "演示区" {
				t.Errorf("the mail holds %q:\n%s\n%s", canary, got.Text(), text)
			}
		}
		if !strings.Contains(got.Subject(), m.Number) || !strings.Contains(got.Text(), "联席会议 "+m.Number) {
			t.Errorf("%s\n%s", got.Subject(), got.Text())
		}
	}
}
