package casework_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// sendReport hands an excess report from a to b.
func sendReport(t *testing.T, a, b *side) ids.Case {
	t.Helper()
	d := casework.DraftInput{Title: "跨省超标数据审核报告", Content: referral.Content{
		Pollutant: "化学需氧量", Outlet: "总排口", ActOn: civil.DateOf(a.Clock.Now()), Facts: "有效数据（演示虚构）",
	}}
	d.Parties = []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示企业"}}}
	got, err := a.OpenReferral(t.Context(), a.Env.Handler, officetest.NewKey("open"), referral.Monitoring, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	id := got.Case.ID
	a.Request(t, a.Env.Handler, casework.Request{Case: id, Action: "monitoring.send", To: b.Env.ID, Input: referral.Input{NoSecret: true, Reason: "报告后附"}})
	return id
}

// report hands one over that is signed for and asked to be completed.
func report(t *testing.T, a, b *side) ids.Case {
	t.Helper()
	id := sendReport(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "执法人员甲"})
	b.Do(t, b.Env.Handler, id, "ask_supplement", referral.Input{Missing: []string{"doc_other"}, Text: "请补原始数据"})
	carry(t, a, b)
	return id
}

// unseenClock is the duty to confirm a return or to take the case on again.
func unseenClock(d casework.Detail) (referral.RunningClock, bool) {
	i := slices.IndexFunc(d.Snapshot.Clocks, func(k referral.RunningClock) bool { return k.Rule == referral.ConfirmReturn })
	if i < 0 {
		return referral.RunningClock{}, false
	}
	return d.Snapshot.Clocks[i], true
}

// A return crosses the supplement that was asked for: it stands, and whoever made it without
// the supplement has a working day to confirm it or to take the case on again. Until then
// neither hub goes on, whichever learnt of the crossing first, whatever the line does.
func TestReturnCrossesSupplement(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first  string
		answer referral.Action
		ends   referral.State
	}{
		"the sender hears first, the return is confirmed":   {"sender", "confirm_return", referral.Returned},
		"the receiver hears first, the return is confirmed": {"receiver", "confirm_return", referral.Returned},
		"the sender hears first, taken on again":            {"sender", "reopen", referral.Received},
		"the receiver hears first, taken on again":          {"receiver", "reopen", referral.Received},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := twoHubs(t)
			id := report(t, a, b)
			// The line is down; both act.
			a.Do(t, a.Env.Handler, id, "supplement", referral.Input{Unable: true, Text: "原始数据由设备厂商保存，已调取摘要"})
			a.Clock.Advance(20 * time.Minute)
			b.Do(t, b.Env.Handler, id, "return", referral.Input{Reason: "材料不全"})
			a.Clock.Advance(30 * time.Hour)
			if c.first == "sender" { // it learns of the return while its own message is still on the way
				messages, _ := b.outbox(t)
				b.hand(t, a, messages[len(messages)-1])
				a.apply(t)
				d, err := a.Get(t.Context(), a.Env.Handler, id)
				if err != nil || !d.Snapshot.Flags.ReturnUnseen {
					t.Fatalf("the sender does not see that the return crossed its supplement: %+v, %v", d.Snapshot.Flags, err)
				}
			}
			carry(t, a, b)
			da, db := same(t, a, b, id)
			arrived := a.Clock.Now()
			for s, d := range map[*side]casework.Detail{a: da, b: db} {
				k, runs := unseenClock(d)
				if d.Snapshot.State != referral.Returned || !d.Snapshot.Flags.ReturnUnseen || !runs || k.Owes != b.Env.ID {
					t.Fatalf("%s: %s, flagged %v, owed %v by %v", s.Hub, d.Snapshot.State, d.Snapshot.Flags.ReturnUnseen, runs, k.Owes)
				}
				if k.DueAt.Before(arrived) || k.DueAt.After(arrived.AddDate(0, 0, 5)) {
					t.Errorf("%s: the working day ends %s, it began %s", s.Hub, k.DueAt, arrived)
				}
			}
			page, err := b.Inbox(t.Context(), b.Env.Handler, casework.Todo, casework.Filter{}, nil, 100)
			if err != nil || !slices.ContainsFunc(page.Rows, func(r casework.Row) bool { return r.ID == id && r.NextRule == referral.ConfirmReturn }) {
				t.Errorf("it is no task of the receiver, %v", err)
			}
			// The sender could now send it elsewhere while the receiver takes it on again.
			refused(t, a.House, a.Env.Handler, casework.Request{Case: id, Action: "redraft"}, fault.Rule, "referral.return_unseen")
			b.Do(t, b.Env.Handler, id, c.answer, referral.Input{Reason: "补充的不是原始数据", Officer: "执法人员甲"})
			refused(t, a.House, a.Env.Handler, casework.Request{Case: id, Action: "redraft"}, fault.Rule, "referral.return_unseen") // the answer has not arrived
			dice := rand.New(rand.NewPCG(6, uint64(len(name))))
			for range 3 {
				badLine(t, dice, b, a)
			}
			carry(t, a, b)
			da, db = same(t, a, b, id)
			holder := map[referral.State]ids.Agency{referral.Returned: a.Env.ID, referral.Received: b.Env.ID}[c.ends]
			for _, d := range []casework.Detail{da, db} {
				if _, runs := unseenClock(d); d.Snapshot.State != c.ends || d.Snapshot.Flags.ReturnUnseen || runs || d.Snapshot.Custody != holder {
					t.Errorf("%s, flagged %v, a duty runs %v, custody %v", d.Snapshot.State, d.Snapshot.Flags.ReturnUnseen, runs, d.Snapshot.Custody)
				}
			}
			if c.ends == referral.Returned {
				a.Do(t, a.Env.Handler, id, "redraft", referral.Input{})
				return
			}
			b.Do(t, b.Env.Handler, id, "monitoring.file", referral.Input{}) // and its own period ran again
			carry(t, a, b)
			same(t, a, b, id)
		})
	}
}

// A return that had seen the supplement is nobody's to confirm.
func TestReturnAfterTheSupplement(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := report(t, a, b)
	a.Do(t, a.Env.Handler, id, "supplement", referral.Input{Unable: true, Text: "无法调取"})
	carry(t, a, b)
	refused(t, b.House, b.Env.Handler, casework.Request{Case: id, Action: "reopen", Input: referral.Input{Officer: "执法人员甲"}}, fault.Rule, "referral.step_not_allowed")
	b.Do(t, b.Env.Handler, id, "return", referral.Input{Reason: "材料不全"})
	carry(t, a, b)
	da, _ := same(t, a, b, id)
	if _, runs := unseenClock(da); da.Snapshot.Flags.ReturnUnseen || runs {
		t.Errorf("flagged %v, a duty runs %v", da.Snapshot.Flags.ReturnUnseen, runs)
	}
	refused(t, b.House, b.Env.Handler, casework.Request{Case: id, Action: "confirm_return", Input: referral.Input{Reason: "维持"}}, fault.Rule, "referral.return_seen")
	a.Do(t, a.Env.Handler, id, "redraft", referral.Input{})
}
