package casework_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

// wellKnown answers for a hub at its well-known path alone, and counts how often it was asked.
type wellKnown struct {
	of    *side
	asked int
}

func (l *wellKnown) RoundTrip(r *http.Request) (*http.Response, error) {
	l.asked++
	i, err := l.of.OwnIdentity(r.Context())
	if err != nil || r.URL.Path != federation.PathMetadata {
		return nil, errors.New("nothing else is asked for")
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(i.Sealed)), Request: r}, nil
}

// hears lets a hub ask the other one for its metadata.
func (s *side) hears(from *side) *wellKnown {
	l := &wellKnown{of: from}
	s.Partners = &http.Client{Transport: l}
	return l
}

// An organ that was added after the hubs were agreed: its first message brings the newer
// edition here by itself, and the organ with it.
func TestOrganAddedAfterTrust(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	town := a.Another(t, "newtown", "新设乡镇执法队", "township")
	a.publish(t)
	got, err := a.OpenReferral(t.Context(), town.Handler, officetest.NewKey("open"), referral.Lead, leadDraft(), &casework.FirstAct{
		Action: "lead.send", To: b.Env.ID, Input: referral.Input{NoSecret: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	waiting, _ := a.outbox(t)
	if _, err := b.TakeEnvelope(t.Context(), b.peer, waiting[0].Raw); err == nil {
		t.Fatal("an organ that nobody named was believed")
	}
	line := b.hears(a)
	receipt, err := b.TakeEnvelope(t.Context(), b.peer, waiting[0].Raw)
	if err != nil || line.asked != 1 {
		t.Fatalf("asked %d times, %v", line.asked, err)
	}
	if err := a.TakeReceipt(t.Context(), a.peer, receipt); err != nil {
		t.Fatal(err)
	}
	b.apply(t)
	d, err := b.Get(t.Context(), b.Env.Handler, got.Case.ID)
	if err != nil || d.Case.SenderID != town.ID {
		t.Errorf("the case came from %v, %v", d.Case.SenderID, err)
	}
}

// The key of the hub itself was rotated: the first request under it is admitted, once the
// newer edition was fetched. A stranger in its name is not, and makes no storm of questions.
func TestRotatedHubKeyIsAdmitted(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	line := b.hears(a)
	want := federation.Request{Method: http.MethodGet, Path: federation.PathCheckpoint, Body: federation.HashOf(nil)}
	knock := func() error {
		token, err := a.Authorize(t.Context(), a.peer, want.Method, want.Path, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.Admit(t.Context(), token, want)
		return err
	}
	a.HubKey = officetest.Key("a stranger")
	for range 5 {
		if bad, ok := casework.IsInvalid(knock()); !ok || bad.Reason != federation.ReasonUnknownSender {
			t.Errorf("a key that nobody signed for: %v", bad)
		}
	}
	if line.asked != 1 {
		t.Errorf("five tokens made %d questions", line.asked)
	}
	a.HubKey = officetest.Key("hub sichuan, next")
	a.publish(t)
	b.Clock.Advance(time.Minute)
	if err := knock(); err != nil || line.asked != 2 {
		t.Errorf("the rotated key: %v, asked %d times", err, line.asked)
	}
	a.worker.HubKey = a.HubKey
	carryFrom := request(t, a, b)
	b.peer = peerOf(t, b, a.Hub)
	carry(t, a, b)
	same(t, a, b, carryFrom)
}

// Receipts under a new key of the partner count, too: it is asked who it is now.
func TestReceiptUnderANewKey(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	a.hears(b)
	a.worker.Partners = a.Partners
	id := request(t, a, b)
	b.signs("chongqing, next")
	b.publish(t)
	carry(t, a, b)
	if m := a.messages(t, id)[0]; m.State != "received" || m.Delivered == nil {
		t.Errorf("the request stands as %+v", m)
	}
}

// Without a line the bundle itself brings the writer's newer edition; an older bundle that
// comes afterwards is no alarm.
func TestBundleBringsMetadata(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	old := a.bundle(t, a.Env.Handler, request(t, a, b))
	a.signs("sichuan, next")
	a.publish(t)
	id := request(t, a, b)
	b.bring(t, b.Env.Desk, a.bundle(t, a.Env.Handler, id))
	if _, err := b.Get(t.Context(), b.Env.Handler, id); err != nil {
		t.Errorf("the case is not there: %v", err)
	}
	b.bring(t, b.Env.Desk, old)
	if p := peerOf(t, b, a.Hub); p.Alarm != "" || p.Metadata.Serial != 2 {
		t.Errorf("edition %d, alarm %q", p.Metadata.Serial, p.Alarm)
	}
}

// A partner is asked for its edition once a day, and soon after a self-test showed another one.
func TestEditionIsAskedForDaily(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	line := b.hears(a)
	due := func() bool { return peerOf(t, b, a.Hub).Renewing(b.Clock.Now()) }
	ask := func() {
		t.Helper()
		p, err := b.worker.RefreshPeer(t.Context(), b.peer, b.Partners)
		if err != nil {
			t.Fatal(err)
		}
		b.peer = p
	}
	if !due() {
		t.Error("a new partner is not asked")
	}
	ask()
	if due() || line.asked != 1 {
		t.Errorf("due again at once; asked %d times", line.asked)
	}
	b.Clock.Advance(25 * time.Hour)
	if !due() {
		t.Error("a day later it is not due")
	}
	ask()
	a.publish(t)
	h, err := a.Handshake(t.Context(), a.peer, ids.New[federation.Message](a.Clock.Now()))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := federation.SealHandshake(h, federation.Signer{Private: a.HubKey.Private, Role: federation.RoleHub})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AnswerSelftest(t.Context(), b.peer, raw); err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(time.Minute)
	if !due() {
		t.Error("its self-test showed a newer edition, and it is not asked")
	}
	if ask(); b.peer.Metadata.Serial != 2 {
		t.Errorf("edition %d is held", b.peer.Metadata.Serial)
	}
}

// valid makes an edition of some days and lets the other hub hold it.
func (s *side) valid(t *testing.T, other *side, days int) {
	t.Helper()
	i, err := s.PublishIdentity(t.Context(), s.root, casework.NewIdentity{Valid: time.Duration(days) * 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if err := other.worker.RenewPeer(t.Context(), other.peer, i.Sealed); err != nil {
		t.Fatal(err)
	}
}

// Metadata that ended more than the days of grace ago: nothing is sent, by line or by courier,
// and nobody begins a case with it. A newer edition mends it.
func TestNothingGoesToAnExpiredPartner(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	b.valid(t, a, 2)
	a.Clock.Advance(20 * 24 * time.Hour)
	if waiting, _ := a.outbox(t); len(waiting) != 1 {
		t.Errorf("in the days of grace %d messages go", len(waiting))
	}
	a.Clock.Advance(20 * 24 * time.Hour)
	if waiting, _ := a.outbox(t); len(waiting) != 0 {
		t.Errorf("%d messages go to a partner that has expired", len(waiting))
	}
	_, err := a.PeerBundle(t.Context(), casework.CommandLine(), b.Hub)
	if codeOf(err) != "exchange.expired" {
		t.Errorf("all that waits by courier: %v", err)
	}
	if _, err = a.CaseBundle(t.Context(), a.Env.Handler, id); codeOf(err) != "exchange.expired" {
		t.Errorf("the case by courier: %v", err)
	}
	_, err = a.Act(t.Context(), a.Env.Handler, casework.Request{Case: drafted(t, a), Action: "assistance.request", Version: casework.AnyVersion, Key: officetest.NewKey("ask"), To: b.Env.ID, Input: referral.Input{NoSecret: true}})
	if fault.KindOf(err) != fault.Rule || codeOf(err) != "exchange.expired" {
		t.Errorf("a new case: %v", err)
	}
	b.valid(t, a, 365)
	if waiting, _ := a.outbox(t); len(waiting) != 1 {
		t.Errorf("after the new edition %d messages go", len(waiting))
	}
}

// Operators hear 60, 30 and 7 days ahead that metadata end, the partner's and their own, each
// level once; the keys of an edition end with it and are not told one by one.
func TestEndingsAreTold(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	operated(t, a)
	count := func(of string) (n int) {
		t.Helper()
		if err := a.DB.Owner.QueryRow(t.Context(), "select count(*) from deliveries where topic = 'peer.ends' and channel = 'inapp' and params ->> 'zh' like $1", of+"%").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	a.watch(t)
	if n := count(""); n != 0 {
		t.Errorf("%d warnings of what lives for a year", n)
	}
	b.valid(t, a, 80)
	a.valid(t, b, 70)
	for _, c := range []struct{ day, theirs, ours int }{{1, 0, 0}, {11, 0, 1}, {21, 1, 1}, {41, 1, 2}, {64, 2, 3}, {74, 3, 4}, {81, 4, 4}} {
		a.Clock.Set(officetest.Opening.Add(time.Duration(c.day) * 24 * time.Hour))
		a.watch(t)
		a.watch(t)
		if theirs, ours := count("伙伴枢纽"), count("本枢纽"); theirs != c.theirs || ours != c.ours {
			t.Errorf("on day %d: %d of the partner, %d of our own; want %d and %d", c.day, theirs, ours, c.theirs, c.ours)
		}
	}
}
