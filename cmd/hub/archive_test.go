package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/documents/mainvolume"
)

// TestArchiveVerify: a whole volume is 0, a changed one 1 and named, none at all 2; with
// --key the signer has to be one of those that are trusted.
func TestArchiveVerify(t *testing.T) {
	t.Parallel()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	m := mainvolume.Manifest{Number: "档1", State: "handed_over", Files: []mainvolume.File{{Path: "正卷/001 移送书.pdf", Size: 9}}}
	m.Files[0].SHA256, m.Files[0].SM3 = mainvolume.Sums([]byte("移送书"))
	var whole bytes.Buffer
	if err := mainvolume.Write(&whole, m, key, func(mainvolume.File) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("移送书")), nil }); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	kept := func(name, content string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	zip := kept("whole.zip", whole.String())
	changed := kept("changed.zip", strings.Replace(whole.String(), "移送书\x50", "移送函\x50", 1))
	ours := kept("ours", fmt.Sprintf("hub ed25519:%x\n", key.Public()))
	others := kept("others", fmt.Sprintf("hub ed25519:%x\n", bytes.Repeat([]byte{9}, ed25519.PublicKeySize)))
	for name, c := range map[string]struct {
		command  archiveVerifyCmd
		code     int
		zh, en   string
		whole    bool
		pinned   bool
		stranger bool
	}{
		"whole":         {archiveVerifyCmd{File: zip}, 0, "未指定签发平台", "consistent, issuer not pinned", true, false, false},
		"ours":          {archiveVerifyCmd{File: zip, Key: ours}, 0, "由您指定的平台密钥签署", "signed by a key that you trust", true, true, false},
		"of others":     {archiveVerifyCmd{File: zip, Key: others}, 1, "签名不通过", "refused: signed by the key", true, false, true},
		"changed":       {archiveVerifyCmd{File: changed, Key: ours}, 1, "已改动：正卷/001 移送书.pdf", "changed: 正卷/001 移送书.pdf", false, true, false},
		"absent":        {archiveVerifyCmd{File: filepath.Join(dir, "absent.zip")}, exitUnchecked, "", "", false, false, false},
		"keys absent":   {archiveVerifyCmd{File: zip, Key: filepath.Join(dir, "absent")}, exitUnchecked, "", "", false, false, false},
		"no key at all": {archiveVerifyCmd{File: zip, Key: kept("empty", "\n")}, exitUnchecked, "", "", false, false, false},
	} {
		for lang, says := range map[string]string{"zh": c.zh, "en": c.en} {
			var out bytes.Buffer
			c.command.Lang, c.command.out = lang, &out
			if code := exitOf(c.command.Run()); code != c.code || !strings.Contains(out.String(), says) {
				t.Errorf("%s: exit %d\n%s", name, code, out.String())
			}
		}
		var out bytes.Buffer
		c.command.JSON, c.command.out = true, &out
		if code := exitOf(c.command.Run()); code != c.code {
			t.Errorf("%s as JSON: exit %d", name, code)
		}
		var r archiveReport
		if err := json.Unmarshal(out.Bytes(), &r); c.code != exitUnchecked && (err != nil || r.Whole != c.whole || r.Pinned != c.pinned || r.Stranger != c.stranger) {
			t.Errorf("%s as JSON: %v %s", name, err, out.String())
		}
	}
}

func exitOf(err error) int {
	if e, is := errors.AsType[exitError](err); is {
		return e.code
	}
	if err != nil {
		return -1
	}
	return 0
}
