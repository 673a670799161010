package casework_test

import (
	"slices"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// who are the people who read a topic in the pages; of a whole organ a zero one.
func (w inspection) who(t *testing.T, topic, channel string) (list []ids.User) {
	t.Helper()
	rows, err := w.DB.Owner.Query(t.Context(), "SELECT coalesce(user_id, '00000000-0000-0000-0000-000000000000') FROM deliveries WHERE topic = $1 AND channel = $2 ORDER BY id", topic, channel)
	ok(t, err)
	for rows.Next() {
		var u ids.Entry
		ok(t, rows.Scan(&u))
		list = append(list, ids.User(u))
	}
	ok(t, rows.Err())
	return list
}

func (w inspection) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	_, err := w.DB.Owner.Exec(t.Context(), sql, args...)
	ok(t, err)
}

// TestEveryOfficerIsReached: an officer without an address reads the invitation in the
// pages and no mail goes nowhere; of two officers with one name nobody is guessed, their
// agency is asked to pass it on, and once it has said who is who each is told himself.
func TestEveryOfficerIsReached(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	first, second := people[0].ID, people[1].ID
	alike, other := w.env.User, w.Env.Legal.User
	w.exec(t, "UPDATE users SET name = '承办人员甲', email = '' WHERE id IN ($1, $2)", alike, other)
	w.exec(t, "UPDATE inspectors SET name = '承办人员甲' WHERE id IN ($1, $2)", first, second)
	arrange := func(half string) casework.SiteCheck {
		t.Helper()
		c, err := w.MakeSiteCheck(t.Context(), w.env, casework.NewSiteCheck{
			Code: "910000000000000001", Name: "被举报企业（演示虚构）", District: "000003", Day: w.newPlan(t).From, Half: half, Purpose: "举报核查", Items: []ids.Entry{w.item(t, w.env, "S-1")}, Officers: []ids.Entry{first, second},
		})
		ok(t, err)
		return c
	}
	c := arrange("am")
	if got := w.who(t, "site.invite", "inapp"); len(got) != 0 {
		t.Errorf("guessed that %v were meant", got)
	}
	if got := w.who(t, "site.pass_on", "inapp"); len(got) != 1 || !got[0].IsZero() {
		t.Errorf("to be passed on by %v", got)
	}
	for _, r := range c.Reached {
		if !r.UserID.IsZero() {
			t.Errorf("officer %s is taken for %s", r.InspectorID, r.UserID)
		}
	}
	ok(t, w.SetInspectorAccount(t.Context(), w.env, first, alike))
	wants(t, w.SetInspectorAccount(t.Context(), w.env, second, alike), fault.Invalid, "invalid") // is the other one
	wants(t, w.SetInspectorAccount(t.Context(), w.env, second, w.market.User), fault.Invalid, "invalid")
	wants(t, w.SetInspectorAccount(t.Context(), w.market, second, w.market.User), fault.Missing, "not_found")
	w.exec(t, "UPDATE users SET email = 'officer@env.test' WHERE id = $1", alike)
	c = arrange("pm") // the second is the one whom the name is left to
	if got := w.who(t, "site.invite", "inapp"); len(got) != 2 || !slices.Contains(got, alike) || !slices.Contains(got, other) {
		t.Errorf("invited in the pages: %v", got)
	}
	if got := w.who(t, "site.invite", "email"); !slices.Equal(got, []ids.User{alike}) {
		t.Errorf("invited by mail: %v", got)
	}
	for _, r := range c.Reached {
		if want := map[ids.Entry]ids.User{first: alike, second: other}[r.InspectorID]; ids.User(r.UserID) != want || r.Mail != (want == alike) {
			t.Errorf("officer %s is reached as %+v", r.InspectorID, r)
		}
	}
	seen, err := w.ReplyToSite(t.Context(), w.env, c.ID, true, "")
	ok(t, err)
	if len(seen.Replies) != 1 || seen.Replies[0].InspectorID != first {
		t.Errorf("answered for %+v", seen.Replies)
	}
	list, err := w.SiteChecks(t.Context(), w.Env.Legal, casework.SiteQuery{Size: 50, Show: "own"})
	if err == nil && !slices.ContainsFunc(list.Checks, func(x casework.SiteCheck) bool { return x.ID == c.ID && x.Own }) {
		t.Error("the second officer does not find the visit under his own")
	}
}

