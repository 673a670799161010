package record_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"math/rand/v2"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
)

// insider is a database administrator: everything in the database is his, the
// log's key and the checkpoint file are not.
type insider struct {
	*record.MemorySource
	rng     *rand.Rand
	earlier *record.MemorySource // an old dump
	forger  note.Signer          // a key of the same name that is not the log's
}

// tamperings are the ways to alter history. Each returns false where there is nothing to alter.
var tamperings = map[string]func(*insider) bool{
	"edit a header":                     (*insider).editHeader,
	"edit a header and hash it again":   func(i *insider) bool { return i.editAnchored() && i.rehash(false) },
	"edit a header and the whole chain": func(i *insider) bool { return i.editAnchored() && i.rehash(true) },
	"edit a value":                      (*insider).editValue,
	"edit a salt":                       (*insider).editSalt,
	"exchange two values":               (*insider).exchangeValues,
	"recommit a value":                  (*insider).recommit,
	"blank a value without an act":      (*insider).blank,
	"add a value nobody committed to":   (*insider).addValue,
	"edit the plain copy of the user":   (*insider).editUser,
	"delete an event":                   (*insider).deleteEvent,
	"delete and close the gap":          func(i *insider) bool { return i.deleteEvent() && i.rehash(true) },
	"delete the tail of a case":         (*insider).deleteTail,
	"delete a case":                     (*insider).deleteCase,
	"swap two events":                   (*insider).swapEvents,
	"swap two events and hash again":    func(i *insider) bool { return i.swapEvents() && i.rehash(true) },
	"move an event to another case":     (*insider).moveEvent,
	"copy an event into another case":   (*insider).copyEvent,
	"swap two marks":                    (*insider).swapMarks,
	"take a mark away":                  (*insider).unmark,
	"edit a hash of the log":            (*insider).editLog,
	"cut the log":                       (*insider).cutLog,
	"sign with another key":             (*insider).forge,
	"delete the last checkpoints":       (*insider).dropNotes,
	"rewrite the log under an edit":     func(i *insider) bool { return i.editAnchored() && i.rehash(true) && i.rebuild(false) },
	"rewrite log and drop checkpoints":  func(i *insider) bool { return i.editAnchored() && i.rehash(true) && i.rebuild(true) },
	"delete a case and rewrite the log": func(i *insider) bool { return i.deleteCase() && i.rebuild(true) },
	"delete the tail, log and all":      (*insider).rollBackQuietly,
	"restore an old dump":               (*insider).restore,
}

func (i *insider) pick() *record.Record { return &i.List[i.rng.IntN(len(i.List))] }

// pickWhere picks a record of which ok holds, nil if there is none.
func (i *insider) pickWhere(ok func(*record.Record) bool) *record.Record {
	for _, n := range i.rng.Perm(len(i.List)) {
		if ok(&i.List[n]) {
			return &i.List[n]
		}
	}
	return nil
}

func anchored(r *record.Record) bool { return r.Leaf != record.NoLeaf }

func valued(r *record.Record) bool {
	return slices.ContainsFunc(r.Openings, func(o record.Opening) bool { return !o.Blank() })
}

func (i *insider) editHeader() bool { i.change(i.pick()); return true }

func (i *insider) editAnchored() bool {
	r := i.pickWhere(anchored)
	if r == nil {
		return false
	}
	e := &r.Event
	switch i.rng.IntN(3) {
	case 0:
		e.Kind += "x"
	case 1:
		e.OccurredAt = e.OccurredAt.Add(-24 * time.Hour)
	default:
		e.Actor.Function = "desk"
	}
	return true
}

func (i *insider) change(r *record.Record) {
	e := &r.Event
	switch i.rng.IntN(11) {
	case 0:
		e.Kind = "referral.other"
	case 1:
		e.OccurredAt = e.OccurredAt.Add(time.Microsecond)
	case 2:
		e.RecordedAt = e.RecordedAt.Add(-time.Hour)
	case 3:
		e.Actor.Agency[3] ^= 1
	case 4:
		e.Actor.Recorder[15] ^= 0x80
	case 5:
		e.Actor.Function = ""
	case 6:
		e.Subject.ID += "1"
	case 7:
		e.ID[7] ^= 1
	case 8:
		e.Seq += 1 + i.rng.Int64N(3)
	case 9:
		e.Prev[i.rng.IntN(32)] ^= 1
	default:
		e.Hash[i.rng.IntN(32)] ^= 1
	}
}

