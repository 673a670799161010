// Package fault is the one error type of the hub.
//
// A fault says what went wrong in words a user may read, in both languages,
// and of which of seven closed kinds it is. Only api/problem.go turns a kind
// into an HTTP status. Personal data never goes into a fault: it ends in logs.
package fault

import (
	"errors"
	"fmt"
)

// Kind is the closed list of ways in which a request can fail.
type Kind int

const (
	Internal    Kind = iota // a bug or an outage below us; the caller can only retry
	Invalid                 // the input breaks its own rules; every field is named
	Missing                 // it does not exist, or the caller may not know that it does
	Denied                  // visible, but this caller may not do this
	Stale                   // the caller acted on an older version
	Clash                   // it collides with something that exists
	Rule                    // the procedure does not allow this step now
	Unavailable             // something that is needed is down; try again later
)

func (k Kind) String() string {
	return [...]string{"internal", "invalid", "missing", "denied", "stale", "clash", "rule", "unavailable"}[k]
}

// Field is one rejected field of the input. The rejected value is left out on
// purpose: it may be personal data.
type Field struct {
	Path string // JSON pointer-like path, for example body.parties[0].name
	Text Text
}

// Text is one message in both languages of the pages.
type Text struct{ ZH, EN string }

// T makes a message.
func T(zh, en string) Text { return Text{ZH: zh, EN: en} }

// Basis is the article a refusal stands on.
type Basis struct {
	Document string // full or customary title of the document
	Number   string // 文号, empty for statutes
	Article  string // for example 第五条第二款
}

// Error is what every room of the hub returns when it refuses.
type Error struct {
	Kind    Kind
	Code    string // stable, for machines: for example referral.step_not_allowed
	Detail  Text
	RuleID  string   // step id of the rule book, when one stands behind the refusal
	Basis   *Basis   // the article behind the refusal
	Allowed []string // what is allowed instead: action names
	Fields  []Field
	Cause   error // never shown
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s (%s): %v", e.Code, e.Kind, e.Cause)
	}
	return fmt.Sprintf("%s (%s)", e.Code, e.Kind)
}

func (e *Error) Unwrap() error { return e.Cause }

// New makes a fault of the given kind.
func New(kind Kind, code string, detail Text) *Error {
	return &Error{Kind: kind, Code: code, Detail: detail}
}

// Wrap keeps the cause for the log and shows only the detail.
func Wrap(kind Kind, code string, detail Text, cause error) *Error {
	return &Error{Kind: kind, Code: code, Detail: detail, Cause: cause}
}

// Under names the rule and the article a refusal stands on.
func (e *Error) Under(ruleID string, b Basis) *Error {
	e.RuleID, e.Basis = ruleID, &b
	return e
}

// KindOf gives the kind of the first fault in the chain, Internal if there is none.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Kind
	}
	return Internal
}
