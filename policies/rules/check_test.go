package rules

import "testing"

func TestBuiltInPacksAreSound(t *testing.T) {
	t.Parallel()
	for _, p := range Check(packs) {
		t.Error(p)
	}
}
