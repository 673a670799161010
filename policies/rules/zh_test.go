package rules_test

import (
	"os"
	"path/filepath"
	"testing"
	"unicode"

	"github.com/xianjie-hub/xianjie/policies/rules"
)

// Everything the corpus of bad packs is refused for is said in Chinese too.
func TestProblemsInChinese(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, found := rules.Compose(rules.Layer{File: name, Text: text})
		for _, p := range found {
			p.Rule = ""
			w := p.Words()
			chinese := false
			for _, r := range w.ZH {
				chinese = chinese || unicode.Is(unicode.Han, r)
			}
			if !chinese || w.ZH == w.EN {
				t.Errorf("%s: %q", p, w.ZH)
			}
		}
	}
}
