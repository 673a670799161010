package docx

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/documents/layout"
)

const (
	office  = "http://schemas.openxmlformats.org/officeDocument/2006/"
	opc     = "http://schemas.openxmlformats.org/package/2006/"
	wordML  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	mainML  = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	mm      = 72 / 25.4
	program = "Xianjie"
)

var namespaces = attrs{"xmlns:w", mainML, "xmlns:r", office + "relationships"}

// margin is a part that stands in the margins: a header or a footer.
type margin struct {
	id, file, kind, pages string
	root                  func(layout.Frame, layout.Marks) *element
}

// furniture lists what stands in the margins of a paper: warnings above, the
// page number below, outside on odd and even pages (§7.5).
func furniture(m layout.Marks) []margin {
	var out []margin
	if len(m.Warnings) > 0 {
		out = append(out, margin{"rId4", "header1.xml", "header", "default", header}, margin{"rId5", "header2.xml", "header", "even", header})
	}
	if !m.Unnumbered {
		out = append(out, margin{"rId6", "footer1.xml", "footer", "default", footer("right")}, margin{"rId7", "footer2.xml", "footer", "even", footer("")})
	}
	return out
}

func header(f layout.Frame, m layout.Marks) *element {
	p := &paragraph{style: "Mark", text: strings.Join(m.Warnings, "　　"), role: layout.Body, size: layout.Size4, line: numberLine, colour: red}
	return el("w:hdr", namespaces, p.element())
}

// numberLine is the height of the line of a page number.
const numberLine = 16.0

func footer(align string) func(layout.Frame, layout.Marks) *element {
	return func(layout.Frame, layout.Marks) *element {
		p := &paragraph{style: "PageNumber", text: "— " + fieldMark + " —", field: "PAGE", role: numerals, size: layout.Size4, line: numberLine, align: align}
		if align == "right" {
			p.right = layout.Size4
		} else {
			p.left = layout.Size4
		}
		return el("w:ftr", namespaces, p.element())
	}
}

// section gives page, type area and grid. The characters of the grid are a
// little closer than 三号 is wide: 28 of them fill 156 mm.
func section(f layout.Frame, m layout.Marks) *element {
	out := el("w:sectPr", nil)
	for _, p := range furniture(m) {
		out.add(el("w:"+p.kind+"Reference", attrs{"w:type", p.pages, "r:id", p.id}))
	}
	bottom := layout.PageHeight - f.Top - f.Height
	out.add(
		el("w:pgSz", attrs{"w:w", twips(layout.PageWidth), "w:h", twips(layout.PageHeight)}),
		el("w:pgMar", attrs{
			"w:top", twips(f.Top), "w:right", strconv.Itoa(tw(layout.PageWidth) - tw(f.Left) - tw(f.Width)),
			"w:bottom", strconv.Itoa(tw(layout.PageHeight) - tw(f.Top) - tw(f.Height)), "w:left", twips(f.Left),
			"w:header", twips(20*mm - layout.Size4), "w:footer", twips(bottom - layout.PageNumberDrop - numberLine), "w:gutter", "0",
		}),
		el("w:cols", attrs{"w:space", "425"}),
	)
	if f.Grid { // lines that were moved closer say so themselves
		pitch := strconv.Itoa(int(f.Height / 22 * 20)) // down: 22 lines must fit
		size := math.Round(f.Size*2) / 2
		return out.add(el("w:docGrid", attrs{"w:type", "linesAndChars", "w:linePitch", pitch, "w:charSpace", strconv.Itoa(int(math.Floor((f.Size - size) * 4096)))}))
	}
	return out.add(el("w:docGrid", attrs{"w:linePitch", twips(f.Pitch)}))
}

// styles gives every kind of paragraph a name, so that an office changes all
// of a kind at once.
func styles(f layout.Frame) *element {
	base := &paragraph{role: layout.Body, size: f.Size, grid: true}
	run := base.run().add(el("w:lang", attrs{"w:val", "en-US", "w:eastAsia", "zh-CN", "w:bidi", "ar-SA"}))
	out := el("w:styles", namespaces, el("w:docDefaults", nil, el("w:rPrDefault", nil, run), el("w:pPrDefault", nil)))
	for i, s := range []struct {
		id, name string
		role     layout.Role
	}{
		{"Normal", "Normal", layout.Body}, {"RedHead", "版头", layout.Title}, {"Number", "发文字号", layout.Body},
		{"Title", "Title", layout.Title}, {"Addressee", "主送机关", layout.Body}, {"Heading1", "heading 1", layout.Heading},
		{"Line", "公文单行", layout.Body}, {"Caption", "表题", layout.Heading}, {"Fine", "说明", layout.Body},
		{"Annexes", "附件说明", layout.Body}, {"Sign", "署名和日期", layout.Body}, {"Cut", "裁切线", layout.Body},
		{"Cell", "表格文字", layout.Body}, {"Colophon", "版记", layout.Body}, {"Mark", "header", layout.Body},
		{"PageNumber", "footer", numerals}, {"Blank", "空行", layout.Body},
	} {
		st := el("w:style", attrs{"w:type", "paragraph"})
		if i == 0 {
			st.attrs = append(st.attrs, "w:default", "1")
		}
		st.attrs = append(st.attrs, "w:styleId", s.id)
		st.add(el("w:name", attrs{"w:val", s.name}))
		if i > 0 {
			st.add(el("w:basedOn", attrs{"w:val", "Normal"}))
		}
		st.add(el("w:qFormat", nil))
		if i == 0 {
			st.add(el("w:pPr", nil, el("w:widowControl", nil)))
		}
		looks := &paragraph{role: s.role, size: f.Size, grid: true}
		out.add(st.add(looks.run()))
	}
	return out
}