// rehash makes hashes fit the headers again, and with chain the whole chain.
func (i *insider) rehash(chain bool) bool {
	heads := map[record.Subject]record.Event{}
	slices.SortStableFunc(i.List, func(a, b record.Record) int { return int(a.Event.Seq - b.Event.Seq) })
	for n := range i.List {
		e := &i.List[n].Event
		if chain {
			head := heads[e.Subject]
			e.Seq, e.Prev = head.Seq+1, head.Hash
		}
		if digest, err := e.Digest(); err == nil {
			e.Hash = digest
		}
		heads[e.Subject] = *e
	}
	return true
}

func (i *insider) value() (*record.Record, *record.Opening) {
	r := i.pickWhere(valued)
	for {
		if o := &r.Openings[i.rng.IntN(len(r.Openings))]; !o.Blank() {
			return r, o
		}
	}
}

func (i *insider) editValue() bool {
	_, o := i.value()
	o.Value = append([]byte("x"), o.Value...)
	return true
}

func (i *insider) editSalt() bool {
	_, o := i.value()
	o.Salt[i.rng.IntN(len(o.Salt))] ^= 1
	return true
}

func (i *insider) exchangeValues() bool {
	_, a := i.value()
	_, b := i.value()
	if a == b || bytes.Equal(a.Value, b.Value) {
		return false
	}
	a.Salt, b.Salt, a.Value, b.Value = b.Salt, a.Salt, b.Value, a.Value
	return true
}

func (i *insider) recommit() bool {
	r, o := i.value()
	o.Value = append(o.Value, '!')
	digest, err := record.Commit(o.Salt, o.Name, o.Value)
	for n := range r.Event.Fields {
		if r.Event.Fields[n].Name == o.Name {
			r.Event.Fields[n].Digest = digest
		}
	}
	return err == nil
}

func (i *insider) blank() bool {
	_, o := i.value()
	o.Salt, o.Value = nil, nil
	return true
}

func (i *insider) addValue() bool {
	r := i.pick()
	r.Openings = append(r.Openings, record.Opening{Name: "added", Salt: make([]byte, 16), Value: []byte("1")})
	return true
}

func (i *insider) editUser() bool {
	user := ids.New[ids.User](time.UnixMilli(i.rng.Int64N(1 << 40)))
	i.pick().User = &user
	return true
}

func (i *insider) remove(gone func(*record.Record) bool) bool {
	before := len(i.List)
	i.List = slices.DeleteFunc(i.List, func(r record.Record) bool { return gone(&r) })
	return len(i.List) < before
}

func (i *insider) deleteEvent() bool {
	r := i.pickWhere(anchored)
	if r == nil {
		return false
	}
	id := r.Event.ID
	return i.remove(func(r *record.Record) bool { return r.Event.ID == id })
}

func (i *insider) deleteTail() bool {
	r := i.pickWhere(anchored)
	if r == nil {
		return false
	}
	s, seq := r.Event.Subject, r.Event.Seq
	return i.remove(func(r *record.Record) bool { return r.Event.Subject == s && r.Event.Seq >= seq })
}

func (i *insider) deleteCase() bool {
	r := i.pickWhere(anchored)
	if r == nil {
		return false
	}
	s := r.Event.Subject
	if i.rng.IntN(2) == 0 {
		i.Leaves = nil
	}
	return i.remove(func(r *record.Record) bool { return r.Event.Subject == s })
}

func (i *insider) swapEvents() bool {
	a := i.pickWhere(anchored)
	b := i.pickWhere(func(r *record.Record) bool {
		return anchored(r) && r.Event.Subject == a.Event.Subject && r.Event.Seq != a.Event.Seq
	})
	if a == nil || b == nil {
		return false
	}
	a.Event.Seq, b.Event.Seq = b.Event.Seq, a.Event.Seq
	return true
}

