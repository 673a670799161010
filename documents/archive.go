package documents

import (
	"errors"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/documents/layout"
	"github.com/xianjie-hub/xianjie/domain/civil"
)

// ArchiveSheet is a sheet that belongs to an archived case (归档).
type ArchiveSheet string

// The sheets.
const (
	ArchiveContents ArchiveSheet = "archive_contents" // 卷内目录 of one volume
	ArchiveActs     ArchiveSheet = "archive_acts"     // 办理过程, from the record
	ArchiveHandover ArchiveSheet = "archive_handover" // 档案移交清单
)

var archiveSheets = []Kind{Kind(ArchiveContents), Kind(ArchiveActs), Kind(ArchiveHandover)}

// Archive is what the sheets say of one volume.
type Archive struct {
	Organ, Number    string // who archives; 档号
	Volume           string // 正卷, 副卷
	Retention, Basis string // 保管期限, and what the organ bases it on
	Pages            int
	Lines            []ArchiveLine
	Acts             []ArchiveAct
	Handovers        []ArchiveHandoverLine
}

// ArchiveLine is one piece of a volume.
type ArchiveLine struct {
	Title, Number string
	On            civil.Date
	Pages, First  int // 0: not paged
	Note          string
}

// Range names the pages a piece fills.
func (l ArchiveLine) Range() string {
	switch {
	case l.First == 0:
		return ""
	case l.Pages < 2:
		return count(l.First)
	}
	return count(l.First) + "–" + count(l.First+l.Pages-1)
}

// ArchiveAct is one act of the record.
type ArchiveAct struct {
	At               time.Time
	Organ, Title, ID string
}

// ArchiveHandoverLine is one handing over, counted by both sides.
type ArchiveHandoverLine struct {
	On                civil.Date
	Main, Side, Pages int
	By, ReceivedBy    string
	Reason            string // of a supplement
}

// ArchivePDF makes a sheet and counts its pages. The same input gives the same bytes.
// File names come from elsewhere: a character that no font can draw becomes □, for an
// archive must not fail on it.
func (r *Renderer) ArchivePDF(sheet ArchiveSheet, c Case, a Archive) (pdf []byte, pages int, err error) {
	m := marks(c)
	m.Code = ""
	v := view{Case: c, Info: Info{ZH: "档案"}, Archive: a}
	for {
		pdf, pages, err = r.lay(r.forms[Kind(sheet)], v, m)
		missing, is := errors.AsType[*layout.MissingGlyph](err)
		if !is || missing.Char == '□' {
			return pdf, pages, err
		}
		v.replace(string(missing.Char), "□")
	}
}

func (v *view) replace(old, with string) {
	swap := func(texts ...*string) {
		for _, t := range texts {
			*t = strings.ReplaceAll(*t, old, with)
		}
	}
	a := &v.Archive
	swap(&v.Title, &v.Number, &a.Organ, &a.Number, &a.Basis)
	for i := range a.Lines {
		swap(&a.Lines[i].Title, &a.Lines[i].Number, &a.Lines[i].Note)
	}
	for i := range a.Acts {
		swap(&a.Acts[i].Organ)
	}
	for i := range a.Handovers {
		swap(&a.Handovers[i].By, &a.Handovers[i].ReceivedBy, &a.Handovers[i].Reason)
	}
}
