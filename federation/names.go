package federation

import (
	"encoding"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Conversation is a case as hubs speak of it (会话): "hub/uuid", the hub where the
// first message was written and the case's id there.
type Conversation string

// NewConversation names a case of a hub.
func NewConversation(hub string, c ids.Case) Conversation {
	return Conversation(hub + "/" + c.String())
}

// ErrConversation says that a text does not name a conversation.
var ErrConversation = errors.New("not hub/uuid")

// Split gives hub and case. It returns ErrConversation for anything else.
func (c Conversation) Split() (hub string, id ids.Case, err error) {
	hub, text, ok := strings.Cut(string(c), "/")
	if !ok || !ValidHub(hub) {
		return "", id, ErrConversation
	}
	if id, err = ids.Parse[ids.Case](text); err != nil || id.String() != text {
		return "", ids.Case{}, ErrConversation
	}
	return hub, id, nil
}

// hubName is a name of the DNS, lower case: it stands in paths and file names.
var hubName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$`)

// ValidHub says whether a text can name a hub: a lower-case name of the DNS, at most
// 253 characters. It need not resolve; hubs are found by their metadata.
func ValidHub(name string) bool { return len(name) <= 253 && hubName.MatchString(name) }

// word is the name of a type, a function, a role: a code, never prose.
var word = regexp.MustCompile(`^[a-z][a-z0-9_]*([.-][a-z0-9_]+)*$`)

func validWord(s string) bool { return len(s) <= 64 && word.MatchString(s) }

// Version is major.minor of a message type. Majors live side by side; a higher minor
// only adds what may be ignored.
type Version struct{ Major, Minor int }

var (
	_ encoding.TextMarshaler   = Version{}
	_ encoding.TextUnmarshaler = (*Version)(nil)
)

var versionText = regexp.MustCompile(`^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$`)

// String gives major.minor.
func (v Version) String() string { return strconv.Itoa(v.Major) + "." + strconv.Itoa(v.Minor) }

// MarshalText writes major.minor.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads major.minor, each up to 9999.
func (v *Version) UnmarshalText(text []byte) error {
	m := versionText.FindSubmatch(text)
	if m == nil {
		return fmt.Errorf("not major.minor")
	}
	v.Major, _ = strconv.Atoi(string(m[1])) // four digits at most
	v.Minor, _ = strconv.Atoi(string(m[2]))
	return nil
}
