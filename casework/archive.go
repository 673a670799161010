package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/policies/archives"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// The archive of a closed case (归档). Every organ that took part has its own: what it
// made and what it was given, in a main volume (正卷) and a side volume (副卷). No
// other organ reads it, and of the side volume nothing leaves the hub.

// ArchivePiece is one piece of a volume.
type ArchivePiece struct {
	ID      string          `json:"id"`     // source and id
	Source  string          `json:"source"` // document, file, paper (without a file), receipt, acts
	Kind    string          `json:"kind"`   // of the document, the material or the receipt
	Title   string          `json:"title"`
	Number  string          `json:"number,omitempty"`
	On      civil.Date      `json:"on"`
	Volume  archives.Volume `json:"volume"`
	Default archives.Volume `json:"default"` // as the policies sort it
	Pages   int             `json:"pages,omitempty"`
	First   int             `json:"first,omitempty"` // page of its volume on which it begins; 0: not paged
	Round   int             `json:"round,omitempty"` // 0: of the first handing over, 1…: of a supplement
	Where   string          `json:"where,omitempty"` // the original is
	Sealed  bool            `json:"sealed,omitempty"`
	Events  []ids.Event     `json:"events,omitempty"` // acts that speak of it

	File   string `json:"file,omitempty"` // name, for its extension
	Media  string `json:"media,omitempty"`
	SHA256 []byte `json:"sha256,omitempty"`
	SM3    []byte `json:"sm3,omitempty"`
	Size   int64  `json:"size,omitempty"`

	jws []byte // of a receipt
}

// ArchiveAct is one act of the record, as the sheet 办理过程 lists it.
type ArchiveAct struct {
	ID     ids.Event       `json:"id"`
	Kind   string          `json:"kind"`
	At     time.Time       `json:"at"`
	Organ  string          `json:"organ"`
	Hash   []byte          `json:"hash"`
	Volume archives.Volume `json:"volume"`
}

// Handover is one handing over to the archive office (移交), counted by both sides.
type ArchiveHandover struct {
	On         civil.Date `json:"on"`
	Main       int        `json:"main"` // pieces
	Side       int        `json:"side"`
	Pages      int        `json:"pages"`
	By         string     `json:"by"`
	ReceivedBy string     `json:"received_by"`
	Reason     string     `json:"reason,omitempty"` // of a supplement
	At         time.Time  `json:"at"`
}

// States of an archive.
const (
	ArchiveNone       = "none"
	ArchiveProposed   = "proposed"
	ArchiveHandedOver = "handed_over"
)

// Archive is an organ's archive of a case, or what the hub proposes for it.
type Archive struct {
	State     string
	Version   int64
	Number    string
	Retention archives.Class
	Basis     string
	Moved     string // why pieces of the side volume stand in the main one
	By        string
	At        time.Time
	Pieces    []ArchivePiece // as proposed; without an archive, as the policies sort them
	Acts      []ArchiveAct
	Handovers []ArchiveHandover
	New       []ArchivePiece // what the case has come to hold since

	CaseNumber string
	Closed     bool // the case is
	May        bool // the actor may propose and hand over
	Classes    []archives.Class
	Period     archives.Period
	Sorting    archives.Sorting

	id ids.Entry
}

// Pages counts the pages of a volume.
func (a Archive) Pages(v archives.Volume) (n int) {
	for _, p := range a.Of(v) {
		n += p.Pages
	}
	return n
}

// Of gives the pieces of a volume, in order.
func (a Archive) Of(v archives.Volume) (out []ArchivePiece) {
	for _, p := range a.Pieces {
		if p.Volume == v {
			out = append(out, p)
		}
	}
	return out
}

// ReadArchive gives the archive of the actor's organ, or what the hub proposes.
func (o *Office) ReadArchive(ctx context.Context, a Actor, id ids.Case) (Archive, error) {
	out, _, err := o.archive(ctx, a, id, kindArchiveRead)
	if err != nil {
		return out, err
	}
	if out.State == ArchiveNone {
		err = o.countArchive(out.Pieces)
		paginate(out.Pieces)
	} else {
		err = o.countArchive(out.New)
	}
	return out, err
}

