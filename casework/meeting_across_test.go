package casework_test

import (
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// across is a meeting that a bureau of one hub calls with the bureau of another.
type across struct {
	a, b            *side
	convener, guest casework.Actor
}

func newAcross(t *testing.T) across {
	t.Helper()
	a, b := twoHubs(t)
	w := across{a: a, b: b, convener: a.Env.Head, guest: b.Env.Head}
	w.convener.Functions, w.guest.Functions = []string{"coordinator"}, []string{"coordinator"}
	return w
}

// called makes and calls a meeting of three: one of this hub, one of the other.
func (w across) called(t *testing.T) (casework.Meeting, ids.Case) {
	t.Helper()
	from := w.a.Clock.Now().AddDate(0, 0, 7)
	m, err := w.a.MakeMeeting(t.Context(), w.convener, casework.NewMeeting{Title: "川渝联席会议", Place: "会议室", From: from, To: from.Add(2 * time.Hour), Agencies: []ids.Agency{w.a.Police.ID, w.b.Env.ID}})
	ok(t, err)
	m, err = w.a.AddItems(t.Context(), w.convener, m.ID, []casework.NewItem{{Source: "own", Title: "通报危险废物跨省转移情况"}})
	ok(t, err)
	_, err = w.a.AttachPaper(t.Context(), w.convener, m.ID, "名单.txt", []byte("甲单位\n乙单位\n"))
	ok(t, err)
	m, err = w.a.CallMeeting(t.Context(), w.convener, m.ID)
	ok(t, err)
	var id ids.Case
	if err := w.a.DB.Owner.QueryRow(t.Context(), "select id from cases where kind = 'meeting_invitation' and content ->> 'plan' = $1", m.ID.String()).Scan(&id); err != nil {
		t.Fatal(err)
	}
	carry(t, w.a, w.b)
	return m, id
}

// seat is how the meeting has the guest.
func (w across) seat(t *testing.T, id ids.Entry) (casework.Meeting, casework.MeetingAgency) {
	t.Helper()
	m, err := w.a.Meeting(t.Context(), w.convener, id)
	ok(t, err)
	return m, m.Agencies[slices.IndexFunc(m.Agencies, func(x casework.MeetingAgency) bool { return x.AgencyID == w.b.Env.ID })]
}

// act takes a step of the invitation as somebody of a hub.
func act(t *testing.T, s *side, who casework.Actor, id ids.Case, action referral.Action, in referral.Input) {
	t.Helper()
	s.Request(t, who, casework.Request{Case: id, Action: action, Input: in})
}

// TestMeetingAcrossHubs: an organ of another hub is invited, replies, reads papers and
// minutes, signs them as it read them, takes on a resolution and reports it done.
func TestMeetingAcrossHubs(t *testing.T) {
	t.Parallel()
	w := newAcross(t)
	m, id := w.called(t)
	got, err := w.b.Get(t.Context(), w.guest, id)
	ok(t, err)
	if got.Snapshot.Content.Happened == "" || got.Snapshot.Content.Facts != "1. 通报危险废物跨省转移情况" || len(got.Evidence) != 1 || got.Evidence[0].Name != "名单.txt" {
		t.Errorf("the invitation says %+v with %+v", got.Snapshot.Content, got.Evidence)
	}
	if n := w.a.heardOf(t, ids.Case{}, w.b.Env.ID, "meeting.call"); n != 0 {
		t.Error("a notice lies here for an organ that nobody of this hub reads for")
	}
	act(t, w.b, w.guest, id, "sign_for", referral.Input{Officer: "联络员"})
	act(t, w.b, w.guest, id, "meeting_invitation.attend", referral.Input{Officer: "分管负责人"})
	carry(t, w.a, w.b)
	if _, seat := w.seat(t, m.ID); seat.Reply != "accepted" || seat.ReplyNote != "分管负责人" {
		t.Errorf("the meeting has the reply %s %s", seat.Reply, seat.ReplyNote)
	}
	w.a.Clock.Set(m.StartsAt)
	_, err = w.a.HoldMeeting(t.Context(), w.convener, m.ID, []casework.Attendance{{Agency: w.a.Env.ID, Present: true}, {Agency: w.b.Env.ID, Present: true, Attendees: "分管负责人"}})
	ok(t, err)
	due := civil.DateOf(m.StartsAt).AddDays(30)
	for text, owner := range map[string]ids.Agency{"互通危险废物经营单位名单": w.b.Env.ID, "梳理在办案件": w.a.Police.ID} {
		_, err = w.a.Resolve(t.Context(), w.convener, m.ID, casework.NewResolution{Text: text, Owner: owner, DueOn: due})
		ok(t, err)
	}
	_, err = w.a.DraftMinutes(t.Context(), w.convener, m.ID)
	ok(t, err)
	m, err = w.a.SubmitMinutes(t.Context(), w.convener, m.ID)
	ok(t, err)
	carry(t, w.a, w.b)
	got, err = w.b.Get(t.Context(), w.guest, id)
	ok(t, err)
	x := got.Snapshot.Flags.Invited
	if len(x.Promises) != 1 || x.Promises[0].Text != "互通危险废物经营单位名单" || x.Promises[0].DueOn != due || x.Minutes != m.Signs() {
		t.Fatalf("the guest reads %+v, the meeting is signed under %s", x, m.Signs())
	}
	act(t, w.b, w.guest, id, "meeting_invitation.countersign", referral.Input{Result: x.Minutes})
	act(t, w.b, w.guest, id, "meeting_invitation.done", referral.Input{Line: 1, Text: "名单已送达"})
	_, err = w.a.CountersignMinutes(t.Context(), w.convener, m.ID, m.Signs())
	ok(t, err)
	carry(t, w.a, w.b)
	m, seat := w.seat(t, m.ID)
	if m.State != "countersigned" || seat.SignedAt == nil || seat.Signed != x.Minutes {
		t.Errorf("the meeting is %s, the guest signed %q", m.State, seat.Signed)
	}
	i := slices.IndexFunc(m.Resolutions, func(r casework.Resolution) bool { return r.OwnerID == w.b.Env.ID })
	if r := m.Resolutions[i]; r.State != "reported" || r.Report != "名单已送达" {
		t.Fatalf("the resolution is %s: %s", r.State, r.Report)
	}
	_, err = w.a.ActOnResolution(t.Context(), w.convener, m.ID, m.Resolutions[i].ID, casework.TaskAct{Step: "accept"})
	ok(t, err)
	carry(t, w.a, w.b)
	got, err = w.b.Get(t.Context(), w.guest, id)
	ok(t, err)
	if p := got.Snapshot.Flags.Invited.Promises[0]; p.State != referral.PromiseKept {
		t.Errorf("the guest sees its resolution %s", p.State)
	}
	same(t, w.a, w.b, id)
}

// TestMinutesThatCrossASignature: minutes are objected to and written anew while another
// signature is under way; nobody has signed what it did not read.
func TestMinutesThatCrossASignature(t *testing.T) {
	t.Parallel()
	w := newAcross(t)
	m, id := w.called(t)
	act(t, w.b, w.guest, id, "meeting_invitation.attend", referral.Input{Officer: "分管负责人"})
	carry(t, w.a, w.b)
	w.a.Clock.Set(m.StartsAt)
	_, err := w.a.HoldMeeting(t.Context(), w.convener, m.ID, []casework.Attendance{{Agency: w.a.Env.ID, Present: true}, {Agency: w.a.Police.ID, Present: true}, {Agency: w.b.Env.ID, Present: true}})
	ok(t, err)
	m, err = w.a.DraftMinutes(t.Context(), w.convener, m.ID)
	ok(t, err)
	m, err = w.a.SubmitMinutes(t.Context(), w.convener, m.ID)
	ok(t, err)
	carry(t, w.a, w.b)
	first := m.Signs()
	police := w.a.Police.Head
	police.Functions = []string{"coordinator"}
	_, err = w.a.ObjectToMinutes(t.Context(), police, m.ID, "第一段有误")
	ok(t, err)
	_, err = w.a.SaveMinutes(t.Context(), w.convener, m.ID, m.Minutes.Version, m.Minutes.Text+"\n补充一段。")
	ok(t, err)
	m, err = w.a.SubmitMinutes(t.Context(), w.convener, m.ID)
	ok(t, err)
	act(t, w.b, w.guest, id, "meeting_invitation.countersign", referral.Input{Result: first}) // has not seen the new ones
	carry(t, w.a, w.b)
	if _, seat := w.seat(t, m.ID); seat.SignedAt != nil {
		t.Errorf("signed %s while the minutes are %s", seat.Signed, m.Signs())
	}
	same(t, w.a, w.b, id)
	got, err := w.b.Get(t.Context(), w.guest, id)
	ok(t, err)
	if x := got.Snapshot.Flags.Invited; x.Minutes != m.Signs() || x.Signed != "" {
		t.Errorf("the guest holds %+v", x)
	}
	act(t, w.b, w.guest, id, "meeting_invitation.countersign", referral.Input{Result: m.Signs()})
	carry(t, w.a, w.b)
	if _, seat := w.seat(t, m.ID); seat.Signed != m.Signs() {
		t.Errorf("signed %q", seat.Signed)
	}
}

// TestWorkersSignForOtherHubsAlone: what carries messages into a meeting cannot reply or
// sign for an organ of this hub.
func TestWorkersSignForOtherHubsAlone(t *testing.T) {
	t.Parallel()
	w := newAcross(t)
	m, _ := w.called(t)
	for organ, allowed := range map[ids.Agency]bool{w.b.Env.ID: true, w.a.Police.ID: false} {
		_, err := w.a.DB.Worker.Exec(t.Context(), "update meeting_agencies set reply = 'accepted' where meeting_id = $1 and agency_id = $2", m.ID, organ)
		if (err == nil) != allowed {
			t.Errorf("the worker replies for %v: %v", organ, err)
		}
	}
}
