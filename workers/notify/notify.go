// Package notify holds the channels by which a notice leaves the hub: e-mail over
// SMTP, a text-message gateway over HTTP, signed webhooks and the group robots of
// 企业微信 and 钉钉. It knows neither cases nor the database.
//
// Both sides of every connection are suspect: headers are written from cleaned
// values, answers are read up to a limit, nobody is waited for without end, and
// an address over HTTP is checked when it is dialled.
package notify

import (
	"errors"
	"strings"
	"unicode"
)

// Message is one thing to be sent to one recipient.
type Message struct {
	ID      string // stable: a retry carries the same, so that a recipient can tell
	To      string // e-mail address or phone number
	Subject string // e-mail only
	Text    string

	Calendar []byte // e-mail only: an invitation (RFC 5545), read beside the text
	Method   string // of the calendar, repeated in its Content-Type (RFC 6047)
}

// PermanentError says that trying again cannot help: the recipient does not exist.
type PermanentError struct{ Err error }

func (e *PermanentError) Error() string { return e.Err.Error() }
func (e *PermanentError) Unwrap() error { return e.Err }

// Permanent reports whether trying again cannot help.
func Permanent(err error) bool {
	_, ok := errors.AsType[*PermanentError](err)
	return ok
}

func permanent(err error) error { return &PermanentError{err} }

// maxAnswer bounds what is read of another side's answers, in bytes.
const maxAnswer = 64 << 10

// maxShown bounds what is kept of them as proof or reason, in characters.
const maxShown = 200

// shown makes what another side said fit to be stored and read: one line, no
// control or direction characters, not longer than useful.
func shown(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, "?") {
		if n == maxShown {
			b.WriteRune('…')
			break
		}
		if unicode.IsSpace(r) || unicode.Is(unicode.C, r) {
			r = ' '
		}
		b.WriteRune(r)
		n++
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// hidden reports whether a value that goes into a header or a number holds
// characters that end a line or can't be seen.
func hidden(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' })
}
