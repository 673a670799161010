package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// Library names one of the three lists.
type Library string

const (
	Items      Library = "items"      // 抽查事项清单
	Objects    Library = "objects"    // 检查对象名录库
	Inspecting Library = "inspectors" // 执法检查人员名录库
)

// Libraries are all three.
var Libraries = []Library{Items, Objects, Inspecting}

// maxImportLines is how many lines one file may have.
const maxImportLines = 50_000

// maxShown is how many refused lines and warnings a report lists; it counts all, and
// lists all where it is asked to.
const maxShown = 200

// ImportReport says what a file would do to a library, or did.
type ImportReport struct {
	Library  Library
	Digest   string // SHA-256 of the file: what was looked at is what is applied
	Lines    int    // without the heading
	Added    int
	Changed  int
	Same     int
	Refused  []LineNote
	Warnings []LineNote
	RefusedN int
	WarningN int
	Applied  bool

	whole bool // lists every line, not the first maxShown
}

// LineNote is something said of one line; line 1 is the heading.
type LineNote struct {
	Line   int
	Column string
	Text   fault.Text
}

func (r *ImportReport) refuse(line int, column, zh, en string) {
	if r.RefusedN++; r.whole || len(r.Refused) < maxShown {
		r.Refused = append(r.Refused, LineNote{line, column, fault.T(zh, en)})
	}
}

func (r *ImportReport) warn(line int, column string, text fault.Text) {
	if r.WarningN++; r.whole || len(r.Warnings) < maxShown {
		r.Warnings = append(r.Warnings, LineNote{line, column, text})
	}
}

// ImportList looks at a file line by line and says what it would do (导入预览). With
// the digest of a look that refused nothing it does it: all lines, or none. Lines
// are added or changed by their number; what a file does not name stays.
func (o *Office) ImportList(ctx context.Context, a Actor, lib Library, file []byte, apply string) (ImportReport, error) {
	return o.importList(ctx, a, lib, file, apply, false)
}

// LookAtList looks at a file and lists every line that is refused or warned of (导入预览,
// 全部问题行), for a file that is mended elsewhere.
func (o *Office) LookAtList(ctx context.Context, a Actor, lib Library, file []byte) (ImportReport, error) {
	return o.importList(ctx, a, lib, file, "", true)
}

func (o *Office) importList(ctx context.Context, a Actor, lib Library, file []byte, apply string, whole bool) (r ImportReport, err error) {
	if err := o.mayLists(a, "lists.edit"); err != nil {
		return r, err
	}
	sum := sha256.Sum256(file)
	digest := hex.EncodeToString(sum[:])
	if apply != "" && apply != digest {
		return r, fault.New(fault.Clash, "import.other_file", fault.T("文件与预览时不是同一份，请重新预览", "It is not the file that was looked at; look again first"))
	}
	sheet, err := readSheet(file, columnsOf[lib])
	if err != nil {
		return r, err
	}
	work := func(q *dbsqlc.Queries) error {
		r = ImportReport{Library: lib, Digest: digest, Lines: len(sheet.rows), whole: whole}
		sheet.calculated(&r)
		save, err := o.readLibrary(ctx, q, a, sheet, &r)
		if err != nil || apply == "" {
			return err
		}
		if r.RefusedN > 0 {
			return fault.New(fault.Rule, "import.refused", fault.T(fmt.Sprintf("有%d处不能导入，文件没有导入任何一行，请先修改", r.RefusedN), fmt.Sprintf("%d lines cannot be imported; nothing was; mend them first", r.RefusedN)))
		}
		if r.Added+r.Changed > 0 {
			if err := save(); err != nil {
				return err
			}
			if err := o.enterLibrary(ctx, q, a, "library.import", map[string]any{"list": lib, "digest": digest, "added": r.Added, "changed": r.Changed}); err != nil {
				return err
			}
		}
		r.Applied = true
		return nil
	}
	if apply == "" {
		return r, o.read(ctx, a, work)
	}
	return r, o.changeLists(ctx, a, work)
}

func (o *Office) readLibrary(ctx context.Context, q *dbsqlc.Queries, a Actor, s sheet, r *ImportReport) (func() error, error) {
	switch r.Library {
	case Items:
		return o.readItems(ctx, q, a, s, r)
	case Objects:
		return o.readObjects(ctx, q, a, s, r)
	default:
		return o.readInspectors(ctx, q, a, s, r)
	}
}

// known counts a line as new, changed or the same.
func (r *ImportReport) known(there, same bool) (take bool) {
	switch {
	case !there:
		r.Added++
	case same:
		r.Same++
		return false
	default:
		r.Changed++
	}
	return true
}

// parts cuts a cell that lists several things: ; ， 、 and the like.
func parts(cell string) []string {
	list := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；,，、|\n", r) })
	out := []string{}
	for _, x := range list {
		if x = strings.TrimSpace(x); x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
