package access_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/access"
)

var update = flag.Bool("update", false, "write testdata/matrix.golden from the policies")

const golden = "testdata/matrix.golden"

// TestMatrix holds who may do what to a file that lawyers can read: any change
// of a policy shows there, also one that nobody intended.
func TestMatrix(t *testing.T) {
	t.Parallel()
	got := matrix(policies(t))
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	t.Errorf("the policies grant something else than %s says:\n%s\n"+
		"If this is intended, let a lawyer read the difference and run\n"+
		"  go test ./policies/access -run TestMatrix -update\n"+
		"then commit the file with the policy. If not, the policy is wrong.", golden, difference(string(want), got))
}

const heading = `Who may do what (权限矩阵). Written by: go test ./policies/access -run TestMatrix -update

An action is followed by one line per relation of the asking organ to the case, with the
functions of that organ that may take it. Relations without a line may not. Where level of
the participation (flow: states and clocks only; content: facts and files too) or the kind of
principal (person, or machine: a partner system) matters, the line says so; else it holds for
all. Every function is asked about alone.
`

func matrix(p *access.Policies) string {
	var b strings.Builder
	b.WriteString(heading)
	b.WriteString("\n== Cases (案件) ==\n")
	for _, action := range actions() {
		fmt.Fprintf(&b, "\n%s\n", action)
		for _, relation := range relations {
			writeCells(&b, relation, func(level string, machine bool, function string) bool {
				return p.Allows(who(machine, function), action, on(relation, level))
			})
		}
	}
	b.WriteString("\n== Common steps in the other kinds (其他类型的共同步骤) ==\n")
	for _, kind := range referral.Kinds {
		for _, step := range referral.Procedures[kind].Steps {
			if !step.Common || kind == referral.Criminal {
				continue
			}
			fmt.Fprintf(&b, "\n%s: %s\n", kind, step.Action)
			for _, relation := range relations {
				writeCells(&b, relation, func(level string, machine bool, function string) bool {
					return p.Allows(who(machine, function), string(step.Action), onKind(kind, relation, level))
				})
			}
		}
	}
	b.WriteString("\n== Organs and people (机关与人员) ==\n")
	for _, action := range organActions() {
		fmt.Fprintf(&b, "\n%s\n", action)
		for _, relation := range []string{"own", "other"} {
			writeCells(&b, relation, func(_ string, machine bool, function string) bool {
				return p.AllowsOrgan(who(machine, function), action, access.Organ{Agency: ids.Agency{15: 2}, Relation: relation})
			})
		}
	}
	b.WriteString("\n== What a procuratorate does besides (检察机关) ==\n")
	for _, action := range organActions() {
		own := access.Organ{Agency: ids.Agency{15: 2}, Relation: "own"}
		var cells strings.Builder
		writeCells(&cells, "own", func(_ string, machine bool, function string) bool {
			asking := who(machine, function)
			usual := p.AllowsOrgan(asking, action, own)
			asking.Sector = "procuratorate"
			return !usual && p.AllowsOrgan(asking, action, own)
		})
		if cells.Len() > 0 {
			fmt.Fprintf(&b, "\n%s\n%s", action, &cells)
		}
	}
	b.WriteString("\n== Joint inspections (联合检查) ==\n")
	for _, action := range inspectionActions() {
		fmt.Fprintf(&b, "\n%s\n", action)
		for _, relation := range []string{"own", "initiator", "participant", "receiver", "other"} {
			writeCells(&b, relation, func(_ string, machine bool, function string) bool {
				return p.AllowsOrgan(who(machine, function), action, access.Organ{Agency: ids.Agency{15: 2}, Relation: relation})
			})
		}
	}
	b.WriteString("\n== Joint meetings (联席会议) ==\n")
	for _, action := range meetingActions() {
		fmt.Fprintf(&b, "\n%s\n", action)
		for _, relation := range []string{"own", "convener", "participant", "other"} {
			writeCells(&b, relation, func(_ string, machine bool, function string) bool {
				return p.AllowsOrgan(who(machine, function), action, access.Organ{Agency: ids.Agency{15: 2}, Relation: relation})
			})
		}
	}
	return b.String()
}

// writeCells writes the four cells of a relation (level, person or machine),
// joined as far as they are equal.
func writeCells(b *strings.Builder, relation string, allows func(level string, machine bool, function string) bool) {
	cell := func(level string, machine bool) string {
		var list []string
		for _, f := range functions {
			if allows(level, machine, f) {
				list = append(list, f)
			}
		}
		return strings.Join(list, " ")
	}
	line := func(condition, cell string) {
		if cell != "" {
			fmt.Fprintf(b, "  %-14s%-18s%s\n", relation, condition, cell)
		}
	}
	flow, content := cell("flow", false), cell("content", false)
	machineFlow, machineContent := cell("flow", true), cell("content", true)
	switch {
	case flow == content && machineFlow == machineContent && flow == machineFlow:
		line("", flow)
	case flow == content && machineFlow == machineContent:
		line("person", flow)
		line("machine", machineFlow)
	case flow == machineFlow && content == machineContent:
		line("flow", flow)
		line("content", content)
	default:
		line("flow person", flow)
		line("content person", content)
		line("flow machine", machineFlow)
		line("content machine", machineContent)
	}
}

// difference shows the lines that only one side has, each under its action.
func difference(want, got string) string {
	var b strings.Builder
	a, c := cells(want), cells(got)
	for _, l := range a {
		if !slices.Contains(c, l) {
			b.WriteString("  - " + l + "\n")
		}
	}
	for _, l := range c {
		if !slices.Contains(a, l) {
			b.WriteString("  + " + l + "\n")
		}
	}
	return b.String()
}

func cells(s string) []string {
	var out []string
	action := ""
	for l := range strings.Lines(s) {
		l = strings.TrimRight(l, "\n")
		if !strings.HasPrefix(l, "  ") {
			action = l
			out = append(out, action)
			continue
		}
		out = append(out, action+": "+strings.TrimSpace(l))
	}
	return out
}
