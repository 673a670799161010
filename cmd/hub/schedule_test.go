package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/schedule"
)

const smallInstance = `{"format":"xianjie/schedule/1","days":["2026-03-02","2026-03-03"],"base":"001","half_day":240,"per_half":2,"near":10,"far":30,
"officers":[{"id":"a","agency":"env","certificate_until":"2027-12-31"},{"id":"b","agency":"env","certificate_until":"2027-12-31"}],
"visits":[{"id":"1","district":"001","minutes":60,"needs":[{"agency":"env","officers":2}]},{"id":"2","district":"002","minutes":60,"needs":[{"agency":"env","officers":3}]}]}`

// TestScheduleOffline: an instance in, a schedule out that passes its own check; one
// with a rule broken does not.
func TestScheduleOffline(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := func(c scheduleCmd) (string, int) {
		var out bytes.Buffer
		c.out = &out
		err := c.Run()
		if exit, ok := errors.AsType[exitError](err); ok {
			return out.String(), exit.code
		}
		if err != nil {
			t.Fatal(err)
		}
		return out.String(), 0
	}
	in := write("in.json", smallInstance)
	text, code := run(scheduleCmd{File: in, Lang: "zh"})
	if code != 0 || !strings.Contains(text, "2户中排定1户") || !strings.Contains(text, "未排\t2\tofficers") {
		t.Errorf("exit %d: %s", code, text)
	}
	made, code := run(scheduleCmd{File: in, JSON: true})
	var s schedule.Schedule
	if err := json.Unmarshal([]byte(made), &s); err != nil || code != 0 || len(s.Tours) != 1 || s.Objective != s.Bound {
		t.Fatalf("exit %d, %v: %s", code, err, made)
	}
	out := write("out.json", made)
	if text, code := run(scheduleCmd{File: in, Check: out, Lang: "en"}); code != 0 || text != "holds: no rule is broken\n" {
		t.Errorf("exit %d: %s", code, text)
	}
	if text, code := run(scheduleCmd{File: in, Check: write("bad.json", strings.Replace(made, "2026-03-02", "2026-03-08", 1)), Lang: "en"}); code != 1 || !strings.Contains(text, "window") {
		t.Errorf("exit %d: %s", code, text)
	}
	for name, c := range map[string]struct {
		cmd  scheduleCmd
		code int
	}{
		"no instance": {scheduleCmd{File: write("empty.json", "{}")}, 1}, "no file": {scheduleCmd{File: filepath.Join(dir, "nowhere")}, exitUnchecked},
		"no schedule": {scheduleCmd{File: in, Check: write("text.json", "schedule")}, 1}, "nothing to check": {scheduleCmd{File: in, Check: filepath.Join(dir, "nowhere")}, exitUnchecked},
	} {
		if _, code := run(c.cmd); code != c.code {
			t.Errorf("%s: exit %d", name, code)
		}
	}
}
