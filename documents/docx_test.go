package documents_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/documents/layout"
)

// node is any element of a part; names lose their prefix.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all gives the elements of a name below n, in order.
func (n node) all(name string) []node {
	var out []node
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			out = append(out, c)
		}
		out = append(out, c.all(name)...)
	}
	return out
}

func (n node) child(name string) node {
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			return c
		}
	}
	return node{}
}

// words gives the text of runs, with tabs and line breaks.
func (n node) words() string {
	var out strings.Builder
	for _, c := range n.Children {
		switch c.XMLName.Local {
		case "t":
			out.WriteString(c.Text)
		case "tab":
			out.WriteString("\t")
		case "br":
			out.WriteString("\n")
		case "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr":
		default:
			out.WriteString(c.words())
		}
	}
	return out.String()
}

// unpack reads a working copy: every part is well-formed XML.
func unpack(t testing.TB, file []byte) map[string]node {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := make(map[string]node)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		var root node
		if err := xml.Unmarshal(raw, &root); err != nil {
			t.Fatalf("%s is not well-formed: %v", f.Name, err)
		}
		parts["/"+f.Name] = root
	}
	return parts
}

var issuedCopy = documents.Copy{Issued: true, Version: "0123456789abcdef"}

func copyOf(t testing.TB, kind documents.Kind, c documents.Case, from documents.Copy) []byte {
	t.Helper()
	file, err := renderer(t).DOCX(kind, c, from)
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	return file
}

// outline shows a working copy for a golden: a paragraph a line with its style,
// a row of a table a line with its cells.
func outline(root node) string {
	var out strings.Builder
	for _, b := range root.child("body").Children {
		switch b.XMLName.Local {
		case "p":
			out.WriteString(strings.TrimRight(b.child("pPr").child("pStyle").attr("val")+": "+b.words(), " ") + "\n")
		case "tbl":
			for _, row := range b.all("tr") {
				for _, cell := range row.all("tc") {
					var ps []string
					for _, p := range cell.all("p") {
						ps = append(ps, p.words())
					}
					out.WriteString("| " + strings.Join(ps, " / ") + " ")
				}
				out.WriteString("|\n")
			}
		}
	}
	return out.String()
}

