package documents

import (
	"bytes"
	"fmt"

	"github.com/boombuler/barcode/qr"
)

// CodeSVG draws a QR code as SVG, one unit a module and four of margin. It takes the
// lowest grade of correction: the code is shown on a screen and holds much.
func CodeSVG(content string) ([]byte, error) {
	code, err := qr.Encode(content, qr.L, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("make a QR code: %w", err)
	}
	const margin = 4
	size := code.Bounds()
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, size.Dx()+2*margin, size.Dy()+2*margin, size.Dx()+2*margin, size.Dy()+2*margin)
	for y := range size.Dy() {
		for x := range size.Dx() {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+margin, y+margin)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.Bytes(), nil
}
