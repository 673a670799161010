package workers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/workers/notify"
)

// hookBody is what a webhook carries, after Standard Webhooks: type, timestamp and
// data. It holds number, kind, link and ids; there is no field for more.
type hookBody struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"` // of the notice, not of the sending
	Data      hookData  `json:"data"`
}

type hookData struct {
	ID     string     `json:"id"` // the same as in webhook-id and in the feed
	Number string     `json:"number,omitempty"`
	Kind   string     `json:"kind,omitempty"`
	Case   string     `json:"case,omitempty"`
	DueAt  *time.Time `json:"due_at,omitempty"` // of a clock
	Link   string     `json:"link,omitempty"`
}

// typeTest is the type of a test: it says nothing of any case.
const typeTest = "test"

// hook writes a delivery for an endpoint: a body for machines, Markdown in Chinese
// for a group of people.
func (w words) hook(p *casework.Post) (notify.Hook, error) {
	body := hookBody{Type: p.Line.Group(), Timestamp: p.At.UTC(), Data: hookData{
		ID: p.Notice.String(), Number: p.Line.Number, Kind: p.Line.CaseKind, DueAt: p.Line.DueAt, Link: p.Line.Link,
	}}
	if !p.Case.IsZero() {
		body.Data.Case = p.Case.String()
	}
	raw, err := json.Marshal(body)
	m := notify.Hook{ID: p.Notice.String(), At: p.At, Body: raw}
	say := func(t tongue, name string, data any) string {
		var s strings.Builder
		if e := t.ExecuteTemplate(&s, name, data); e != nil && err == nil {
			err = fmt.Errorf("write a notice: %w", e)
		}
		return s.String()
	}
	zh := tongue{w.zh, false}
	view := zh.view(say, p.Line)
	m.Title = say(zh, "subject", view)
	m.Text = say(zh, "greeting", nil) + say(zh, "line", view) + "\n\n[" + say(zh, "open", nil) + "](" + p.Line.Link + ")"
	return m, err
}

// test writes a message that says that it is one.
func (w words) test(id ids.Delivery, at time.Time, link string) (notify.Hook, error) {
	raw, err := json.Marshal(hookBody{Type: typeTest, Timestamp: at.UTC(), Data: hookData{ID: id.String(), Link: link}})
	if err != nil {
		return notify.Hook{}, fmt.Errorf("write a test: %w", err)
	}
	var b strings.Builder
	for _, name := range []string{"greeting", "test"} {
		if err := w.zh.ExecuteTemplate(&b, name, nil); err != nil {
			return notify.Hook{}, fmt.Errorf("write a test: %w", err)
		}
	}
	return notify.Hook{ID: id.String(), At: at, Body: raw, Title: b.String(), Text: b.String()}, nil
}

// Knocker gives what a process that answers requests needs to test endpoints.
func Knocker(office *casework.Office) (casework.Knock, error) {
	w, err := loadWords()
	if err != nil {
		return nil, err
	}
	hooks := notify.Hooks{Now: office.Now, Timeout: endpointTimeout}
	return func(ctx context.Context, id ids.Delivery, at time.Time, t casework.Target) casework.Posted {
		m, err := w.test(id, at, office.PublicURL)
		if err != nil {
			return casework.Posted{Err: err.Error()}
		}
		out, _ := call(ctx, office, hooks, t, m) // its error stands in the outcome
		return out
	}, nil
}
