package casework_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// mails are what waits in the outbox, by topic.
func (w inspection) mails(t *testing.T, topic string) (list []*casework.Letter) {
	t.Helper()
	rows, err := w.DB.Owner.Query(t.Context(), "SELECT id FROM deliveries WHERE topic = $1 AND channel = 'email' ORDER BY id", topic)
	ok(t, err)
	var waiting []ids.Delivery
	for rows.Next() {
		var id ids.Delivery
		ok(t, rows.Scan(&id))
		waiting = append(waiting, id)
	}
	ok(t, rows.Err())
	for _, id := range waiting {
		l, err := w.ClaimDelivery(t.Context(), id, w.Clock.Now())
		ok(t, err)
		if l != nil {
			list = append(list, l)
		}
	}
	return list
}

// told are the organs that read a topic in the pages, as often as they do.
func (w inspection) told(t *testing.T, topic string) (list []ids.Agency) {
	t.Helper()
	rows, err := w.DB.Owner.Query(t.Context(), "SELECT agency_id, params::text FROM deliveries WHERE topic = $1 AND channel = 'inapp' ORDER BY id", topic)
	ok(t, err)
	for rows.Next() {
		var agency ids.Agency
		var text string
		ok(t, rows.Scan(&agency, &text))
		if strings.Contains(text, "演示虚构") || strings.Contains(text, "910000") {
			t.Errorf("%s tells %s", topic, text)
		}
		list = append(list, agency)
	}
	ok(t, rows.Err())
	return list
}

// toldOf is that a topic was told once, to one person and nobody else.
func (w inspection) toldOf(t *testing.T, topic string, to casework.Actor) {
	t.Helper()
	var n int
	var user, agency ids.Entry
	ok(t, w.DB.Owner.QueryRow(t.Context(), "SELECT count(*) OVER (), user_id, agency_id FROM deliveries WHERE topic = $1 AND channel = 'inapp'", topic).Scan(&n, &user, &agency))
	if n != 1 || ids.User(user) != to.User || ids.Agency(agency) != to.Agency {
		t.Errorf("%s: told %d times, one of them %s", topic, n, user)
	}
}

// TestVisitIsTold: heads learn that a visit waits for them, its team gets an invitation
// that a calendar takes and one that it takes out again, the other agencies learn of the
// result; no enterprise stands in any of it.
func TestVisitIsTold(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	_, err := w.DB.Owner.Exec(t.Context(), "UPDATE users SET name = '承办人员甲', email = 'officer@env.test' WHERE id = $1", w.env.User)
	ok(t, err)
	_, err = w.DB.Owner.Exec(t.Context(), "UPDATE inspectors SET name = '承办人员甲' WHERE agency_id = $1 AND number = 'J-0'", w.env.Agency)
	ok(t, err)
	_, err = w.DB.Owner.Exec(t.Context(), "UPDATE inspectors SET name = number WHERE name <> '承办人员甲'")
	ok(t, err)
	p := w.drawn(t)
	d, err := w.OpenDraw(t.Context(), w.env, p.ID, "安排检查")
	ok(t, err)
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	at := slices.IndexFunc(d.Visits, func(v casework.DrawnVisit) bool {
		return slices.ContainsFunc(v.Team, func(m casework.TeamMember) bool { return m.Name == people[0].Name })
	})
	if at < 0 {
		t.Fatal("nobody drew the officer")
	}
	n := casework.NewSiteCheck{Plan: p.ID, Code: d.Visits[at].Code, Day: p.FromOn, Half: "pm", Purpose: "部门联合抽查"}
	c, err := w.MakeSiteCheck(t.Context(), w.env, n)
	ok(t, err)
	if got := w.told(t, "site.waits"); !slices.Contains(got, w.env.Agency) || !slices.Contains(got, w.market.Agency) {
		t.Errorf("told %v that it waits", got)
	}
	invited := w.mails(t, "site.invite")
	if len(invited) != 1 || invited[0].To != "officer@env.test" || invited[0].Method != "REQUEST" {
		t.Fatalf("invited by %+v", invited)
	}
	calendar := string(invited[0].Calendar)
	for _, want := range []string{"METHOD:REQUEST", "UID:" + c.ID.String(), "SEQUENCE:0", "T140000", c.Number} {
		if !strings.Contains(calendar, want) {
			t.Errorf("the calendar lacks %s: %s", want, calendar)
		}
	}
	if strings.Contains(calendar, c.ObjectName) || strings.Contains(calendar, c.ObjectCode) {
		t.Errorf("the calendar names the enterprise: %s", calendar)
	}
	w.answered(t, c)
	_, err = w.CancelSiteCheck(t.Context(), w.env, c.ID, "暴雨")
	ok(t, err)
	_, err = w.ReplyToSite(t.Context(), w.env, c.ID, true, "")
	wants(t, err, fault.Rule, "site.reply_not_now")
	off := w.mails(t, "site.off")
	if len(off) != 1 || off[0].Method != "CANCEL" || !strings.Contains(string(off[0].Calendar), "SEQUENCE:1") || !strings.Contains(string(off[0].Calendar), "UID:"+c.ID.String()) {
		t.Errorf("called off by %+v", off)
	}
	if got := w.told(t, "site.cancel"); !slices.Equal(got, []ids.Agency{w.market.Agency}) {
		t.Errorf("told %v that it was called off", got)
	}
}