// ArchiveVolume names a volume, for who need not know the policies.
type ArchiveVolume = archives.Volume

// Actions on an archive, and the kinds of its entries.
const (
	kindArchiveRead    = "archive.read"
	kindArchivePropose = "archive.propose"
	kindArchiveHand    = "archive.hand_over"
	kindArchiveAdd     = "archive.supplement"
)

// archive reads without counting pages: nothing is opened inside a transaction.
func (o *Office) archive(ctx context.Context, a Actor, id ids.Case, action string) (out Archive, s *seen, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		if !s.may(action) {
			return denied(action)
		}
		out, err = o.archiveIn(ctx, q, s)
		return err
	})
	return out, s, err
}

func (o *Office) archiveIn(ctx context.Context, q *dbsqlc.Queries, s *seen) (Archive, error) {
	out := Archive{State: ArchiveNone, Closed: !s.Snapshot.State.Open(), May: s.may(kindArchivePropose), CaseNumber: s.Case.Number}
	book, err := archives.Load()
	if err != nil {
		return out, err
	}
	today := civil.DateOf(o.Now())
	out.Classes, out.Period = book.Classes, book.Period(s.actor.Sector, s.Case.Kind, today)
	if out.Sorting, err = book.Sorting(today); err != nil {
		return out, err
	}
	pieces, acts, err := o.archivePieces(ctx, q, s, out.Sorting)
	if err != nil {
		return out, err
	}
	row, err := q.ReadArchive(ctx, s.Case.ID, s.actor.Agency)
	if noRows(err) {
		out.Pieces, out.Acts = pieces, acts
		return out, nil
	}
	if err != nil {
		return out, err
	}
	if err := out.fill(row); err != nil {
		return out, err
	}
	out.Retention, _ = book.Class(row.Retention)
	for _, p := range pieces {
		i := slices.IndexFunc(out.Pieces, func(x ArchivePiece) bool { return x.ID == p.ID })
		if i < 0 {
			out.New = append(out.New, p)
		} else {
			out.Pieces[i].jws = p.jws
		}
	}
	return out, nil
}

func (a *Archive) fill(row dbsqlc.Archive) error {
	a.id, a.State, a.Version, a.Number, a.Basis, a.Moved, a.By, a.At = row.ID, row.State, row.Version, row.Number, row.Basis, row.MovedReason, row.ProposedBy, row.ProposedAt
	for from, into := range map[*json.RawMessage]any{&row.Contents: &a.Pieces, &row.Acts: &a.Acts, &row.Handovers: &a.Handovers} {
		if err := json.Unmarshal(*from, into); err != nil {
			return fmt.Errorf("read an archive: %w", err)
		}
	}
	return nil
}

// refuseArchived keeps what was handed over as it was: only supplements come after.
func refuseArchived(ctx context.Context, q *dbsqlc.Queries, s *seen) error {
	archived, err := archivedHere(ctx, q, s)
	if err == nil && archived {
		return archiveHandedOver()
	}
	return err
}

// archivedHere reports whether the actor's organ handed the case over to its archive.
// A case that is open was not: it costs no look.
func archivedHere(ctx context.Context, q *dbsqlc.Queries, s *seen) (bool, error) {
	if s.Snapshot.State.Open() {
		return false, nil
	}
	row, err := q.ReadArchive(ctx, s.Case.ID, s.actor.Agency)
	if noRows(err) {
		return false, nil
	}
	return row.State == ArchiveHandedOver, err
}

func archiveHandedOver() *fault.Error {
	return fault.New(fault.Rule, "archive.handed_over", fault.T("本案已归档移交，不能再改动；新增材料请办理补充归档", "The case was handed over to the archive and stays as it is; what is new is added as a supplement"))
}
