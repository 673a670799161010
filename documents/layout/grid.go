// Package layout sets official papers on the grid of GB/T 9704-2012 (党政机关
// 公文格式) and writes them as PDF. Lengths are points (1/72 inch), y grows
// downwards from the top edge of the page.
package layout

const mm = 72 / 25.4

// The page and the type area (版心), GB/T 9704-2012 §5.2: A4, top margin 37 mm,
// left margin 28 mm, type area 156 mm × 225 mm with 22 lines of 28 characters.
const (
	PageWidth  = 210 * mm
	PageHeight = 297 * mm
	areaWidth  = 156 * mm
	areaHeight = 225 * mm
	linePitch  = areaHeight / 22
)

// area is the part of a page that text is set in.
type area struct{ left, top, width, height float64 }

func (a area) right() float64  { return a.left + a.width }
func (a area) bottom() float64 { return a.top + a.height }

var (
	officialArea = area{28 * mm, 37 * mm, areaWidth, areaHeight}
	// formArea is that of forms and lists, which the standard leaves alone: it
	// keeps 25 mm at the left for binding and room for the code at the top.
	formArea = area{25 * mm, 33 * mm, 165 * mm, 238 * mm}
)

// Sizes of type (字号). 三号 is taken as a 28th of the line, 5.57 mm, so that
// the standard's 28 characters fill a line exactly.
const (
	size1 = 26.0           // 一号
	size2 = 22.0           // 二号: titles
	size3 = areaWidth / 28 // 三号: text
	Size4 = 14.0           // 四号: page numbers, 版记
	sizeS = 9.0            // 小五号: marks in the margin
)

// The red head (版头), §7.2.4 to §7.2.7: the name of the organ begins 35 mm
// below the top of the type area, the rule stands 4 mm below the number.
const (
	RedHeadDrop  = 35 * mm
	RedRuleBelow = 4 * mm
	RedRuleWidth = 0.7 * mm
	RedHeadSize  = 42.0 // 初号; longer names are set smaller, on one line
)

// Rules of the 版记, §7.4: the first and last 0.35 mm, those between 0.25 mm.
const (
	ThickRule = 0.35 * mm
	ThinRule  = 0.25 * mm
)

// PageNumberDrop is how far the page number stands below the type area (§7.5).
const PageNumberDrop = 7 * mm
