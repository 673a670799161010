package federation

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Lengths of texts, in bytes unless said otherwise.
const (
	maxText       = 2000 // characters of purpose, article and the like
	maxName       = 255  // characters of a file name
	maxList       = 64   // members of the short lists
	maxCheckpoint = 4 << 10
	maxMedia      = 127
	maxAttachment = int64(1) << 40
	maxNumber     = int64(1) << 53 // beyond it JSON numbers are not exact everywhere
)

// Instants outside are mistakes of a clock, and some databases do not keep them.
var (
	firstInstant = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	lastInstant  = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// rule is one thing that must hold of a field.
type rule struct {
	holds bool
	field string
}

func broken(rules []rule) *Invalid {
	for _, r := range rules {
		if !r.holds {
			return invalid(ReasonField, "%s", r.field)
		}
	}
	return nil
}

// check says what is wrong with an envelope, field by field in the order of the
// payload.
func (e *Envelope) check() *Invalid {
	if e.Protocol != Protocol {
		return invalid(ReasonProtocol, "this hub speaks %s", Protocol)
	}
	_, _, conversation := e.Conversation.Split()
	rules := []rule{
		{e.ID[6]>>4 == 7, "id"},
		{e.From.valid(), "from"},
		{e.To.valid() && e.To.Hub != e.From.Hub, "to"},
		{conversation == nil, "conversation"},
		{e.Seq >= 1 && e.Seq <= maxNumber, "seq"},
		{e.Prev.IsZero() == (e.Seq == 1), "prev"},
		{e.Observed.valid(), "observed"},
		{validWord(e.Type), "type"},
		{e.TypeVersion.Major >= 1, "type_version"},
		{words(e.MustUnderstand), "must_understand"},
		{validInstant(e.IssuedAt), "issued_at"},
		{e.CustodyEpoch >= 0 && e.CustodyEpoch <= maxNumber, "custody_epoch"},
		{len(e.LegalBasis) <= maxList, "legal_basis"},
		{prose(e.Purpose, maxText), "purpose"},
		{e.Classification == "" || validWord(e.Classification), "classification"},
		{words(e.Handling), "handling"},
		{e.Rendition == nil || e.Rendition.valid(), "rendition"},
		{len(e.Attachments) <= MaxAttachments, "attachments"},
		{len(e.PeerCheckpoint) <= maxCheckpoint, "peer_checkpoint"},
	}
	if _, bad := withheldIn(e.Content); bad != nil {
		if broken := broken(rules); broken != nil {
			return broken
		}
		return bad
	}
	for i, b := range e.LegalBasis {
		ok := b.Document != "" && prose(b.Document, maxText) && prose(b.Article, maxText)
		rules = append(rules, rule{ok, fmt.Sprintf("legal_basis[%d]", i)})
	}
	for i, a := range e.Attachments {
		rules = append(rules, rule{a.valid(), fmt.Sprintf("attachments[%d]", i)})
	}
	return broken(rules)
}

func (a Address) valid() bool {
	return ValidHub(a.Hub) && (a.Function == "" || validWord(a.Function) && !a.Agency.IsZero())
}

func (p Point) valid() bool {
	return p.IsZero() || p.Seq >= 1 && p.Seq <= maxNumber && !p.Hash.IsZero()
}

func (r Rendition) valid() bool {
	return media(r.Media) && size(r.Bytes) && r.Bytes <= MaxRendition && !r.SHA256.IsZero()
}

func (a Attachment) valid() bool {
	return fileName(a.Name) && media(a.Media) && size(a.Bytes) && !a.SHA256.IsZero() && words(a.Audience) && (a.Role == "" || validWord(a.Role))
}

func size(n int64) bool { return n >= 0 && n <= maxAttachment }

func validInstant(t time.Time) bool { return t.After(firstInstant) && t.Before(lastInstant) }

func words(list []string) bool {
	return len(list) <= maxList && !slices.ContainsFunc(list, func(s string) bool { return !validWord(s) })
}

// prose is text for people: its length, and no control characters but line ends.
func prose(s string, limit int) bool {
	return utf8.RuneCountInString(s) <= limit && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t'
	})
}

// fileName can be shown and stored: one name, no path, nothing that turns the
// direction of reading.
func fileName(s string) bool {
	return s != "" && s != "." && s != ".." && utf8.RuneCountInString(s) <= maxName && !strings.ContainsFunc(s, func(r rune) bool {
		return r == '/' || r == '\\' || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	})
}

func media(s string) bool {
	kind, sub, ok := strings.Cut(s, "/")
	return ok && kind != "" && sub != "" && len(s) <= maxMedia && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r > '~' || r == '"'
	})
}
