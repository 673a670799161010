package casework_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
)

// TestSignIn: only the convener has the code, only agencies of the meeting use it, a
// forged, foreign or old one is refused; who signed in was there, also after the meeting
// began, and the minutes say so.
func TestSignIn(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	m, other := w.prepared(t), w.prepared(t)
	for _, x := range []ids.Entry{m.ID, other.ID} {
		_, err := w.CallMeeting(t.Context(), w.env, x)
		ok(t, err)
	}
	code := func() string { return meeting.SignInCode(w.HubKey.Private, m.ID.String(), w.Clock.Now()) }
	_, err := w.SignInCode(t.Context(), w.env, m.ID)
	wants(t, err, fault.Rule, "meeting.sign_early")
	_, err = w.SignIn(t.Context(), w.police, m.ID, code())
	wants(t, err, fault.Rule, "meeting.sign_early")

	w.Clock.Set(m.StartsAt.Add(-time.Hour))
	svg, err := w.SignInCode(t.Context(), w.env, m.ID)
	ok(t, err)
	if !strings.HasPrefix(string(svg), "<svg") {
		t.Errorf("the code is %.40s", svg)
	}
	_, err = w.SignInCode(t.Context(), w.police, m.ID)
	wants(t, err, fault.Denied, "not_allowed")
	forged := regexp.MustCompile(`^XJS1\.\w`).ReplaceAllString(code(), "XJS1.z")
	for _, bad := range []string{"", "XJS1", forged, code() + "A", meeting.SignInCode(w.HubKey.Private, other.ID.String(), w.Clock.Now())} {
		_, err = w.SignIn(t.Context(), w.police, m.ID, bad)
		wants(t, err, fault.Rule, "meeting.sign_code")
	}
	old := code()
	w.Clock.Advance(meeting.SignInLasts + time.Second)
	_, err = w.SignIn(t.Context(), w.police, m.ID, old)
	wants(t, err, fault.Rule, "meeting.sign_code_old")
	_, err = w.SignIn(t.Context(), w.Market.Head, m.ID, code())
	wants(t, err, fault.Missing, "not_found")

	for range 2 { // the second time changes nothing
		got, err := w.SignIn(t.Context(), w.police, m.ID, code())
		ok(t, err)
		if len(got.SignedIn) != 1 || got.SignedIn[0].Name != w.police.Name {
			t.Errorf("signed in: %+v", got.SignedIn)
		}
	}
	w.Clock.Set(m.StartsAt)
	got, err := w.HoldMeeting(t.Context(), w.env, m.ID, []casework.Attendance{{Agency: w.procurator.Agency}})
	ok(t, err)
	came := func(id ids.Agency) bool {
		return slices.ContainsFunc(got.Agencies, func(x casework.MeetingAgency) bool { return x.AgencyID == id && x.Present && x.Attendees != "" })
	}
	if !came(w.police.Agency) || came(w.procurator.Agency) {
		t.Errorf("there were %+v", got.Agencies)
	}
	_, err = w.SignIn(t.Context(), w.procurator, m.ID, code()) // late
	ok(t, err)
	got, err = w.DraftMinutes(t.Context(), w.env, m.ID)
	ok(t, err)
	if !came(w.procurator.Agency) || strings.Contains(got.Minutes.Text, "缺席") || !strings.Contains(got.Minutes.Text, w.procurator.Name) {
		t.Errorf("the minutes say %s", got.Minutes.Text)
	}
	w.Clock.Set(m.EndsAt.Add(3 * time.Hour))
	_, err = w.SignIn(t.Context(), w.env, m.ID, code())
	wants(t, err, fault.Rule, "meeting.sign_late")
}
