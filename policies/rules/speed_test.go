package rules_test

import (
	"os"
	"testing"

	"github.com/xianjie-hub/xianjie/policies/rules"
)

// BenchmarkLoad is most of what `hub rules explain` does; its budget is 50 ms
// for the whole process.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := rules.LoadFS(os.DirFS(".")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadOnly(b *testing.B) {
	for b.Loop() {
		if _, err := rules.LoadOnly("fwd_decide_transfer"); err != nil {
			b.Fatal(err)
		}
	}
}
