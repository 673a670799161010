package casework_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
)

// signs lets a hub sign with other keys from now on, as after a rotation.
func (s *side) signs(name string) {
	s.HubKey = officetest.Key("hub " + name)
	s.AgencyKeys = func(id ids.Agency) (record.Key, error) { return officetest.Key(name + id.String()), nil }
	now := s.worker.Now
	s.worker = s.WithPool(s.DB.Worker)
	s.worker.Now = now
}

// messages are those of a case as its handler sees them.
func (s *side) messages(t *testing.T, id ids.Case) []casework.SharedMessage {
	t.Helper()
	shared, err := s.SharedCase(t.Context(), s.Env.Handler, id)
	if err != nil || shared == nil {
		t.Fatalf("%+v, %v", shared, err)
	}
	return shared.Messages
}

// A message that was refused because the partner did not know our new keys is not lost: it
// is sent again by its organ, refused again while nothing has changed, and taken once the
// partner has learnt them; what came behind it is carried out then.
func TestRefusedMessageGoesAgain(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	a.signs("sichuan, new agency keys")
	a.HubKey = officetest.Key("hub sichuan") // the carrier is known, the author is not
	a.worker.HubKey = a.HubKey
	id := request(t, a, b)
	carry(t, a, b)
	stands := func(want string, again bool) casework.SharedMessage {
		t.Helper()
		m := a.messages(t, id)[0]
		if m.State != want || m.Again() != again {
			t.Fatalf("the request is %s, to be sent again %v; want %s, %v", m.State, m.Again(), want, again)
		}
		return m
	}
	m := stands("refused", true)
	if why := m.Why(); why == nil || why.ZH != federation.ReasonMissingSignature.Words().ZH {
		t.Errorf("it says %+v", why)
	}
	if !a.todo(t, id) {
		t.Error("it is no task of its organ")
	}
	send := func() error {
		_, err := a.SendAgain(t.Context(), a.Env.Handler, id, m.ID)
		return err
	}
	if err := send(); err != nil {
		t.Fatal(err)
	}
	stands("pending", false)
	told := a.told(t, "exchange.not_arrived")
	carry(t, a, b) // the same answer as before moves it back: it must not wait for ever
	stands("refused", true)
	if a.told(t, "exchange.not_arrived") != told+1 {
		t.Error("the second refusal was told to nobody")
	}
	i := a.publish(t)
	if err := b.worker.RenewPeer(t.Context(), b.peer, i.Sealed); err != nil {
		t.Fatal(err)
	}
	if b.peer = peerOf(t, b, a.Hub); b.peer.Metadata.Serial != i.Metadata.Serial {
		t.Fatalf("edition %d is held", b.peer.Metadata.Serial)
	}
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
	carry(t, a, b) // the withdrawal waits there for what comes before it
	if err := send(); err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	same(t, a, b, id)
	if d, err := a.Get(t.Context(), a.Env.Handler, id); err != nil || resends(d) != 0 {
		t.Errorf("it arrived, and %d duties to send it run, %v", resends(d), err)
	}
	if err := send(); fault.KindOf(err) != fault.Rule {
		t.Errorf("sent again after it arrived: %v", err)
	}
}

