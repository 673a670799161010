package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestStoryOfInspections: hub demo --story inspection --json --out DIR, with every claim of
// it; the bundle it leaves is refused with any of the bytes looked at changed.
func TestStoryOfInspections(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := hubCommand(t, nil, "demo", "--story", "inspection", "--json", "--out", dir)
	var wrong bytes.Buffer
	c.Stderr = &wrong
	said, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s%s", err, said, wrong.String())
	}
	var out inspected
	d := json.NewDecoder(bytes.NewReader(said))
	if err := d.Decode(&out); err != nil || d.More() {
		t.Fatalf("no one JSON object: %v in %s", err, said)
	}
	file, err := os.ReadFile(filepath.Join(dir, "draw.json"))
	if err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(dir, "hub.key")
	if r, err := (drawVerifyCmd{File: filepath.Join(dir, "draw.json"), Key: key}).verify(); err != nil || !r.Consistent || !r.Pinned {
		t.Errorf("the bundle: %+v, %v", r, err)
	}
	for _, at := range []int{0, 1, len(file) / 3, len(file) / 2, len(file) - 2, len(file) - 1} {
		changed := bytes.Clone(file)
		changed[at] ^= 1
		other := filepath.Join(t.TempDir(), "draw.json")
		if err := os.WriteFile(other, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if r, err := (drawVerifyCmd{File: other, Key: key}).verify(); err == nil && r.Consistent {
			t.Errorf("byte %d changed and accepted", at)
		}
	}
	for name, broken := range map[string]func(*inspected){
		"another plan":    func(o *inspected) { o.Plan = "" },
		"all visited":     func(o *inspected) { o.Visited.Visits = o.Drawn },
		"nothing handed":  func(o *inspected) { o.Visited.Handed = 0 },
		"a name shows":    func(o *inspected) { o.Schedule.NamesShown = 1 },
		"a byte accepted": func(o *inspected) { o.Accepted = 1 },
		"record":          func(o *inspected) { o.RecordVerified = false },
	} {
		one, two, visited, scheduled := out, *out.Inspected, *out.Visited, *out.Schedule
		two.Visited, two.Schedule = &visited, &scheduled
		one.Inspected = &two
		if err := inspectionHolds(one); err != nil {
			t.Errorf("the claims: %v", err)
		}
		if broken(&one); inspectionHolds(one) == nil {
			t.Errorf("%s: the demo claims it all the same", name)
		}
	}
}
