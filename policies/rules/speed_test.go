package rules

import "testing"

// BenchmarkLoad is most of what `hub rules explain` does; its budget is 50 ms
// for the whole process.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := LoadFS(packs); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadOnly(b *testing.B) {
	for b.Loop() {
		if _, err := LoadOnly("fwd_decide_transfer"); err != nil {
			b.Fatal(err)
		}
	}
}
