package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Place is where a case holds content that can be destroyed. The names are for
// ever: orders in the record hold them.
type Place struct {
	Kind  string `json:"kind"`            // text, event, evidence, document
	ID    string `json:"id,omitempty"`    // of the event, the evidence or the document
	Field string `json:"field,omitempty"` // of the draft (text) or of the event
}

// Kinds of places.
const (
	PlaceText     = "text"     // a text of the draft: title, facts …
	PlaceEvent    = "event"    // a value of the record
	PlaceEvidence = "evidence" // a file
	PlaceDocument = "document" // an official document
)

// holding is all that a case holds, by where it stands.
type holding struct {
	*seen
	events []dbsqlc.Event
	values map[ids.Event]map[string][]byte
	files  []dbsqlc.ListEvidenceRow
	papers []dbsqlc.ListPaperInputsRow
}

func hold(ctx context.Context, q *dbsqlc.Queries, s *seen) (h holding, err error) {
	h = holding{seen: s, values: map[ids.Event]map[string][]byte{}}
	if h.events, err = q.ListEvents(ctx, s.Case.ID); err != nil {
		return h, err
	}
	values, err := q.ListEventValues(ctx, s.Case.ID)
	if err != nil {
		return h, err
	}
	for _, v := range values {
		if h.values[v.EventID] == nil {
			h.values[v.EventID] = map[string][]byte{}
		}
		h.values[v.EventID][v.Name] = v.Value
	}
	if h.files, err = q.ListEvidence(ctx, s.Case.ID); err != nil {
		return h, err
	}
	h.papers, err = q.ListPaperInputs(ctx, s.Case.ID)
	return h, err
}

// spread is everything that goes when some places of a case are destroyed.
type spread struct {
	Places  []Place
	targets []byte   // values of the record, as FieldRedacts holds them; nil: none
	texts   []string // what the places hold, to be wiped wherever a row repeats it
	fields  []string // texts of the draft
}

// spread finds what repeats the content of the places asked for: the same text in
// other entries of the record, in papers made from it, in the list of materials;
// earlier wordings of a text of the draft; the sealed version of a paper. An unknown
// place is a fault of kind Invalid.
func (h holding) spread(asked []Place) (spread, error) {
	out := spread{Places: slices.Clone(asked)}
	values := map[record.Target]bool{}
	for i, p := range asked {
		if !h.take(&out, values, p) {
			return out, invalid(fmt.Sprintf("body.places[%d]", i), "本案没有这项内容，或者已经清除", "The case holds no such content, or it is gone already")
		}
	}
	out.texts = slices.DeleteFunc(distinct(out.texts), func(s string) bool { return !telling(s) })
	for _, d := range h.papers {
		if d.DestroyedAt == nil && out.within(d.Input) {
			h.takePaper(&out, values, d)
		}
	}
	for _, e := range h.events {
		for name, value := range h.values[e.ID] {
			if destructible(e.Kind, name) && out.within(value) {
				values[record.Target{Event: e.ID, Field: name}] = true
			}
		}
	}
	slices.SortFunc(out.Places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Field, b.Field))
	})
	out.Places = slices.Compact(out.Places)
	return out, out.name(h.events, values)
}

// name puts the values to be blanked into the order of the record.
func (s *spread) name(events []dbsqlc.Event, values map[record.Target]bool) (err error) {
	var list []record.Target
	for _, e := range events {
		var fields []string
		for t := range values {
			if t.Event == e.ID {
				fields = append(fields, t.Field)
			}
		}
		slices.Sort(fields)
		for _, f := range fields {
			list = append(list, record.Target{Event: e.ID, Field: f})
		}
	}
	if len(list) > 0 {
		s.targets, err = record.EncodeTargets(list)
	}
	return err
}

// take adds one place that was asked for and reports whether there is one.
func (h holding) take(out *spread, values map[record.Target]bool, p Place) bool {
	switch p.Kind {
	case PlaceText:
		return p.ID == "" && h.takeText(out, values, p.Field)
	case PlaceEvent:
		id, err := ids.Parse[ids.Event](p.ID)
		i := slices.IndexFunc(h.events, func(e dbsqlc.Event) bool { return e.ID == id })
		if err != nil || i < 0 || !destructible(h.events[i].Kind, p.Field) || h.values[id][p.Field] == nil {
			return false
		}
		values[record.Target{Event: id, Field: p.Field}] = true
		if p.Field != "draft" && p.Field != "items" { // they hold much else: what is meant in them is named by the text
			out.texts = append(out.texts, stringsIn(h.values[id][p.Field])...)
		}
		return true
	case PlaceEvidence:
		i := slices.IndexFunc(h.files, func(f dbsqlc.ListEvidenceRow) bool { return f.ID.String() == p.ID })
		if i < 0 || p.Field != "" || h.files[i].State == "destroyed" {
			return false
		}
		h.takeFile(out, values, h.files[i])
		return true
	case PlaceDocument:
		i := slices.IndexFunc(h.papers, func(d dbsqlc.ListPaperInputsRow) bool { return d.ID.String() == p.ID })
		if i < 0 || p.Field != "" || h.papers[i].DestroyedAt != nil {
			return false
		}
		h.takePaper(out, values, h.papers[i])
		return true
	}
	return false
}

