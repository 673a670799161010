package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/schedule"
)

// TestOneDoorInAHalfDay: a case-driven check books its officers: a second one in the half
// day is refused, by number and without a name, the schedule leaves them out, and once it
// is called off they are free.
func TestOneDoorInAHalfDay(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, before := w.scheduled(t)
	v := before.Visits[0]
	var mine []ids.Entry
	number := ""
	for _, m := range v.Team {
		if m.AgencyID == w.env.Agency {
			mine, number = append(mine, m.InspectorID), m.Number
		}
	}
	n := casework.NewSiteCheck{Code: "910000000000000001", Name: "被举报企业（演示虚构）", District: "000003", Day: v.Day, Half: v.Half, Purpose: "举报核查", Items: []ids.Entry{w.item(t, w.env, "S-1")}, Officers: mine}
	refused := func(says string) {
		t.Helper()
		_, err := w.MakeSiteCheck(t.Context(), w.env, n)
		if f := wants(t, err, fault.Clash, "site.officer_busy"); !strings.Contains(f.Detail.ZH, says) || !strings.Contains(f.Detail.ZH, number) || strings.Contains(f.Detail.ZH+f.Detail.EN, v.Name) || strings.Contains(f.Detail.ZH, "被举报企业") {
			t.Errorf("refused with %+v", f.Detail)
		}
	}
	refused("“" + p.Title + "”第1号检查任务") // its visit is scheduled then
	other := map[string]string{"am": "pm", "pm": "am"}
	n.Half = other[v.Half]
	if at := slices.IndexFunc(before.Visits, func(x casework.Visit) bool { return x.Day == n.Day && x.Half == n.Half }); at >= 0 {
		n.Day = p.ToOn.AddDays(-1) // a half day of which the plan makes no use
		for !w.Rules.Calendar().IsWorkingDay(n.Day) || slices.ContainsFunc(before.Visits, func(x casework.Visit) bool { return x.Day == n.Day }) {
			n.Day = n.Day.AddDays(-1)
		}
	}
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	refused(c.Number)
	move := func() error {
		_, err := w.MoveVisit(t.Context(), w.env, v.ID, casework.NewPlace{Version: v.Version, Day: n.Day, Half: n.Half})
		return err
	}
	if f := wants(t, move(), fault.Rule, "visit.move_refused"); !strings.Contains(f.Detail.ZH, "请假或者另有检查") {
		t.Errorf("moved there: %+v", f.Detail)
	}
	_, err = w.CancelSiteCheck(t.Context(), w.env, c.ID, "重复举报")
	ok(t, err)
	ok(t, move())
}

// TestScheduleSeesChecks: where a case-driven check has taken an officer, a visit gets
// another team or half day, and the schedule says whose check it was.
func TestScheduleSeesChecks(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, before := w.scheduled(t)
	v := before.Visits[0]
	busy := v.Team[slices.IndexFunc(v.Team, func(m casework.VisitOfficer) bool { return m.AgencyID == w.env.Agency })].InspectorID
	_, err := w.DB.Owner.Exec(t.Context(), `WITH made AS (INSERT INTO site_checks (id, number, agency_id, object_code, object_name, place, day, half, purpose, check_type, announced, urgent, state, created_by, created_at)
		VALUES ($1, 'JC-1', $2, 'X', '企业', '', $3, $4, '举报核查', 'case', false, '', 'planned', $5, $6) RETURNING id)
		INSERT INTO site_officers (check_id, inspector_id, agency_id, name, certificate) SELECT id, $7, $2, '', '' FROM made`,
		ids.New[ids.Entry](w.Clock.Now()), w.env.Agency, v.Day, v.Half, w.env.User, w.Clock.Now(), busy)
	ok(t, err)
	s, err := w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	for _, x := range s.Visits {
		if x.Day == v.Day && x.Half == v.Half && slices.Contains(members(x), busy.String()) {
			t.Errorf("visit %d takes the officer who is on a check", x.Number)
		}
	}
	if len(s.Moves) == 0 || s.Moves[0].Code != schedule.Away || !slices.Equal(s.Moves[0].Who, []string{busy.String()}) {
		t.Errorf("moved as %+v", s.Moves)
	}
}
