package voucher_test

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/voucher"
)

func key(b byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
}

var sample = voucher.Voucher{
	Hub: "演示平台", Number: "JC-2026-000001", Object: "某金属表面处理有限公司（演示虚构）", Code: "91000000MA00000017", Day: civil.Date{Year: 2026, Month: 12, Day: 1}, Purpose: "危险废物规范化环境管理、特种设备使用安全",
	Agencies: []voucher.Agency{{Name: "生态环境局", Certificates: []string{"DEMO-HJ-001", "DEMO-HJ-002"}}, {Name: "市场监督管理局", Certificates: []string{"DEMO-SC-001", "DEMO-SC-002"}}},
}

// TestAnyByteChangedIsRefused: every byte of a voucher matters, the last bits of its
// base64 included; a voucher of another key is none.
func TestAnyByteChangedIsRefused(t *testing.T) {
	t.Parallel()
	text, err := voucher.Sign(sample, key(1))
	if err != nil {
		t.Fatal(err)
	}
	public := key(1).Public().(ed25519.PublicKey)
	got, err := voucher.Verify(text, key(2).Public().(ed25519.PublicKey), public)
	if err != nil || got.Number != sample.Number || !slices.Equal(got.Agencies[1].Certificates, sample.Agencies[1].Certificates) {
		t.Fatalf("%+v, %v", got, err)
	}
	for i := range text {
		for _, c := range []byte("A_z.0") {
			if text[i] == c {
				continue
			}
			changed := []byte(text)
			changed[i] = c
			if _, err := voucher.Verify(string(changed), public); err == nil {
				t.Fatalf("byte %d changed to %q is accepted", i, c)
			}
		}
	}
	for name, bad := range map[string]string{"empty": "", "cut": text[:len(text)-1], "longer": text + "A", "twice": text + "." + text, "huge": strings.Repeat("A", 1<<20)} {
		if _, err := voucher.Verify(bad, public); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := voucher.Verify(text); err == nil {
		t.Error("a voucher is accepted without a key")
	}
}

// TestVoucherFitsIntoQR: what no QR code can hold is refused when it is made, not at the door.
func TestVoucherFitsIntoQR(t *testing.T) {
	t.Parallel()
	v := sample
	v.Purpose = strings.Repeat("长", 900)
	if _, err := voucher.Sign(v, key(1)); err == nil {
		t.Error("a voucher of 3,700 characters is signed")
	}
}
