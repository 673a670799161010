package layout

// Paper is a document to be set: its blocks from top to bottom, and the marks
// that stand on every page.
type Paper struct {
	Blocks  []Block
	Size    float64 // of the text in points; 0: 三号
	Pitch   float64 // distance of lines in points; 0: 22 lines a page
	OnePage bool    // shrink the text, within reason, until it fits one page
	Form    bool    // a form or list: wider than the type area of a letter
	Marks   Marks
	Title   string // for the properties of the file
	Subject string
	Created string // YYYY-MM-DD for the properties; empty: none
}

// Marks stand in the margins.
type Marks struct {
	Code       string   // content of the QR code on the first page; empty: none
	Caption    string   // under the code; the number of pages is added
	Warnings   []string // head line and watermark of every page, for example 演示虚构
	Unnumbered bool     // no page numbers
}

// Block is a part of a paper.
type Block interface {
	set(s *setter) error
}

type (
	// RedHead is the 版头: the organ in red, the number, the red rule.
	RedHead struct{ Organ, Number string }

	// Line is one centred, left or right line in a role, not justified.
	Line struct {
		Text   string
		Role   Role
		Size   float64 // 0: the text's
		Align  Align
		Before float64 // blank lines before
		After  float64 // blank lines after
		Keep   bool    // with what follows
	}

	// Para is a paragraph, indented by two characters unless Flush.
	Para struct {
		Text  string
		Role  Role
		Size  float64 // 0: the text's
		Flush bool
		Keep  bool // with what follows

		Follows bool // stays on the page of what stands before it
	}

	// Annexes names what is attached (附件说明), below the text.
	Annexes struct{ Names []string }

	// Gap is a number of blank lines, dropped at the top of a page.
	Gap struct{ Lines float64 }

	// NewPage begins a page.
	NewPage struct{}

	// Sign is the signature under a paper: the organ centred over the date,
	// room above for the seal (GB/T 9704-2012 §7.3.5.1), notes below.
	Sign struct {
		Organ, Date string
		Notes       []string // 附注
	}

	// Cut is a broken line along which a stub (回执, 存根) is cut off.
	Cut struct{ Text string }

	// Colophon is the 版记; it stands on the last lines of the last page.
	Colophon struct {
		Copies    []string // 抄送
		PrintedBy string
		PrintedOn string
	}

	// Table is a form or a list.
	Table struct{ Rows []Row }
)

// Align is where text stands in its line.
type Align int

// The places of text in a line or a cell.
const (
	Left Align = iota
	Centre
	Right
)

// Column is one column of a row: its share of the width.
type Column struct {
	Share float64
	Align Align
	Top   bool // text begins at the top instead of in the middle
	Label bool // set in the face of headings
}

// Merged as the text of a cell joins it to the cell above.
const Merged = "^"

// Row is one row of a table. Rows of one table may have different columns.
type Row struct {
	Columns []Column
	Cells   []string
	Foot    string  // stands at the lower right of the last cell: signature and date
	Lines   float64 // least height in lines of the table
	Head    bool    // repeated at the top of each page the table goes on to
}
