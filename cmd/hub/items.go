package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/policies/items"
)

// itemsCmd reads lists of enforcement items (执法事项清单). It needs no database.
type itemsCmd struct {
	Check itemsCheckCmd `cmd:"" help:"Check lists of enforcement items; every refused line with its reason."`
	List  itemsListCmd  `cmd:"" help:"Print the built-in list as CSV or XLSX, to begin one's own with."`
}

type itemsCheckCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"CSV or XLSX files as they are imported; without any the built-in list is checked." type:"existingfile"`
	Lang  string   `help:"Language of the reasons." enum:"zh,en" default:"zh"`

	out io.Writer // stdout unless a test asks
}

// Run prints every problem with file and line and fails with 1 if there is any.
// Whether townships and earlier editions fit is for the hub to say: see the preview
// on the page of items.
func (c itemsCheckCmd) Run() error {
	out := orStdout(c.out)
	problems := items.CheckBuiltIn()
	taken := len(items.BuiltIn().Items)
	if len(c.Files) > 0 {
		problems, taken = nil, 0
	}
	for _, name := range c.Files {
		raw, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read a list: %w", err)
		}
		if documents.IsWorkbook(raw) {
			text, err := documents.WorkbookCSV(raw)
			if err != nil {
				return fmt.Errorf("read %s: %w", name, err)
			}
			raw = []byte(text)
		}
		rows, found := items.ReadCSV(filepath.Base(name), raw)
		problems = append(problems, found...)
		taken += len(rows)
	}
	for _, p := range problems {
		fmt.Fprintf(out, "%s:%d: %s\n", p.File, p.Line, in(c.Lang, p.Text))
	}
	fmt.Fprintln(out, in(c.Lang, fault.T(fmt.Sprintf("%d 行可用，%d 处问题", taken, len(problems)), fmt.Sprintf("%d rows are sound, %d problems", taken, len(problems)))))
	if len(problems) > 0 {
		return exitError{1, fmt.Errorf("%d problems", len(problems))}
	}
	return nil
}

func in(lang string, t fault.Text) string {
	if lang == "en" {
		return t.EN
	}
	return t.ZH
}

type itemsListCmd struct {
	Find string `arg:"" optional:"" help:"Only what this word is found in."`
	XLSX bool   `name:"xlsx" help:"Write a workbook; send it to a file."`

	out io.Writer
}

// Run prints CSV or XLSX with the names of its columns.
func (c itemsListCmd) Run() error {
	var rows []items.Row
	for _, i := range items.BuiltIn().Items {
		if strings.Contains(i.Code+i.Title.ZH+strings.Join(i.Words, " "), c.Find) {
			rows = append(rows, items.Row{Item: &i})
		}
	}
	file, err := items.WriteCSV(rows)
	if c.XLSX {
		file, err = documents.Workbook("执法事项清单", items.Table(rows))
	}
	if err != nil {
		return err
	}
	_, err = orStdout(c.out).Write(file)
	return err
}
