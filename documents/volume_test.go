package documents_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/documents/documentstest"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

func parts(t testing.TB, r *documents.Renderer) []documents.Part {
	t.Helper()
	var out []documents.Part
	for _, info := range documents.Kinds() {
		if !info.Suits("criminal") {
			continue
		}
		pdf, err := r.Render(info.Kind, sampleFor(info.Kind))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, documents.Part{Title: info.ZH, PDF: pdf})
	}
	return out
}

func TestVolumeBindsEverythingWithContentsAndBookmarks(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	in := parts(t, r)
	want := 1
	for _, p := range in {
		n, err := api.PageCount(bytes.NewReader(p.PDF), nil)
		if err != nil {
			t.Fatalf("%s: %v", p.Title, err)
		}
		want += n
	}
	pdf, left, err := r.Volume(goldWashing(), in)
	if err != nil || len(left) != 0 {
		t.Fatalf("left out %v: %v", left, err)
	}
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, "volume.pdf"), pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := api.Validate(bytes.NewReader(pdf), nil); err != nil {
		t.Errorf("the volume is not valid: %v", err)
	}
	if got, err := api.PageCount(bytes.NewReader(pdf), nil); err != nil || got != want {
		t.Errorf("%d pages, want %d: %v", got, want, err)
	}
	marks, err := api.Bookmarks(bytes.NewReader(pdf), nil)
	if err != nil || len(marks) != len(in)+1 {
		t.Fatalf("%d bookmarks, want %d: %v", len(marks), len(in)+1, err)
	}
	if marks[0].Title != "目录" || marks[1].Title != in[0].Title || marks[1].PageFrom != 2 {
		t.Errorf("bookmarks begin %+v", marks[:2])
	}
}

func TestVolumeLeavesBrokenPartsOutAndSaysSo(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	good := parts(t, r)[:2]
	cut := good[0].PDF[:len(good[0].PDF)/3]
	in := []documents.Part{
		good[0],
		{Title: "不是PDF的文件", PDF: []byte("GIF89a not a pdf")},
		{Title: "空文件"},
		{Title: "截断的文件", PDF: cut},
		good[1],
	}
	pdf, left, err := r.Volume(goldWashing(), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 3 || left[0].Index != 1 || left[1].Index != 2 || left[2].Index != 3 {
		t.Fatalf("left out: %+v", left)
	}
	for _, l := range left {
		if l.Fault.Kind != fault.Invalid || l.Fault.Code != "documents.volume_part_broken" || l.Fault.Detail.ZH == "" {
			t.Errorf("%s: %+v", l.Title, l.Fault)
		}
	}
	if err := api.Validate(bytes.NewReader(pdf), nil); err != nil {
		t.Errorf("the volume is not valid: %v", err)
	}
	if got := documentstest.PageTexts(t, pdf); len(got) < 6 {
		t.Errorf("%d pages", len(got))
	}
}

func TestPageCount(t *testing.T) {
	t.Parallel()
	pdf, err := renderer(t).Render(documents.TransferLetter, sampleFor(documents.TransferLetter))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := documents.PageCount(pdf); err != nil || n != 6 {
		t.Errorf("%d pages: %v", n, err)
	}
	for _, bad := range [][]byte{nil, []byte("%PDF-1.7\n"), pdf[:2000]} {
		if n, err := documents.PageCount(bad); n != 0 || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%d bytes: %d, %v", len(bad), n, err)
		}
	}
}

func TestVolumeOfNothingIsRefused(t *testing.T) {
	t.Parallel()
	if _, _, err := renderer(t).Volume(goldWashing(), nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestVolumeLeavesEncryptedPartsOut(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	in := parts(t, r)[:2]
	for name, conf := range map[string]*model.Configuration{
		"owner password only": model.NewAESConfiguration("", "owner", 256),
		"user password":       model.NewAESConfiguration("user", "owner", 256),
	} {
		var locked bytes.Buffer
		if err := api.Encrypt(bytes.NewReader(in[1].PDF), &locked, conf); err != nil {
			t.Fatal(err)
		}
		_, left, err := r.Volume(goldWashing(), []documents.Part{in[0], {Title: "加密件", PDF: locked.Bytes()}})
		if err != nil || len(left) != 1 || left[0].Index != 1 || left[0].Fault.Code != "documents.volume_part_encrypted" {
			t.Errorf("%s: left %+v: %v", name, left, err)
		}
	}
}

// A part that says PDF 2.0 (newer electronic seals do) is bound like others.
func TestVolumeTakesNewerFiles(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	in := parts(t, r)[:2]
	in[1].PDF = bytes.Replace(in[1].PDF, []byte("%PDF-1.7"), []byte("%PDF-2.0"), 1)
	pdf, left, err := r.Volume(goldWashing(), in)
	if err != nil || len(left) != 0 {
		t.Fatalf("left %+v: %v", left, err)
	}
	if err := api.Validate(bytes.NewReader(pdf), nil); err != nil {
		t.Error(err)
	}
}

// However a file is cut or spoiled, the volume comes out.
func TestVolumeSurvivesDamage(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	whole := parts(t, r)[3].PDF
	var in []documents.Part
	for i := range 24 {
		damaged := append([]byte{}, whole...)
		if i%2 == 0 {
			damaged = damaged[:len(damaged)*(i+1)/25]
		} else {
			for k := i * 37; k < len(damaged); k += 501 {
				damaged[k] ^= byte(i + 1)
			}
		}
		in = append(in, documents.Part{Title: "损坏的文件", PDF: damaged})
	}
	pdf, left, err := r.Volume(goldWashing(), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) == 0 {
		t.Error("nothing was found broken")
	}
	if err := api.Validate(bytes.NewReader(pdf), nil); err != nil {
		t.Error(err)
	}
}
