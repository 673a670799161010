package casework_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

var secretFile = []byte("举报人提供的录音文字稿：只给接收机关看")

// withSealed sends a request with one file that is marked to be sealed and one that is not.
func withSealed(t *testing.T, a, b *side) (ids.Case, ids.Evidence) {
	t.Helper()
	id := drafted(t, a)
	file, err := a.AddEvidence(t.Context(), a.Env.Handler, id, "录音文字稿.txt", bytes.NewReader(secretFile), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddEvidence(t.Context(), a.Env.Handler, id, "现场照片.jpg", strings.NewReader("\xff\xd8\xff\xe0 photo"), 1<<20); err != nil {
		t.Fatal(err)
	}
	if err := a.MarkSealed(t.Context(), a.Env.Handler, id, file.ID, true); err != nil {
		t.Fatal(err)
	}
	ask(t, a, b, id)
	carry(t, a, b)
	fetch(t, b, a)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	return id, file.ID
}

// fresh is somebody who has just logged in again.
func (s *side) fresh(who casework.Actor) casework.Actor {
	who.StepUpAt = s.Clock.Now()
	return who
}

func (s *side) events(t *testing.T, id ids.Case, kind string) (n int) {
	t.Helper()
	if err := s.DB.Owner.QueryRow(t.Context(), "select count(*) from events where kind = $1 and case_id = $2", kind, id).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A file that is marked goes sealed to the receiving organ: neither its bytes nor its name are
// said to the other hub, they lie sealed there, and somebody of the organ opens them for a
// reason that stands in the record.
func TestSealedFileAcrossHubs(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id, file := withSealed(t, a, b)
	same(t, a, b, id)
	if said := a.said(t); bytes.Contains(said, []byte("录音文字稿")) || !bytes.Contains(said, []byte("现场照片")) {
		t.Error("the messages name what is sealed, or not what is not")
	}
	got, err := b.Get(t.Context(), b.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(got.Evidence, func(e dbsqlc.ListEvidenceRow) bool { return e.ID == file })
	if at < 0 || !got.Evidence[at].CameSealed || got.Evidence[at].OwnKey || !strings.HasSuffix(got.Evidence[at].Name, ".jwe") {
		t.Fatalf("the receiver has %+v", got.Evidence)
	}
	raw, err := b.OpenEvidence(t.Context(), b.Env.Handler, id, file)
	if err != nil {
		t.Fatal(err)
	}
	var stored bytes.Buffer
	if _, err := stored.ReadFrom(raw.Content); err != nil || bytes.Contains(stored.Bytes(), []byte("录音")) || bytes.Contains(stored.Bytes(), secretFile) {
		t.Errorf("it lies open at the other hub: %v", err)
	}
	_ = raw.Content.Close()

	who := b.fresh(b.Env.Handler)
	if _, err := b.OpenSealedFile(t.Context(), who, id, file, " "); fault.KindOf(err) != fault.Invalid {
		t.Errorf("opened without a reason: %v", err)
	}
	stale := who
	stale.StepUpAt = time.Time{}
	if _, err := b.OpenSealedFile(t.Context(), stale, id, file, "核实"); err == nil {
		t.Error("opened without a fresh login")
	}
	if _, err := b.OpenSealedFile(t.Context(), b.fresh(b.Market.Handler), id, file, "核实"); fault.KindOf(err) != fault.Missing {
		t.Errorf("another organ opens it: %v", err)
	}
	if n := b.events(t, id, "evidence.unseal"); n != 0 {
		t.Errorf("%d looks stand in the record before any", n)
	}
	f, err := b.OpenSealedFile(t.Context(), who, id, file, "核实举报内容")
	if err != nil || f.Name != "录音文字稿.txt" || !bytes.Equal(f.Content, secretFile) {
		t.Fatalf("opened %q of %d bytes, %v", f.Name, len(f.Content), err)
	}
	if n := b.events(t, id, "evidence.unseal"); n != 1 {
		t.Errorf("%d looks stand in the record", n)
	}
	wants(t, a.MarkSealed(t.Context(), a.Env.Handler, id, file, false), fault.Rule, "sealed.sent")
	if _, err := a.OpenSealedFile(t.Context(), a.fresh(a.Env.Handler), id, file, "看看"); fault.KindOf(err) != fault.Rule {
		t.Errorf("the sender opens what did not come: %v", err)
	}
}

// An organ that keeps its key opens alone: the hub says which command does it, and what the
// page gives proves on the organ's machine which message named the file.
func TestSealedFileToAnOwnKey(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.UseSealingKey(t.Context(), b.Env.ID, jose.JSONWebKey{Key: &private.PublicKey}); err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(1e9)
	b.valid(t, a, 300)
	id, file := withSealed(t, a, b)
	_, err = b.OpenSealedFile(t.Context(), b.fresh(b.Env.Handler), id, file, "核实")
	if f := wants(t, err, fault.Rule, "sealed.own_key"); !strings.Contains(f.Detail.ZH, "hub open") {
		t.Errorf("it does not say what opens it: %s", f.Detail.ZH)
	}
	proofs, err := b.SealedProofs(t.Context(), b.Env.Handler, id)
	if err != nil || len(proofs) != 1 || proofs[0].Evidence != file {
		t.Fatalf("%+v, %v", proofs, err)
	}
	f, err := b.OpenEvidence(t.Context(), b.Env.Handler, id, file)
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	_, _ = raw.ReadFrom(f.Content)
	_ = f.Content.Close()
	part, err := federation.ReadSealedFile(raw.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := proofs[0].Proves(raw.Bytes(), part, keysOf(a)); err != nil {
		t.Errorf("the proof does not hold: %v", err)
	}
	if err := proofs[0].Proves(append([]byte("x"), raw.Bytes()...), part, keysOf(a)); err == nil {
		t.Error("another file is proved by it")
	}
	if got, err := part.OpenFile(private, proofs[0].Message); err != nil || !bytes.Equal(got.Content, secretFile) {
		t.Errorf("the organ opens %d bytes, %v", len(got.Content), err)
	}
	if _, err := part.OpenFile(private, ids.New[federation.Message](a.Clock.Now())); err == nil {
		t.Error("it opens in another message")
	}
}

// Without a published key of the receiver nothing goes, and nothing goes in the clear instead.
func TestSealedFileNeedsAKey(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	a.forgetSealingKeys(t, b)
	id := drafted(t, a)
	file, err := a.AddEvidence(t.Context(), a.Env.Handler, id, "录音文字稿.txt", bytes.NewReader(secretFile), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.MarkSealed(t.Context(), a.Env.Handler, id, file.ID, true); err != nil {
		t.Fatal(err)
	}
	d, err := a.Get(t.Context(), a.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Act(t.Context(), a.Env.Handler, casework.Request{
		Case: id, Version: d.Case.Version, Key: officetest.NewKey("send"), Action: "assistance.request", To: b.Env.ID, Input: referral.Input{NoSecret: true},
	})
	wants(t, err, fault.Rule, "sealed.no_key")
	if messages, _ := a.outbox(t); len(messages) != 0 {
		t.Errorf("%d messages wait", len(messages))
	}
	if err := a.MarkSealed(t.Context(), a.Env.Handler, id, file.ID, false); err != nil {
		t.Fatal(err)
	}
	ask(t, a, b, id)
}
