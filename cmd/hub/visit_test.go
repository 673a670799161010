package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/voucher"
)

// TestVisitVerify: what an enterprise does at the door, without a network.
func TestVisitVerify(t *testing.T) {
	t.Parallel()
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	text, err := voucher.Sign(voucher.Voucher{
		Hub: "hub.example", Number: "JC-2026-000001", Object: "某企业（演示虚构）", Day: civil.Date{Year: 2026, Month: 12, Day: 1}, Purpose: "危险废物", Agencies: []voucher.Agency{{Name: "生态环境局", Certificates: []string{"DEMO-1", "DEMO-2"}}},
	}, private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	keep := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	key := keep("hub.key", "hub.example ed25519:"+hex.EncodeToString(private.Public().(ed25519.PublicKey))+"\n")
	other := keep("other.key", "x ed25519:"+strings.Repeat("0a", 32)+"\n")
	for name, c := range map[string]struct {
		v    visitVerifyCmd
		exit int
		says string
	}{
		"the text":         {visitVerifyCmd{Voucher: text, Key: key}, 0, "DEMO-2"},
		"its address":      {visitVerifyCmd{Voucher: "https://hub.example/public/verify#" + text, Key: key, On: "2026-12-01"}, 0, "JC-2026-000001"},
		"a file":           {visitVerifyCmd{Voucher: keep("voucher.txt", text+"\n"), Key: key}, 0, "危险废物"},
		"standard input":   {visitVerifyCmd{Voucher: "-", Key: key, in: strings.NewReader(text)}, 0, "某企业"},
		"another day":      {visitVerifyCmd{Voucher: text, Key: key, On: "2026-12-02"}, 1, "voucher.other_day"},
		"another hub":      {visitVerifyCmd{Voucher: text, Key: other}, 1, "voucher.refused"},
		"a byte changed":   {visitVerifyCmd{Voucher: strings.Replace(text, "XJV1.ey", "XJV1.eX", 1), Key: key}, 1, "voucher.refused"},
		"no voucher":       {visitVerifyCmd{Voucher: "检查", Key: key}, 1, "voucher.refused"},
		"no key file":      {visitVerifyCmd{Voucher: text, Key: key + "x"}, exitUnchecked, ""},
		"a day of no sort": {visitVerifyCmd{Voucher: text, Key: key, On: "tomorrow"}, exitUnchecked, ""},
	} {
		var out bytes.Buffer
		c.v.JSON, c.v.out, c.v.Lang = true, &out, "zh"
		if c.v.Voucher == "-" {
			c.v.JSON = false
		}
		exit := 0
		if e, refused := errors.AsType[exitError](c.v.Run()); refused {
			exit = e.code
		}
		if exit != c.exit || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: exit %d, want %d: %s", name, exit, c.exit, out.String())
		}
		if c.v.JSON && exit != exitUnchecked && !json.Valid(out.Bytes()) {
			t.Errorf("%s prints no JSON", name)
		}
	}
}
