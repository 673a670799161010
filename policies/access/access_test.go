package access_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
)

// lines gives every action that a policy of the folder names, with its file.
func lines(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(os.DirFS("."), "*.cedar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no policies here: %v", err)
	}
	out := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			out[m[1]] = name
		}
	}
	return out
}

// organActions are the actions on the settings and people of an organ.
func organActions() []string { return actionsIn("admin.cedar") }

// inspectionActions are those on lists, plans and draws of joint inspections.
func inspectionActions() []string { return actionsIn("inspection.cedar") }

// meetingActions are those on joint meetings.
func meetingActions() []string { return actionsIn("meeting.cedar") }

// actionsIn gives the actions that one file names, in order.
func actionsIn(file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	var out []string
	for _, m := range named.FindAllStringSubmatch(string(text), -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return out
}

// TestEveryStepHasAnAccessLine: a step that nobody may take is a dead end, and a
// line for a step that does not exist is a typing error that grants nothing.
func TestEveryStepHasAnAccessLine(t *testing.T) {
	t.Parallel()
	written := lines(t)
	p := policies(t)
	for _, action := range actions() {
		if written[action] == "" {
			t.Errorf("no policy names %s", action)
		}
		if !somebodyMay(p, action) {
			t.Errorf("%s is permitted to nobody", action)
		}
		delete(written, action)
	}
	for action, file := range written {
		if file != "admin.cedar" && file != "inspection.cedar" && file != "meeting.cedar" {
			t.Errorf("%s names %s, which is neither a step nor a verb", file, action)
		}
	}
}

func somebodyMay(p *access.Policies, action string) bool {
	for _, relation := range relations {
		for _, f := range functions {
			if p.Allows(who(false, f), action, on(relation, "content")) {
				return true
			}
		}
	}
	return false
}

// TestStepsFollowTheTable: the parties of a step have somebody who may take it,
// and no other party's people may.
func TestStepsFollowTheTable(t *testing.T) {
	t.Parallel()
	p := policies(t)
	for kind, proc := range referral.Procedures {
		for _, s := range proc.Steps {
			for _, relation := range relations {
				allowed := slices.ContainsFunc(functions, func(f string) bool {
					return p.Allows(who(false, f), string(s.Action), onKind(kind, relation, "content"))
				})
				if party := slices.Contains(s.By, referral.Party(relation)); party && !allowed {
					t.Errorf("%s of %s belongs to the %s, but none of its functions may take it", s.Action, kind, relation)
				} else if !party && allowed && s.Action != "mark_entered" {
					t.Errorf("%s of %s does not belong to the %s, but a policy lets it", s.Action, kind, relation)
				}
			}
		}
	}
}

// TestOperatorReadsNoCase: who runs the hub gets nothing on a case, whatever
// other function the same person holds.
func TestOperatorReadsNoCase(t *testing.T) {
	t.Parallel()
	p := policies(t)
	for _, action := range actions() {
		for _, relation := range relations {
			for _, level := range levels {
				for _, also := range functions {
					if p.Allows(who(false, "operator", also), action, on(relation, level)) {
						t.Errorf("operator and %s: %s as %s (%s)", also, action, relation, level)
					}
				}
			}
		}
	}
}

// headsAlone are the steps that only the chief, or who presides, may take.
func headsAlone(p *access.Policies) []string {
	var out []string
	for _, action := range steps() {
		var by []string
		for _, f := range functions {
			if slices.ContainsFunc(relations, func(r string) bool { return p.Allows(who(false, f), action, on(r, "content")) }) {
				by = append(by, f)
			}
		}
		if len(by) == 1 && by[0] == "head" {
			out = append(out, action)
		}
	}
	return out
}

// TestMachineIsNoHead: a partner system takes no step that belongs to heads
// alone, not even if a token said that it is one.
func TestMachineIsNoHead(t *testing.T) {
	t.Parallel()
	p := policies(t)
	heads := headsAlone(p)
	if len(heads) < 5 {
		t.Fatalf("only %v belong to heads alone: the policies have changed under this test", heads)
	}
	for _, action := range heads {
		for _, relation := range relations {
			for _, list := range [][]string{functions, {"head"}, partner} {
				if slices.Contains(list, "operator") {
					list = slices.DeleteFunc(slices.Clone(list), func(f string) bool { return f == "operator" })
				}
				if p.Allows(who(true, list...), action, on(relation, "content")) {
					t.Errorf("a machine with %v may %s as %s", list, action, relation)
				}
			}
		}
	}
	for _, proc := range referral.Procedures { // what asks for a fresh login asks for a person
		for _, s := range proc.Steps {
			if s.StepUp && !slices.Contains(heads, string(s.Action)) {
				t.Errorf("%s asks for a fresh login, but is no step of the head", s.Action)
			}
		}
	}
}

// TestPartnerDoesItsDesk keeps the last test honest: a machine is not refused
// everything.
func TestPartnerDoesItsDesk(t *testing.T) {
	t.Parallel()
	p := policies(t)
	for action, relation := range map[string]string{"case.read": "receiver", "sign_for": "receiver", "criminal.file": "receiver", "criminal.transmit": "sender"} {
		if !p.Allows(who(true, partner...), action, on(relation, "content")) {
			t.Errorf("a partner system may not %s", action)
		}
	}
}

// behindReading are granted by function alone. The verbs ask for case.read
// first, which an outsider does not have, so they give nothing away; with a
// condition on the relation in common.cedar this list becomes empty.
var behindReading = []string{"case.open", "case.edit", "material.edit", "evidence.add", "document.issue"}

// TestOutsidersGetNothing: without a part in the case no function helps.
func TestOutsidersGetNothing(t *testing.T) {
	t.Parallel()
	p := policies(t)
	for _, machine := range []bool{false, true} {
		for _, action := range actions() {
			granted := slices.ContainsFunc(functions, func(f string) bool { return p.Allows(who(machine, f), action, on("none", "content")) })
			if exempt := slices.Contains(behindReading, action); granted && !exempt {
				t.Errorf("an outsider may %s", action)
			} else if !granted && exempt {
				t.Errorf("%s is no longer granted to outsiders: take it off the list", action)
			}
		}
	}
}

// TestFlowLevelReadsNoContent: a copied procuratorate sees states and clocks
// and the transfer letter (17号第六条), nothing else.
func TestFlowLevelReadsNoContent(t *testing.T) {
	t.Parallel()
	p := policies(t)
	for _, action := range readings {
		want := action == "case.list" || action == "case.read" || action == "document.read_letter"
		if got := p.Allows(who(false, "procurator"), action, on("procuratorate", "flow")); got != want {
			t.Errorf("%s at flow level: %v", action, got)
		}
		if !p.Allows(who(false, "procurator"), action, on("procuratorate", "content")) {
			t.Errorf("%s at content level is refused", action)
		}
	}
}

// TestEmptyPrincipal: somebody without functions gets nothing at all.
func TestEmptyPrincipal(t *testing.T) {
	t.Parallel()
	p := policies(t)
	for _, action := range actions() {
		for _, relation := range relations {
			if p.Allows(who(false), action, on(relation, "content")) || p.Allows(who(true), action, on(relation, "content")) {
				t.Errorf("somebody without a function may %s as %s", action, relation)
			}
		}
	}
}

func TestRefusedPolicies(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, says string }{
		"no id":     {`permit (principal, action, resource);`, "without an id"},
		"twice":     {"@id(\"a\")\npermit (principal, action, resource);\n@id(\"a\")\nforbid (principal, action, resource);", "stands twice"},
		"no policy": {`permit principal`, "read access policies"},
		"one case":  {`@id("x") permit (principal, action, resource == Case :: "01a220c0-7333-7d3a-9e9c-1e1aa1e5a159");`, "looks at attributes only"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := access.LoadFS(fstest.MapFS{"x.cedar": {Data: []byte(c.text)}})
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want an error that says %q", err, c.says)
			}
		})
	}
}
