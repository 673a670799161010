package casework_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

// fetchRenditions brings the readable texts that a hub wants from the other one.
func (s *side) fetchRenditions(t *testing.T, from *side) (n int) {
	t.Helper()
	wanted, err := s.worker.WantedRenditions(t.Context(), s.peer)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wanted {
		body := from.rendition(t, w)
		if err := s.worker.KeepRendition(t.Context(), s.peer, w.Message, body); err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func (s *side) rendition(t *testing.T, w casework.WantedRendition) []byte {
	t.Helper()
	f, err := s.Attachment(t.Context(), s.peer, w.SHA256, w.Message)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// A message of a type that this hub does not know is received; its organ is told, reads what
// it says from the readable text, acts by hand and says so. Only that organ reads it.
func TestUnknownMessageIsReadAndActedOnByHand(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	a.rewritten(t, id, func(e *federation.Envelope, _ map[string]any) {
		e.Type, e.TypeVersion = "referral.later_kind", federation.Version{Major: 3}
	})
	carry(t, a, b)
	list, err := b.HandMessages(t.Context(), b.Env.Handler)
	if err != nil || len(list) != 1 || list[0].Rendition != casework.RenditionWaits || list[0].Type != "referral.later_kind" || !list[0].Case.IsZero() {
		t.Fatalf("to be acted on by hand: %+v, %v", list, err)
	}
	if n := b.told(t, "exchange.by_hand"); n != 1 {
		t.Errorf("the organ was told %d times", n)
	}
	wanted, err := b.worker.WantedRenditions(t.Context(), b.peer)
	if err != nil || len(wanted) != 1 {
		t.Fatalf("wanted %+v, %v", wanted, err)
	}
	body := a.rendition(t, wanted[0])
	for _, other := range [][]byte{append(bytes.Clone(body), ' '), bytes.Replace(body, []byte("演示回收站"), []byte("演示回收厂"), 1)} {
		err := b.worker.KeepRendition(t.Context(), b.peer, list[0].ID, other)
		if bad, ok := casework.IsInvalid(err); !ok || bad.Reason != federation.ReasonBadSignature {
			t.Errorf("other bytes: %v", err)
		}
		if err := b.worker.RenditionMissed(t.Context(), b.peer, wanted[0], err); err != nil {
			t.Fatal(err)
		}
	}
	if p := peerOf(t, b, a.Hub); p.Alarm != "file_digest" {
		t.Errorf("alarm %q", p.Alarm)
	}
	if m, err := b.ReadMessage(t.Context(), b.Env.Handler, list[0].ID); err != nil || m.State != casework.RenditionSpoiled || m.Body != nil {
		t.Errorf("after other bytes: %+v, %v", m, err)
	}
	if err := b.worker.KeepRendition(t.Context(), b.peer, list[0].ID, body); err != nil {
		t.Fatal(err)
	}
	m, err := b.ReadMessage(t.Context(), b.Env.Handler, list[0].ID)
	if err != nil || m.State != casework.RenditionHeld || !bytes.Equal(m.Body, body) {
		t.Fatalf("%+v, %v", m, err)
	}
	for _, word := range []string{"协助请求", "演示回收站", "省界查获废铅蓄电池14吨", "联合调查", "lang=\"zh-CN\""} {
		if !strings.Contains(string(m.Body), word) {
			t.Errorf("the readable text does not say %s", word)
		}
	}
	if strings.Contains(string(m.Body), "<script") {
		t.Error("something runs in it")
	}
	for _, who := range []casework.Actor{b.Market.Handler, b.Police.Desk} {
		if _, err := b.ReadMessage(t.Context(), who, list[0].ID); fault.KindOf(err) != fault.Missing {
			t.Errorf("another organ reads it: %v", err)
		}
	}
	if _, err := a.Attachment(t.Context(), a.peer, wanted[0].SHA256, ids.New[federation.Message](a.Clock.Now())); fault.KindOf(err) != fault.Missing {
		t.Errorf("by another message: %v", err)
	}
	if err := b.HandledByHand(t.Context(), b.Env.Handler, list[0].ID, "已按可读文本另立协助案办理（演示虚构）"); err != nil {
		t.Fatal(err)
	}
	if err := b.HandledByHand(t.Context(), b.Env.Handler, list[0].ID, "再次"); fault.KindOf(err) != fault.Clash {
		t.Errorf("noted twice: %v", err)
	}
	if list, err = b.HandMessages(t.Context(), b.Env.Handler); err != nil || list[0].DoneAt == nil || list[0].Note == "" {
		t.Errorf("afterwards: %+v, %v", list, err)
	}
}

// Every act takes its readable text along, over the line and in a bundle; the page of a case
// shows both sides'.
func TestActsTakeTheirReadableTextAlong(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := request(t, a, b)
	b.bring(t, b.Env.Desk, a.bundle(t, a.Env.Handler, id))
	if n := b.fetchRenditions(t, a); n != 0 {
		t.Errorf("the bundle brought the readable text, and %d are asked for", n)
	}
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	if n := a.fetchRenditions(t, b); n != 1 {
		t.Errorf("%d readable texts of an answer", n)
	}
	for _, s := range []*side{a, b} {
		shared, err := s.SharedCase(t.Context(), s.Env.Handler, id)
		if err != nil {
			t.Fatal(err)
		}
		if len(shared.Messages) != 2 || slices.ContainsFunc(shared.Messages, func(m casework.SharedMessage) bool { return m.Rendition != casework.RenditionHeld }) {
			t.Errorf("%s: %+v", s.Hub, shared.Messages)
		}
	}
}
