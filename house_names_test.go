package house_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// wellKnown methods say nothing that their interface does not say already.
var wellKnown = []string{"Error", "Unwrap", "String", "MarshalText", "UnmarshalText", "MarshalJSON", "UnmarshalJSON", "Scan", "Value", "Len", "Less", "Swap"}

// patternNames are folders that would tell a newcomer nothing.
var patternNames = []string{"internal", "pkg", "util", "utils", "common", "helpers", "misc", "base", "shared", "models", "service", "services", "interfaces", "types"}

// undocumented names what is exported without a word about it, and packages
// that do not say what they are for.
func undocumented(t *testing.T, tree []file) []string {
	t.Helper()
	var found []string
	documented := map[string]bool{}
	for _, f := range tree {
		if strings.HasSuffix(f.path, "_test.go") || generated.MatchString(f.path) {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.path, f.text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		documented[path.Dir(f.path)] = documented[path.Dir(f.path)] || parsed.Doc != nil
		for _, d := range parsed.Decls {
			for _, name := range silent(d) {
				found = append(found, f.path+" exports "+name+" without saying what it is")
			}
		}
	}
	for dir, ok := range documented {
		if !ok {
			found = append(found, dir+" has no comment that says what the package is for")
		}
	}
	slices.Sort(found)
	return found
}

// silent are the exported names of a declaration that no comment explains.
func silent(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && !slices.Contains(wellKnown, d.Name.Name) && receiverExported(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}

func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

func TestExportedNamesAreExplained(t *testing.T) {
	t.Parallel()
	report(t, undocumented(t, files(t, "*.go")), "say what it is, in which unit, which errors it gives, and which article it comes from")

	broken := "package x\n\ntype Thing struct{}\n\nfunc (Thing) Do() {}\n\nfunc (Thing) Error() string { return \"\" }\n\nconst Days = 1\n\nfunc F() {}\n"
	if got := undocumented(t, []file{{"x/x.go", broken}}); len(got) != 5 {
		t.Errorf("a package, a type, a method, a constant and a function: %q", got)
	}
}

func TestFoldersAreNamedByContent(t *testing.T) {
	t.Parallel()
	named := func(tree []file) []string {
		seen := map[string]bool{}
		var found []string
		for _, f := range tree {
			for dir := path.Dir(f.path); dir != "."; dir = path.Dir(dir) {
				if slices.Contains(patternNames, path.Base(dir)) && !seen[dir] {
					seen[dir] = true
					found = append(found, fmt.Sprintf("%s says how it is built, not what it holds", dir))
				}
			}
		}
		return found
	}
	report(t, named(files(t, "*.go", "*.ts", "*.tsx")), "name the folder by what a newcomer looks for")
	if got := named([]file{{"casework/util/x.go", ""}}); len(got) != 1 {
		t.Errorf("a util folder goes unnoticed: %q", got)
	}
}
