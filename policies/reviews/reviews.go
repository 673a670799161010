// Package reviews holds the sheets by which a file is checked before it is sent
// (移送前预审): what the law wants in a referral of a kind, and what the review of
// case files (案卷评查) looks for, as YAML that a lawyer can read.
//
// A sheet asks line by line. What the hub can see in the file it answers itself
// (Look); the rest is put to a person. A sheet refuses nothing: the steps of the
// procedure do that, and a line that stands on one of their rules names it.
package reviews

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
)

//go:embed *.yaml
var sheets embed.FS

// Sheet is one list of questions about the file of a kind of referral.
type Sheet struct {
	ID       string
	Title    fault.Text
	Kind     referral.Kind
	Senders  []referral.Sector // sectors whose cases it is for; empty: all
	From, To civil.Date        // first and last day; To is zero while it holds
	Basis    []fault.Basis
	Lines    []Line
}

// Line is one question.
type Line struct {
	ID         string
	Title      fault.Text
	Todo       fault.Text // what to do where it is not met
	Points     int        // 分值 of a review sheet; 0: none
	Bonus      bool       // 加分项
	Basis      []fault.Basis
	Confidence deadline.Confidence
	Gate       string // rule under which a step of the procedure asks for it; empty: none
	When, None string // entry of the content that makes it applicable, or says that there is none
	Check      Check
	Codes      []string // kinds of material; empty: any
	Words      []string // one of them names the paper among those materials
	Fields     []Entry  // entries of the content
	Any        bool     // one of the fields is enough
	AtLeast    int      // least value of the field
	Papers     []string // kinds of document, one of which must be issued
	Sealed     bool     // and its sealed version attached
	Flags      []string // sub-states that must hold
	Original   bool     // a copy is not enough
	States     []referral.ChargeState
	Term       Term // what of the agreement is meant
}

// Entry is an entry of the content, with what people call it.
type Entry struct {
	Name  string
	Label fault.Text
}

// Check is how a line is answered.
type Check string

// Ways to answer a line.
const (
	Material   Check = "material"   // a material is on the list
	Files      Check = "files"      // every listed material has its pages noted, and its file can be opened and has as many
	Originals  Check = "originals"  // original, or a copy that says where the original is (原件、复印件)
	Parties    Check = "parties"    // identity of every party
	Charges    Check = "charges"    // who is suspected of what under which article
	Items      Check = "items"      // every item with name, quantity, feature and place
	Fields     Check = "fields"     // entries of the draft are filled in
	Paper      Check = "paper"      // a document is issued
	Flags      Check = "flags"      // sub-states of the case
	Accepted   Check = "accepted"   // the receiver signed for it; after sending
	Reached    Check = "reached"    // a charge reached one of the states; after sending
	Competence Check = "competence" // the list of enforcement items names the sender for the item of the case
	Agreed     Check = "agreement"  // a term of the agreement on a claim for damage, before it is signed (赔偿协议)
	Person     Check = "person"     // nobody but a person can tell
)

// Checks are all ways to answer a line.
var Checks = []Check{Material, Files, Originals, Parties, Charges, Items, Fields, Paper, Flags, Accepted, Reached, Competence, Agreed, Person}

// Book is all sheets.
type Book struct{ sheets []Sheet }

// Load reads the sheets built into the binary. rules is the book that gates name.
func Load(book *rules.Book) (*Book, error) { return LoadFS(sheets, book) }

// LoadFS reads the sheets of a folder and fails on the first that Problems finds.
func LoadFS(fsys fs.FS, book *rules.Book) (*Book, error) {
	list, problems := read(fsys, book)
	if len(problems) > 0 {
		return nil, fmt.Errorf("load review sheets: %s (%d problems)", problems[0], len(problems))
	}
	return &Book{list}, nil
}

// CheckBuiltIn finds what is wrong with the sheets built into the binary.
func CheckBuiltIn(book *rules.Book) []rules.Problem {
	problems := Problems(sheets, book)
	for i := range problems {
		problems[i].File = "reviews/" + problems[i].File
	}
	return problems
}

// For gives the sheets for a referral that such an organ sends on a day, in the
// order of the files.
func (b *Book) For(kind referral.Kind, sender referral.Sector, on civil.Date) (out []Sheet) {
	for _, s := range b.sheets {
		if s.Kind == kind && s.holds(on) && (len(s.Senders) == 0 || slices.Contains(s.Senders, sender)) {
			out = append(out, s)
		}
	}
	return out
}

// All gives every sheet.
func (b *Book) All() []Sheet { return b.sheets }

func (s Sheet) holds(on civil.Date) bool {
	return !on.Before(s.From) && (s.To.IsZero() || !s.To.Before(on))
}

// Asks reports whether a line of the sheet is answered in this way.
func (s Sheet) Asks(c Check) bool {
	return slices.ContainsFunc(s.Lines, func(l Line) bool { return l.Check == c })
}

// Line finds a line by its id.
func (s Sheet) Line(id string) (Line, bool) {
	for _, l := range s.Lines {
		if l.ID == id {
			return l, true
		}
	}
	return Line{}, false
}
