package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What the command prints is a list that it accepts; refused lines are named.
func TestItemsCommands(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (itemsCheckCmd{Lang: "zh", out: &out}).Run(); err != nil || !strings.HasSuffix(out.String(), "0 处问题\n") {
		t.Errorf("the built-in list: %v %s", err, out.String())
	}
	out.Reset()
	if err := (itemsListCmd{Find: "秸秆", out: &out}).Run(); err != nil || strings.Count(out.String(), "air-straw,") != 2 {
		t.Errorf("listed %v\n%s", err, out.String())
	}
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.csv"), filepath.Join(dir, "bad.csv")
	for name, text := range map[string]string{good: out.String(), bad: out.String() + "air-x,没有依据,行政处罚\r\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out.Reset()
	if err := (itemsCheckCmd{Files: []string{good}, Lang: "en", out: &out}).Run(); err != nil || out.String() != "2 rows are sound, 0 problems\n" {
		t.Errorf("a list of our own: %v %s", err, out.String())
	}
	out.Reset()
	if err := (itemsListCmd{Find: "秸秆", XLSX: true, out: &out}).Run(); err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, "list.xlsx")
	if err := os.WriteFile(book, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := (itemsCheckCmd{Files: []string{book}, Lang: "en", out: &out}).Run(); err != nil || out.String() != "2 rows are sound, 0 problems\n" {
		t.Errorf("the same list as a workbook: %v %s", err, out.String())
	}
	out.Reset()
	err := itemsCheckCmd{Files: []string{bad}, Lang: "zh", out: &out}.Run()
	if e, ok := errors.AsType[exitError](err); !ok || e.code != 1 || !strings.Contains(out.String(), "bad.csv:4: 依据：没有填写\n") || !strings.Contains(out.String(), "2 行可用") {
		t.Errorf("a bad line: %v\n%s", err, out.String())
	}
}
