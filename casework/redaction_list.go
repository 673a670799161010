package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Redaction is an order to destroy content and what became of it (涉密信息清除令).
// It is read from the record and holds nothing of the content.
type Redaction struct {
	ID       ids.Event
	Case     ids.Case
	Number   string // of the case; empty where the reader sees no cases
	State    string // ordered, carried_out, refused
	Reason   string
	By       ids.User
	ByName   string
	Agency   ids.Agency
	At       time.Time
	Places   []Place // all that goes, with what was asked for
	Values   int     // how many values of the record
	Answer   *RedactionAnswer
	Copies   []RedactionCopy
	Agencies map[ids.Agency]dbsqlc.ReadAgenciesRow // organs of the case

	asked   []Place
	targets []byte
}

// RedactionAnswer is who carried an order out, or refused it and why.
type RedactionAnswer struct {
	ID     ids.Event
	Left   int // contents whose bytes are still on disk
	User   ids.User
	Name   string
	Agency ids.Agency
	At     time.Time
	Reason string
}

// RedactionCopy is something outside of the case that still holds the content
// (须另行处置的副本), to be destroyed by people.
type RedactionCopy struct {
	Kind   string     `json:"kind"`             // backup, database, case, organ
	Name   string     `json:"name"`             // of the backup; number of the other case
	Agency ids.Agency `json:"agency,omitempty"` // whose copies: only that organ ticks them off

	Done   bool      `json:"-"`
	By     string    `json:"-"`
	DoneAt time.Time `json:"-"`
	Note   string    `json:"-"`
}

// Redactions lists the orders of a case, newest first.
func (o *Office) Redactions(ctx context.Context, a Actor, id ids.Case) (list []Redaction, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may("redaction.read") {
			return denied("redaction.read")
		}
		list, err = redactions(ctx, q, s)
		slices.Reverse(list)
		return err
	})
	return list, err
}

func (o *Office) redaction(ctx context.Context, a Actor, id ids.Case, order ids.Event) (Redaction, error) {
	list, err := o.Redactions(ctx, a, id)
	i := slices.IndexFunc(list, func(r Redaction) bool { return r.ID == order })
	if err != nil || i < 0 {
		return Redaction{}, orMissing(err)
	}
	return list[i], nil
}

// redactions reads the orders of one case, oldest first.
func redactions(ctx context.Context, q *dbsqlc.Queries, s *seen) ([]Redaction, error) {
	rows, err := q.ListRedactionEvents(ctx, false, s.Case.ID)
	if err != nil {
		return nil, err
	}
	list, err := readRedactions(rows)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Agencies = s.Agencies
	}
	return list, countLeft(ctx, q, list)
}

// countLeft says of which orders bytes are still on disk.
func countLeft(ctx context.Context, q *dbsqlc.Queries, list []Redaction) error {
	left, err := q.UnremovedByAct(ctx)
	for _, l := range left {
		for _, r := range list {
			if r.Answer != nil && ids.Entry(r.Answer.ID) == l.ActID {
				r.Answer.Left = int(l.Count)
			}
		}
	}
	return err
}

// AllRedactions lists the orders of every case, for who runs the hub and for audit:
// it names cases by number and shows nothing else of them. It needs a role that
// reads the record across organs.
func AllRedactions(ctx context.Context, q *dbsqlc.Queries) ([]Redaction, error) {
	rows, err := q.ListRedactionEvents(ctx, true, ids.Case{})
	if err != nil {
		return nil, fmt.Errorf("read the redactions: %w", err)
	}
	list, err := readRedactions(rows)
	if err != nil {
		return nil, err
	}
	return list, countLeft(ctx, q, list)
}

func readRedactions(rows []dbsqlc.ListRedactionEventsRow) ([]Redaction, error) {
	var list []Redaction
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(r dbsqlc.ListRedactionEventsRow) bool { return r.ID != rows[0].ID })
		if n < 0 {
			n = len(rows)
		}
		values := map[string][]byte{}
		for _, r := range rows[:n] {
			values[r.Name] = r.Value
		}
		if err := readRedaction(&list, rows[0], values); err != nil {
			return nil, fmt.Errorf("read redaction %s: %w", rows[0].ID, err)
		}
		rows = rows[n:]
	}
	return list, nil
}

