package documents

import (
	"strconv"

	"github.com/xianjie-hub/xianjie/documents/layout"
)

// Blocks gives the blocks of a paper, as the PDF sets them.
func (r *Renderer) Blocks(kind Kind, c Case) ([]layout.Block, error) {
	info, _ := InfoOf(kind)
	paper, err := r.compose(r.forms[kind], view{Case: c, Info: info}, marks(c))
	return paper.Blocks, err
}

// AnnexWords numbers annexes as both writers do.
func AnnexWords(a layout.Annexes) string {
	out := ""
	for i, name := range a.Names {
		if i == 0 {
			out = "附件："
		}
		if len(a.Names) > 1 {
			out += strconv.Itoa(i+1) + "．"
		}
		out += name
	}
	return out
}
