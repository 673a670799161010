package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// commands are the words after `hub`, read from the structures that kong reads.
func commands(t *testing.T) [][]string {
	t.Helper()
	shapes := map[string]*ast.StructType{}
	names, err := filepath.Glob("cmd/hub/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if shape, ok := spec.Type.(*ast.StructType); ok {
					shapes[spec.Name.Name] = shape
				}
			}
			return true
		})
	}
	found := subcommands(shapes, "cli", nil)
	if len(found) < 2 {
		t.Fatalf("cmd/hub has only the commands %q", found)
	}
	return found
}

func subcommands(shapes map[string]*ast.StructType, shape string, before []string) [][]string {
	var found [][]string
	if shapes[shape] == nil {
		return nil
	}
	for _, field := range shapes[shape].Fields.List {
		if field.Tag == nil || len(field.Names) == 0 {
			continue
		}
		text, err := strconv.Unquote(field.Tag.Value)
		tag := reflect.StructTag(text)
		if _, isCommand := tag.Lookup("cmd"); err != nil || !isCommand {
			continue
		}
		name := tag.Get("name")
		if name == "" {
			name = strings.ToLower(field.Names[0].Name)
		}
		words := append(slices.Clone(before), name)
		found = append(found, words)
		if kind, ok := field.Type.(*ast.Ident); ok {
			found = append(found, subcommands(shapes, kind.Name, words)...)
		}
	}
	return found
}

func isCommand(words []string, known [][]string) bool {
	return slices.ContainsFunc(known, func(k []string) bool {
		return len(words) >= len(k) && slices.Equal(words[:len(k)], k)
	})
}

func docs(t *testing.T) []file { return files(t, "*.md") }

func TestCommandsInDocsExist(t *testing.T) {
	t.Parallel()
	targets := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^([a-z-]+):`).FindAllStringSubmatch(read(t, "Makefile"), -1) {
		targets[m[1]] = true
	}
	known := commands(t)
	breaches := func(tree []file) []string {
		var found []string
		for _, f := range tree {
			for _, m := range regexp.MustCompile("(?m)(?:^|`)make ([a-z-]+)").FindAllStringSubmatch(f.text, -1) {
				if !targets[m[1]] {
					found = append(found, f.path+" says make "+m[1]+", which the Makefile does not have")
				}
			}
			for _, m := range regexp.MustCompile("(?m)(?:^|`|\\./cmd/|bin/)hub ([a-z]+)((?: [a-z]+)*)").FindAllStringSubmatch(f.text, -1) {
				if words := append([]string{m[1]}, strings.Fields(m[2])...); !isCommand(words, known) {
					found = append(found, f.path+" says hub "+strings.Join(words, " ")+", which cmd/hub does not have")
				}
			}
		}
		return found
	}
	report(t, breaches(docs(t)), "write what exists, or mark it as not built yet without giving its command")
	if got := breaches([]file{{"x.md", "`make nothing` and\nhub fly away, but `make run` and `hub rules check`"}}); len(got) != 2 {
		t.Errorf("two invented commands: %q", got)
	}
}

// named matches what stands in backticks.
var named = regexp.MustCompile("`([^`\n]+)`")

// aPath matches a file or folder named by its path from the root.
var aPath = regexp.MustCompile(`^[a-z.][\w.*-]*(/[\w.*-]+)+/?$`)

// aTest matches the name of a Go test.
var aTest = regexp.MustCompile(`^(Test|Fuzz|Benchmark)[A-Z]\w+$`)

// roots are the folders a path in the documents begins with; anything else in
// backticks with a slash in it is a route, a unit or a module.
var roots = []string{".ci", "api", "casework", "cmd", "devkit", "docker", "docs", "documents", "domain", "federation", "policies", "record", "scripts", "store", "tools", "web", "workers"}

func TestDocsNameWhatExists(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{}
	for _, f := range files(t, "*_test.go") {
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`).FindAllStringSubmatch(f.text, -1) {
			tests[m[1]] = true
		}
	}
	breaches := func(tree []file) []string {
		var found []string
		for _, f := range tree {
			for _, m := range named.FindAllStringSubmatch(f.text, -1) {
				word := m[1]
				if aTest.MatchString(word) && !tests[word] {
					found = append(found, f.path+" names the test "+word+", which is nowhere")
				}
				root, _, _ := strings.Cut(word, "/")
				if !aPath.MatchString(word) || !slices.Contains(roots, root) {
					continue
				}
				if here, err := filepath.Glob(strings.TrimSuffix(word, "/")); err != nil || len(here) == 0 {
					found = append(found, f.path+" names "+word+", which is nowhere")
				}
			}
		}
		return found
	}
	report(t, breaches(docs(t)), "name what is there; the documents move with the code")
	if got := breaches([]file{{"x.md", "`TestNothingAtAll`, `store/nothing.go`, `docs/adr`, `/v1/store/x`, `application/json`"}}); len(got) != 2 {
		t.Errorf("an invented test and an invented file: %q", got)
	}
}

func TestLinksResolve(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	breaches := func(tree []file) []string {
		var found []string
		for _, f := range tree {
			for _, m := range link.FindAllStringSubmatch(f.text, -1) {
				to, _, _ := strings.Cut(m[1], "#")
				if to == "" || strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
					continue
				}
				if _, err := os.Stat(filepath.FromSlash(path.Join(path.Dir(f.path), to))); err != nil {
					found = append(found, f.path+" links to "+m[1]+", which is nowhere")
				}
			}
		}
		return found
	}
	report(t, breaches(docs(t)), "")
	if got := breaches([]file{{"docs/x.md", "[a](nothing.md) [b](../Makefile) [c](https://example.org/x) [d](#here)"}}); len(got) != 1 {
		t.Errorf("one dead link: %q", got)
	}
}

func TestDecisionsAreListed(t *testing.T) {
	t.Parallel()
	list := read(t, "docs/adr/README.md")
	names, err := filepath.Glob("docs/adr/[0-9]*.md")
	if err != nil || len(names) < 3 {
		t.Fatalf("decisions: %q, %v", names, err)
	}
	for _, name := range names {
		if !strings.Contains(list, "]("+path.Base(name)+")") {
			t.Errorf("docs/adr/README.md does not list %s", path.Base(name))
		}
	}
}

// What the hub stands on is decided, not drifted into.
func TestDependenciesHaveReasons(t *testing.T) {
	t.Parallel()
	var decided []string
	for _, f := range docs(t) {
		if strings.HasPrefix(f.path, "docs/adr/") {
			for _, m := range named.FindAllStringSubmatch(f.text, -1) {
				decided = append(decided, m[1])
			}
		}
	}
	breaches := func(tree []file) []string {
		var found []string
		for _, f := range tree {
			edges, err := imports(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range edges {
				host, _, _ := strings.Cut(e.to, "/")
				if strings.Contains(host, ".") && !under(e.to, module) && !underAny(e.to, decided) {
					found = append(found, f.path+" imports "+e.to+", which no decision in docs/adr names")
				}
			}
		}
		return found
	}
	report(t, breaches(files(t, "*.go")), "add the module to docs/adr/0001-shape-and-dependencies.md: why, what it brings along, its release")
	if got := breaches([]file{{"x.go", "package x\n\nimport _ \"example.org/leftpad\"\n"}}); len(got) != 1 {
		t.Errorf("an undecided module goes unnoticed: %q", got)
	}
}
