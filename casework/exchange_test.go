package casework_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/storetest"
)

// side is one of two hubs that trust one another. What goes between them is carried by
// the test, byte by byte, so that it may be lost, doubled and turned around.
type side struct {
	*officetest.House
	worker *casework.Office
	root   ed25519.PrivateKey
	peer   casework.Peer // the other one, as this one knows it
}

func newSide(t *testing.T, hub string) *side {
	t.Helper()
	s := &side{House: officetest.New(t, storetest.DB(t)), root: officetest.Key("root of " + hub).Private}
	s.Hub, s.HubKey = hub, officetest.Key("hub "+hub)
	s.AgencyKeys = func(id ids.Agency) (record.Key, error) { return officetest.Key(hub + id.String()), nil }
	s.worker = s.WithPool(s.DB.Worker)
	return s
}

func (s *side) publish(t *testing.T) casework.Identity {
	t.Helper()
	i, err := s.PublishIdentity(t.Context(), s.root, casework.NewIdentity{Name: s.Hub, Endpoints: []string{"https://" + s.Hub + ".example.test"}, Valid: 24 * 365 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func (s *side) trust(t *testing.T, i casework.Identity) {
	t.Helper()
	p, settled, err := s.ProposePeer(t.Context(), casework.CommandLine(), s.Env.ID, casework.NewPeer{Metadata: i.Sealed, Fingerprint: i.Root.String()})
	if err != nil {
		t.Fatal(err)
	}
	if !settled.SingleHanded || p.State != casework.PeerTrusted {
		t.Fatalf("there is nobody else, and yet the partner is %s", p.State)
	}
	s.peer = p
}

// twoHubs are Sichuan and Chongqing (川、渝).
func twoHubs(t *testing.T) (a, b *side) {
	t.Helper()
	a, b = newSide(t, "sichuan"), newSide(t, "chongqing")
	join(t, a, b)
	return a, b
}

// join lets two hubs trust one another.
func join(t *testing.T, a, b *side) {
	t.Helper()
	b.Clock = a.Clock // one time for both: the tests of clocks apart are the protocol's
	b.Now, b.worker.Now = a.Clock.Now, a.Clock.Now
	ia, ib := a.publish(t), b.publish(t)
	a.trust(t, ib)
	b.trust(t, ia)
}

// outbox is what waits for the other side.
func (s *side) outbox(t *testing.T) (messages, receipts []casework.Outgoing) {
	t.Helper()
	_, messages, receipts, err := s.worker.Outbox(t.Context(), s.peer.ID)
	if err != nil {
		t.Fatal(err)
	}
	return messages, receipts
}

// hand gives one message to the other side and its receipt back.
func (s *side) hand(t *testing.T, to *side, m casework.Outgoing) {
	t.Helper()
	receipt, err := to.TakeEnvelope(t.Context(), to.peer, m.Raw)
	if no, ok := errors.AsType[*casework.Refusal](err); ok {
		receipt = no.Receipt
	} else if err != nil {
		t.Fatal(err)
	}
	if err := s.TakeReceipt(t.Context(), s.peer, receipt); err != nil {
		t.Fatal(err)
	}
}

// apply carries out what arrived.
func (s *side) apply(t *testing.T) {
	t.Helper()
	if _, err := s.worker.ApplyStored(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// carry takes everything over, both ways, until nothing waits.
func carry(t *testing.T, a, b *side) {
	t.Helper()
	for {
		moved := 0
		for _, way := range [][2]*side{{a, b}, {b, a}} {
			messages, receipts := way[0].outbox(t)
			for _, m := range messages {
				way[0].hand(t, way[1], m)
			}
			way[1].apply(t)
			for _, r := range receipts {
				if err := way[1].TakeReceipt(t.Context(), way[1].peer, r.Raw); err != nil {
					t.Fatal(err)
				}
				if err := way[0].ReceiptTaken(t.Context(), r.ID); err != nil {
					t.Fatal(err)
				}
			}
			moved += len(messages) + len(receipts)
		}
		if moved == 0 {
			return
		}
	}
}

// same fails unless both hubs have come to the same case.
func same(t *testing.T, a, b *side, id ids.Case) (casework.Detail, casework.Detail) {
	t.Helper()
	look := func(s *side, who casework.Actor) (casework.Detail, *casework.Shared) {
		d, err := s.Get(t.Context(), who, id)
		if err != nil {
			t.Fatalf("%s: %v", s.Hub, err)
		}
		shared, err := s.SharedCase(t.Context(), who, id)
		if err != nil || shared == nil {
			t.Fatalf("%s: shared %v, %v", s.Hub, shared, err)
		}
		s.Verify(t, id)
		return d, shared
	}
	da, sa := look(a, a.Env.Handler)
	db, sb := look(b, b.Env.Handler)
	if sa.Digest != sb.Digest {
		t.Errorf("digests differ: %s is %s at epoch %d, %s is %s at epoch %d", a.Hub, da.Snapshot.State, da.Snapshot.Epoch, b.Hub, db.Snapshot.State, db.Snapshot.Epoch)
	}
	if !sa.Settled || !sb.Settled {
		t.Errorf("something waits: %v %v", sa.Settled, sb.Settled)
	}
	if da.Snapshot.Custody != db.Snapshot.Custody || da.Snapshot.Epoch != db.Snapshot.Epoch {
		t.Error("split custody")
	}
	return da, db
}

func leadDraft() casework.DraftInput {
	d := casework.DraftInput{Title: "跨省倾倒废铅蓄电池线索", Content: referral.Content{Facts: "省界查获废铅蓄电池14吨，买方在对方辖区（演示虚构）。"}}
	d.Parties = []casework.PartyInput{{Person: referral.Person{Kind: "enterprise", Name: "演示回收站"}}}
	return d
}

// request opens a request for assistance at a and sends it to b.
func request(t *testing.T, a, b *side) ids.Case {
	t.Helper()
	id := drafted(t, a)
	ask(t, a, b, id)
	return id
}

// ask sends a drafted request.
func ask(t *testing.T, a, b *side, id ids.Case) {
	t.Helper()
	a.Request(t, a.Env.Handler, casework.Request{Case: id, Action: "assistance.request", To: b.Env.ID, Input: referral.Input{NoSecret: true}})
}

// drafted opens a request for assistance at a.
func drafted(t *testing.T, a *side) ids.Case {
	t.Helper()
	d := leadDraft()
	d.Content.Purpose, d.Content.Basis = referral.JointInvestigation, "行政处罚法第二十六条"
	got, err := a.OpenReferral(t.Context(), a.Env.Handler, officetest.NewKey("open"), referral.Assistance, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return got.Case.ID
}

// Real case C: assistance asked across the border of two provinces, taken on, and the
// result brought home with evidence by digest.
func TestAssistanceAcrossHubs(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	shared, err := a.SharedCase(t.Context(), a.Env.Handler, id)
	if err != nil || shared.Settled || len(shared.Messages) != 1 {
		t.Fatalf("before anything arrived: %+v, %v", shared, err)
	}
	carry(t, a, b)
	same(t, a, b, id)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	b.Do(t, b.Env.Handler, id, "assistance.agree", referral.Input{Officer: "经办人甲"})
	photo := []byte("\xff\xd8\xff\xe0 photo of batteries")
	evidence, err := b.AddEvidence(t.Context(), b.Env.Handler, id, "现场照片.jpg", bytes.NewReader(photo), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	da, _ := same(t, a, b, id)
	if da.Snapshot.State != referral.Handling || da.Snapshot.Custody != b.Env.ID {
		t.Errorf("the sender sees %s, custody %v", da.Snapshot.State, da.Snapshot.Custody)
	}
	b.Do(t, b.Env.Handler, id, "assistance.deliver", referral.Input{Text: "已找到买方并制作询问笔录"})
	carry(t, a, b)
	da, _ = same(t, a, b, id)
	if da.Snapshot.State != referral.Answered {
		t.Errorf("the sender sees %s", da.Snapshot.State)
	}
	wanted, err := a.worker.WantedFiles(t.Context(), a.peer)
	if err != nil || len(wanted) != 1 || wanted[0].Evidence != evidence.ID {
		t.Fatalf("wanted: %+v, %v", wanted, err)
	}
	if _, err := a.OpenEvidence(t.Context(), a.Env.Handler, id, evidence.ID); err == nil {
		t.Error("a file can be opened before its bytes are here")
	}
	f, err := b.Attachment(t.Context(), b.peer, wanted[0].Digest, wanted[0].Message)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := a.worker.KeepFile(t.Context(), a.peer, wanted[0], 0, f); err != nil {
		t.Fatal(err)
	}
	opened, err := a.OpenEvidence(t.Context(), a.Env.Handler, id, evidence.ID)
	if err != nil {
		t.Fatal(err)
	}
	_ = opened.Content.Close()
	a.Do(t, a.Env.Handler, id, "close", referral.Input{})
	carry(t, a, b)
	same(t, a, b, id)
	shared, err = a.SharedCase(t.Context(), a.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(shared.Messages, func(m casework.SharedMessage) bool { return m.Action == "assistance.request" })
	if m := shared.Messages[i]; m.Received == nil || m.Delivered == nil || m.Acknowledged == nil || m.Decided == nil {
		t.Errorf("receipts of the request: %+v", m)
	}
}

// A withdrawal crosses the signature: the signature stands, the withdrawal becomes a
// request, on both hubs, whichever learns of it first (交叉处理).
func TestWithdrawalCrossesAcceptance(t *testing.T) {
	t.Parallel()
	for _, first := range []string{"sender", "receiver"} {
		t.Run(first, func(t *testing.T) {
			t.Parallel()
			a, b := twoHubs(t)
			id := request(t, a, b)
			carry(t, a, b)
			a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
			b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
			if first == "sender" {
				carry(t, a, b)
			} else {
				carry(t, b, a)
			}
			da, db := same(t, a, b, id)
			for _, d := range []casework.Detail{da, db} {
				if d.Snapshot.State != referral.Received || !d.Snapshot.Flags.WithdrawalAsked || d.Snapshot.Custody != b.Env.ID {
					t.Errorf("%s, asked %v, custody %v", d.Snapshot.State, d.Snapshot.Flags.WithdrawalAsked, d.Snapshot.Custody)
				}
			}
			b.Do(t, b.Env.Handler, id, "grant_withdrawal", referral.Input{})
			carry(t, a, b)
			da, _ = same(t, a, b, id)
			if da.Snapshot.State != referral.Withdrawn {
				t.Errorf("after the consent: %s", da.Snapshot.State)
			}
		})
	}
}

// What a signature, a number or an organ does not bear is refused with a receipt and an alarm.
func TestRefusedEnvelopes(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	messages, _ := a.outbox(t)
	good := messages[0].Raw
	opened, err := federation.Opener{Keys: keysOf(a)}.Open(good, a.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	hub := federation.Signer{Private: a.HubKey.Private, Role: federation.RoleHub}
	agency := func(id ids.Agency, from *side) federation.Signer {
		key, _ := from.AgencyKeys(id)
		return federation.Signer{Private: key.Private, Role: federation.RoleAgency, Agency: id, Custodial: true}
	}
	seal := func(change func(*federation.Envelope), signers ...federation.Signer) []byte {
		e := opened.Envelope
		change(&e)
		if len(signers) == 0 {
			signers = []federation.Signer{hub, agency(e.From.Agency, a)}
		}
		raw, _, err := federation.Seal(e, signers...)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	receipt, err := b.TakeEnvelope(t.Context(), b.peer, good)
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.TakeEnvelope(t.Context(), b.peer, good)
	if err != nil || !bytes.Equal(receipt, again) {
		t.Errorf("the same bytes again got another receipt, %v", err)
	}
	tampered := bytes.Replace(good, []byte(`"payload":"ey`), []byte(`"payload":"ez`), 1)
	for _, c := range []struct {
		name string
		raw  []byte
		want federation.Reason
	}{
		{"another hub's agency", seal(func(e *federation.Envelope) { e.From.Agency = b.Police.ID }, hub, agency(b.Police.ID, b)), federation.ReasonMissingSignature},
		{"the same id, other content", seal(func(e *federation.Envelope) { e.Purpose = "另一份" }), federation.ReasonEquivocation},
		{"the same number, another id", seal(func(e *federation.Envelope) { e.ID = ids.New[federation.Message](a.Clock.Now()) }), federation.ReasonEquivocation},
		{"must_understand", seal(func(e *federation.Envelope) {
			e.ID, e.MustUnderstand = ids.New[federation.Message](a.Clock.Now()), []string{"sealed-parts"}
		}), federation.ReasonMustUnderstand},
		{"an organ that is not ours", seal(func(e *federation.Envelope) {
			e.ID, e.Conversation, e.To.Agency = ids.New[federation.Message](a.Clock.Now()), federation.NewConversation(a.Hub, ids.New[ids.Case](a.Clock.Now())), a.Police.ID
		}), federation.ReasonWrongRecipient},
		{"altered on the way", tampered, ""},
	} {
		if _, err := b.DB.Owner.Exec(t.Context(), "update peers set alarm = ''"); err != nil {
			t.Fatal(err)
		}
		_, err := b.TakeEnvelope(t.Context(), b.peer, c.raw)
		no, ok := errors.AsType[*casework.Refusal](err)
		if p := peerOf(t, b, a.Hub); ok && p.Alarm != string(no.Reason) {
			t.Errorf("%s: the operators are alarmed of %q", c.name, p.Alarm)
		}
		if !ok || len(no.Receipt) == 0 || c.want != "" && no.Reason != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
			continue
		}
		r, _, err := federation.Opener{Hub: a.Hub, Keys: keysOf(b)}.OpenReceipt(no.Receipt, a.Clock.Now())
		if err != nil || r.Kind != federation.Refused || r.EnvelopeHash != federation.HashOf(c.raw) {
			t.Errorf("%s: the receipt says %+v, %v", c.name, r, err)
		}
		_, err = b.TakeEnvelope(t.Context(), b.peer, c.raw)
		twice, ok := errors.AsType[*casework.Refusal](err)
		if !ok || !bytes.Equal(twice.Receipt, no.Receipt) {
			t.Errorf("%s: refused twice with two receipts", c.name)
		}
	}
	b.apply(t)
	if _, err := b.Get(t.Context(), b.Env.Handler, id); err != nil {
		t.Errorf("the good one did not come through: %v", err)
	}
}

func keysOf(s *side) federation.KeySource {
	i, err := s.OwnIdentity(context.Background())
	if err != nil {
		panic(err)
	}
	k := federation.Keys{}
	k.Learn(&i.Metadata)
	return k.Find
}
