package casework_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// TestSealedVersionIsLaidBesideItsPaper: same pages pass, other pages need a reason
// and are told with both numbers, what cannot be counted is taken and said so; the
// upload is never lost.
func TestSealedVersionIsLaidBesideItsPaper(t *testing.T) {
	t.Parallel()
	h := house(t)
	env := h.Env.Handler
	var photo bytes.Buffer
	check(t, png.Encode(&photo, image.NewGray(image.Rect(0, 0, 8, 8))))
	long, err := h.Documents.Render(documents.CaseTransferLetter, documents.Case{Facts: strings.Repeat("一段很长的事实。\n", 200)})
	check(t, err)
	pages, err := documents.PageCount(long)
	check(t, err)

	for _, c := range []struct {
		name, file, state, why string
		content                func(paper []byte) []byte
	}{
		{"the paper itself", "盖章件.pdf", "same", "", func(p []byte) []byte { return append(bytes.Clone(p), "\n% sealed\n"...) }},
		{"another paper", "盖章件.pdf", "differs", "", func([]byte) []byte { return long }},
		{"OFD", "盖章件.ofd", "unchecked", "format", func([]byte) []byte { return []byte("PK\x05\x06" + strings.Repeat("\x00", 18)) }},
		{"a broken file", "盖章件.pdf", "unchecked", "broken", func([]byte) []byte { return []byte("%PDF-1.4\n%%EOF\n") }},
		{"one photo of a longer paper", "盖章件.png", "differs", "", func([]byte) []byte { return photo.Bytes() }},
	} {
		id := h.Opened(t)
		_, letter, err := h.IssueDocument(t.Context(), env, id, documents.TransferLetter, "")
		check(t, err)
		paper, err := h.OpenDocument(t.Context(), env, id, letter, casework.PDF)
		check(t, err)
		own, err := documents.PageCount(paper.Content)
		check(t, err)
		scan, err := h.AddEvidence(t.Context(), env, id, c.file, bytes.NewReader(c.content(paper.Content)), 1<<24)
		check(t, err)
		d, err := h.SealDocument(t.Context(), env, id, letter, scan.ID, "")
		if c.state == "differs" {
			wants(t, err, fault.Rule, "document.seal_differs")
			counted := pages
			if strings.HasSuffix(c.file, ".png") {
				counted = 1
			}
			if text := err.(*fault.Error).Detail.ZH; !strings.Contains(text, fmt.Sprintf("文书共%d页，盖章件共%d页", own, counted)) {
				t.Errorf("%s: refused with %s", c.name, text)
			}
			if now, err := h.Get(t.Context(), env, id); err != nil || len(now.Evidence) != 1 || now.Documents[0].State != "issued" {
				t.Errorf("%s: after the refusal %d files, %v", c.name, len(now.Evidence), err)
			}
			_, err = h.SealDocument(t.Context(), env, id, letter, scan.ID, "机密★3年")
			wants(t, err, fault.Invalid, "text.refused")
			d, err = h.SealDocument(t.Context(), env, id, letter, scan.ID, "附件另行装订")
		}
		check(t, err)
		got := casework.SealCheckOf(casework.Document(d.Documents[0]))
		if got.State != c.state || got.Why != c.why || got.PaperPages != own || (got.Reason != "") != (c.state == "differs") || d.Documents[0].State != "sealed" {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
