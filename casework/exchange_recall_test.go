package casework_test

import (
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

// recallOf is how the recall of the first message of a case stands for somebody.
func (s *side) recallOf(t *testing.T, who casework.Actor, id ids.Case) (casework.SharedMessage, *casework.SharedRecall) {
	t.Helper()
	shared, err := s.SharedCase(t.Context(), who, id)
	if err != nil || shared == nil {
		t.Fatalf("%+v, %v", shared, err)
	}
	i := slices.IndexFunc(shared.Messages, func(m casework.SharedMessage) bool { return m.Action == "assistance.request" })
	return shared.Messages[i], shared.Messages[i].Recall
}

func (s *side) owesRecall(t *testing.T, id ids.Case) (running, todo bool) {
	t.Helper()
	d, err := s.Get(t.Context(), s.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	running = slices.ContainsFunc(d.Snapshot.Clocks, func(k referral.RunningClock) bool { return k.Rule == referral.AnswerRecall && k.Owes == s.Env.ID })
	page, err := s.Inbox(t.Context(), s.Env.Handler, casework.Todo, casework.Filter{}, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	return running, slices.ContainsFunc(page.Rows, func(r casework.Row) bool { return r.ID == id })
}

// A recall must be answered: the receiver has it as a duty, both sides see it grow old, and the
// answer ends it, with reason and article where the information is kept.
func TestRecallIsAnswered(t *testing.T) {
	t.Parallel()
	for answer, in := range map[string]casework.RecallAnswer{
		"complied": {Answer: casework.RecallComplied, Text: "已停止使用，纸质件已退回"},
		"kept":     {Answer: casework.RecallKept, Text: "已作为本案证据", Article: "行政处罚法第四十六条"},
	} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			a, b := twoHubs(t)
			id := request(t, a, b)
			m, _ := a.recallOf(t, a.Env.Handler, id)
			if _, err := a.Recall(t.Context(), a.Env.Handler, id, m.ID, "误发"); fault.KindOf(err) != fault.Rule || m.MayRecall {
				t.Errorf("called back before it arrived: %v, offered %v", err, m.MayRecall)
			}
			carry(t, a, b)
			b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
			b.Do(t, b.Env.Handler, id, "assistance.agree", referral.Input{Officer: "经办人甲"})
			b.Do(t, b.Env.Handler, id, "assistance.deliver", referral.Input{Text: "已办"}) // nothing else is owed by b
			carry(t, a, b)
			if m, _ = a.recallOf(t, a.Env.Handler, id); !m.MayRecall {
				t.Fatal("it cannot be called back")
			}
			if _, err := a.Recall(t.Context(), a.Env.Desk, id, m.ID, "误发"); fault.KindOf(err) != fault.Denied {
				t.Errorf("the desk calls back: %v", err)
			}
			if _, err := b.Recall(t.Context(), b.Env.Handler, id, m.ID, "误发"); fault.KindOf(err) != fault.Rule {
				t.Errorf("the receiver calls back what it was told: %v", err)
			}
			if _, err := a.Recall(t.Context(), a.Env.Handler, id, m.ID, "附件误含无关人员信息"); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Recall(t.Context(), a.Env.Handler, id, m.ID, "再来一次"); fault.KindOf(err) != fault.Rule {
				t.Errorf("called back twice: %v", err)
			}
			before := b.told(t, "exchange.recall")
			carry(t, a, b)
			same(t, a, b, id)
			_, asked := b.recallOf(t, b.Env.Handler, id)
			running, todo := b.owesRecall(t, id)
			if asked == nil || asked.Ours || !asked.MayAnswer || !running || !todo || b.told(t, "exchange.recall") != before+1 {
				t.Fatalf("the receiver sees %+v, a duty runs %v, in its list %v", asked, running, todo)
			}
			if _, waits := a.recallOf(t, a.Env.Handler, id); waits == nil || !waits.Ours || waits.Answer != "" {
				t.Fatalf("the sender sees %+v", waits)
			}
			a.Clock.Advance(4 * oneDay)
			for range 2 {
				a.watch(t)
				b.watch(t)
			}
			pa, pb := peerOf(t, a, b.Hub), peerOf(t, b, a.Hub)
			if pa.Recalls.Open != 1 || pa.Recalls.Since == nil || pb.Asked.Open != 1 || pa.Asked.Open+pb.Recalls.Open != 0 {
				t.Errorf("the pages of partners say %+v and %+v", pa.Recalls, pb.Asked)
			}
			if n := b.told(t, "exchange.recall"); n != before+2 || a.told(t, "exchange.recall") == 0 {
				t.Errorf("after four days %d notices there", n-before)
			}
			for _, bad := range []casework.RecallAnswer{{Answer: "later"}, {Answer: casework.RecallKept, Text: "要用"}, {Answer: casework.RecallKept, Article: "第四十六条"}} {
				if _, err := b.AnswerRecall(t.Context(), b.Env.Handler, id, m.ID, bad); fault.KindOf(err) != fault.Invalid {
					t.Errorf("%+v is an answer: %v", bad, err)
				}
			}
			if _, err := b.AnswerRecall(t.Context(), b.Env.Handler, id, m.ID, in); err != nil {
				t.Fatal(err)
			}
			if running, todo := b.owesRecall(t, id); running || todo {
				t.Errorf("answered, and a duty runs %v, in its list %v", running, todo)
			}
			if _, err := b.AnswerRecall(t.Context(), b.Env.Handler, id, m.ID, in); fault.KindOf(err) != fault.Rule {
				t.Errorf("answered twice: %v", err)
			}
			carry(t, a, b)
			same(t, a, b, id)
			_, got := a.recallOf(t, a.Env.Handler, id)
			if got == nil || got.Answer != in.Answer || got.Text != in.Text || got.Article != in.Article || got.AnsweredAt == nil {
				t.Errorf("the sender sees the answer %+v", got)
			}
			if pa := peerOf(t, a, b.Hub); pa.Recalls.Open != 0 {
				t.Errorf("%d recalls are open", pa.Recalls.Open)
			}
		})
	}
}

