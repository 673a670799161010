package story

import (
	"bytes"
	"fmt"
)

// paper makes a one-page PDF that stands for a scanned material of the story. The
// page itself is blank: its title is in the file's metadata.
func paper(title string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
	object(fmt.Sprintf("<< /Title <%x> >>", utf16(title)))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// utf16 writes a PDF text string: big-endian with its mark.
func utf16(s string) []byte {
	out := []byte{0xfe, 0xff}
	for _, r := range s {
		if r > 0xffff {
			r = '?'
		}
		out = append(out, byte(r>>8), byte(r))
	}
	return out
}
