package record

import (
	"fmt"
	"iter"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// FieldState is what verification says of one field.
type FieldState int

const (
	FieldOK       FieldState = iota // salt and value open the commitment
	FieldRedacted                   // both are gone (已遮蔽)
	FieldMismatch                   // they do not open it, or it was never committed
)

func (s FieldState) String() string { return [...]string{"ok", "redacted", "mismatch"}[s] }

// FieldResult is the state of one field.
type FieldResult struct {
	Name  string
	State FieldState
}

// VerifyEvent compares openings, in any order, with the commitments of one
// event. Each committed field has one result, in the event's order; an opening
// that the event does not commit to, or a second one for a field, is a mismatch
// at the end. It says nothing of the header: see Event.Digest.
func VerifyEvent(e *Event, openings []Opening) []FieldResult {
	results := make([]FieldResult, len(e.Fields), len(e.Fields)+1)
	used := make([]bool, len(openings))
	for i, f := range e.Fields {
		results[i] = FieldResult{f.Name, FieldRedacted} // an opening row that is gone is a blank one
		for j, o := range openings {
			if !used[j] && o.Name == f.Name {
				used[j] = true
				results[i].State = open(f, o)
				break
			}
		}
	}
	for j, o := range openings {
		if !used[j] {
			results = append(results, FieldResult{o.Name, FieldMismatch})
		}
	}
	return results
}

func open(c Commitment, o Opening) FieldState {
	if o.Blank() {
		return FieldRedacted
	}
	digest, err := Commit(o.Salt, o.Name, o.Value)
	if err != nil || digest != c.Digest {
		return FieldMismatch
	}
	return FieldOK
}

// VerifyChain checks the records of one subject, in order of seq and complete
// from the first, without log and checkpoints. It returns what it found and
// the error of the sequence.
func VerifyChain(records iter.Seq2[Record, error]) ([]Finding, error) {
	var report Report
	c := chain{report: &report}
	for r, err := range records {
		if err != nil {
			return report.Findings, fmt.Errorf("read the chain: %w", err)
		}
		c.add(&r)
	}
	c.end()
	return report.Findings, nil
}

// chain follows one subject event by event.
type chain struct {
	report  *Report
	subject Subject
	seq     int64
	head    Hash // recomputed hash of the last event seen
	seen    map[ids.Event]int64
	gone    []goneField      // values that are not there
	acts    map[Target]int64 // redactions on record: target → seq of the act
	deeds   []Redaction      // the acts themselves, in order
	orders  orders           // what was ordered to be destroyed
}

type goneField struct {
	target Target
	seq    int64
}

// add checks the next event and returns its recomputed hash.
func (c *chain) add(r *Record) Hash {
	e := &r.Event
	if c.seen == nil {
		c.subject, c.seen, c.acts, c.orders = e.Subject, map[ids.Event]int64{}, map[Target]int64{}, orders{}
	}
	at := Finding{Subject: e.Subject, Seq: e.Seq, Event: e.ID}
	if e.Subject != c.subject {
		c.report.found(at.as(Broken))
	}
	digest, err := e.Digest()
	switch {
	case err != nil:
		c.report.found(at.as(Edited))
		digest = e.Hash // keep going with what the row claims
	case digest != e.Hash:
		c.report.found(at.as(Edited))
	case r.Encoded != nil && !sameHeader(e, r.Encoded):
		c.report.found(at.as(Edited))
	}
	c.link(e, at)
	if _, twice := c.seen[e.ID]; twice {
		c.report.found(at.as(Duplicate))
	}
	c.seen[e.ID] = e.Seq
	c.fields(r, at)
	c.seq, c.head = e.Seq, digest
	return digest
}

// link checks place and predecessor.
func (c *chain) link(e *Event, at Finding) {
	switch {
	case e.Seq <= c.seq:
		c.report.found(at.as(Duplicate))
	case e.Seq > c.seq+1:
		gap := at.as(Missing)
		gap.Seq, gap.Until, gap.Event = c.seq+1, e.Seq-1, ids.Event{}
		c.report.found(gap)
	case e.Prev != c.head:
		c.report.found(at.as(Broken))
	}
}

func (c *chain) fields(r *Record, at Finding) {
	e := &r.Event
	var redacts bool
	sound := map[string][]byte{}
	for _, f := range VerifyEvent(e, r.Openings) {
		c.report.Fields++
		at.Field = f.Name
		switch f.State {
		case FieldMismatch:
			c.report.found(at.as(ValueEdited))
		case FieldRedacted:
			c.gone = append(c.gone, goneField{Target{e.ID, f.Name}, e.Seq})
		case FieldOK:
			redacts = redacts || f.Name == FieldRedacts
			if c.orders.about(e) {
				sound[f.Name] = valueOf(r.Openings, f.Name)
			}
		}
	}
	at.Field = ""
	if c.orders.add(e, sound) {
		c.report.found(at.as(Unordered))
	}
	c.copies(r, at)
	if e.Kind == KindRedacted && redacts {
		c.deeds = append(c.deeds, Redaction{Subject: e.Subject, Seq: e.Seq, Event: e.ID, At: e.RecordedAt})
		for _, o := range r.Openings {
			if o.Name != FieldRedacts {
				continue
			}
			targets, err := DecodeTargets(o.Value)
			if err != nil {
				at.Field = FieldRedacts
				c.report.found(at.as(ValueEdited))
			}
			for _, t := range targets {
				c.acts[t] = e.Seq
			}
		}
	}
}

// copies compares the row's plain copy of the user's id with the committed one:
// it must not differ, and must not outlive the redaction.
func (c *chain) copies(r *Record, at Finding) {
	if r.User == nil {
		return
	}
	var committed string
	for _, o := range r.Openings {
		if o.Name == FieldUser {
			committed = string(o.Value)
		}
	}
	var plain string
	if !r.User.IsZero() {
		plain = r.User.String()
	}
	if plain != committed {
		at.Field = FieldUser
		c.report.found(at.as(ValueEdited))
	}
}

// end settles what was redacted: by a later act of the chain, or by nobody.
func (c *chain) end() {
	for _, g := range c.gone {
		if act, ok := c.acts[g.target]; ok && act > g.seq {
			c.report.Redacted++
			for i := range c.deeds {
				if c.deeds[i].Seq == act {
					c.deeds[i].Values++
				}
			}
			continue
		}
		c.report.found(Finding{Code: Blanked, Subject: c.subject, Seq: g.seq, Event: g.target.Event, Field: g.target.Field})
	}
	for _, d := range c.deeds {
		if d.Values > 0 && (c.report.limit == 0 || len(c.report.Redactions) < c.report.limit) {
			c.report.Redactions = append(c.report.Redactions, d)
		}
	}
}

func sameHeader(e *Event, header []byte) bool {
	own, err := e.Encode()
	return err == nil && string(own) == string(header)
}