// A recall after the case was closed reaches the receiver all the same, and crosses acts
// without touching them.
func TestRecallOfAClosedCase(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Handler, id, "assistance.decline", referral.Input{Reason: "不在本辖区"})
	carry(t, a, b)
	m, _ := a.recallOf(t, a.Env.Handler, id)
	if _, err := a.Recall(t.Context(), a.Env.Handler, id, m.ID, "误发"); err != nil {
		t.Fatal(err)
	}
	a.Do(t, a.Env.Handler, id, "close", referral.Input{})
	carry(t, a, b)
	same(t, a, b, id)
	if running, _ := b.owesRecall(t, id); !running {
		t.Error("closing the case ended the duty to answer")
	}
	if _, err := b.AnswerRecall(t.Context(), b.Env.Handler, id, m.ID, casework.RecallAnswer{Answer: casework.RecallComplied}); err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	same(t, a, b, id)
	if _, got := a.recallOf(t, a.Env.Handler, id); got == nil || got.Answer != casework.RecallComplied {
		t.Errorf("%+v", got)
	}
}

// Nobody calls back what he did not tell: a recall of another organ's message has no effect,
// and its sender learns so.
func TestForeignRecallHasNoEffect(t *testing.T) {
	t.Parallel()
	for _, whose := range []string{"the receiver's own message", "a message of another organ of the hub"} {
		t.Run(whose, func(t *testing.T) {
			t.Parallel()
			foreignRecall(t, whose == "the receiver's own message")
		})
	}
}

func foreignRecall(t *testing.T, receivers bool) {
	t.Helper()
	a, b := twoHubs(t)
	id := request(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	var theirs, last casework.SharedMessage
	for _, m := range a.messages(t, id) {
		if m.Outgoing {
			last = m
		} else {
			theirs = m
		}
	}
	by, about := a.Env.ID, theirs.ID
	if !receivers {
		by, about = a.Market.ID, last.ID
	}
	e := federation.Envelope{
		ID: ids.New[federation.Message](a.Clock.Now()), From: federation.Address{Hub: a.Hub, Agency: by}, To: federation.Address{Hub: b.Hub, Agency: b.Env.ID},
		Conversation: federation.NewConversation(a.Hub, id), Seq: 2, Observed: federation.Point{Seq: 1, Hash: hashOfMessage(t, a, theirs.ID)}, Prev: hashOfMessage(t, a, last.ID),
		Type: string(federation.Recall), TypeVersion: federation.Version{Major: 1}, IssuedAt: a.Clock.Now(),
		Content: []byte(`{"message":"` + about.String() + `","reason":"不是我的","occurred_at":"` + a.Clock.Now().UTC().Format(time.RFC3339) + `"}`),
	}
	key, err := a.AgencyKeys(by)
	if err != nil {
		t.Fatal(err)
	}
	raw, _, err := federation.Seal(e, federation.Signer{Private: a.HubKey.Private, Role: federation.RoleHub}, federation.Signer{Private: key.Private, Role: federation.RoleAgency, Agency: by, Custodial: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.TakeEnvelope(t.Context(), b.peer, raw); err != nil {
		t.Fatal(err)
	}
	b.apply(t)
	if running, _ := b.owesRecall(t, id); running {
		t.Error("a duty began")
	}
	if p := peerOf(t, b, a.Hub); p.Alarm != "diverged" || p.Asked.Open != 0 {
		t.Errorf("alarm %q, %d asked", p.Alarm, p.Asked.Open)
	}
}

func hashOfMessage(t *testing.T, s *side, id federation.Message) (h federation.Hash) {
	t.Helper()
	var raw []byte
	if err := s.DB.Owner.QueryRow(t.Context(), "select hash from envelopes where id = $1", ids.Entry(id)).Scan(&raw); err != nil {
		t.Fatal(err)
	}
	copy(h[:], raw)
	return h
}
