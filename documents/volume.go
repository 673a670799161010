package documents

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Part is one paper of a volume.
type Part struct {
	Title string
	PDF   []byte
}

// LeftOut says that a part could not be merged; a page that says so stands in
// its place.
type LeftOut struct {
	Index int // in the parts given
	Title string
	Fault *fault.Error
}

// Volume binds papers into one PDF (一卷): a page of contents, then every part
// with a bookmark, and "page / pages" stamped on each page. A part that is not
// a sound PDF is replaced by a page 无法并入 and listed in left; it never costs
// the volume. The result is a reading copy: merging breaks electronic seals,
// so the parts themselves remain the originals, and its file dates are those
// of the moment. Time and memory grow with the size of the parts (about 3
// times their bytes); the caller limits it.
func (r *Renderer) Volume(c Case, parts []Part) (pdf []byte, left []LeftOut, err error) {
	if len(parts) == 0 {
		return nil, nil, fault.New(fault.Invalid, "documents.volume_empty",
			fault.T("没有可以并入的文书", "There is nothing to bind into a volume"))
	}
	b := binding{renderer: r, view: c, parts: parts, sources: make([][]byte, len(parts)), counts: make([]int, len(parts)), broken: make(map[int]*fault.Error)}
	for i, part := range parts {
		if b.counts[i], b.broken[i] = probe(part.PDF); b.broken[i] == nil {
			delete(b.broken, i)
			b.sources[i] = part.PDF
		}
	}
	if pdf, err = b.bound(); err != nil {
		// Sound by itself, one of them does not go with others: find and leave it out.
		if !b.isolate() {
			return nil, nil, fmt.Errorf("bind volume: %w", err)
		}
		if pdf, err = b.bound(); err != nil {
			return nil, nil, fmt.Errorf("bind volume: %w", err)
		}
	}
	for i, part := range parts {
		if b.broken[i] != nil {
			left = append(left, LeftOut{Index: i, Title: part.Title, Fault: b.broken[i]})
		}
	}
	return pdf, left, nil
}

// binding is a volume in the making.
type binding struct {
	renderer *Renderer
	view     Case
	parts    []Part
	sources  [][]byte // what is merged: the part, or the page in its place
	counts   []int    // pages of each source
	broken   map[int]*fault.Error
}

func (b *binding) bound() ([]byte, error) {
	for i, why := range b.broken {
		pdf, pages, err := b.renderer.sheet("placeholder", b.view, b.parts[i].Title, why.Detail.ZH, nil)
		if err != nil {
			return nil, err
		}
		b.sources[i], b.counts[i] = pdf, pages
	}
	front, first, err := b.contents()
	if err != nil {
		return nil, err
	}
	return merge(front, b.parts, b.sources, first)
}

// isolate merges every source alone and marks those that fail.
func (b *binding) isolate() (found bool) {
	front, _, err := b.contents()
	if err != nil {
		return false
	}
	for i, source := range b.sources {
		if b.broken[i] != nil {
			continue
		}
		if _, err := merge(front, b.parts[i:i+1], [][]byte{source}, []int{1}); err != nil {
			b.broken[i], found = unreadable(err), true
		}
	}
	return found
}

// entry is a line of the contents.
type entry struct {
	Title string
	Pages int
	First int
	Left  bool
}

// contents makes the page of contents and gives each part's first page. Its
// own length moves the pages it lists, so it is set until that length holds.
func (b *binding) contents() (pdf []byte, first []int, err error) {
	for own := 1; ; {
		entries := make([]entry, len(b.parts))
		first = make([]int, len(b.parts))
		next := own + 1
		for i, part := range b.parts {
			first[i] = next
			entries[i] = entry{Title: part.Title, Pages: b.counts[i], First: next, Left: b.broken[i] != nil}
			next += b.counts[i]
		}
		pdf, pages, err := b.renderer.sheet("contents", b.view, "", "", entries)
		if err != nil {
			return nil, nil, err
		}
		if pages <= own {
			return pdf, first, nil
		}
		own = pages
	}
}

// init keeps pdfcpu from making a configuration directory in the user's home.
// It is a global of that library, so it is set before anything can use it.
func init() { api.DisableConfigDir() }

func settings() *model.Configuration {
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Offline = true
	return conf
}

// PageCount counts the pages of a PDF, for example of a scan that comes back
// sealed. It returns an invalid fault for a file that is no sound PDF or is
// encrypted.
func PageCount(pdf []byte) (int, error) {
	pages, broken := probe(pdf)
	if broken != nil {
		return 0, broken
	}
	return pages, nil
}

// probe counts the pages of a PDF and says why it cannot be merged.
func probe(pdf []byte) (pages int, broken *fault.Error) {
	defer func() { // a damaged file must not cost the volume
		if p := recover(); p != nil {
			pages, broken = 0, unreadable(fmt.Errorf("panic: %v", p))
		}
	}()
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(pdf), settings())
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword), err == nil && ctx.Encrypt != nil:
		return 0, fault.New(fault.Invalid, "documents.volume_part_encrypted",
			fault.T("文件已加密，不能并入", "The file is encrypted and cannot be merged"))
	case err != nil:
		return 0, unreadable(err)
	case ctx.PageCount == 0:
		return 0, unreadable(nil)
	}
	return ctx.PageCount, nil
}

func unreadable(cause error) *fault.Error {
	return fault.Wrap(fault.Invalid, "documents.volume_part_broken",
		fault.T("文件损坏或者不是 PDF，不能并入", "The file is damaged or no PDF and cannot be merged"), cause)
}

// olderHeader lets a file that calls itself PDF 2.0 pass as 1.7: pdfcpu merges
// no newer file into an older one, and for reading the two are alike.
func olderHeader(pdf []byte) []byte {
	if !bytes.HasPrefix(pdf, []byte("%PDF-2.")) {
		return pdf
	}
	return append([]byte("%PDF-1.7"), pdf[len("%PDF-2.0"):]...)
}

// merge puts the sources behind the contents, adds bookmarks and stamps pages.
func merge(front []byte, parts []Part, sources [][]byte, first []int) ([]byte, error) {
	readers := []io.ReadSeeker{bytes.NewReader(front)}
	marks := []pdfcpu.Bookmark{{Title: "目录", PageFrom: 1}}
	for i := range sources {
		readers = append(readers, bytes.NewReader(olderHeader(sources[i])))
		marks = append(marks, pdfcpu.Bookmark{Title: parts[i].Title, PageFrom: first[i]})
	}
	var merged, marked, stamped bytes.Buffer
	if err := api.MergeRaw(readers, &merged, false, settings()); err != nil {
		return nil, fmt.Errorf("merge: %w", err)
	}
	if err := api.AddBookmarks(bytes.NewReader(merged.Bytes()), &marked, marks, true, settings()); err != nil {
		return nil, fmt.Errorf("add bookmarks: %w", err)
	}
	stamp, err := api.TextWatermark("%p / %P", "fo:Helvetica, points:9, pos:tc, off:0 -16, scale:1 abs, rot:0, fillc:#444444", true, false, types.POINTS)
	if err != nil {
		return nil, fmt.Errorf("make stamp: %w", err)
	}
	if err := api.AddWatermarks(bytes.NewReader(marked.Bytes()), &stamped, nil, stamp, settings()); err != nil {
		return nil, fmt.Errorf("stamp pages: %w", err)
	}
	return stamped.Bytes(), nil
}
