package documents_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/documents/documentstest"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

var keep = flag.String("keep", "", "directory in which the rendered papers are kept, to be looked at")

// delivered is the renderer of a clean clone, shared since it is safe for that.
var delivered = sync.OnceValues(func() (*documents.Renderer, error) {
	return documents.NewRenderer(documents.Options{})
})

func renderer(t testing.TB) *documents.Renderer {
	t.Helper()
	r, err := delivered()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryKindIsASoundPDF(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for _, info := range documents.Kinds() {
		for name, c := range map[string]documents.Case{"full": sampleFor(info.Kind), "blank": {}, "long": long()} {
			pdf, err := r.Render(info.Kind, c)
			if err != nil {
				t.Errorf("%s of the %s case: %v", info.Kind, name, err)
				continue
			}
			if err := api.Validate(bytes.NewReader(pdf), nil); err != nil {
				t.Errorf("%s of the %s case is not valid: %v", info.Kind, name, err)
			}
			if *keep != "" {
				if err := os.WriteFile(filepath.Join(*keep, name+"_"+string(info.Kind)+".pdf"), pdf, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

var (
	furniture = regexp.MustCompile(`—\d+—|共\d+页`)
	directive = regexp.MustCompile(`(?m)^@(p|to|h1|flush) (.*(?:
+[^@
].*)*)`)
)

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u3000\n\t", r) {
			return -1
		}
		return r
	}, s)
}

// Every paragraph of every paper can be read back from its PDF, in one piece
// and in order, across line and page ends.
func TestNoCharacterIsLostOnTheWayToThePage(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for _, info := range documents.Kinds() {
		for name, c := range map[string]documents.Case{"full": sampleFor(info.Kind), "long": long()} {
			c.Synthetic, c.Number, c.Link = false, "", ""
			pdf, err := r.Render(info.Kind, c)
			if err != nil {
				t.Fatal(err)
			}
			words, err := r.Text(info.Kind, c)
			if err != nil {
				t.Fatal(err)
			}
			page := bare(furniture.ReplaceAllString(bare(strings.Join(documentstest.PageTexts(t, pdf), "")), ""))
			for _, m := range directive.FindAllStringSubmatch(words, -1) {
				for _, paragraph := range strings.Split(m[2], "\n") {
					if want := bare(paragraph); !strings.Contains(page, want) {
						t.Errorf("%s of the %s case lost: %.60s", info.Kind, name, want)
					}
				}
			}
		}
	}
}

func TestSameInputGivesSameBytes(t *testing.T) {
	t.Parallel()
	a := renderer(t)
	b, err := documents.NewRenderer(documents.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first := make(map[documents.Kind][]byte)
	for _, info := range documents.Kinds() {
		pdf, err := a.Render(info.Kind, sampleFor(info.Kind))
		if err != nil {
			t.Fatal(err)
		}
		first[info.Kind] = pdf
	}
	var wg sync.WaitGroup
	for range 3 {
		for _, r := range []*documents.Renderer{a, b} {
			for _, info := range documents.Kinds() {
				wg.Go(func() {
					pdf, err := r.Render(info.Kind, sampleFor(info.Kind))
					if err != nil || !bytes.Equal(pdf, first[info.Kind]) {
						t.Errorf("%s differs: %v", info.Kind, err)
					}
				})
			}
		}
	}
	wg.Wait()
}

func TestWarningsStandOnEveryPage(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for _, info := range documents.Kinds() {
		c := long()
		c.Paper.Draft = true
		marked, err := r.Render(info.Kind, c)
		if err != nil {
			t.Fatal(err)
		}
		for n, text := range documentstest.PageTexts(t, marked) {
			if strings.Count(text, "演示虚构") < 2 || strings.Count(text, "草稿") < 2 { // head line and watermark
				t.Errorf("%s page %d is not marked", info.Kind, n+1)
			}
		}
		c.Synthetic, c.Paper.Draft = false, false
		real, err := r.Render(info.Kind, c)
		if err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(documentstest.PageTexts(t, real), ""); strings.Contains(all, "演示虚构") || strings.Contains(all, "草稿") {
			t.Errorf("%s of a real case is marked", info.Kind)
		}
	}
}

func TestAMissingGlyphIsNamed(t *testing.T) {
	t.Parallel()
	c := goldWashing()
	c.Parties[0].Name = "某𪚥" // U+2A6A5 is in no common font
	_, err := renderer(t).Render(documents.TransferLetter, c)
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != fault.Invalid || f.Code != "documents.glyph_missing" {
		t.Fatalf("got %v", err)
	}
	for _, text := range []string{f.Detail.ZH, f.Detail.EN} {
		if !strings.Contains(text, "𪚥") || !strings.Contains(text, "U+2A6A5") {
			t.Errorf("the character is not named: %s", text)
		}
	}
}

func TestTheFontHasTheNamesClerksMeet(t *testing.T) {
	t.Parallel()
	c := goldWashing()
	c.Facts = "堃喆翀燊赟玥旻䶮犇淼昇祎頔〔2024〕﹝2024﹞—…“”‘’、《》〈〉【】①⑳㎡℃μ²³×÷±≤≥SO₂ NH₃-N PM₂.₅ 10⁻³ ☐☑□√〇"
	if _, err := renderer(t).Render(documents.TransferLetter, c); err != nil {
		t.Error(err)
	}
}

func TestHiddenCharactersAreRefusedWithTheirField(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for _, char := range []rune{'\u202e', '\u200b', '\x1e', '\x1f', '\x00'} {
		c := goldWashing()
		c.Parties[1].Name = "某" + string(char) + "厂"
		_, err := r.Render(documents.TransferLetter, c)
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Code != "documents.hidden_character" || len(f.Fields) != 1 || !strings.HasSuffix(f.Fields[0].Path, "Parties[1].Name") {
			t.Errorf("U+%04X: %v", char, err)
		}
	}
}

// Nothing a person typed is taken for a directive or for template code.
func TestCaseTextCannotSteerTheLayout(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	c := goldWashing()
	c.Synthetic = false
	c.Facts = "第一段\n@newpage\n@title 假标题\n@row 一 | 二 | 三\n{{.Number}}\n#注释"
	c.Materials[0].Name = "甲 | 乙 | 丙\n@row"
	pdf, err := r.Render(documents.TransferLetter, c)
	if err != nil {
		t.Fatal(err)
	}
	all := bare(strings.Join(documentstest.PageTexts(t, pdf), ""))
	for _, want := range []string{"@newpage@title假标题@row一|二|三{{.Number}}#注释", "甲|乙|丙@row"} {
		if !strings.Contains(all, want) {
			t.Errorf("not printed as typed: %s", want)
		}
	}
}

func TestOwnTemplateReplacesTheDeliveredOne(t *testing.T) {
	t.Parallel()
	own := fstest.MapFS{"service_receipt.tmpl": {Data: []byte("@edition 2026-01-02\n@title 本局送达回证\n{{.Service.Recipient}}收\n")}}
	r, err := documents.NewRenderer(documents.Options{Templates: own})
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := r.Render(documents.ServiceReceipt, goldWashing())
	if err != nil {
		t.Fatal(err)
	}
	if all := strings.Join(documentstest.PageTexts(t, pdf), ""); !strings.Contains(all, "本局送达回证") {
		t.Errorf("the own words are not used: %s", all)
	}
	form, err := r.Form(documents.ServiceReceipt)
	other, _ := renderer(t).Form(documents.ServiceReceipt)
	if err != nil || form.Edition.String() != "2026-01-02" || len(form.Digest) != 64 || form.Digest == other.Digest {
		t.Errorf("form %+v: %v", form, err)
	}
	if _, err := r.Render(documents.ApprovalForm, goldWashing()); err != nil {
		t.Errorf("the others stay: %v", err)
	}
}

func TestABrokenTemplateIsFoundAtTheStart(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"no edition":     "@title 某\n",
		"bad edition":    "@edition yesterday\n@title 某\n",
		"open action":    "@edition 2026-01-02\n{{if .Title}}\n",
		"no function":    "@edition 2026-01-02\n{{sing .Title}}\n",
		"basis in parts": "@edition 2026-01-02\n@basis 某法\n",
	} {
		own := fstest.MapFS{"duty_record.tmpl": {Data: []byte(source)}}
		if _, err := documents.NewRenderer(documents.Options{Templates: own}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	own := fstest.MapFS{"duty_record.tmpl": {Data: []byte("@edition 2026-01-02\n@columns 1 1\n@row 一\n")}}
	r, err := documents.NewRenderer(documents.Options{Templates: own})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Render(documents.DutyRecord, goldWashing()); err == nil || !strings.Contains(err.Error(), "1 cells in 2 columns") {
		t.Errorf("got %v", err)
	}
}

func TestOwnFonts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	face, err := os.ReadFile(filepath.Join("fonts", "hub-serif.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "title.ttf"), face, 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := documents.NewRenderer(documents.Options{FontDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := r.Render(documents.TransferLetter, sampleFor(documents.TransferLetter))
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(pdf, []byte("/FontFile2")); n != 2 {
		t.Errorf("%d faces embedded, want the own title face and the delivered one", n)
	}
	for name, data := range map[string][]byte{"OpenType CFF": []byte("OTTO\x00\x0b"), "text": []byte("no font"), "cut": face[:5000], "head only": face[:12]} {
		broken := t.TempDir()
		if err := os.WriteFile(filepath.Join(broken, "body.ttf"), data, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := documents.NewRenderer(documents.Options{FontDir: broken}); err == nil {
			t.Errorf("%s: accepted as a font", name)
		}
	}
	if _, err := documents.NewRenderer(documents.Options{FontDir: filepath.Join(dir, "absent")}); err == nil {
		t.Error("a directory that is not there is accepted")
	}
}

func TestUnknownKind(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for _, kind := range []documents.Kind{"", "contents", "placeholder", "../transfer_letter"} {
		if _, err := r.Render(kind, goldWashing()); fault.KindOf(err) != fault.Missing {
			t.Errorf("%q: %v", kind, err)
		}
	}
}

func TestKindsAreDescribedOnce(t *testing.T) {
	t.Parallel()
	r, seen := renderer(t), map[string]bool{}
	for _, info := range documents.Kinds() {
		for _, name := range []string{string(info.Kind), info.ZH, info.EN} {
			if name == "" || seen[name] {
				t.Errorf("%s: %q is empty or not its own", info.Kind, name)
			}
			seen[name] = true
		}
		form, err := r.Form(info.Kind)
		if err != nil || form.Edition.IsZero() {
			t.Errorf("%s: %+v %v", info.Kind, form, err)
		}
	}
	if n := len(documents.Kinds()); n != 41 {
		t.Errorf("%d kinds", n)
	}
}
