package peersim

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// What a well-behaved hub answers.
const received = "202 received"

func refused(status int, reason federation.Reason) string {
	return strconv.Itoa(status) + " " + string(reason)
}

func late(g *game) error {
	e := g.first()
	e.IssuedAt = e.IssuedAt.Add(-10 * 24 * time.Hour)
	if err := g.sends("a message written ten days ago", e, received); err != nil {
		return err
	}
	slow := func(r *federation.Request) { r.IssuedAt = r.IssuedAt.Add(-time.Hour) }
	path := federation.ConversationPath(e.Conversation, 0)
	token, err := g.token(http.MethodGet, path, nil, slow, g.hub.signer())
	if err != nil {
		return err
	}
	status, header, err := g.plain(http.MethodGet, path, nil, token)
	if err != nil {
		return err
	}
	g.check("a request by a clock an hour slow", "401", strconv.Itoa(status))
	at, err := time.Parse(time.RFC3339, header.Get(federation.HeaderTime))
	g.check("the answer tells the server's time", "true", strconv.FormatBool(err == nil && at.Sub(g.hub.Clock()).Abs() < federation.MaxSkew))
	return nil
}

func duplicating(g *game) error {
	raw, err := g.hub.Seal(g.first())
	if err != nil {
		return err
	}
	first := g.delivers("a message", raw, received)
	for range 3 {
		again := g.delivers("the same message", raw, received)
		g.check("gets the same receipt, byte by byte", "true", strconv.FormatBool(bytes.Equal(first, again)))
	}
	if raw, err = g.hub.Seal(g.first()); err != nil {
		return err
	}
	answers := make([]federation.Delivery, 5)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i], _ = g.client.Deliver(g, raw) }) // no answer shows as one that is not received
	}
	all.Wait()
	same := true
	for _, d := range answers {
		same = same && outcome(d, nil) == received && bytes.Equal(d.Raw, answers[0].Raw)
	}
	g.check("five times at once: one receipt", "true", strconv.FormatBool(same))
	return nil
}

func reordering(g *game) error {
	first := g.first()
	var sealed [][]byte
	for range 3 {
		e := first
		if len(sealed) > 0 {
			e = g.hub.Draft(g.to, first.Conversation)
		}
		raw, err := g.hub.Seal(e)
		if err != nil {
			return err
		}
		sealed = append(sealed, raw)
	}
	g.delivers("the third before the others", sealed[2], received)
	seq, err := g.delivered(first.Conversation)
	if err != nil {
		return err
	}
	g.check("nothing is delivered over a gap", "0", seq)
	g.delivers("the first", sealed[0], received)
	g.delivers("the second", sealed[1], received)
	seq, err = g.delivered(first.Conversation)
	g.check("all three are delivered in order", "3", seq)
	return err
}

// renders gives an envelope a readable text that the simulator serves.
func (g *game) renders(e *federation.Envelope, words string) {
	body := []byte("<!doctype html><meta charset=utf-8><title>" + words + "</title><p>" + words + "（演示虚构）")
	e.Rendition = federation.NameRendition(federation.MediaHTML, body)
	g.hub.Keep(body)
}

// delivered is how far the hub says that a conversation was delivered.
func (g *game) delivered(c federation.Conversation) (string, error) {
	heads, err := g.client.Heads(g, []federation.Head{{Conversation: c}})
	if err != nil || len(heads) == 0 {
		return "0", err
	}
	return strconv.FormatInt(heads[0].Received.Seq, 10), nil
}

func older(g *game) error {
	e := g.first()
	g.renders(&e, "旧版平台的函件，请人工办理")
	if err := g.sends("a readable text beside a content of no act", e, received); err != nil {
		return err
	}
	return g.forged("only the least members", g.first(), func(m map[string]any) {
		for _, name := range []string{"purpose", "content", "handling", "legal_basis", "observed"} {
			delete(m, name)
		}
	}, received)
}

func newer(g *game) error {
	if err := g.forged("unknown members and a later minor", g.first(), func(m map[string]any) {
		m["type_version"] = "1.9"
		m["mood"] = map[string]any{"system": "later", "code": []int{1, 2}}
		m["content"] = map[string]any{"text": "新版报文，演示虚构。", "kind": map[string]string{"system": "later", "code": "x", "label": "新代码"}}
	}, received); err != nil {
		return err
	}
	paper := g.first()
	g.renders(&paper, "后来才有的函件种类，请人工办理")
	if err := g.forged("an unknown type, with a readable text for people", paper, func(m map[string]any) {
		m["type"], m["type_version"] = "referral.later_kind", "3.0"
	}, received); err != nil {
		return err
	}
	if err := g.forged("a readable text that is not of a known medium", g.first(), func(m map[string]any) {
		m["rendition"] = map[string]any{"media": "text/x-later", "bytes": 1, "sha256": federation.HashOf([]byte("x"))}
	}, received); err != nil {
		return err
	}
	// In another major version even an act that can be read may mean something else: it
	// arrives, and is not carried out.
	if err := g.forged("an act that is known, in a later major version", g.first(), func(m map[string]any) {
		m["type"], m["type_version"] = string(federation.Offer), "2.0"
		m["content"] = map[string]any{"action": "lead.send", "as": "sender", "occurred_at": g.hub.Clock().UTC().Format(time.RFC3339), "state": "sent", "input": map[string]any{}}
	}, received); err != nil {
		return err
	}
	return g.forged("something that must be understood", g.first(), func(m map[string]any) {
		m["must_understand"] = []string{"later.feature"}
	}, refused(http.StatusUnprocessableEntity, federation.ReasonMustUnderstand))
}