func TestGoldenWorkingCopies(t *testing.T) {
	t.Parallel()
	for _, info := range documents.Kinds() {
		file := copyOf(t, info.Kind, sampleFor(info.Kind), issuedCopy)
		golden(t, filepath.Join("docx", string(info.Kind)+".txt"), outline(unpack(t, file)["/word/document.xml"]))
		if *keep != "" {
			if err := os.WriteFile(filepath.Join(*keep, "full_"+string(info.Kind)+".docx"), file, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// wordsOf gives every text of a value made of blocks, in the order of fields.
func wordsOf(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); s != layout.Merged {
			return s
		}
	case reflect.Interface:
		return wordsOf(v.Elem())
	case reflect.Slice:
		var out strings.Builder
		for i := range v.Len() {
			out.WriteString(wordsOf(v.Index(i)))
		}
		return out.String()
	case reflect.Struct:
		switch b := v.Interface().(type) {
		case layout.Annexes: // numbered as they are set
			return documents.AnnexWords(b)
		case layout.Colophon:
			if len(b.Copies) > 0 {
				return "抄送：" + strings.Join(b.Copies, "，") + "。" + b.PrintedBy + b.PrintedOn
			}
		}
		var out strings.Builder
		for i := range v.NumField() {
			out.WriteString(wordsOf(v.Field(i)))
		}
		return out.String()
	}
	return ""
}

// A working copy says what the blocks of the PDF say: nothing more, nothing
// less, in their order.
func TestWorkingCopySaysWhatThePaperSays(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for _, info := range documents.Kinds() {
		for name, c := range map[string]documents.Case{"full": sampleFor(info.Kind), "blank": {}, "long": long()} {
			blocks, err := r.Blocks(info.Kind, c)
			if err != nil {
				t.Fatal(err)
			}
			got := bare(unpack(t, copyOf(t, info.Kind, c, issuedCopy))["/word/document.xml"].words())
			if want := bare(wordsOf(reflect.ValueOf(blocks))); got != want {
				at := 0
				for at < min(len(got), len(want)) && got[at] == want[at] {
					at++
				}
				at = max(0, at-60)
				t.Errorf("%s of the %s case differs:\n- %.200s\n+ %.200s", info.Kind, name, want[at:], got[at:])
			}
		}
	}
}

func TestWorkingCopyIsAWholePackage(t *testing.T) {
	t.Parallel()
	for _, info := range documents.Kinds() {
		for _, c := range []documents.Case{sampleFor(info.Kind), {}, long()} {
			parts := unpack(t, copyOf(t, info.Kind, c, documents.Copy{}))
			listed := make(map[string]bool)
			for _, o := range parts["/[Content_Types].xml"].all("Override") {
				listed[o.attr("PartName")] = true
				if _, ok := parts[o.attr("PartName")]; !ok {
					t.Errorf("%s: %s is listed and not there", info.Kind, o.attr("PartName"))
				}
			}
			for name := range parts {
				if !listed[name] && !strings.HasSuffix(name, ".rels") && name != "/[Content_Types].xml" {
					t.Errorf("%s: %s is not listed", info.Kind, name)
				}
			}
			ids := make(map[string]bool)
			for _, r := range parts["/word/_rels/document.xml.rels"].all("Relationship") {
				ids[r.attr("Id")] = true
				if _, ok := parts["/word/"+r.attr("Target")]; !ok {
					t.Errorf("%s: %s is pointed at and not there", info.Kind, r.attr("Target"))
				}
			}
			for _, kind := range []string{"headerReference", "footerReference"} {
				for _, ref := range parts["/word/document.xml"].all(kind) {
					if !ids[ref.attr("id")] {
						t.Errorf("%s: %s %s leads nowhere", info.Kind, kind, ref.attr("id"))
					}
				}
			}
			soundTables(t, info.Kind, parts["/word/document.xml"])
			for name, root := range parts {
				fontsOf(t, info.Kind, name, root)
				inOrder(t, info.Kind, root)
			}
		}
	}
}

// schema is the order in which ISO/IEC 29500-1 has the children that we write;
// Word refuses a file that has them in another.
var schema = map[string]string{
	"pPr":      "pStyle keepNext pageBreakBefore widowControl pBdr tabs autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr",
	"rPr":      "rFonts snapToGrid color sz szCs lang",
	"tblPr":    "tblpPr tblOverlap tblW tblInd tblBorders tblLayout tblCellMar",
	"tcPr":     "tcW gridSpan vMerge tcBorders vAlign",
	"sectPr":   "headerReference headerReference footerReference footerReference pgSz pgMar cols docGrid",
	"tbl":      "tblPr tblGrid tr",
	"settings": "defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang",
	"font":     "altName charset family pitch",
	"style":    "name basedOn qFormat pPr rPr",
}

func inOrder(t *testing.T, kind documents.Kind, n node) {
	if order, ok := schema[n.XMLName.Local]; ok {
		rest := strings.Fields(order)
		for _, c := range n.Children {
			next := slices.Index(rest, c.XMLName.Local)
			if next < 0 {
				t.Errorf("%s: %s has %s out of its order", kind, n.XMLName.Local, c.XMLName.Local)
				return
			}
			if rest = rest[next:]; c.XMLName.Local != "tr" {
				rest = rest[1:]
			}
		}
	}
	for _, c := range n.Children {
		inOrder(t, kind, c)
	}
}

// soundTables: every row fills the grid, every cell has a paragraph, a joined
// cell continues one above.
func soundTables(t *testing.T, kind documents.Kind, root node) {
	for _, tbl := range root.all("tbl") {
		columns := len(tbl.child("tblGrid").Children)
		for n, row := range tbl.all("tr") {
			spans := 0
			for _, cell := range row.all("tc") {
				span, err := strconv.Atoi(cell.child("tcPr").child("gridSpan").attr("val"))
				if err != nil {
					span = 1
				}
				spans += span
				if len(cell.all("p")) == 0 {
					t.Errorf("%s: a cell without a paragraph", kind)
				}
			}
			if spans != columns {
				t.Errorf("%s: row %d spans %d of %d columns", kind, n, spans, columns)
			}
		}
	}
}

// fontsOf: every run, and the mark of every paragraph, names an East Asian face.
func fontsOf(t *testing.T, kind documents.Kind, part string, root node) {
	for _, p := range root.all("p") {
		holders := append(p.all("r"), p.child("pPr"))
		for _, h := range holders {
			if h.child("rPr").child("rFonts").attr("eastAsia") == "" {
				t.Errorf("%s: %s has a paragraph without an East Asian face: %s", kind, part, p.words())
			}
		}
	}
}

func TestWorkingCopyTwiceIsTheSameBytes(t *testing.T) {
	t.Parallel()
	other, err := documents.NewRenderer(documents.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range documents.Kinds() {
		first := copyOf(t, info.Kind, sampleFor(info.Kind), issuedCopy)
		second, err := other.DOCX(info.Kind, sampleFor(info.Kind), issuedCopy)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s differs: %v", info.Kind, err)
		}
	}
}

// Names with marks of XML, of the template language and beyond the fonts of
// the hub: the PDF refuses the last, a working copy has them.
func TestWorkingCopyKeepsEveryName(t *testing.T) {
	t.Parallel()
	const name = `某<w:p>&amp;"厂"|@row{{.}}𪚥䶮堃`
	c := goldWashing()
	c.Parties[0].Name, c.Materials[0].Name = name, name
	root := unpack(t, copyOf(t, documents.TransferLetter, c, issuedCopy))["/word/document.xml"]
	if n := strings.Count(root.words(), name); n < 2 {
		t.Errorf("the name stands %d times in: %s", n, root.words())
	}
}

func TestWorkingCopySaysWhatItIs(t *testing.T) {
	t.Parallel()
	c := sampleFor(documents.TransferLetter)
	of := func(from documents.Copy) (body, head, core string, own map[string]string) {
		parts := unpack(t, copyOf(t, documents.TransferLetter, c, from))
		own = make(map[string]string)
		for _, p := range parts["/docProps/custom.xml"].all("property") {
			own[p.attr("name")] = p.Children[0].Text
		}
		return parts["/word/document.xml"].words(), parts["/word/header1.xml"].words(), parts["/docProps/core.xml"].child("version").Text, own
	}
	body, head, version, own := of(documents.Copy{Version: "案件第7版"})
	if strings.Contains(body, "移〔2024〕5号") || own["来源"] != "预览稿" || own["版本"] != "案件第7版" || version != "案件第7版" || own["案件编号"] != c.Number {
		t.Errorf("preview: %v %s", own, body)
	}
	if !strings.Contains(head, "演示虚构") || strings.Contains(head, "可编辑副本") {
		t.Errorf("preview is marked %q", head)
	}
	body, head, version, own = of(documents.Copy{Issued: true, Version: "abc", Template: "2020-01-01 000000000000"})
	if !strings.Contains(body, "云环溪移〔2024〕5号") || own["来源"] != "已签发文书" || version != "abc" || own["签发时的模板"] != "2020-01-01 000000000000" {
		t.Errorf("issued: %v %s", own, body)
	}
	if !strings.Contains(head, "可编辑副本") || !strings.Contains(head, "模板在签发后有更新") {
		t.Errorf("issued is marked %q", head)
	}
	if _, head, _, _ = of(issuedCopy); strings.Contains(head, "模板") {
		t.Errorf("marked as of another template: %q", head)
	}
}

// The page of GB/T 9704-2012: A4, the type area, 22 lines of 28 characters.
func TestWorkingCopyHasTheGrid(t *testing.T) {
	t.Parallel()
	section := unpack(t, copyOf(t, documents.ReplyLetter, sampleFor(documents.ReplyLetter), documents.Copy{}))["/word/document.xml"].child("body").child("sectPr")
	for path, want := range map[string]string{
		"pgSz w": "11906", "pgSz h": "16838", "pgMar top": "2098", "pgMar left": "1587", "pgMar right": "1475", "pgMar bottom": "1984",
		"docGrid type": "linesAndChars", "docGrid linePitch": "579", "docGrid charSpace": "-848",
	} {
		name, attr, _ := strings.Cut(path, " ")
		if got := section.child(name).attr(attr); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
