// Package house_test holds the rules of the house: who may import whom, how
// long a file may be, what must not stand in the tree. They look at files and
// start nothing. Every rule is also tried on a tree that breaks it.
package house_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// module is the path that every import of our own begins with.
const module = "github.com/xianjie-hub/xianjie"

// notOurs are folders that hold what was built, installed or stored.
var notOurs = regexp.MustCompile(`(^|/)(node_modules|\.git|\.hub)$|^(bin|out|web/dist/app|web/e2e/out)$`)

// file is a file of the tree; its path is relative to the root, with slashes.
type file struct{ path, text string }

// files reads the files of the tree whose names match one of the patterns.
func files(t *testing.T, patterns ...string) []file {
	t.Helper()
	var found []file
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		p = filepath.ToSlash(p)
		switch {
		case err != nil:
			return err
		case d.IsDir() && notOurs.MatchString(p):
			return fs.SkipDir
		case !d.Type().IsRegular() || p == ".git" || !matches(path.Base(p), patterns): // a work tree beside the clone has a file of that name
			return nil
		}
		text, err := os.ReadFile(p)
		found = append(found, file{p, string(text)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatalf("the tree holds no file like %q: is this the root?", patterns)
	}
	return found
}

func matches(name string, patterns []string) bool {
	for _, p := range patterns {
		if ok, err := path.Match(p, name); err == nil && ok {
			return true
		}
	}
	return false
}

// report fails the test with each breach and with what to do about them.
func report(t *testing.T, breaches []string, remedy string) {
	t.Helper()
	for _, b := range breaches {
		t.Error(b)
	}
	if len(breaches) > 0 {
		t.Log(remedy)
	}
}

// read gives the text of one file.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// lines counts as wc does, and a last line without an end as well.
func lines(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}
