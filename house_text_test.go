package house_test

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
)

// maxLines is the length at which a hand-written file must be divided.
const maxLines = 600

// generated matches what generators write; nobody reads those from top to bottom.
var generated = regexp.MustCompile(`\.gen\.go$|_gen\.go$|\.sql\.go$|(^|/)dbsqlc/|(^|/)schema\.d\.ts$|(^|/)package-lock\.json$|^api/openapi\.yaml$|(^|/)testdata/`)

func tooLong(tree []file) []string {
	var breaches []string
	for _, f := range tree {
		if n := lines(f.text); n > maxLines && !generated.MatchString(f.path) {
			breaches = append(breaches, fmt.Sprintf("%s has %d lines, more than %d", f.path, n, maxLines))
		}
	}
	return breaches
}

func TestFilesAreShort(t *testing.T) {
	t.Parallel()
	hand := files(t, "*.go", "*.sql", "*.cedar", "*.yaml", "*.yml", "*.tmpl", "*.sh", "*.py", "*.ts", "*.tsx", "*.mjs", "*.css", "*.html", "*.md", "Makefile", "Dockerfile", "*.json")
	report(t, tooLong(hand), "divide it by what a reader looks for")

	long := strings.Repeat("x\n", maxLines+1)
	if got := tooLong([]file{{"api/a.go", long}, {"store/dbsqlc/a.sql.go", long}, {"web/src/api/schema.d.ts", long}}); len(got) != 1 {
		t.Errorf("a long file beside two generated ones: %q", got)
	}
}

// ban is something that must not stand in files of a kind.
type ban struct {
	name    string
	files   []string
	pattern *regexp.Regexp
	except  map[string]string // path or folder/ → why it may stand there
	broken  string            // a line that the pattern must find
}

var bans = []ban{
	{
		name: "a path of one machine", files: []string{"*"},
		// Assembled, so that this file does not hold what it forbids.
		pattern: regexp.MustCompile(`(^|[\s"'(=:` + "`" + `])/(wo` + `rk|ro` + `ot|ho` + `me/\w+|tm` + `p)(/|["'\s)]|$)|\.\./sha` + `red\b`),
		except:  map[string]string{"devkit/postgres/user.go": "looks for a folder that another user can reach, and asks the system first"},
		broken:  `dir = "/ro` + `ot/x"`,
	},
	{
		name: "an address in a lock file", files: []string{"package-lock.json"},
		pattern: regexp.MustCompile(`"resolved"|https?://[^"]*\.tgz`),
		broken:  `"resolved": "x"`,
	},
	{
		name: "a registry's host", files: []string{"*.go", "*.json", "*.sh", "*.yml", "*.yaml", "*.mjs", "*.ts", ".npmrc", "Makefile", "Dockerfile", "run"},
		pattern: regexp.MustCompile(`regist` + `ry\.(npmjs|npmmirror|yarnpkg)|proxy\.gol` + `ang\.org|gop` + `roxy\.(cn|io)`),
		broken:  `https://regist` + `ry.npmjs.org/x`,
	},
	{
		name: "the clock of the process", files: []string{"*.go"},
		pattern: regexp.MustCompile(`\btime\.Now\b`),
		except: map[string]string{
			"cmd/":      "time enters there",
			"devkit/":   "stands for the world around a hub: its mails, its logins, people who act now",
			"_test.go":  "a test says what it measures",
			"storetest": "waits for a real server",
		},
		broken: `now := time.Now()`,
	},
	{
		name: "a sleep in a test", files: []string{"*_test.go"},
		pattern: regexp.MustCompile(`\btime\.Sl` + `eep\(`),
		broken:  `time.Sl` + `eep(time.Second)`,
	},
	{
		name: "a test that leaves itself out", files: []string{"*_test.go", "*.test.ts", "*.test.tsx", "*.mjs"},
		pattern: regexp.MustCompile(`\b[tbf]\.Sk` + `ip(f|Now)?\(|\b(it|test|describe)\.(sk` + `ip|todo)\(`),
		broken:  `t.Sk` + `ip("no database")`,
	},
	{
		name: "work put off", files: []string{"*.go", "*.sql", "*.ts", "*.tsx", "*.cedar", "*.mjs", "*.sh"},
		pattern: regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|HA` + `CK)\b`),
		broken:  `// TO` + `DO: later`,
	},
	{
		name: "SQL that tells the time", files: []string{"*.sql"},
		pattern: regexp.MustCompile(`(?i)\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(|\b(current|local)_?(date|time|timestamp)\b`),
		broken:  `where due_at < now()`,
	},
	{
		name: "SQL that lists no columns", files: []string{"*.sql"},
		pattern: regexp.MustCompile(`(?i)\bselect\s+(\w+\.)?\*`),
		broken:  `SELECT * FROM cases`,
	},
	{
		name: "a transaction opened outside casework", files: []string{"*.go"},
		pattern: regexp.MustCompile(`\bstore\.(Read|Write)\(|\.Begin(Tx|Func|TxFunc)?\(`),
		except: map[string]string{
			"casework/":     "its verbs are the transactions",
			"store/":        "says how one is opened",
			"devkit/bench/": "times statements and takes them back",
			"_test.go":      "tests look behind the verbs",
		},
		broken: `tx, err := pool.Begin(ctx)`,
	},
}

// breaches names the lines of a tree that hold what a ban forbids.
func (b ban) breaches(tree []file) []string {
	var found []string
	for _, f := range tree {
		if !matches(path.Base(f.path), b.files) || b.excepted(f.path) || strings.ContainsRune(f.text, 0) {
			continue
		}
		for i, line := range strings.Split(f.text, "\n") {
			if b.pattern.MatchString(line) {
				found = append(found, fmt.Sprintf("%s:%d: %s: %.120s", f.path, i+1, b.name, strings.TrimSpace(line)))
			}
		}
	}
	return found
}

func (b ban) excepted(name string) bool {
	for where := range b.except {
		if name == where || strings.HasSuffix(where, "/") && strings.HasPrefix(name, where) ||
			strings.HasPrefix(where, "_") && strings.HasSuffix(name, where) ||
			!strings.ContainsAny(where, "/.") && strings.Contains(name, "/"+where+"/") {
			return true
		}
	}
	return false
}

func TestNothingForbidden(t *testing.T) {
	t.Parallel()
	tree := files(t, "*")
	for _, b := range bans {
		t.Run(strings.ReplaceAll(b.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			report(t, b.breaches(tree), "the reasons stand in CONTRIBUTING.md; an exception needs its reason in bans")
			kind := strings.TrimPrefix(b.files[0], "*")
			if kind == "" {
				kind = ".txt"
			}
			if got := b.breaches([]file{{"x/a" + kind, b.broken}, {"x/" + kind, b.broken}}); len(got) == 0 {
				t.Errorf("%q goes unnoticed", b.broken)
			}
		})
	}
}
