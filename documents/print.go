package documents

import (
	"bytes"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// PrintJob puts papers one behind the other into one file to be printed at once
// (一次打印), without a page of contents and without marks on their pages: what comes out
// of the printer are the papers as they were issued.
func PrintJob(papers [][]byte) ([]byte, error) {
	if len(papers) == 0 {
		return nil, fault.New(fault.Invalid, "documents.print_empty", fault.T("没有可以打印的文书", "There is nothing to print"))
	}
	readers := make([]io.ReadSeeker, len(papers))
	for i, p := range papers {
		readers[i] = bytes.NewReader(p)
	}
	var out bytes.Buffer
	if err := api.MergeRaw(readers, &out, false, settings()); err != nil {
		return nil, fmt.Errorf("bind papers to be printed: %w", err)
	}
	return out.Bytes(), nil
}
