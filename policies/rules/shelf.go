package rules

import (
	"sync/atomic"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Shelf holds the book that a process works with at the moment. Books never
// change; when a pack is activated, a new one is put in the place of the old.
// An edition that was ever in force stays in every later book, so a verb may
// ask the shelf twice. It is safe for concurrent use.
type Shelf struct{ now atomic.Pointer[standing] }

type standing struct {
	book     *Book
	version  int64
	problems []Problem
}

// NewShelf begins with a book, the state before any pack was activated.
func NewShelf(b *Book) *Shelf {
	s := &Shelf{}
	s.Put(b, 0, nil)
	return s
}

// Put replaces the book. version numbers what was activated; problems are of
// packs that had to be left out.
func (s *Shelf) Put(b *Book, version int64, problems []Problem) {
	s.now.Store(&standing{b, version, problems})
}

// Book is the book at the moment: take it once where two answers must fit.
func (s *Shelf) Book() *Book { return s.now.Load().book }

// Version numbers what was activated when the book was put together.
func (s *Shelf) Version() int64 { return s.now.Load().version }

// Problems are those of activated packs that had to be left out.
func (s *Shelf) Problems() []Problem { return s.now.Load().problems }

// Pick is Book.Pick of the book at the moment.
func (s *Shelf) Pick(id string, on civil.Date, region, sector string) (deadline.Rule, error) {
	return s.Book().Pick(id, on, region, sector)
}

// PickFor is Book.PickFor of the book at the moment.
func (s *Shelf) PickFor(id string, act, step civil.Date, region, sector string) (deadline.Rule, error) {
	return s.Book().PickFor(id, act, step, region, sector)
}

// Edition is Book.Edition of the book at the moment.
func (s *Shelf) Edition(id, edition string) (deadline.Rule, bool) {
	return s.Book().Edition(id, edition)
}

// All is Book.All of the book at the moment.
func (s *Shelf) All() []deadline.Rule { return s.Book().All() }

// Has is Book.Has of the book at the moment.
func (s *Shelf) Has(id string) bool { return s.Book().Has(id) }

// Calendar is Book.Calendar of the book at the moment.
func (s *Shelf) Calendar() *deadline.Calendar { return s.Book().Calendar() }

// RegionName is Book.RegionName of the book at the moment.
func (s *Shelf) RegionName(code string) fault.Text { return s.Book().RegionName(code) }

// Explain is Book.Explain of the book at the moment.
func (s *Shelf) Explain(id string, start deadline.Start, region, sector string) (Explanation, error) {
	return s.Book().Explain(id, start, region, sector)
}

// Again is Book.Again of the book at the moment.
func (s *Shelf) Again(id, edition string, start deadline.Start, pauses []deadline.Pause, grants []deadline.Grant) (deadline.Result, error) {
	return s.Book().Again(id, edition, start, pauses, grants)
}

// Silence is Book.Silence of the book at the moment.
func (s *Shelf) Silence(rule string) Silence { return s.Book().Silence(rule) }
