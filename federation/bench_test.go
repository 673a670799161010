package federation_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/federation"
)

// What a message costs beside its transport.

func BenchmarkSeal(b *testing.B) {
	e := sichuan.offer(yuzhong)
	for b.Loop() {
		if _, _, err := federation.Seal(e, careless, sichuan.hub); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for name, by := range map[string]federation.Signer{"EdDSA": careless, "ES256": sichuan.agencyKey} {
		raw, _, err := federation.Seal(sichuan.offer(yuzhong), by, sichuan.hub)
		if err != nil {
			b.Fatal(err)
		}
		o := yuzhong.opener()
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := o.Open(raw, noon); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