// readRedaction takes one event: an order, or what answers one.
func readRedaction(list *[]Redaction, e dbsqlc.ListRedactionEventsRow, values map[string][]byte) error {
	text := func(name string) (s string) {
		if json.Unmarshal(values[name], &s) != nil {
			s = string(values[name]) // the record keeps names verbatim
		}
		return s
	}
	if e.Kind == kindRedactionOrder {
		r := Redaction{ID: e.ID, Case: e.CaseID, State: "ordered", Reason: text("reason"), By: e.UserID, ByName: text(record.FieldName), Agency: e.AgencyID, At: e.RecordedAt, targets: values["targets"]}
		if e.Number != nil {
			r.Number = *e.Number
		}
		if r.targets != nil {
			targets, err := record.DecodeTargets(r.targets)
			if err != nil {
				return err
			}
			r.Values = len(targets)
		}
		*list = append(*list, r)
		last := &(*list)[len(*list)-1]
		if err := json.Unmarshal(values["places"], &last.Places); err != nil {
			return err
		}
		return json.Unmarshal(values["asked"], &last.asked)
	}
	i := slices.IndexFunc(*list, func(r Redaction) bool { return r.ID.String() == text("answers") })
	if i < 0 {
		return nil // blanked by no order: the check of the record says so
	}
	r := &(*list)[i]
	switch e.Kind {
	case kindRedactionCopy:
		var n int
		if err := json.Unmarshal(values["copy"], &n); err != nil || n < 1 || n > len(r.Copies) {
			return err
		}
		c := &r.Copies[n-1]
		c.Done, c.By, c.DoneAt, c.Note = true, text(record.FieldName), e.RecordedAt, text("note")
		return nil
	case kindRedactionRefuse:
		r.State = "refused"
	default:
		r.State = "carried_out"
		if err := json.Unmarshal(values["copies"], &r.Copies); err != nil {
			return err
		}
	}
	r.Answer = &RedactionAnswer{ID: e.ID, User: e.UserID, Name: text(record.FieldName), Agency: e.AgencyID, At: e.RecordedAt, Reason: text("reason")}
	return nil
}

// copies lists what holds the content outside of the case: the operator's backups,
// the database's own files, cases that took over texts and files, and what people of
// the organs printed or downloaded.
func (c *redactionDeed) copies(ctx context.Context, backups []string) (list []RedactionCopy, err error) {
	for _, name := range backups {
		list = append(list, RedactionCopy{Kind: "backup", Name: name})
	}
	list = append(list, RedactionCopy{Kind: "database"})
	around, err := family(ctx, c.q, c.Case.ID)
	if err != nil {
		return nil, err
	}
	for _, other := range around.Cases {
		if other.ID != c.Case.ID {
			list = append(list, RedactionCopy{Kind: "case", Name: other.Number})
		}
	}
	for _, p := range c.Parts {
		if p.Level == "content" {
			list = append(list, RedactionCopy{Kind: "organ", Name: c.Agencies[p.AgencyID].Name, Agency: p.AgencyID})
		}
	}
	return list, nil
}

// FoundPlace is a place with the words that tell it from others.
type FoundPlace struct {
	Place
	Name    string // of a file; number of a document
	Act     string // of an entry; kind of a document
	At      time.Time
	Excerpt string // how it begins, as far as the actor's organ may read it
}

// FindPlaces lists where a case holds content, or only where it holds a phrase. The
// phrase is compared and kept nowhere. What the actor's organ may not read is not in
// the list, and goes with the rest all the same if it repeats it.
func (o *Office) FindPlaces(ctx context.Context, a Actor, id ids.Case, phrase string) (list []FoundPlace, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		if !s.may(kindRedactionOrder) {
			return denied(kindRedactionOrder)
		}
		h, err := hold(ctx, q, s)
		if err != nil {
			return err
		}
		list = h.find(phrase)
		return nil
	})
	return list, err
}

func (h holding) find(phrase string) (list []FoundPlace) {
	asked := spread{texts: []string{phrase}}
	matches := func(values ...string) bool { return phrase == "" || slices.ContainsFunc(values, asked.repeats) }
	texts := h.draftTexts()
	for _, name := range sortedKeys(texts) {
		if matches(texts[name]) {
			list = append(list, FoundPlace{Place: Place{Kind: PlaceText, Field: name}, Excerpt: beginning(texts[name])})
		}
	}
	for _, f := range h.files {
		if f.State != "destroyed" && matches(f.Name) {
			list = append(list, FoundPlace{Place: Place{Kind: PlaceEvidence, ID: f.ID.String()}, Name: f.Name, At: f.CreatedAt})
		}
	}
	for _, d := range h.Documents {
		i := slices.IndexFunc(h.papers, func(p dbsqlc.ListPaperInputsRow) bool { return p.ID == d.ID })
		if i >= 0 && d.DestroyedAt == nil && (phrase == "" || asked.within(h.papers[i].Input)) {
			list = append(list, FoundPlace{Place: Place{Kind: PlaceDocument, ID: d.ID.String()}, Name: d.Number, Act: d.Kind, At: d.IssuedAt})
		}
	}
	for _, e := range h.events {
		values := h.values[e.ID]
		for _, name := range sortedKeys(values) {
			told := stringsIn(values[name])
			if values[name] == nil || len(told) == 0 || !destructible(e.Kind, name) || !h.readable(e, name) || !matches(told...) {
				continue
			}
			list = append(list, FoundPlace{Place: Place{Kind: PlaceEvent, ID: e.ID.String(), Field: name}, Act: e.Kind, At: e.OccurredAt, Excerpt: beginning(told[0])})
		}
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// beginning is enough of a text to know it again.
func beginning(s string) string {
	const length = 40
	if r := []rune(s); len(r) > length {
		return string(r[:length]) + "…"
	}
	return s
}
