package documents_test

import (
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
)

func BenchmarkRender(b *testing.B) {
	r := renderer(b)
	for _, kind := range []documents.Kind{documents.TransferLetter, documents.ApprovalForm, documents.AcceptanceReceipt} {
		c := sampleFor(kind)
		b.Run(string(kind), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Render(kind, c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNewRenderer(b *testing.B) {
	for b.Loop() {
		if _, err := documents.NewRenderer(documents.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVolume(b *testing.B) {
	r := renderer(b)
	in := parts(b, r)
	in = append(in, in...)
	for b.Loop() {
		if _, _, err := r.Volume(goldWashing(), in); err != nil {
			b.Fatal(err)
		}
	}
}