// TestSecondLookIsTold: as soon as a finding is put right those who inspected are told to
// go and see, after a week once more with their head; who finds it not right sets a new
// deadline, of which it is told anew.
func TestSecondLookIsTold(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	w.exec(t, "UPDATE inspectors SET name = number")
	w.exec(t, "UPDATE users SET name = 'J-0' WHERE id = $1", w.market.User)
	w.exec(t, "UPDATE inspectors SET user_id = $1 WHERE agency_id = $2 AND number = 'J-0'", w.market.User, w.market.Agency)
	c := w.begun(t)
	var officer ids.Entry
	for _, x := range c.Officers {
		if x.AgencyID == w.market.Agency {
			officer = x.InspectorID
		}
	}
	w.exec(t, "UPDATE inspectors SET user_id = NULL")
	ok(t, w.SetInspectorAccount(t.Context(), w.market, officer, w.market.User))
	for a, n := range map[ids.Agency]int{w.env.Agency: 0, w.market.Agency: 1} {
		who := map[ids.Agency]casework.Actor{w.env.Agency: w.env, w.market.Agency: w.market}[a]
		at, err := w.SiteCheck(t.Context(), who, c.ID)
		ok(t, err)
		_, err = w.RecordSiteCheck(t.Context(), who, c.ID, answers(at, who, n))
		ok(t, err)
	}
	c, err := w.FinishSiteCheck(t.Context(), w.env, c.ID, "problems", "")
	ok(t, err)
	f := c.Findings[0]
	office := w.WithPool(w.DB.Worker)
	remind := func(want int) {
		t.Helper()
		if n, err := office.RemindInspections(t.Context()); err != nil || n != want {
			t.Errorf("%d told, want %d: %v", n, want, err)
		}
	}
	remind(0)
	_, err = w.RectifyFinding(t.Context(), w.market, f.ID, c.Day, "已整改")
	ok(t, err)
	remind(1)
	remind(0)
	if got := w.who(t, "inspection.look_soon", "inapp"); len(got) != 2 || !slices.Contains(got, w.market.User) || !slices.Contains(got, ids.User{}) {
		t.Errorf("to look: %v", got)
	}
	w.Clock.Set(c.Day.AddDays(8).Start())
	remind(1)
	remind(0)
	if got := w.who(t, "inspection.look_late", "inapp"); !slices.Contains(got, w.Market.Head.User) {
		t.Errorf("nobody has looked, and told are %v", got)
	}
	look := func(l casework.SecondLook) error {
		_, err := w.LookAgain(t.Context(), w.market, f.ID, l)
		return err
	}
	on := c.Day.AddDays(8)
	wants(t, look(casework.SecondLook{On: on, Note: "没有改", Due: on.AddDays(-1)}), fault.Invalid, "invalid")
	wants(t, look(casework.SecondLook{On: on, Note: "改好了", Right: true, Due: on.AddDays(9)}), fault.Invalid, "invalid")
	w.Clock.Set(f.DueOn.AddDays(2).Start())
	on = f.DueOn.AddDays(2)
	wants(t, look(casework.SecondLook{On: on, Note: "没有改"}), fault.Invalid, "invalid") // its deadline is past
	ok(t, look(casework.SecondLook{On: on, Note: "没有改", Due: on.AddDays(2)}))
	remind(1) // the new deadline is near
	if got := w.who(t, "inspection.finding_soon", "inapp"); len(got) == 0 || !slices.Contains(got, w.market.User) {
		t.Errorf("of the new deadline are told %v", got)
	}
	_, err = w.RectifyFinding(t.Context(), w.market, f.ID, on, "再次整改")
	ok(t, err)
	remind(1)
	ok(t, look(casework.SecondLook{On: on, Note: "整改到位", Right: true}))
	w.Clock.Set(on.AddDays(60).Start())
	_, err = office.RemindInspections(t.Context()) // the result, that nobody published
	ok(t, err)
	if got := w.who(t, "inspection.look_late", "inapp"); len(got) != 3 { // organ, officer and head, once
		t.Errorf("told again: %v", got)
	}
}
