package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// TestPublicProgrammes: the public reads a programme once it is noted as public, and of a
// withdrawn one its name and the reason.
func TestPublicProgrammes(t *testing.T) {
	t.Parallel()
	h := officetest.New(t, storetest.DB(t))
	p, err := h.MakeProgramme(t.Context(), h.Env.Handler, special())
	ok(t, err)
	p, err = h.ApproveProgramme(t.Context(), h.Env.Head, p.ID, casework.Approval{Authority: "区人民政府", Document: "府办〔2026〕7号"})
	ok(t, err)
	read := func(year int) ([]casework.PublicProgramme, string) {
		t.Helper()
		list, err := h.PublicProgrammes(t.Context(), year)
		ok(t, err)
		file, err := h.PublicProgrammesCSV(t.Context(), year)
		ok(t, err)
		return list, string(file)
	}
	if list, _ := read(0); len(list) != 0 {
		t.Fatalf("approved only, the public reads %+v", list)
	}
	_, err = h.PublishProgramme(t.Context(), h.Env.Handler, p.ID, civil.Date{})
	ok(t, err)
	list, file := read(p.FromOn.Year)
	if len(list) != 1 || list[0].Scope != p.Scope || list[0].Document != "府办〔2026〕7号" || !strings.Contains(file, "专项检查计划") || !strings.Contains(file, p.Scope) {
		t.Errorf("the public reads %+v and %s", list, file)
	}
	if list, _ := read(p.FromOn.Year - 3); len(list) != 0 {
		t.Errorf("of another year the public reads %+v", list)
	}
	_, err = h.WithdrawProgramme(t.Context(), h.Env.Head, p.ID, "依据调整")
	ok(t, err)
	list, file = read(0)
	if len(list) != 1 || list[0].Title != p.Title || list[0].Scope != "" || list[0].Document != "" || list[0].WithdrawnReason != "依据调整" || strings.Contains(file, p.Scope) {
		t.Errorf("withdrawn, the public reads %+v and %s", list, file)
	}
}
