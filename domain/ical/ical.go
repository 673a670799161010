// Package ical writes invitations as calendars of mail programs read them
// (RFC 5545, RFC 5546): one event, escaped, folded, in the zone of the office.
package ical

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Method says what a calendar does with the event.
type Method string

// The methods of RFC 5546 that the hub sends.
const (
	Request Method = "REQUEST" // an invitation, or its update under a higher Sequence
	Cancel  Method = "CANCEL"
)

// Event is one appointment.
type Event struct {
	Method   Method
	UID      string // the same for ever; compared byte by byte
	Sequence int    // rises with every change that people must notice
	Stamp    time.Time
	Start    time.Time
	End      time.Time
	Summary  string
	Text     string // DESCRIPTION
	Link     string // URL

	OrganizerName, Organizer string // mail address
	AttendeeName, Attendee   string
}

// Zone is the zone in which the times are written: the whole country keeps one
// clock and no summer time, so its description is three lines.
const Zone = "Asia/Shanghai"

var office = time.FixedZone(Zone, 8*60*60)

// Write gives the calendar with one event.
func Write(e Event) []byte {
	var b calendar
	b.begin("Joint meetings", e.Method, "")
	b.event(e)
	b.line("END:VCALENDAR")
	return []byte(b.String())
}

// Feed gives a calendar that a program fetches again and again (RFC 5545 3.7.2,
// PUBLISH): whole each time, what was called off among it.
func Feed(name string, events []Event) []byte {
	var b calendar
	b.begin("Visits", "PUBLISH", name)
	for _, e := range events {
		b.event(e)
	}
	b.line("END:VCALENDAR")
	return []byte(b.String())
}

// calendar is one being written, line by line.
type calendar struct{ strings.Builder }

func (b *calendar) line(format string, args ...any) {
	fold(&b.Builder, fmt.Sprintf(format, args...))
}

func (b *calendar) begin(product string, m Method, name string) {
	b.line("BEGIN:VCALENDAR")
	b.line("VERSION:2.0")
	b.line("PRODID:-//Xianjie//%s//ZH", product)
	b.line("CALSCALE:GREGORIAN")
	b.line("METHOD:%s", m)
	if name != "" {
		b.line("X-WR-CALNAME:%s", escape(name)) // no standard, but what programs show
	}
	b.line("BEGIN:VTIMEZONE")
	b.line("TZID:%s", Zone)
	b.line("BEGIN:STANDARD")
	b.line("DTSTART:19700101T000000")
	b.line("TZOFFSETFROM:+0800")
	b.line("TZOFFSETTO:+0800")
	b.line("TZNAME:CST")
	b.line("END:STANDARD")
	b.line("END:VTIMEZONE")
}

func (b *calendar) event(e Event) {
	b.line("BEGIN:VEVENT")
	b.line("UID:%s", escape(e.UID))
	b.line("DTSTAMP:%s", e.Stamp.UTC().Format("20060102T150405Z"))
	b.line("DTSTART;TZID=%s:%s", Zone, e.Start.In(office).Format("20060102T150405"))
	b.line("DTEND;TZID=%s:%s", Zone, e.End.In(office).Format("20060102T150405"))
	b.line("SEQUENCE:%d", e.Sequence)
	b.line("STATUS:%s", map[Method]string{Request: "CONFIRMED", Cancel: "CANCELLED"}[e.Method])
	b.line("SUMMARY:%s", escape(e.Summary))
	if e.Text != "" {
		b.line("DESCRIPTION:%s", escape(e.Text))
	}
	if e.Link != "" {
		b.line("URL:%s", uri(e.Link))
	}
	if e.Organizer != "" {
		b.line("ORGANIZER%s:mailto:%s", named(e.OrganizerName), uri(e.Organizer))
	}
	if e.Attendee != "" {
		b.line("ATTENDEE%s;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:%s", named(e.AttendeeName), uri(e.Attendee))
	}
	b.line("END:VEVENT")
}

// escape writes a TEXT value (RFC 5545 3.3.11). What no calendar can hold, control
// characters and broken UTF-8, is left out.
func escape(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "") {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' && r != '\t' || r == 0x7f:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// uri keeps an address on its line: nothing in it begins another property.
func uri(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

// named gives the parameter CN, quoted as RFC 6868 asks.
func named(name string) string {
	if name == "" {
		return ""
	}
	name = strings.NewReplacer("^", "^^", `"`, "^'", "\n", "^n").Replace(strings.ToValidUTF8(name, ""))
	return `;CN="` + strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name) + `"`
}

// widest is how many octets a line has at most, its end not counted (RFC 5545 3.1).
const widest = 75

// fold writes a content line, broken between characters, never inside one.
func fold(b *strings.Builder, line string) {
	room := widest
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], widest-1
	}
	b.WriteString(line + "\r\n")
}