// settings: two kinds of pages for the page numbers, marks tucked together as
// Chinese setting does, and the rules of current versions of Word.
func settings() *element {
	return el("w:settings", namespaces,
		el("w:defaultTabStop", attrs{"w:val", "420"}),
		el("w:evenAndOddHeaders", nil),
		el("w:characterSpacingControl", attrs{"w:val", "compressPunctuation"}),
		el("w:compat", nil, el("w:useFELayout", nil), el("w:compatSetting", attrs{"w:name", "compatibilityMode", "w:uri", "http://schemas.microsoft.com/office/word", "w:val", "15"})),
		el("w:themeFontLang", attrs{"w:val", "en-US", "w:eastAsia", "zh-CN"}),
	)
}

// fontTable names what a machine takes where it lacks the standard's faces.
func fontTable() *element {
	out := el("w:fonts", namespaces)
	for _, f := range [][3]string{{"仿宋_GB2312", "仿宋", "modern"}, {"方正小标宋简体", "宋体", "script"}, {"黑体", "SimHei", "modern"}, {"宋体", "SimSun", "auto"}} {
		out.add(el("w:font", attrs{"w:name", f[0]}, el("w:altName", attrs{"w:val", f[1]}), el("w:charset", attrs{"w:val", "86"}), el("w:family", attrs{"w:val", f[2]}), el("w:pitch", attrs{"w:val", "default"})))
	}
	return out
}

func contentTypes(m layout.Marks) *element {
	out := el("Types", attrs{"xmlns", opc + "content-types"},
		el("Default", attrs{"Extension", "rels", "ContentType", "application/vnd.openxmlformats-package.relationships+xml"}),
		el("Default", attrs{"Extension", "xml", "ContentType", "application/xml"}))
	add := func(part, kind string) {
		out.add(el("Override", attrs{"PartName", part, "ContentType", kind}))
	}
	add("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	add("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	add("/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml")
	add("/word/document.xml", wordML+"document.main+xml")
	for _, name := range []string{"styles", "settings", "fontTable"} {
		add("/word/"+name+".xml", wordML+name+"+xml")
	}
	for _, f := range furniture(m) {
		add("/word/"+f.file, wordML+f.kind+"+xml")
	}
	return out
}

func relations(list [][3]string) *element {
	out := el("Relationships", attrs{"xmlns", opc + "relationships"})
	for _, r := range list {
		out.add(el("Relationship", attrs{"Id", r[0], "Type", r[1], "Target", r[2]}))
	}
	return out
}

func packageRelations() *element {
	return relations([][3]string{
		{"rId1", office + "relationships/officeDocument", "word/document.xml"},
		{"rId2", opc + "relationships/metadata/core-properties", "docProps/core.xml"},
		{"rId3", office + "relationships/extended-properties", "docProps/app.xml"},
		{"rId4", office + "relationships/custom-properties", "docProps/custom.xml"},
	})
}

func documentRelations(m layout.Marks) *element {
	list := [][3]string{
		{"rId1", office + "relationships/styles", "styles.xml"},
		{"rId2", office + "relationships/settings", "settings.xml"},
		{"rId3", office + "relationships/fontTable", "fontTable.xml"},
	}
	for _, f := range furniture(m) {
		list = append(list, [3]string{f.id, office + "relationships/" + f.kind, f.file})
	}
	return relations(list)
}

func appProperties() *element {
	return el("Properties", attrs{"xmlns", office + "extended-properties"}, words("Application", program, nil))
}

// coreProperties names the paper; the day is the paper's own, never the moment.
func coreProperties(paper layout.Paper, origin Origin) *element {
	out := el("cp:coreProperties", attrs{
		"xmlns:cp", opc + "metadata/core-properties", "xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:dcterms", "http://purl.org/dc/terms/", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
	}, words("dc:title", paper.Title, nil), words("dc:subject", paper.Subject, nil), words("dc:creator", program, nil), words("dc:description", origin.Note, nil))
	if paper.Created != "" {
		out.add(words("dcterms:created", paper.Created+"T00:00:00Z", attrs{"xsi:type", "dcterms:W3CDTF"}))
	}
	return out.add(words("cp:version", origin.Version, nil))
}

// customProperties are shown by WPS and Word under 自定义.
func customProperties(origin Origin) *element {
	types := office + "docPropsVTypes"
	out := el("Properties", attrs{"xmlns", office + "custom-properties", "xmlns:vt", types})
	for i, p := range origin.Properties {
		out.add(el("property", attrs{"fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", "pid", fmt.Sprint(i + 2), "name", p.Name}, words("vt:lpwstr", p.Value, nil)))
	}
	return out
}
