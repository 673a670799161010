package archives_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/archives"
)

var today = civil.Date{Year: 2026, Month: 11, Day: 28}

// Opinions given inside an organ lie in the side volume, and every step that is sorted
// there exists: a name that was mistyped would leave its act in the main volume.
func TestSorting(t *testing.T) {
	t.Parallel()
	b, err := archives.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.Sorting(today)
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[string]archives.Volume{"approval_form": archives.Side, "transfer_letter": archives.Main, "never heard of": archives.Main} {
		if got := s.Paper(kind); got != want {
			t.Errorf("a paper of kind %s lies in the volume %s", kind, got)
		}
	}
	if s.Act("criminal.give_legal_opinion") != archives.Side || s.Act("sign_for") != archives.Main || s.Material("doc_approval_form") != archives.Side {
		t.Error("acts or materials are sorted wrongly")
	}
	for kind, proc := range referral.Procedures {
		for _, step := range []string{".approve", ".refuse", ".report"} {
			act := referral.Action(string(kind) + step)
			if _, ok := proc.Step(act); ok != (s.Act(string(act)) == archives.Side) {
				t.Errorf("%s: there is such a step: %v, and it is sorted into the side volume: %v", act, ok, !ok)
			}
		}
	}
}

// What is not known is asked for, and says that it was not verified.
func TestPeriodAsks(t *testing.T) {
	t.Parallel()
	b, err := archives.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := b.Period("environment", "criminal", today)
	if !p.Asks() || len(p.Basis) == 0 || !p.Confidence.Off() {
		t.Errorf("%+v", p)
	}
	if before := b.Period("environment", "criminal", civil.Date{Year: 2001, Month: 1, Day: 1}); !before.Asks() || len(before.Basis) != 0 {
		t.Errorf("before any rule: %+v", before)
	}
	if c, ok := b.Class("years_30"); !ok || c.Years != 30 {
		t.Errorf("%+v", c)
	}
}

func TestWrongFilesAreRefused(t *testing.T) {
	t.Parallel()
	volumes, err := os.ReadFile("volumes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	retention, err := os.ReadFile("retention.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string][2]string{
		"unknown class": {"    basis: [{doc: archives8", "    class: years_99\n    basis: [{doc: archives8"}, "unregistered document": {"archives8", "nowhere"},
		"unknown confidence": {"confidence: low", "confidence: sure"}, "unknown field": {"says:", "sagt:"}, "no first day": {"from: 2006-12-18", "to: 2006-12-18"}, "class twice": {"id: years_30", "id: years_10"},
	} {
		text := strings.Replace(string(retention), c[0], c[1], 1)
		if _, err := archives.LoadFS(fstest.MapFS{"volumes.yaml": {Data: volumes}, "retention.yaml": {Data: []byte(text)}}); err == nil || text == string(retention) {
			t.Errorf("%s was read: %v", name, err)
		}
	}
}