// todo says whether a case lies in the list of what its sender has to do.
func (s *side) todo(t *testing.T, id ids.Case) bool {
	t.Helper()
	page, err := s.Inbox(t.Context(), s.Env.Handler, casework.Todo, casework.Filter{}, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(page.Rows, func(r casework.Row) bool { return r.ID == id && r.NextRule == referral.Resend })
}

// resends counts the running duties to send something again.
func resends(d casework.Detail) (n int) {
	for _, k := range d.Snapshot.Clocks {
		if k.Rule == referral.Resend {
			n++
		}
	}
	return n
}

// A message that was given up after the last rung of its ladder lies before its organ as a
// task, with the bundle to carry it; a receipt that a courier brings ends it.
func TestDeadLetterIsATask(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	a.Clock.Advance(federation.DeadAfter + time.Hour)
	if a.todo(t, id) {
		t.Error("a task before it was given up")
	}
	for range 2 { // two workers may see it
		waiting, _ := a.outbox(t)
		for _, m := range waiting {
			if err := a.worker.NotSent(t.Context(), a.peer, m, "the line is down", 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	d, err := a.Get(t.Context(), a.Env.Handler, id)
	if err != nil || resends(d) != 1 || !a.todo(t, id) {
		t.Fatalf("%d duties run, in the list %v, %v", resends(d), a.todo(t, id), err)
	}
	b.bring(t, b.Env.Desk, a.bundle(t, a.Env.Handler, id))
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	a.bring(t, a.Env.Handler, b.bundle(t, b.Env.Desk, id))
	if a.todo(t, id) {
		t.Error("it has arrived, and is still a task")
	}
	carry(t, a, b)
	same(t, a, b, id)
}

// A message that we asked for brings its receipt with the next round: nobody waited for it
// when it was taken.
func TestReceiptOfACaughtUpMessageGoes(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	waiting, _ := a.outbox(t)
	if err := b.TakeCaughtUp(t.Context(), b.peer, waiting[0].Raw); err != nil {
		t.Fatal(err)
	}
	_, receipts := b.outbox(t)
	if len(receipts) != 1 {
		t.Fatalf("%d receipts wait", len(receipts))
	}
	if err := a.TakeReceipt(t.Context(), a.peer, receipts[0].Raw); err != nil {
		t.Fatal(err)
	}
	if m := a.messages(t, id)[0]; m.State != "received" {
		t.Errorf("the request is %s", m.State)
	}
}

// peerOf reads a partner as it is known now.
func peerOf(t *testing.T, s *side, hub string) casework.Peer {
	t.Helper()
	p, err := s.Peer(t.Context(), casework.CommandLine(), hub)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rewritten lets a hub say something else than its tables would: the envelope that waits is
// changed and signed again, as by another program.
func (s *side) rewritten(t *testing.T, id ids.Case, change func(*federation.Envelope, map[string]any)) {
	t.Helper()
	waiting, _ := s.outbox(t)
	last := waiting[len(waiting)-1]
	opened, err := federation.Opener{Keys: keysOf(s)}.Open(last.Raw, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	e := opened.Envelope
	var said map[string]any
	if err := json.Unmarshal(e.Content, &said); err != nil {
		t.Fatal(err)
	}
	change(&e, said)
	if e.Content, err = json.Marshal(said); err != nil {
		t.Fatal(err)
	}
	key, _ := s.AgencyKeys(e.From.Agency)
	raw, hash, err := federation.Seal(e, federation.Signer{Private: s.HubKey.Private, Role: federation.RoleHub}, federation.Signer{Private: key.Private, Role: federation.RoleAgency, Agency: e.From.Agency, Custodial: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{"update envelopes set hash = $2 where id = $1", "update envelope_bytes set raw = $2 where envelope_id = $1"} {
		value := hash[:]
		if sql[7:21] == "envelope_bytes" {
			value = raw
		}
		if _, err := s.DB.Owner.Exec(t.Context(), sql, last.ID, value); err != nil {
			t.Fatal(err)
		}
	}
}

// A message that the other hub can put before nobody is no delivered one: its organ learns it,
// nothing sends the same bytes again, and the withdrawal of a case that is not there holds.
func TestUndeliverable(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	a.rewritten(t, id, func(_ *federation.Envelope, said map[string]any) { delete(said, "base") })
	carry(t, a, b)
	m := a.messages(t, id)[0]
	if m.State != "refused" || m.Received == nil || m.Delivered != nil || m.Again() || m.Why() == nil || m.Why().ZH != "对方枢纽没有这一案件" {
		t.Errorf("the request stands as %+v, %+v", m, m.Why())
	}
	if !slices.ContainsFunc(m.Receipts, func(r casework.SharedReceipt) bool { return r.Kind == federation.Undeliverable }) {
		t.Errorf("receipts: %+v", m.Receipts)
	}
	if n := a.told(t, "exchange.not_arrived"); n != 1 {
		t.Errorf("its organ was told %d times", n)
	}
	if _, err := a.SendAgain(t.Context(), a.Env.Handler, id, m.ID); fault.KindOf(err) != fault.Rule {
		t.Errorf("the same bytes again: %v", err)
	}
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "对方没有收到"})
	carry(t, a, b)
	a.Do(t, a.Env.Handler, id, "redraft", referral.Input{})
	ask(t, a, b, id)
	carry(t, a, b)
	if d, err := b.Get(t.Context(), b.Env.Handler, id); err != nil || d.Snapshot.State != referral.Sent {
		t.Errorf("sent anew it is %s there, %v", d.Snapshot.State, err)
	}
}

// An act that the other hub's rules refuse has no effect there: the sender's page must not say
// that it was delivered, and somebody has to look.
func TestActWithoutEffect(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	operated(t, a)
	id := request(t, a, b)
	a.rewritten(t, id, func(_ *federation.Envelope, said map[string]any) { said["action"] = "withdraw" })
	carry(t, a, b)
	m := a.messages(t, id)[0]
	if m.State != "crossed" || m.Received == nil || m.Delivered != nil || m.Why() == nil {
		t.Errorf("the request stands as %+v", m)
	}
	if n := a.told(t, "exchange.without_effect"); n != 1 {
		t.Errorf("its organ was told %d times", n)
	}
	if p := peerOf(t, a, b.Hub); p.Alarm != "diverged" || !a.alarmed(t, "没有生效") {
		t.Errorf("alarm %q, told %v", p.Alarm, a.alarms(t))
	}
}

// An act in another major version of its type may mean something else: it arrives, is carried
// out by nobody but people, and its sender learns that.
func TestLaterVersionIsNotCarriedOut(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	for _, change := range []func(*federation.Envelope, map[string]any){
		func(e *federation.Envelope, _ map[string]any) { e.TypeVersion = federation.Version{Major: 2} },
		func(e *federation.Envelope, _ map[string]any) { e.Type = "referral.later_kind" },
	} {
		id := request(t, a, b)
		a.rewritten(t, id, change)
		carry(t, a, b)
		if _, err := b.Get(t.Context(), b.Env.Handler, id); fault.KindOf(err) != fault.Missing {
			t.Errorf("it was carried out as an act of version 1: %v", err)
		}
		if m := a.messages(t, id)[0]; m.State != "crossed" || m.Why() == nil || m.Why().ZH != "对方枢纽不支持这一类型或者版本，由对方人工办理" {
			t.Errorf("the request stands as %+v", m)
		}
	}
	later := request(t, a, b)
	a.rewritten(t, later, func(e *federation.Envelope, _ map[string]any) { e.TypeVersion.Minor = 9 })
	carry(t, a, b)
	if _, err := b.Get(t.Context(), b.Env.Handler, later); err != nil {
		t.Errorf("a later minor only adds: %v", err)
	}
}

// What the metadata say is what is spoken: every act that this hub writes is understood by a
// hub like it, and a partner that does not name one is not written to with it.
func TestPartnerThatDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	i, err := b.OwnIdentity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range []federation.Act{federation.Offer, federation.Accept, federation.Report, federation.Note} {
		if !i.Metadata.Understands(string(act), federation.Version{Major: 1}) || i.Metadata.Understands(string(act), federation.Version{Major: 2}) {
			t.Errorf("%s: %+v", act, i.Metadata.Accepts)
		}
	}
	m := i.Metadata
	m.Serial++
	m.Accepts = slices.DeleteFunc(slices.Clone(m.Accepts), func(r federation.TypeRange) bool { return r.Type == string(federation.Offer) })
	sealed, err := federation.SealMetadata(m, b.root)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.worker.RenewPeer(t.Context(), a.peer, sealed); err != nil {
		t.Fatal(err)
	}
	_, err = a.Act(t.Context(), a.Env.Handler, casework.Request{Case: drafted(t, a), Action: "assistance.request", Version: casework.AnyVersion, Key: officetest.NewKey("ask"), To: b.Env.ID, Input: referral.Input{NoSecret: true}})
	if fault.KindOf(err) != fault.Rule || codeOf(err) != "exchange.not_understood" {
		t.Errorf("an act that it does not name: %v", err)
	}
}
