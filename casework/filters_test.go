package casework_test

import (
	"strconv"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// TestSavedFilters: a person keeps filters under names, shows them to colleagues or not,
// and nobody else deletes them or sees them from another organ.
func TestSavedFilters(t *testing.T) {
	t.Parallel()
	h := house(t)
	mine, colleague, stranger := h.Env.Handler, h.Env.Head, h.Police.Handler
	save := func(a casework.Actor, f casework.SavedFilter) []casework.SavedFilter {
		t.Helper()
		out, err := h.SaveFilter(t.Context(), a, f)
		check(t, err)
		return out
	}
	names := func(a casework.Actor) (out string) {
		t.Helper()
		all, err := h.Filters(t.Context(), a)
		check(t, err)
		for _, f := range all {
			out += f.Name + "=" + f.Query + ";"
		}
		return out
	}
	save(mine, casework.SavedFilter{Name: " 快到期的 ", Query: "light=amber&box=turn"})
	save(mine, casework.SavedFilter{Name: "刑事在办", Query: "kind=criminal&state=received", Shared: true})
	if got := names(mine); got != "刑事在办=kind=criminal&state=received;快到期的=box=turn&light=amber;" && got != "快到期的=box=turn&light=amber;刑事在办=kind=criminal&state=received;" {
		t.Errorf("kept %q", got)
	}
	if got := names(colleague); got != "刑事在办=kind=criminal&state=received;" {
		t.Errorf("a colleague sees %q", got)
	}
	if got := names(stranger); got != "" {
		t.Errorf("another organ sees %q", got)
	}
	kept := save(mine, casework.SavedFilter{Name: "刑事在办", Query: "kind=criminal"})
	if len(kept) != 2 || names(colleague) != "" {
		t.Errorf("replaced under its name: %+v, a colleague sees %q", kept, names(colleague))
	}
	for name, f := range map[string]casework.SavedFilter{
		"filters.no_condition": {Name: "空"}, "filters.unknown_condition": {Name: "别的", Query: "password=1"}, "filters.nameless": {Query: "box=turn"},
	} {
		if _, err := h.SaveFilter(t.Context(), mine, f); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	id := kept[0].ID
	if err := h.DeleteFilter(t.Context(), colleague, id); fault.KindOf(err) != fault.Missing {
		t.Errorf("a colleague deletes it: %v", err)
	}
	check(t, h.DeleteFilter(t.Context(), mine, id))
	for i := range casework.MaxFilters - 1 {
		save(mine, casework.SavedFilter{Name: "筛选" + strconv.Itoa(i), Query: "box=turn"})
	}
	_, err := h.SaveFilter(t.Context(), mine, casework.SavedFilter{Name: "再多一个", Query: "box=turn"})
	wants(t, err, fault.Rule, "filters.too_many")
}
