package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/documents/mainvolume"
)

// TestArchiveVerify: a whole volume is 0, a changed one 1 and named, none at all 2.
func TestArchiveVerify(t *testing.T) {
	t.Parallel()
	m := mainvolume.Manifest{Number: "档1", State: "handed_over", Files: []mainvolume.File{{Path: "正卷/001 移送书.pdf", Size: 9}}}
	m.Files[0].SHA256, m.Files[0].SM3 = mainvolume.Sums([]byte("移送书"))
	var whole bytes.Buffer
	if err := mainvolume.Write(&whole, m, func(mainvolume.File) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("移送书")), nil }); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content []byte
		code    int
		says    string
	}{
		"whole.zip": {whole.Bytes(), 0, "正卷完整：档号档1"}, "changed.zip": {bytes.Replace(whole.Bytes(), []byte("移送书\x50"), []byte("移送函\x50"), 1), 1, "已改动：正卷/001 移送书.pdf"}, "absent.zip": {nil, exitUnchecked, ""},
	} {
		file := filepath.Join(dir, name)
		if c.content != nil {
			if err := os.WriteFile(file, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		err := archiveVerifyCmd{File: file, Lang: "zh", out: &out}.Run()
		code := 0
		if e, is := errors.AsType[exitError](err); is {
			code = e.code
		}
		if code != c.code || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: exit %d, %v\n%s", name, code, err, out.String())
		}
	}
}
