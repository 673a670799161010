package documents_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/documents"
)

var update = flag.Bool("update", false, "write the goldens anew")

const mend = "if the change is meant, look at the papers (go test ./documents -keep DIR) and run go test ./documents -update"

// golden compares with testdata/name, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; %s", err, mend)
	}
	if got != string(want) {
		t.Errorf("%s has changed; %s\n%s", name, mend, difference(string(want), got))
	}
}

func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := 0; i < len(w) || i < len(g); i++ {
		a, b := "", ""
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\n- %s\n+ %s", i+1, a, b)
		}
	}
	return ""
}

// The words of every paper, filled in and left blank.
func TestGoldenWords(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for _, info := range documents.Kinds() {
		for name, c := range map[string]documents.Case{"full": sampleFor(info.Kind), "blank": {}} {
			text, err := r.Text(info.Kind, c)
			if err != nil {
				t.Errorf("%s: %v", info.Kind, err)
				continue
			}
			golden(t, filepath.Join("words", string(info.Kind)+"."+name+".txt"), text)
		}
	}
}

// The bytes of every paper: an issued paper is rendered again to the same
// digest. The digests hold for one font subset, one gopdf and one Go release
// (compress/flate); after a change of any of them they are written anew.
func TestGoldenBytes(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	var list strings.Builder
	for _, info := range documents.Kinds() {
		pdf, err := r.Render(info.Kind, sampleFor(info.Kind))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(pdf)
		fmt.Fprintf(&list, "%s  %s\n", hex.EncodeToString(sum[:]), info.Kind)
	}
	golden(t, "digests.txt", list.String())
}