// TestMovedVisitIsTold to the other agencies of the plan, by its number.
func TestMovedVisitIsTold(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s := w.scheduled(t)
	v := s.Visits[0]
	day := p.FromOn
	for !w.Rules.Calendar().IsWorkingDay(day) || slices.ContainsFunc(s.Visits, func(x casework.Visit) bool { return x.Day == day }) {
		day = day.AddDays(1)
	}
	_, err := w.MoveVisit(t.Context(), w.env, v.ID, casework.NewPlace{Version: v.Version, Day: day, Half: "pm"})
	ok(t, err)
	if got := w.told(t, "visit.move"); !slices.Equal(got, []ids.Agency{w.market.Agency}) {
		t.Errorf("told %v", got)
	}
}

// TestArrangedVisitStays: what is arranged, approved and invited to keeps its half day,
// by hand and when it is scheduled anew, until it is called off.
func TestArrangedVisitStays(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	p, s := w.scheduled(t)
	v := s.Visits[0]
	c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{Plan: p.ID, Code: v.Code, Day: v.Day, Half: v.Half, Purpose: "部门联合抽查"})
	ok(t, err)
	other := casework.NewPlace{Version: v.Version, Day: v.Day, Half: map[string]string{"am": "pm", "pm": "am"}[v.Half]}
	_, err = w.MoveVisit(t.Context(), w.env, v.ID, other)
	wants(t, err, fault.Rule, "visit.arranged")
	s, err = w.MakeSchedule(t.Context(), w.env, p.ID)
	ok(t, err)
	if got := s.Visits[0]; got.Day != v.Day || got.Half != v.Half {
		t.Errorf("scheduled anew it goes to %s %s", got.Day, got.Half)
	}
	_, err = w.CancelSiteCheck(t.Context(), w.env, c.ID, "暴雨")
	ok(t, err)
	other.Version = s.Visits[0].Version
	if _, err = w.MoveVisit(t.Context(), w.env, v.ID, other); err != nil && fault.KindOf(err) != fault.Rule {
		t.Error(err)
	} else if f, refused := errors.AsType[*fault.Error](err); refused && f.Code == "visit.arranged" {
		t.Errorf("called off, it cannot be moved: %v", f.Detail)
	}
}

// answered: an officer who is invited says whether he comes, again if he thinks otherwise;
// of a refusal whoever arranged the visit learns, and nobody else answers.
func (w inspection) answered(t *testing.T, c casework.SiteCheck) {
	t.Helper()
	for _, a := range []casework.Actor{w.market, w.envHead, w.Env.Desk} {
		_, err := w.ReplyToSite(t.Context(), a, c.ID, true, "")
		wants(t, err, fault.Rule, "site.reply_not_now")
	}
	_, err := w.ReplyToSite(t.Context(), w.env, c.ID, false, "")
	wants(t, err, fault.Invalid, "invalid") // with a reason
	if !slices.Contains(c.Actions, "reply") || len(c.Replies) != 0 {
		t.Errorf("invited, one may %v", c.Actions)
	}
	_, err = w.ReplyToSite(t.Context(), w.env, c.ID, false, "当天开庭")
	ok(t, err)
	w.toldOf(t, "site.reply", w.env)
	seen, err := w.SiteCheck(t.Context(), w.Market.Head, c.ID)
	ok(t, err)
	if len(seen.Replies) != 1 || seen.Replies[0].Comes || seen.Replies[0].Note != "当天开庭" {
		t.Errorf("answered as %+v", seen.Replies)
	}
	seen, err = w.ReplyToSite(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	if len(seen.Replies) != 1 || !seen.Replies[0].Comes || seen.Replies[0].Note != "" {
		t.Errorf("answered again as %+v", seen.Replies)
	}
	w.toldOf(t, "site.reply", w.env) // not of a yes
}
