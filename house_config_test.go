package house_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// variables are what cmd/hub/config.go reads from the environment.
func variables(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, m := range regexp.MustCompile("`env:\"([A-Z_]+)\"").FindAllStringSubmatch(read(t, "cmd/hub/config.go"), -1) {
		names = append(names, m[1])
	}
	if len(names) < 10 {
		t.Fatalf("cmd/hub/config.go reads only %q", names)
	}
	slices.Sort(names)
	return names
}

// differences says what each side has alone.
func differences(what string, got, want []string) []string {
	var found []string
	for _, g := range got {
		if !slices.Contains(want, g) {
			found = append(found, fmt.Sprintf("%s has %s, which cmd/hub/config.go does not read", what, g))
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			found = append(found, fmt.Sprintf("%s does not name %s", what, w))
		}
	}
	return found
}

func TestConfigurationIsDescribed(t *testing.T) {
	t.Parallel()
	want := variables(t)
	var ofCompose []string
	for _, m := range regexp.MustCompile(`\$\{([A-Z_]+)`).FindAllStringSubmatch(read(t, "docker-compose.yml"), -1) {
		ofCompose = append(ofCompose, m[1])
	}
	for name, pattern := range map[string]string{
		".env.example":    `(?m)^#?([A-Z][A-Z_]+)=`,
		"README.md":       "(?m)^\\| `([A-Z_]+)`",
		"README.zh-CN.md": "(?m)^\\| `([A-Z_]+)`",
	} {
		var got []string
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(read(t, name), -1) {
			if name != ".env.example" || !slices.Contains(ofCompose, m[1]) {
				got = append(got, m[1])
			}
		}
		report(t, differences(name, got, want), "every variable of config stands in .env.example and in both READMEs, and no other")
	}
	if got := differences("x", []string{"A", "B"}, []string{"B", "C"}); len(got) != 2 {
		t.Errorf("one too many and one missing: %q", got)
	}
}

// service is what the test reads of a service of docker-compose.yml.
type service struct {
	Build       any            `yaml:"build"`
	Image       string         `yaml:"image"`
	Command     []string       `yaml:"command"`
	Environment map[string]any `yaml:"environment"`
	EnvFile     any            `yaml:"env_file"`
	Volumes     []string       `yaml:"volumes"`
	DependsOn   map[string]any `yaml:"depends_on"`
	NetworkMode string         `yaml:"network_mode"`
}

type compose struct {
	Services map[string]service `yaml:"services"`
	Volumes  map[string]any     `yaml:"volumes"`
}

func TestComposeFits(t *testing.T) {
	t.Parallel()
	var c compose
	if err := yaml.Unmarshal([]byte(read(t, "docker-compose.yml")), &c); err != nil {
		t.Fatal(err)
	}
	report(t, composeBreaches(c, variables(t), commands(t)), "")
	for _, name := range []string{"hub", "worker", "migrate", "postgres", "identity"} {
		if _, there := c.Services[name]; !there {
			t.Errorf("no service %s", name)
		}
	}
	broken := compose{Services: map[string]service{
		"a": {Build: ".", Command: []string{"serve"}, Environment: map[string]any{"HUB_NOTHING": 1}},
		"b": {Build: ".", Command: []string{"fly"}, DependsOn: map[string]any{"z": nil}, Volumes: []string{"gone:/x", "./gone:/x"}},
		"c": {},
	}}
	if got := composeBreaches(broken, variables(t), commands(t)); len(got) != 6 {
		t.Errorf("six faults, found %d: %q", len(got), got)
	}
}

// composeBreaches names variables, commands, services, volumes and files that do not exist.
func composeBreaches(c compose, known []string, commands [][]string) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(c.Services)) {
		s := c.Services[name]
		if s.Build == nil && s.Image == "" {
			found = append(found, name+" has neither image nor build")
		}
		for _, needed := range slices.Sorted(maps.Keys(s.DependsOn)) {
			if _, there := c.Services[needed]; !there {
				found = append(found, name+" depends on no service: "+needed)
			}
		}
		for _, v := range s.Volumes {
			source, _, _ := strings.Cut(v, ":")
			_, named := c.Volumes[source]
			if here, _ := filepath.Glob(source); !named && len(here) == 0 {
				found = append(found, name+" mounts what is not there: "+source)
			}
		}
		if s.Build == nil {
			continue // not our program: its variables are its own
		}
		for _, v := range slices.Sorted(maps.Keys(s.Environment)) {
			if !slices.Contains(known, v) {
				found = append(found, name+" sets "+v+", which cmd/hub/config.go does not read")
			}
		}
		if !isCommand(s.Command, commands) {
			found = append(found, fmt.Sprintf("%s runs %q, which the hub does not have", name, s.Command))
		}
	}
	return found
}

// The SQL code is regenerated for real by `make verify`; here only forgetting
// `make gen` is found, by the digests that it left.
func TestSQLCodeIsCurrent(t *testing.T) {
	t.Parallel()
	recorded := map[string]string{}
	for line := range strings.Lines(read(t, "store/dbsqlc/SOURCE.sha256")) {
		digest, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		recorded["store/"+name] = digest
	}
	var breaches []string
	seen := map[string]bool{}
	for _, pattern := range []string{"store/sqlc.yaml", "store/migrations/*.sql", "store/queries/*.sql", "store/dbsqlc/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			seen[name] = true
			sum := sha256.Sum256([]byte(read(t, name)))
			if hex.EncodeToString(sum[:]) != recorded[name] {
				breaches = append(breaches, name+" changed since store/dbsqlc was generated")
			}
		}
	}
	for name := range recorded {
		if !seen[name] {
			breaches = append(breaches, name+" is gone since store/dbsqlc was generated")
		}
	}
	report(t, breaches, "run `make gen` and commit what it changes")
}
