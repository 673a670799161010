package ical_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ical"
)

func event() ical.Event {
	return ical.Event{
		Method: ical.Request, UID: "01957b2c-0000-7000-8000-000000000001@hub.example.test", Sequence: 2, Stamp: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC),
		Start: time.Date(2026, 3, 9, 15, 30, 0, 0, civil.Office), End: time.Date(2026, 3, 9, 17, 0, 0, 0, civil.Office),
		Summary: `联席会议 LX-2026-00001; 议题, 一\二`, Text: "请打开链接查看议题并答复，" + strings.Repeat("逗号,分号;", 20) + "\r\n第二行\nBEGIN:VALARM",
		Link: "https://hub.example.test/meetings/1", OrganizerName: `区局"办公室":甲;乙`, Organizer: "desk@env.example.test", Attendee: "desk@police.example.test",
	}
}

const readerDir = "testdata/ical.js"

// understood is what ical.js, which others wrote, reads of a calendar.
type understood struct {
	Events, Sequence                                                            int
	Method, UID, Status, Start, End, Zone, Summary, Text, Link, Organizer, RSVP string
	OrganizerName, Attendee                                                     string
}

func read(t *testing.T, calendar []byte) (u understood) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(readerDir, "node_modules", "ical.js")); err != nil {
		t.Fatalf("the independent reader is not installed: run `scripts/setup.sh test` (make test does), or `npm ci --ignore-scripts` in domain/ical/%s", readerDir)
	}
	node := exec.Command("node", "read.mjs")
	node.Dir, node.Stdin = readerDir, bytes.NewReader(calendar)
	out, err := node.Output()
	if err != nil {
		t.Fatalf("ical.js does not read %q: %v", calendar, err)
	}
	if err := json.Unmarshal(out, &u); err != nil {
		t.Fatal(err)
	}
	return u
}

// TestIndependentReader: a calendar program understands what was meant, whatever
// stands in the texts.
func TestIndependentReader(t *testing.T) {
	t.Parallel()
	e := event()
	got := read(t, ical.Write(e))
	want := understood{
		Events: 1, Sequence: 2, Method: "REQUEST", UID: e.UID, Status: "CONFIRMED", Start: "2026-03-09T07:30:00.000Z", End: "2026-03-09T09:00:00.000Z", Zone: ical.Zone,
		Summary: e.Summary, Text: strings.ReplaceAll(e.Text, "\r\n", "\n"), Link: e.Link, Organizer: "mailto:" + e.Organizer, OrganizerName: e.OrganizerName, Attendee: "mailto:" + e.Attendee, RSVP: "FALSE",
	}
	if got != want {
		t.Errorf("read as\n%+v, want\n%+v", got, want)
	}
	e.Method, e.Sequence = ical.Cancel, 3
	if got := read(t, ical.Write(e)); got.Method != "CANCEL" || got.Status != "CANCELLED" || got.Sequence != 3 || got.UID != e.UID {
		t.Errorf("the cancellation is read as %+v", got)
	}
}

// held checks a calendar by the letter of RFC 5545 3.1.
func held(t *testing.T, calendar []byte) {
	t.Helper()
	text := string(calendar)
	if !strings.HasSuffix(text, "\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") || !utf8.ValidString(text) {
		t.Fatalf("line ends or encoding of %q", text)
	}
	events := 0
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Fatalf("a line of %d octets, or cut inside a character: %q", len(line), line)
		}
		if strings.HasPrefix(line, "BEGIN:VEVENT") {
			events++
		}
	}
	if events != 1 {
		t.Fatalf("%d events", events)
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	held(t, ical.Write(event()))
	if text := string(ical.Write(event())); !strings.Contains(text, "DTSTART;TZID=Asia/Shanghai:20260309T153000\r\n") {
		t.Errorf("written as %s", text)
	}
}

// FuzzWrite: nothing that was typed begins a property or breaks a line.
func FuzzWrite(f *testing.F) {
	f.Add("联席会议", "a\nb", "https://x/1", "名\"字", "a@b")
	f.Add("\r\nBEGIN:VEVENT\r\n", "\x00\xff\\;,", "x\r\nATTACH:y", "^'\r\nX:1", "a@b\r\nBEGIN:VEVENT")
	f.Fuzz(func(t *testing.T, summary, text, link, name, to string) {
		e := event()
		e.Summary, e.Text, e.Link, e.OrganizerName, e.Organizer, e.UID = summary, text, link, name, to, summary
		out := ical.Write(e)
		held(t, out)
		unfolded := strings.ReplaceAll(string(out), "\r\n ", "")
		for _, line := range strings.Split(strings.TrimSuffix(unfolded, "\r\n"), "\r\n") {
			property, _, ok := strings.Cut(line, ":")
			property, _, _ = strings.Cut(property, ";")
			if !ok || strings.ToUpper(property) != property || strings.ContainsAny(property, " \\") {
				t.Fatalf("a line that is no property: %q", line)
			}
		}
	})
}
