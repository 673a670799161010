package casework_test

import (
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// TestVisitFeeds: a link shows when and where its officers go and never whom, follows a
// move, and leads nowhere once it is taken back or its maker has lost the function.
func TestVisitFeeds(t *testing.T) {
	t.Parallel()
	w := newInspection(t)
	_, s := w.scheduled(t)
	secretOf := func(address string) string {
		return strings.TrimSuffix(address[strings.LastIndex(address, "/")+1:], ".ics")
	}
	whole, err := w.MakeVisitFeed(t.Context(), w.market, ids.Entry{})
	ok(t, err)
	fetch := func(address string) string {
		t.Helper()
		b, err := w.VisitCalendar(t.Context(), secretOf(address))
		ok(t, err)
		return strings.ReplaceAll(string(b), "\r\n ", "")
	}
	text := fetch(whole)
	scheduled := 0
	for _, v := range s.Visits {
		if v.Name == "" {
			t.Fatal("the planner does not read the names")
		}
		if strings.Contains(text, v.Name) || strings.Contains(text, v.Code) {
			t.Errorf("the calendar names %s", v.Name)
		}
		if !v.Day.IsZero() {
			scheduled++
			if !strings.Contains(text, "UID:"+v.ID.String()) {
				t.Errorf("visit %d is not in the calendar", v.Number)
			}
		}
	}
	if n := strings.Count(text, "BEGIN:VEVENT"); n != scheduled || n == 0 {
		t.Errorf("%d events of %d visits", n, scheduled)
	}

	people, err := w.Inspectors(t.Context(), w.env)
	ok(t, err)
	for _, p := range people {
		mine, err := w.MakeVisitFeed(t.Context(), w.env, p.ID)
		ok(t, err)
		text := fetch(mine)
		for _, v := range s.Visits {
			goes := false
			for _, m := range v.Team {
				goes = goes || m.InspectorID == p.ID
			}
			if goes != strings.Contains(text, "UID:"+v.ID.String()) {
				t.Errorf("%s goes to visit %d: %t, the calendar says otherwise", p.Number, v.Number, goes)
			}
		}
	}
	_, err = w.MakeVisitFeed(t.Context(), w.market, people[0].ID)
	wants(t, err, fault.Invalid, "invalid") // of another agency

	list, err := w.VisitFeeds(t.Context(), w.market)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d links, %v", len(list), err)
	}
	wants(t, w.RevokeVisitFeed(t.Context(), w.env, list[0].ID), fault.Missing, "not_found")
	ok(t, w.RevokeVisitFeed(t.Context(), w.market, list[0].ID))
	for _, secret := range []string{secretOf(whole), "", "x", strings.Repeat("A", 43)} {
		_, err = w.VisitCalendar(t.Context(), secret)
		wants(t, err, fault.Missing, "not_found")
	}
	again, err := w.MakeVisitFeed(t.Context(), w.market, ids.Entry{})
	ok(t, err)
	_, err = w.DB.Owner.Exec(t.Context(), "UPDATE users SET functions = '{}' WHERE id = $1", w.market.User)
	ok(t, err)
	_, err = w.VisitCalendar(t.Context(), secretOf(again))
	wants(t, err, fault.Missing, "not_found")
	_, err = w.MakeVisitFeed(t.Context(), casework.Actor{Agency: w.market.Agency, User: w.market.User}, ids.Entry{})
	wants(t, err, fault.Denied, "not_allowed")
}
