package documents_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
)

var keep = flag.String("keep", "", "directory in which the rendered papers are kept, to be looked at")

func renderer(t testing.TB) *documents.Renderer {
	t.Helper()
	r, err := documents.NewRenderer(documents.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryKindRenders(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for _, info := range documents.Kinds() {
		for name, c := range map[string]documents.Case{"full": sampleFor(info.Kind), "empty": {}, "long": long()} {
			pdf, err := r.Render(info.Kind, c)
			if err != nil {
				t.Errorf("%s of the %s case: %v", info.Kind, name, err)
				continue
			}
			if *keep != "" {
				if err := os.WriteFile(filepath.Join(*keep, name+"_"+string(info.Kind)+".pdf"), pdf, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
