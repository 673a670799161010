package house_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says which folders of ours a folder may import, the most specific
// entry deciding. A folder may always import what lies below itself, unless it
// has entries of its own below (domain: its packages do not import one another).
// ARCHITECTURE.md says the same in words.
var mayImport = map[string][]string{
	"domain":          {"domain/ids", "domain/civil", "domain/fault", "domain/deadline", "domain/claim"},
	"domain/ids":      {},
	"domain/civil":    {},
	"domain/fault":    {},
	"domain/deadline": {"domain/civil", "domain/fault"},
	"domain/claim":    {"domain/ids", "domain/civil", "domain/fault"},

	"record":     {"domain", "record"},
	"federation": {"domain", "federation"},
	"documents":  {"domain", "documents"},
	"policies":   {"domain", "policies"},
	"store":      {"domain", "store", "record"}, // it keeps what record asks for, in record's types

	"casework":    {"casework", "domain", "policies", "store", "record", "federation", "documents", "workers/job"},
	"workers":     {"casework", "federation", "store", "domain", "workers", "record"}, // record's sequencer is run by a worker
	"workers/job": {"domain"},
	"api":         {"api", "casework", "federation", "domain"},
	"web":         {},
	"client":      {}, // what partner systems import; of the hub only cmd does (ADR 0034)

	"client/hubapi": {"client"}, // generated from the contract

	// What surrounds the product while it is developed and tested.
	"devkit":                  {"devkit", "domain", "casework"},                                                               // the story installs its organs as `hub seed` does
	"devkit/bench":            {"devkit", "api", "casework", "documents", "domain", "policies", "record", "store", "workers"}, // a command: it wires
	"store/storetest":         {"store", "devkit/postgres"},
	"documents/documentstest": {},
	"casework/officetest":     {"casework", "domain", "policies", "store", "record", "federation", "documents", "workers/job"},
	"cmd":                     {"api", "casework", "client", "devkit", "documents", "domain", "federation", "policies", "record", "store", "web", "workers"},
	"":                        {}, // this package
}

// onlyTests are packages that production code may never import; a test may.
var onlyTests = []string{"store/storetest", "casework/officetest", "documents/documentstest"}

// onlyDevelopment may be imported by cmd and tests alone.
var onlyDevelopment = []string{"devkit"}

// sqlLibraries are known only where transactions are opened, carried or wired.
var sqlLibraries = []string{"github.com/jackc/pgx", "github.com/riverqueue/river", "github.com/pressly/goose"}

var knowSQL = []string{"store", "casework", "workers", "cmd", "devkit/postgres", "devkit/bench"}

// edge is one import: from a folder, of a folder of ours or another module.
type edge struct {
	from, to string // relative to the module for our own, whole for others
	test     bool   // in a _test.go file
	where    string
}

func under(folder, top string) bool { return folder == top || strings.HasPrefix(folder, top+"/") }

func underAny(folder string, tops []string) bool {
	return slices.ContainsFunc(tops, func(top string) bool { return under(folder, top) })
}

// ruleFor finds the most specific entry of mayImport.
func ruleFor(folder string) ([]string, bool) {
	for f := folder; ; f = path.Dir(f) {
		if f == "." {
			f = ""
		}
		if allowed, ok := mayImport[f]; ok && (f != "" || folder == "") {
			return allowed, true
		}
		if f == "" {
			return nil, false
		}
	}
}

// below are the folders that a folder reaches through those it may import: a
// test wires them to look behind what it tests.
func below(allowed []string) []string {
	reached := slices.Clone(allowed)
	for i := 0; i < len(reached); i++ {
		more, _ := ruleFor(reached[i])
		for _, m := range more {
			if !slices.Contains(reached, m) {
				reached = append(reached, m)
			}
		}
	}
	return reached
}

// forbidden says why an import is not allowed, or nothing.
func forbidden(e edge, ours bool) string {
	if !ours {
		return forbiddenLibrary(e)
	}
	allowed, known := ruleFor(e.from)
	helper := underAny(e.from, onlyTests)
	switch {
	case !known:
		return "no rule says what this folder may import: add one to mayImport and to ARCHITECTURE.md"
	case under(e.to, "cmd"):
		return "nothing imports cmd"
	case underAny(e.to, onlyTests) && !e.test && !helper:
		return "only tests may import it"
	case underAny(e.to, onlyDevelopment) && !e.test && !helper && !underAny(e.from, []string{"cmd", "devkit"}):
		return "only cmd and tests may import devkit"
	case e.from == e.to: // a test outside its package
	case e.test && underAny(e.to, append(onlyTests, onlyDevelopment...)):
	case e.test && under(e.from, "domain") && under(e.to, "domain"):
	case e.test && (under(e.to, "client") || under(e.from, "client") && under(e.to, "domain")): // a test calls the hub as a partner does
	case e.test && underAny(e.to, below(allowed)):
	case e.test && e.from == "store/blobs" && e.to == "domain/material":
	case !underAny(e.to, allowed):
		return fmt.Sprintf("it may import only %s", strings.Join(allowed, ", "))
	}
	return ""
}