// takeText takes a text of the draft in every wording that it ever had.
func (h holding) takeText(out *spread, values map[record.Target]bool, field string) bool {
	now := h.draftTexts()[field]
	if now == "" || now == Redacted {
		return false
	}
	out.fields = append(out.fields, field)
	out.texts = append(out.texts, now)
	for _, e := range h.events {
		v := h.values[e.ID]
		if field == "title" && v["title"] != nil && (e.Kind == "case.open" || e.Kind == "case.edit") {
			values[record.Target{Event: e.ID, Field: "title"}] = true
			out.texts = append(out.texts, stringsIn(v["title"])...)
		}
		var draft struct {
			Content map[string]any `json:"content"`
		}
		if v["draft"] == nil || json.Unmarshal(v["draft"], &draft) != nil {
			continue
		}
		if was, _ := draft.Content[field].(string); was != "" {
			values[record.Target{Event: e.ID, Field: "draft"}] = true
			out.texts = append(out.texts, was)
		}
	}
	return true
}

// takeFile takes a file with what it is called. Papers that list it stay: where the
// name itself is the content, the name is asked for as a value of the record.
func (h holding) takeFile(out *spread, values map[record.Target]bool, f dbsqlc.ListEvidenceRow) {
	out.Places = append(out.Places, Place{Kind: PlaceEvidence, ID: f.ID.String()})
	quoted := `"` + f.ID.String() + `"`
	for _, e := range h.events {
		for _, name := range []string{"name", "title", "original_at"} {
			if string(h.values[e.ID]["evidence"]) == quoted && h.values[e.ID][name] != nil {
				values[record.Target{Event: e.ID, Field: name}] = true
			}
		}
	}
}

func (h holding) takePaper(out *spread, values map[record.Target]bool, d dbsqlc.ListPaperInputsRow) {
	out.Places = append(out.Places, Place{Kind: PlaceDocument, ID: d.ID.String()})
	for _, f := range h.files {
		if f.ID == d.SealedID && f.State != "destroyed" {
			h.takeFile(out, values, f)
		}
	}
}

// draftTexts are the texts of the draft that stand in the case's own row.
func (h holding) draftTexts() map[string]string {
	out := map[string]string{"title": h.Case.Title}
	var content map[string]any
	if json.Unmarshal(h.Case.Content, &content) == nil {
		for name, v := range content {
			if s, ok := v.(string); ok && s != "" && !structural.MatchString(s) {
				out[name] = s
			}
		}
	}
	return out
}

// wipe takes the texts of the draft out of the case's row.
func (s spread) wipe(c *dbsqlc.Case) error {
	var content map[string]json.RawMessage
	if err := json.Unmarshal(c.Content, &content); err != nil {
		return fmt.Errorf("read content of a case: %w", err)
	}
	mark, err := json.Marshal(Redacted)
	if err != nil {
		return fmt.Errorf("write content: %w", err)
	}
	for _, f := range s.fields {
		if f == "title" {
			c.Title = Redacted
		} else {
			content[f] = mark
		}
	}
	if c.Content, err = json.Marshal(content); err != nil {
		return fmt.Errorf("write content: %w", err)
	}
	return nil
}

// repeats reports whether a text holds what is to be destroyed.
func (s spread) repeats(text string) bool {
	return slices.ContainsFunc(s.texts, func(t string) bool { return holds(text, t) })
}

// within reports whether a value holds what is to be destroyed.
func (s spread) within(value []byte) bool {
	return slices.ContainsFunc(stringsIn(value), s.repeats)
}

// holds reports whether one text repeats another. A short one repeats only as a whole:
// two characters stand in too many others by chance.
func holds(text, part string) bool {
	return text == part || utf8.RuneCountInString(part) >= 4 && strings.Contains(text, part)
}

// structural are ids, days, digests and words of the procedure, which no content is.
var structural = regexp.MustCompile(`^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9a-f]{64}|[a-z][a-z0-9_.]{0,40})$`)

// telling says that a text tells something: it is neither empty nor structural.
func telling(s string) bool {
	return strings.TrimSpace(s) != "" && s != Redacted && !structural.MatchString(s)
}

// kept are the values of entries that say what happened, and to what, without any content.
var kept = map[string]bool{
	"state": true, "kind": true, "sender": true, "case": true, "relation": true, "evidence": true, "material": true, "document": true, "event": true, "sha256": true, "sm3": true,
	"size": true, "code": true, "form": true, "pages": true, "to": true, "copy_to": true, "custody": true, "charges": true, "track": true, "from": true, "late": true, "unable": true,
	"no_state_secret": true, "clock": true, "rule": true, "edition": true, "was": true, "due": true, "reporter": true, "number": true, "days": true, "until": true, "approved_on": true,
}

// destructible reports whether a value of the record can be blanked: what was said,
// not who said it, and not what was said about destroying.
func destructible(kind, field string) bool {
	return !kept[field] && !strings.HasPrefix(field, "actor.") && !strings.HasPrefix(kind, "redaction.") && kind != record.KindRedacted
}

// stringsIn gives every string of a JSON value that tells something; of what is no
// JSON, the whole.
func stringsIn(value []byte) (out []string) {
	var v any
	if json.Unmarshal(value, &v) != nil {
		return append(out, string(value))
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			if telling(v) {
				out = append(out, v)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(v)
	return out
}

func distinct(list []string) []string {
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) }) // the longest first: it may hold a shorter one
	return slices.Compact(list)
}
