package casework_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// TestAgendaSources: a case is proposed because somebody asked for it, because an act taken
// from paper is disputed, because the file went back or was sent on, because a period has
// passed; once for its weightiest reason, in that order, and only where it concerns another
// agency of the meeting.
func TestAgendaSources(t *testing.T) {
	t.Parallel()
	w := newTable(t)
	other := w.Another(t, "police2", "邻区公安局", "police")
	reason := referral.Input{Reason: "不属管辖"}

	disputed := w.Sent(t)
	w.Do(t, w.Env.Handler, disputed, "sign_for", referral.Input{Officer: "民警甲", Paper: &referral.Paper{Number: "受字1号", Date: today(w.House)}})
	var event ids.Event
	ok(t, w.DB.Owner.QueryRow(t.Context(), "select event_id from confirmations where case_id = $1", disputed).Scan(&event))
	_, err := w.Answer(t.Context(), w.Police.Handler, disputed, event, false, "没有收到该件")
	ok(t, err)
	sentBack, sentOn := w.Received(t), w.Received(t)
	w.Do(t, w.Police.Handler, sentBack, "return", reason)
	w.Request(t, w.Police.Handler, casework.Request{Case: sentOn, Action: "criminal.forward", To: other.ID, Input: reason})
	overdue, marked, elsewhere := w.Received(t), w.Received(t), w.led(t, w.Market.ID)
	for id, why := range map[ids.Case]string{marked: "久拖未决", elsewhere: "与会议无关"} {
		_, err := w.MarkForMeeting(t.Context(), w.Env.Handler, id, ids.Clock{}, why)
		ok(t, err)
	}
	m := w.prepared(t)
	for _, p := range w.proposals(t, m) {
		if p.Source == "overdue" {
			t.Errorf("%s is overdue on its first day", p.Number)
		}
	}
	w.Clock.Advance(90 * 24 * time.Hour) // also for those that have a weightier reason

	want := []struct {
		id           ids.Case
		source, says string
	}{{marked, "marked", "协商"}, {disputed, "disputed", "异议"}, {sentBack, "stuck", "退回"}, {sentOn, "stuck", "退回"}, {overdue, "overdue", "逾期"}}
	list := w.proposals(t, m)
	if len(list) != len(want) {
		t.Fatalf("%d cases are proposed, want %d: %+v", len(list), len(want), list)
	}
	rank := -1
	for _, c := range want {
		at := -1
		for i, p := range list {
			if p.Case == c.id {
				at = i
			}
		}
		if at < 0 {
			t.Errorf("nothing %s is proposed", c.source)
			continue
		}
		p := list[at]
		if p.Source != c.source || !strings.Contains(p.Title.ZH, c.says) || p.Since.IsZero() || p.Days < 0 {
			t.Errorf("%s is proposed as %+v", c.source, p)
		}
		if c.source != "stuck" && at <= rank {
			t.Errorf("%s stands at %d", c.source, at)
		}
		rank = max(rank, at)
		if c.source == "overdue" && (p.Owes != w.Police.ID || p.Days < 30 || len(p.Rule.Basis) == 0 || p.Rule.Basis[0].Article == "") {
			t.Errorf("overdue by %d days of %s, under %+v", p.Days, p.Owes, p.Rule.Basis)
		}
	}
}

func (w table) proposals(t *testing.T, m casework.Meeting) []casework.AgendaProposal {
	t.Helper()
	list, err := w.ProposeAgenda(t.Context(), w.env, m.ID)
	ok(t, err)
	return list
}

// led is a lead that the environment bureau has sent to an organ.
func (w table) led(t *testing.T, to ids.Agency) ids.Case {
	t.Helper()
	d := casework.DraftInput{Title: "后院油污", Content: referral.Content{Facts: "后院有油污"}}
	got, err := w.OpenReferral(t.Context(), w.Env.Handler, officetest.NewKey("open"), referral.Lead, d, &casework.FirstAct{Action: "lead.send", To: to, Input: referral.Input{NoSecret: true}})
	ok(t, err)
	return got.Case.ID
}