func wrongKey(g *game) error {
	stranger, err := New(g.hub.Name, "陌生平台", "", rand.Reader, g.hub.Clock)
	if err != nil {
		return err
	}
	unprocessable := func(r federation.Reason) string { return refused(http.StatusUnprocessableEntity, r) }
	agency, hub := g.hub.Signers()[0], g.hub.signer()
	other := federation.Signer{Private: g.hub.agencyKey, Role: federation.RoleAgency, Agency: stranger.Agency}
	for _, c := range []struct {
		what    string
		want    federation.Reason
		change  func(map[string]any)
		signers []federation.Signer
	}{
		{"keys that nobody exchanged", federation.ReasonUnknownSender, nil, stranger.Signers()},
		{"an agency of another hub", federation.ReasonForeignSender, func(m map[string]any) {
			m["from"] = federation.Address{Hub: g.hub.Name, Agency: stranger.Agency}
		}, []federation.Signer{other, hub}},
		{"another hub's name", federation.ReasonForeignSender, func(m map[string]any) {
			m["from"] = federation.Address{Hub: "another.example", Agency: g.hub.Agency}
		}, []federation.Signer{agency, hub}},
		{"a key that has expired", federation.ReasonKeyExpired, nil, []federation.Signer{agency, {Private: g.hub.oldKey, Role: federation.RoleHub}}},
		{"the agency's signature alone", federation.ReasonMissingSignature, nil, []federation.Signer{agency}},
		{"the hub's signature alone", federation.ReasonMissingSignature, nil, []federation.Signer{hub}},
	} {
		if err := g.forged(c.what, g.first(), c.change, unprocessable(c.want), c.signers...); err != nil {
			return err
		}
	}
	raw, err := g.hub.Seal(g.first())
	if err != nil {
		return err
	}
	second, err := g.hub.Seal(g.first())
	if err != nil {
		return err
	}
	g.delivers("signatures of another message", swapPayload(raw, second), unprocessable(federation.ReasonBadSignature))
	token, err := g.token(http.MethodGet, federation.PathCheckpoint, nil, nil, stranger.signer())
	if err != nil {
		return err
	}
	status, _, err := g.plain(http.MethodGet, federation.PathCheckpoint, nil, token)
	g.check("a request by a key that nobody exchanged", "401", strconv.Itoa(status))
	return err
}

// swapPayload puts the payload of one frame before the signatures of another.
func swapPayload(signatures, payload []byte) []byte {
	marker := []byte(`","signatures":`)
	body, _, _ := bytes.Cut(payload, marker)
	_, signed, _ := bytes.Cut(signatures, marker)
	return bytes.Join([][]byte{body, signed}, marker)
}

func splitView(g *game) error {
	first := g.first()
	if err := g.sends("the first story", first, received); err != nil {
		return err
	}
	conflict := refused(http.StatusConflict, federation.ReasonEquivocation)
	text := func(m map[string]any) { m["content"] = map[string]string{"text": "另一种说法，演示虚构。"} }
	if err := g.forged("another story under the same id", first, text, conflict); err != nil {
		return err
	}
	same := first
	same.ID = ids.New[federation.Message](g.hub.Clock())
	if err := g.forged("another story under the same number", same, text, conflict); err != nil {
		return err
	}
	next := g.hub.Draft(g.to, first.Conversation)
	next.Prev = federation.HashOf([]byte("another past"))
	if err := g.forged("another past", next, nil, conflict); err != nil {
		return err
	}
	moved := g.first()
	moved.ID = first.ID
	if err := g.forged("the same id in another conversation", moved, nil, conflict); err != nil {
		return err
	}
	return g.sends("the true story goes on", g.hub.Draft(g.to, first.Conversation), received)
}

func silent(g *game) error {
	e := g.first()
	digest := g.hub.Keep([]byte("模拟器从不提供的证据，演示虚构。"))
	e.Attachments = []federation.Attachment{{Name: "证据.txt", Media: "text/plain", Bytes: 48, SHA256: digest}}
	began := g.hub.Clock()
	if err := g.sends("a message whose file is never given", e, received); err != nil {
		return err
	}
	g.check("the answer does not wait for the file", "true", strconv.FormatBool(g.hub.Clock().Sub(began) < 10*time.Second))
	_, _, err := g.client.Selftest(g, g.hub.Handshake(g.to.Hub, ids.New[federation.Message](g.hub.Clock())))
	g.check("the self-test is answered meanwhile", "ok", okOr(err))
	return nil
}

func okOr(err error) string {
	if err != nil {
		return err.Error()
	}
	return "ok"
}
