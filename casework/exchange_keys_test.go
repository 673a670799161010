package casework_test

import (
	"bytes"
	"errors"
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

const oneDay = 24 * time.Hour

// rotates gives a hub the keys that follow, for itself and its organs, as its folder of keys
// would, and publishes them.
func (s *side) rotates(t *testing.T, in casework.NewIdentity) casework.Identity {
	t.Helper()
	had, err := heldBy(s.Office, ids.Agency{})
	if err != nil {
		t.Fatal(err)
	}
	n := had + 1
	s.NextKeys = func(id ids.Agency) (list []record.Key, err error) {
		for i := range n {
			list = append(list, officetest.Key(s.Hub+id.String()+" generation "+string(rune('2'+i))))
		}
		return list, nil
	}
	s.worker.NextKeys = s.NextKeys
	in.Valid = 365 * oneDay
	i, err := s.PublishIdentity(t.Context(), s.root, in)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func heldBy(o *casework.Office, id ids.Agency) (int, error) {
	if o.NextKeys == nil {
		return 0, nil
	}
	list, err := o.NextKeys(id)
	return len(list), err
}

// signedBy gives the keys under the last message that waits.
func (s *side) signedBy(t *testing.T) (keys []string) {
	t.Helper()
	waiting, _ := s.outbox(t)
	opened, err := federation.Opener{Keys: keysOf(s)}.Open(waiting[len(waiting)-1].Raw, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range opened.Signatures {
		keys = append(keys, x.KeyID)
	}
	return keys
}

// learns takes the present edition of the other hub.
func (s *side) learns(t *testing.T, i casework.Identity) {
	t.Helper()
	if err := s.worker.RenewPeer(t.Context(), s.peer, i.Sealed); err != nil {
		t.Fatal(err)
	}
	s.peer = peerOf(t, s, i.Hub)
}

// The next keys are published a month ahead and sign from their first day on; what was under
// way under the earlier ones is good for another month, and what was received stays good for
// ever. Nobody is asked anything in between.
func TestSigningKeysRotate(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	began := a.Clock.Now()
	first := a.HubKey.ID
	i := a.rotates(t, casework.NewIdentity{Begins: began.Add(31 * oneDay)})
	b.learns(t, i)
	if w := i.Metadata.Warnings(began); len(w) != 0 {
		t.Errorf("a rotation by the rules warns: %+v", w)
	}
	a.Clock.Advance(5 * oneDay)
	if i = a.publish(t); len(i.Metadata.Warnings(a.Clock.Now())) != 0 { // signed anew meanwhile, for another reason
		t.Errorf("the edition in between warns: %+v", i.Metadata.Warnings(a.Clock.Now()))
	}
	id := request(t, a, b)
	if keys := a.signedBy(t); !slices.Contains(keys, first) {
		t.Errorf("before its day the next key signs: %v", keys)
	}
	a.Clock.Set(began.Add(32 * oneDay)) // the message is still under way
	second := officetest.Key(a.Hub + ids.Agency{}.String() + " generation 2").ID
	other := request(t, a, b)
	if keys := a.signedBy(t); slices.Contains(keys, first) || !slices.Contains(keys, second) || len(keys) != 2 {
		t.Errorf("after its day the message is signed by %v", keys)
	}
	carry(t, a, b)
	same(t, a, b, id)
	same(t, a, b, other)
	// Long after the earlier keys have ended a crossing opens all messages again.
	a.Clock.Set(began.Add(120 * oneDay))
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	da, _ := same(t, a, b, id)
	if !da.Snapshot.Flags.WithdrawalAsked {
		t.Errorf("%s", da.Snapshot.State)
	}
}

// What an earlier key signed and nobody received within its time is refused; the hub signs it
// anew, and what stands behind it with it.
func TestMessageOutlivesItsKey(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	began := a.Clock.Now()
	b.learns(t, a.rotates(t, casework.NewIdentity{Begins: began.Add(31 * oneDay)}))
	id := request(t, a, b)
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
	a.Clock.Set(began.Add(62 * oneDay))
	waiting, _ := a.outbox(t)
	_, err := b.TakeEnvelope(t.Context(), b.peer, waiting[0].Raw)
	if no, ok := errors.AsType[*casework.Refusal](err); !ok || no.Reason != federation.ReasonKeyExpired {
		t.Fatalf("a message whose keys had ended: %v", err)
	} else if err := a.TakeReceipt(t.Context(), a.peer, no.Receipt); err != nil {
		t.Fatal(err)
	}
	anew, _ := a.outbox(t)
	if len(anew) != 2 || anew[0].ID != waiting[0].ID || bytes.Equal(anew[0].Raw, waiting[0].Raw) || bytes.Equal(anew[1].Raw, waiting[1].Raw) {
		t.Fatalf("%d messages wait, the same bytes %v", len(anew), bytes.Equal(anew[0].Raw, waiting[0].Raw))
	}
	carry(t, a, b)
	da, _ := same(t, a, b, id)
	if da.Snapshot.State != referral.Withdrawn || da.Snapshot.Flags.WithdrawalUnconfirmed {
		t.Errorf("%s", da.Snapshot.State)
	}
}

// An expired key signs nothing any more: no act goes out and no receipt is given.
func TestExpiredKeySignsNothing(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	waiting, _ := a.outbox(t)
	a.Clock.Advance(365*oneDay + federation.Grace + time.Hour)
	bi, err := b.PublishIdentity(t.Context(), b.root, casework.NewIdentity{Valid: 365 * oneDay, Name: "渝"})
	if err != nil {
		t.Fatal(err)
	}
	a.learns(t, bi) // the partner's edition is fresh; only ours has ended
	refused(t, a.House, a.Env.Handler, casework.Request{Case: id, Action: "withdraw", Input: referral.Input{Reason: "不再需要"}}, fault.Rule, "exchange.key_expired")
	if _, err := a.Authorize(t.Context(), a.peer, "GET", "/", nil); fault.KindOf(err) != fault.Rule {
		t.Errorf("a request is signed all the same: %v", err)
	}
	if len(waiting) != 1 {
		t.Errorf("%d messages wait", len(waiting))
	}
	a.publish(t)
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "不再需要"})
}

// A key is lost: the notice that the root signs goes to the partner, over the line or in a
// bundle. What was received before stays good and can be opened for ever; what comes under the
// lost key afterwards is refused; the hub itself signs with another one from the same moment on.
func TestKeyIsDeclaredLost(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"told over the line", "brought by a courier"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			a, b := twoHubs(t)
			operated(t, b)
			id := request(t, a, b)
			carry(t, a, b)
			later := request(t, a, b) // sealed under the key that is lost, and not received
			between := request(t, a, b)
			both, _ := a.outbox(t)
			stolen, slow := both[:1], both[1]
			a.Clock.Advance(time.Hour)
			lost, err := a.SigningKeyID(t.Context(), ids.Agency{})
			if err != nil || lost != a.HubKey.ID {
				t.Fatalf("the present key is %s, %v", lost, err)
			}
			i := a.rotates(t, casework.NewIdentity{Lost: []string{lost}})
			a.Clock.Advance(10 * time.Minute)
			a.hand(t, b, slow) // arrives before the notice does
			third := request(t, a, b)
			if keys := a.signedBy(t); slices.Contains(keys, lost) {
				t.Fatalf("the lost key goes on signing: %v", keys)
			}
			if way == "told over the line" {
				if !peerOf(t, a, b.Hub).Untold() {
					t.Error("nobody is going to tell the partner")
				}
				if err := b.TakeMetadata(t.Context(), i.Sealed); err != nil {
					t.Fatal(err)
				}
			} else {
				b.bring(t, b.Env.Desk, a.bundle(t, a.Env.Handler, third))
			}
			b.peer = peerOf(t, b, a.Hub)
			if b.peer.Alarm != "key_compromised" || !b.alarmed(t, "已泄露") || !b.alarmed(t, "收到的 1 份函件已收讫") {
				t.Errorf("the operators were told %q: %v", b.peer.Alarm, b.alarms(t))
			}
			_, err = b.TakeEnvelope(t.Context(), b.peer, stolen[0].Raw)
			if no, ok := errors.AsType[*casework.Refusal](err); !ok || no.Reason != federation.ReasonKeyExpired {
				t.Errorf("a message under the lost key: %v", err)
			}
			if _, err := b.Get(t.Context(), b.Env.Handler, later); fault.KindOf(err) != fault.Missing {
				t.Errorf("what it sent is there: %v", err)
			}
			// What was received before is opened again at the next crossing, and holds.
			a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
			b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
			carry(t, a, b)
			da, _ := same(t, a, b, id)
			if !da.Snapshot.Flags.WithdrawalAsked {
				t.Errorf("%s", da.Snapshot.State)
			}
			same(t, a, b, third)
			same(t, a, b, between) // receipted before the notice came, carried out afterwards
			same(t, a, b, later)   // refused, signed anew under the present key, and taken
			// A compromise is never taken back, not even by an edition that leaves the key out.
			own := i.Metadata
			own.Serial, own.IssuedAt = own.Serial+1, a.Clock.Now()
			own.Keys = slices.DeleteFunc(slices.Clone(own.Keys), func(k federation.KeyEntry) bool { return k.ID == lost })
			sealed, err := federation.SealMetadata(own, a.root)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.TakeMetadata(t.Context(), sealed); err != nil {
				t.Fatal(err)
			}
			b.peer = peerOf(t, b, a.Hub)
			_, err = b.TakeEnvelope(t.Context(), b.peer, append([]byte{}, stolen[0].Raw...))
			if no, ok := errors.AsType[*casework.Refusal](err); !ok || no.Reason != federation.ReasonKeyExpired {
				t.Errorf("after an edition without the key: %v", err)
			}
		})
	}
}

// What the pinned root did not sign is no notice, whoever pushes it, and alarms nobody.
func TestForgedNoticeIsNotTaken(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	i := a.publish(t)
	forged := i.Metadata
	forged.Keys = slices.Clone(forged.Keys)
	forged.Keys[0].Compromised = a.Clock.Now()
	sealed, err := federation.SealMetadata(forged, officetest.Key("a stranger's root").Private)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{"another root": sealed, "no metadata": []byte("{}")} {
		if bad, ok := casework.IsInvalid(b.TakeMetadata(t.Context(), raw)); !ok || bad.Reason != federation.ReasonRoot && bad.Reason != federation.ReasonUnknownSender {
			t.Errorf("%s: %v", name, bad)
		}
	}
	if p := peerOf(t, b, a.Hub); p.Alarm != "" || p.Metadata.Serial == i.Metadata.Serial {
		t.Errorf("edition %d, alarm %q", p.Metadata.Serial, p.Alarm)
	}
}
