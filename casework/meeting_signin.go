package casework

import (
	"context"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/meeting"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SignedIn is a person who signed in at a meeting.
type SignedIn = dbsqlc.ListSignInsRow

// SignInCode is the code for the screen of the room (签到二维码) as SVG: an address of the
// meeting's page with a code that is good for ten minutes. Only the convener gets it.
func (o *Office) SignInCode(ctx context.Context, a Actor, id ids.Entry) ([]byte, error) {
	m, err := o.Meeting(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if !o.mayMeet(a, rightOf(meeting.Hold), m.relation(a)) {
		return nil, meetingDenied()
	}
	if _, err := meeting.Decide(m.state(), meeting.SignIn, true); err != nil {
		return nil, err
	}
	now := o.Now()
	if err := meeting.MaySignIn(now, m.StartsAt, m.EndsAt); err != nil {
		return nil, err
	}
	return documents.CodeSVG(o.meetingLink(id) + "?sign=" + meeting.SignInCode(o.HubKey.Private, id.String(), now))
}

// SignIn notes that a person is there (扫码签到). Signing in again changes nothing.
func (o *Office) SignIn(ctx context.Context, a Actor, id ids.Entry, code string) (Meeting, error) {
	return o.changeMeeting(ctx, a, id, meeting.SignIn, func(c *meetingChange) error {
		if err := meeting.MaySignIn(c.now, c.StartsAt, c.EndsAt); err != nil {
			return err
		}
		if err := meeting.CheckSignIn(o.HubKey.Public(), id.String(), code, c.now); err != nil {
			return err
		}
		n, err := c.q.InsertSignIn(ctx, dbsqlc.InsertSignInParams{MeetingID: id, UserID: a.User, AgencyID: a.Agency, Name: a.Name, At: c.now})
		if err != nil || n == 0 {
			return err
		}
		_, err = o.enterMeeting(ctx, c, "meeting.sign_in", map[string]any{"people": len(c.SignedIn) + 1})
		return err
	})
}

// fromSignIns adds to an attendance who signed in: their agencies were there, and where
// nobody wrote who came, the names are those of the sign-in.
func (c *meetingChange) fromSignIns(who []Attendance) []Attendance {
	names := map[ids.Agency][]string{}
	for _, s := range c.SignedIn {
		names[s.AgencyID] = append(names[s.AgencyID], s.Name)
	}
	for _, x := range c.Agencies {
		came := names[x.AgencyID]
		if len(came) == 0 {
			continue
		}
		i := slices.IndexFunc(who, func(w Attendance) bool { return w.Agency == x.AgencyID })
		if i < 0 {
			who, i = append(who, Attendance{Agency: x.AgencyID}), len(who)
		}
		who[i].Present = true
		if strings.TrimSpace(who[i].Attendees) == "" {
			who[i].Attendees = shortened(strings.Join(came, "、"))
		}
	}
	return who
}

// lateComers takes those who signed in after the meeting began into its attendance, when
// the minutes are drafted.
func (c *meetingChange) lateComers(ctx context.Context) error {
	var now []Attendance
	for _, x := range c.Agencies {
		now = append(now, Attendance{Agency: x.AgencyID, Present: x.Present, Attendees: x.Attendees})
	}
	for i, x := range c.fromSignIns(now) {
		if x == (Attendance{c.Agencies[i].AgencyID, c.Agencies[i].Present, c.Agencies[i].Attendees}) {
			continue
		}
		if err := c.q.SaveAttendance(ctx, dbsqlc.SaveAttendanceParams{MeetingID: c.ID, AgencyID: x.Agency, Present: x.Present, Attendees: x.Attendees}); err != nil {
			return err
		}
		c.Agencies[i].Present, c.Agencies[i].Attendees = x.Present, x.Attendees
	}
	return nil
}

// mostAttendees bounds what the minutes say of who came for one agency, in characters.
const mostAttendees = 300

func shortened(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), mostAttendees)])
}
