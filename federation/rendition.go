package federation

import (
	"bytes"
	"unicode/utf8"
)

// MaxRendition bounds the readable text of an envelope, in bytes: it is kept beside the
// envelope for as long, and people read it on a page.
const MaxRendition = 4 << 20

// Media of a rendition.
const (
	MediaHTML = "text/html"
	MediaPDF  = "application/pdf"
)

// Accept says whether bytes are the rendition (可读文本) that a signed envelope names: an
// *Invalid if not, and then nobody may read them as what the sender signed. What they
// say is not judged: they are shown where nothing in them can run.
func (r Rendition) Accept(body []byte) error {
	switch {
	case !r.Shown():
		return invalid(ReasonField, "a rendition of an unknown medium")
	case len(body) > MaxRendition:
		return invalid(ReasonOversize, "a rendition of %d bytes, at most %d", len(body), MaxRendition)
	case int64(len(body)) != r.Bytes || HashOf(body) != r.SHA256:
		return invalid(ReasonBadSignature, "the rendition is not the one that the envelope names")
	case r.Media == MediaHTML && (!utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0):
		return invalid(ReasonEncoding, "a rendition that is no text")
	case r.Media == MediaPDF && !bytes.HasPrefix(body, []byte("%PDF-")):
		return invalid(ReasonMalformed, "a rendition that is no PDF")
	}
	return nil
}

// Shown says whether the medium is one that people here can read.
func (r Rendition) Shown() bool { return r.Media == MediaHTML || r.Media == MediaPDF }

// NameRendition describes bytes as an envelope names them.
func NameRendition(media string, body []byte) *Rendition {
	return &Rendition{Media: media, Bytes: int64(len(body)), SHA256: HashOf(body)}
}