func forbiddenLibrary(e edge) string {
	external := strings.Contains(strings.Split(e.to, "/")[0], ".")
	switch {
	case e.test:
	case external && under(e.from, "domain"):
		return "domain knows the standard library only"
	case (underAny(e.to, sqlLibraries) || e.to == "database/sql") && !underAny(e.from, knowSQL):
		return "SQL is known only to " + strings.Join(knowSQL, ", ")
	}
	return ""
}

// imports reads every import of a Go file.
func imports(f file) ([]edge, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), f.path, f.text, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	from := path.Dir(f.path)
	if from == "." {
		from = ""
	}
	var found []edge
	for _, i := range tree.Imports {
		to, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return nil, err
		}
		found = append(found, edge{from, to, strings.HasSuffix(f.path, "_test.go"), f.path})
	}
	return found, nil
}

func importBreaches(t *testing.T, tree []file) []string {
	t.Helper()
	var breaches []string
	for _, f := range tree {
		edges, err := imports(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range edges {
			inside, ours := strings.CutPrefix(e.to, module+"/")
			if ours {
				e.to = inside
			}
			if why := forbidden(e, ours); why != "" {
				breaches = append(breaches, fmt.Sprintf("%s imports %s: %s", e.where, e.to, why))
			}
		}
	}
	return breaches
}

func TestImports(t *testing.T) {
	t.Parallel()
	report(t, importBreaches(t, files(t, "*.go")), "move the code to the room where it belongs, or say in an ADR that another wall is better")
}

// Every wall is tried: an import through it must be seen.
func TestImportsAreSeen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, imports, want string }{
		{"domain/referral/x.go", module + "/domain/identity", "may import only"},
		{"domain/referral/x.go", module + "/store", "may import only"},
		{"domain/referral/x.go", module + "/domain/deadline", ""},
		{"domain/referral/x.go", "gopkg.in/yaml.v3", "standard library"},
		{"domain/ids/x.go", module + "/domain/fault", "may import only"},
		{"store/x.go", module + "/casework", "may import only"},
		{"store/x.go", module + "/policies/rules", "may import only"},
		{"record/x.go", module + "/store", "may import only"},
		{"record/x.go", "github.com/jackc/pgx/v5", "SQL"},
		{"documents/x.go", "database/sql", "SQL"},
		{"federation/x.go", module + "/casework", "may import only"},
		{"policies/rules/x.go", module + "/store", "may import only"},
		{"casework/x.go", module + "/api", "may import only"},
		{"casework/x.go", module + "/workers", "may import only"},
		{"casework/x.go", module + "/workers/job", ""},
		{"casework/x.go", module + "/devkit/idp", "only cmd and tests"},
		{"casework/x.go", module + "/store/storetest", "only tests"},
		{"casework/x_test.go", module + "/store/storetest", ""},
		{"api/x.go", module + "/store", "may import only"},
		{"api/x.go", module + "/policies/rules", "may import only"},
		{"api/x.go", module + "/record", "may import only"},
		{"api/login/x.go", module + "/documents", "may import only"},
		{"api/x.go", "github.com/jackc/pgx/v5/pgxpool", "SQL"},
		{"api/x_test.go", module + "/devkit/idp", ""},
		{"api/x_test.go", module + "/store", ""},
		{"record/x_test.go", module + "/store", "may import only"},
		{"workers/x.go", module + "/api", "may import only"},
		{"workers/job/x.go", module + "/casework", "may import only"},
		{"web/x.go", module + "/api", "may import only"},
		{"devkit/story/x.go", module + "/store", "may import only"},
		{"devkit/story/x.go", module + "/cmd/hub", "nothing imports cmd"},
		{"cmd/hub/x.go", module + "/store/storetest", "only tests"},
		{"cmd/hub/x.go", module + "/devkit/postgres", ""},
		{"util/x.go", module + "/domain/ids", "no rule"},
	} {
		tree := []file{{c.file, "package x\n\nimport _ " + strconv.Quote(c.imports) + "\n"}}
		got := strings.Join(importBreaches(t, tree), "; ")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s imports %s: got %q, want %q in it", c.file, c.imports, got, c.want)
		}
	}
}
