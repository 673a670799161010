package mailsink

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// Mail is a message as it was handed over.
type Mail struct {
	ID   int
	At   time.Time
	From string   // of the envelope
	To   []string // of the envelope
	Raw  []byte
}

// Header gives a decoded header field, empty if it is absent or unreadable.
func (m Mail) Header(name string) string {
	parsed, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return ""
	}
	text, err := new(mime.WordDecoder).DecodeHeader(parsed.Header.Get(name))
	if err != nil {
		return parsed.Header.Get(name)
	}
	return text
}

// Subject is the decoded subject.
func (m Mail) Subject() string { return m.Header("Subject") }

// Text is the plain text of the mail: the body itself or its first plain part.
// What cannot be decoded comes back as it was sent.
func (m Mail) Text() string {
	parsed, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return string(m.Raw)
	}
	if text, ok := plain(parsed.Header.Get("Content-Type"), parsed.Header.Get("Content-Transfer-Encoding"), parsed.Body, 0); ok {
		return text
	}
	return string(m.Raw)
}

// maxDepth of nested parts; deeper mails are shown raw.
const maxDepth = 4

func plain(contentType, encoding string, body io.Reader, depth int) (string, bool) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil && contentType != "" || depth > maxDepth {
		return "", false
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err != nil {
				return "", false
			}
			if text, ok := plain(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part, depth+1); ok {
				return text, true
			}
		}
	}
	if kind != "" && kind != "text/plain" {
		return "", false
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	return strings.ReplaceAll(string(text), "\r\n", "\n"), err == nil
}