func (i *insider) moveEvent() bool {
	a := i.pickWhere(anchored)
	b := i.pickWhere(func(r *record.Record) bool { return r.Event.Subject != a.Event.Subject })
	if a == nil || b == nil {
		return false
	}
	a.Event.Subject = b.Event.Subject
	return i.rng.IntN(2) == 0 || i.rehash(true)
}

func (i *insider) copyEvent() bool {
	a := *i.pickWhere(anchored)
	seq, head := i.Head(i.pick().Event.Subject)
	a.Event.Seq, a.Event.Prev = seq+1, head
	if digest, err := a.Event.Digest(); err == nil {
		a.Event.Hash = digest
	}
	i.List = append(i.List, a)
	return true
}

func (i *insider) swapMarks() bool {
	a := i.pickWhere(anchored)
	b := i.pickWhere(func(r *record.Record) bool { return r.Leaf != a.Leaf })
	if a == nil || b == nil {
		return false
	}
	a.Leaf, b.Leaf = b.Leaf, a.Leaf
	return true
}

func (i *insider) unmark() bool {
	r := i.pickWhere(anchored)
	if r == nil {
		return false
	}
	r.Leaf = record.NoLeaf
	return true
}

func (i *insider) editLog() bool {
	if len(i.Tree) == 0 {
		return false
	}
	i.Tree[i.rng.IntN(len(i.Tree))][5] ^= 1
	return true
}

func (i *insider) cutLog() bool {
	if len(i.Tree) == 0 {
		return false
	}
	i.Tree = i.Tree[:i.rng.IntN(len(i.Tree))]
	return true
}

func (i *insider) forge() bool {
	if len(i.Notes) == 0 {
		return false
	}
	c := record.Checkpoint{Origin: i.forger.Name(), Size: 1, Root: sha256.Sum256(nil), Time: noon}
	msg, err := c.Sign(i.forger)
	i.Notes[i.rng.IntN(len(i.Notes))] = msg
	return err == nil
}

func (i *insider) dropNotes() bool {
	if len(i.Notes) == 0 {
		return false
	}
	i.Notes = i.Notes[:i.rng.IntN(len(i.Notes))]
	return true
}

// rebuild makes a log that fits the events as they are now.
func (i *insider) rebuild(dropNotes bool) bool {
	i.Tree, i.Leaves = nil, nil
	slices.SortStableFunc(i.List, func(a, b record.Record) int { return int(a.Leaf - b.Leaf) })
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) { return i.ReadHashes(context.Background(), at) })
	var size int64
	for n := range i.List {
		if r := &i.List[n]; anchored(r) {
			more, err := tlog.StoredHashesForRecordHash(size, record.LeafHash(r.Event.Hash), read)
			if err != nil {
				return false
			}
			i.Tree = append(i.Tree, more...)
			r.Leaf = size
			size++
		}
	}
	if dropNotes {
		i.Notes = nil
	}
	return true
}

// rollBackQuietly cuts everything after an old checkpoint, so that all that is left fits.
func (i *insider) rollBackQuietly() bool {
	if !i.restore() {
		return false
	}
	return i.remove(func(r *record.Record) bool { return !anchored(r) }) || true
}

func (i *insider) restore() bool {
	if len(i.earlier.Tree) >= len(i.Tree) {
		return false // nothing was anchored since
	}
	i.MemorySource = deepClone(i.earlier)
	return true
}

func deepClone(m *record.MemorySource) *record.MemorySource {
	c := m.Clone()
	for n := range c.List {
		r := &c.List[n]
		r.Event.Fields = slices.Clone(r.Event.Fields)
		r.Openings = slices.Clone(r.Openings)
		for k := range r.Openings {
			r.Openings[k].Salt, r.Openings[k].Value = bytes.Clone(r.Openings[k].Salt), bytes.Clone(r.Openings[k].Value)
		}
	}
	return c
}
