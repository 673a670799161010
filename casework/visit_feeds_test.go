package casework_test

import (
	"slices"
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
	plan, s := w.scheduled(t)
	secretOf := func(address string) string {
		return strings.TrimSuffix(address[strings.LastIndex(address, "/")+1:], ".ics")
	}
	whole, err := w.MakeVisitFeed(t.Context(), w.market, casework.FeedOf{})
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
		mine, err := w.MakeVisitFeed(t.Context(), w.env, casework.FeedOf{Inspector: p.ID})
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
	team, err := w.MakeVisitFeed(t.Context(), w.market, casework.FeedOf{Plan: plan.ID})
	ok(t, err)
	w.scheduled(t) // another plan of the same agencies
	if n := strings.Count(fetch(whole), "BEGIN:VEVENT"); n <= scheduled {
		t.Errorf("%d events of two plans", n)
	}
	text = fetch(team)
	if n := strings.Count(text, "BEGIN:VEVENT"); n != scheduled || strings.Contains(text, s.Visits[0].Name) {
		t.Errorf("the joint team's calendar has %d events of %d visits, or names one", n, scheduled)
	}
	elsewhere := w.Police.Handler
	elsewhere.Functions = append(slices.Clone(elsewhere.Functions), w.market.Functions...)
	_, err = w.MakeVisitFeed(t.Context(), elsewhere, casework.FeedOf{Plan: plan.ID})
	wants(t, err, fault.Invalid, "invalid") // has not joined the plan
	_, err = w.MakeVisitFeed(t.Context(), w.market, casework.FeedOf{Plan: plan.ID, Inspector: people[0].ID})
	wants(t, err, fault.Invalid, "invalid") // one of the two
	_, err = w.MakeVisitFeed(t.Context(), w.market, casework.FeedOf{Inspector: people[0].ID})
	wants(t, err, fault.Invalid, "invalid") // of another agency

	list, err := w.VisitFeeds(t.Context(), w.market)
	of := func(plan ids.Entry) int {
		return slices.IndexFunc(list, func(f casework.VisitFeed) bool { return f.PlanID == plan })
	}
	joint, own := of(plan.ID), of(ids.Entry{})
	if err != nil || len(list) != 2 || joint < 0 || own < 0 || list[joint].Plan != plan.Title {
		t.Fatalf("links %+v, %v", list, err)
	}
	wants(t, w.RevokeVisitFeed(t.Context(), w.env, list[own].ID), fault.Missing, "not_found")
	ok(t, w.RevokeVisitFeed(t.Context(), w.market, list[own].ID))
	for _, secret := range []string{secretOf(whole), "", "x", strings.Repeat("A", 43)} {
		_, err = w.VisitCalendar(t.Context(), secret)
		wants(t, err, fault.Missing, "not_found")
	}
	again, err := w.MakeVisitFeed(t.Context(), w.market, casework.FeedOf{})
	ok(t, err)
	_, err = w.DB.Owner.Exec(t.Context(), "UPDATE users SET functions = '{}' WHERE id = $1", w.market.User)
	ok(t, err)
	_, err = w.VisitCalendar(t.Context(), secretOf(again))
	wants(t, err, fault.Missing, "not_found")
	_, err = w.MakeVisitFeed(t.Context(), casework.Actor{Agency: w.market.Agency, User: w.market.User}, casework.FeedOf{})
	wants(t, err, fault.Denied, "not_allowed")
}
