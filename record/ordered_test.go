package record_test

import (
	"fmt"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
)

// TestEveryDestructionWasOrdered: whoever can write events and forges a redaction is
// found by the events alone, whatever the forged act says of its order.
func TestEveryDestructionWasOrdered(t *testing.T) {
	t.Parallel()
	one, two := ids.New[ids.User](noon), ids.New[ids.User](noon)
	s, other := record.Subject{Kind: "case", ID: "A"}, record.Subject{Kind: "case", ID: "B"}
	type forged struct {
		order                    bool
		orders, does             ids.User
		on                       record.Subject
		refused, again, elsewise bool
	}
	sound := forged{order: true, orders: one, does: two, on: s}
	for name, c := range map[string]struct {
		change func(*forged)
		want   int
	}{
		"by two persons": {func(*forged) {}, 0}, "without an order": {func(f *forged) { f.order = false }, 1}, "by one person": {func(f *forged) { f.does = one }, 1},
		"ordered by nobody": {func(f *forged) { f.orders = ids.User{} }, 1}, "done by nobody": {func(f *forged) { f.does = ids.User{} }, 1}, "ordered in another case": {func(f *forged) { f.on = other }, 1},
		"after it was refused": {func(f *forged) { f.refused = true }, 1}, "twice for one order": {func(f *forged) { f.again = true }, 1}, "of something else": {func(f *forged) { f.elsewise = true }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := sound
			c.change(&f)
			o := newOffice(t, 3, 0)
			step := o.actBy(t, s, "referral.step", one, record.Field{Name: "text", Value: []byte("坐标")}, record.Field{Name: "more", Value: []byte("x")})
			target := func(field string) []byte {
				raw, err := record.EncodeTargets([]record.Target{{Event: step.ID, Field: field}})
				if err != nil {
					t.Fatal(err)
				}
				return raw
			}
			id := ids.New[ids.Event](noon)
			if f.order {
				id = o.actBy(t, f.on, record.KindRedactionOrder, f.orders, record.Field{Name: "targets", Value: target("text")}).ID
			}
			answers := record.Field{Name: "answers", Value: fmt.Appendf(nil, "%q", id)}
			if f.refused {
				o.actBy(t, s, record.KindRedactionRefused, two, answers)
			}
			act := func(field string) record.Event {
				return o.actBy(t, s, record.KindRedacted, f.does, answers, record.Field{Name: record.FieldRedacts, Value: target(field)})
			}
			last := act(map[bool]string{true: "more", false: "text"}[f.elsewise])
			if f.again {
				last = act("text")
			}
			o.sequence(t)
			report := o.verify(t, true)
			var found []record.Finding
			for _, x := range report.Findings {
				if x.Code == record.Unordered {
					found = append(found, x)
				}
			}
			if len(found) != c.want || len(report.Findings) != c.want || c.want == 1 && found[0].Event != last.ID {
				t.Errorf("found %v", report.Findings)
			}
		})
	}
}
