package layout

// Frame is where and how the text of a paper is set: the type area on its page,
// and the size and pitch that the PDF takes. A second writer that keeps to it
// comes to the same pages. Lengths are points.
type Frame struct {
	Left, Top, Width, Height float64 // of the type area
	Size, Pitch              float64 // of the text
	Grid                     bool    // 22 lines of 28 characters (§5.2.1), unless lines were moved closer
}

// Measure gives the frame of a paper, tightened as Write tightens it. Where no
// font has a character, nothing can be measured and the frame is the plain one:
// who sets the text elsewhere has other fonts.
func Measure(paper Paper, fonts *Fonts) Frame {
	a, text := frame(paper)
	grid := !paper.Form && text.size == size3
	if _, percent, err := arrange(paper, newRuler(fonts), a, text); err == nil {
		text = text.tightened(percent, paper.Form)
	}
	return Frame{Left: a.left, Top: a.top, Width: a.width, Height: a.height, Size: text.size, Pitch: text.pitch, Grid: grid}
}

// Sized gives the size and pitch of text of a size in points; 0 is the text's own.
func (f Frame) Sized(size float64) (points, pitch float64) {
	st := style{size: f.Size, pitch: f.Pitch}.sized(size)
	return st.size, st.pitch
}

// Cell gives the size and pitch of text in tables.
func (f Frame) Cell() (points, pitch float64) { return cellStyle(f.Size) }

// Ems is the width of a text in ems as Chinese faces have it: squares, and half
// of one for Latin letters and digits.
func Ems(text string) float64 {
	w := 0.0
	for _, r := range text {
		if wide(r) {
			w++
		} else {
			w += 0.5
		}
	}
	return w
}
