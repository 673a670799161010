package casework_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
)

// bundle is what a courier carries away for a case.
func (s *side) bundle(t *testing.T, who casework.Actor, id ids.Case) []byte {
	t.Helper()
	c, err := s.CaseBundle(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bring hands a bundle to a hub and lets its workers go on.
func (s *side) bring(t *testing.T, who casework.Actor, raw []byte) casework.TakenBundle {
	t.Helper()
	took, err := s.TakeBundle(t.Context(), who, bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	s.apply(t)
	if err := s.worker.TakeCarried(t.Context(), s.peer); err != nil {
		t.Fatal(err)
	}
	return took
}

// A case goes from one hub to the other and back without a line: the same receipts, the
// same file, the same digest; the same bundle again changes nothing.
func TestCaseByCourier(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := drafted(t, a)
	photo := bytes.Repeat([]byte("photo of batteries "), 5_000)
	file, err := a.AddEvidence(t.Context(), a.Env.Handler, id, "照片.bin", bytes.NewReader(photo), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	ask(t, a, b, id)
	raw := a.bundle(t, a.Env.Handler, id)
	for range 2 {
		if took := b.bring(t, b.Env.Desk, raw); took.From != "sichuan" || len(took.Messages) != 1 || took.Messages[0].Reason != "" || took.Files != 1 {
			t.Fatalf("the bundle was taken as %+v", took)
		}
	}
	f, err := b.OpenEvidence(t.Context(), b.Env.Handler, id, file.ID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(f.Content)
	if err != nil || !bytes.Equal(got, photo) || f.Content.Close() != nil {
		t.Errorf("the file came as %d bytes, %v", len(got), err)
	}
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	if took := a.bring(t, a.Env.Handler, b.bundle(t, b.Env.Desk, id)); took.Receipts != 3 || took.Refused != 0 { // received, delivered, acknowledged
		t.Errorf("receipts came as %+v", took)
	}
	shared, err := a.SharedCase(t.Context(), a.Env.Handler, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range shared.Messages {
		if m.Outgoing && (m.State != "received" || m.Delivered == nil || m.Acknowledged == nil) {
			t.Errorf("the request stands as %+v", m)
		}
	}
	b.bring(t, b.Env.Desk, a.bundle(t, a.Env.Handler, id)) // our receipts for its signing
	same(t, a, b, id)
}

// What no partner wrote for this hub is refused as a whole, and so is a bundle whose
// files are not what it says.
func TestRefusedBundles(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := drafted(t, a)
	if _, err := a.AddEvidence(t.Context(), a.Env.Handler, id, "照片.bin", bytes.NewReader([]byte("photo")), 1<<20); err != nil {
		t.Fatal(err)
	}
	if _, err := a.CaseBundle(t.Context(), a.Env.Handler, id); fault.KindOf(err) != fault.Rule {
		t.Errorf("a bundle of what was not sent: %v", err)
	}
	ask(t, a, b, id)
	raw := a.bundle(t, a.Env.Handler, id)
	take := func(s *side, who casework.Actor, raw []byte) error {
		_, err := s.TakeBundle(t.Context(), who, bytes.NewReader(raw), int64(len(raw)))
		return err
	}
	for what, err := range map[string]error{
		"own":      take(a, a.Env.Handler, raw),
		"no ZIP":   take(b, b.Env.Desk, []byte("PK")),
		"changed":  take(b, b.Env.Desk, bytes.Replace(raw, []byte("photo"), []byte("phot0"), 1)),
		"outside":  take(b, b.Env.Desk, withFile(t, raw, "../evil")),
		"stranger": func() error { c := newSide(t, "guizhou"); return take(c, c.Env.Desk, raw) }(),
	} {
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := take(b, b.Env.Head, raw); fault.KindOf(err) != fault.Denied {
		t.Errorf("somebody who takes nothing in brought a bundle: %v", err)
	}
	if _, err := b.Get(t.Context(), b.Env.Handler, id); fault.KindOf(err) != fault.Missing {
		t.Errorf("a refused bundle left a case behind: %v", err)
	}
	if _, err := a.CaseBundle(t.Context(), a.Market.Handler, id); fault.KindOf(err) != fault.Missing {
		t.Errorf("an organ that takes no part carried a case away: %v", err)
	}
}

// withFile adds a file to a ZIP.
func withFile(t *testing.T, raw []byte, name string) []byte {
	t.Helper()
	old, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range old.File {
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Create(name); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A withdrawal gives nothing back before the other hub has carried it out: it may have
// crossed the receipt, and two must never hold the case.
func TestWithdrawalWaitsForTheOtherHub(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := drafted(t, a)
	ask(t, a, b, id)
	carry(t, a, b)
	a.Do(t, a.Env.Handler, id, "withdraw", referral.Input{Reason: "已自行查清"})
	again := casework.Request{Action: "redraft", Case: id, Version: casework.AnyVersion, Key: officetest.NewKey("redraft")}
	for _, action := range []referral.Action{"redraft", "close", "void"} {
		again.Action = action
		again.Input = referral.Input{Reason: "不再需要"}
		if _, err := a.Act(t.Context(), a.Env.Handler, again); fault.KindOf(err) != fault.Rule {
			t.Errorf("%s before the other hub said anything: %v", action, err)
		}
	}
	carry(t, a, b)
	again.Action = "redraft"
	if _, err := a.Act(t.Context(), a.Env.Handler, again); err != nil {
		t.Errorf("drafting again after it: %v", err)
	}
}
