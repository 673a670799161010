package peersim

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

func hostile(g *game) error {
	for _, part := range []func(*game) error{hostileEnvelopes, hostileBytes, hostileRequests} {
		if err := part(g); err != nil {
			return err
		}
	}
	return g.sends("it is still heard when it behaves", g.first(), received)
}

// hostileEnvelopes are signed rightly and say what the protocol forbids.
func hostileEnvelopes(g *game) error {
	many := slices.Repeat([]map[string]any{{"name": "a", "media": "a/b", "bytes": 0, "sha256": federation.HashOf(nil)}}, federation.MaxAttachments+1)
	file := func(name string) func(map[string]any) {
		return func(m map[string]any) {
			m["attachments"] = []map[string]any{{"name": name, "media": "a/b", "bytes": 0, "sha256": federation.HashOf(nil)}}
		}
	}
	var deep any
	for range federation.MaxNesting + 8 {
		deep = []any{deep}
	}
	for _, c := range []struct {
		what   string
		want   federation.Reason
		change func(map[string]any)
	}{
		{"more attachments than allowed", federation.ReasonField, func(m map[string]any) { m["attachments"] = many }},
		{"a path for a file name", federation.ReasonField, file("../../etc/passwd")},
		{"a file name read backwards", federation.ReasonField, file("照片\u202egpj.exe")},
		{"content nested too deep", federation.ReasonNesting, func(m map[string]any) { m["content"] = deep }},
		{"a NUL character", federation.ReasonEncoding, func(m map[string]any) { m["content"] = "a\x00b" }},
		{"a number beyond all numbers", federation.ReasonField, func(m map[string]any) { m["seq"] = 1e300 }},
		{"addressed to another hub", federation.ReasonWrongRecipient, func(m map[string]any) { m["to"] = federation.Address{Hub: "another.example"} }},
		{"another protocol", federation.ReasonProtocol, func(m map[string]any) { m["protocol"] = "XHP/9" }},
	} {
		if err := g.forged(c.what, g.first(), c.change, refused(http.StatusUnprocessableEntity, c.want)); err != nil {
			return err
		}
	}
	return nil
}

// hostileBytes are no envelopes, or almost.
func hostileBytes(g *game) error {
	raw, err := g.hub.Seal(g.first())
	if err != nil {
		return err
	}
	type sample struct {
		what string
		raw  []byte
		want federation.Reason
	}
	samples := []sample{
		{"trailing data", append(slices.Clone(raw), "{}"...), federation.ReasonMalformed},
		{"a space that changes the hash", append([]byte{' '}, raw...), federation.ReasonMalformed},
		{"half of an envelope", raw[:len(raw)/2], federation.ReasonMalformed},
		{"bytes that are no UTF-8", append(slices.Clone(raw), 0xff, 0xfe), federation.ReasonEncoding},
		{"brackets without end", bytes.Repeat([]byte("["), 100_000), federation.ReasonNesting},
	}
	twice, err := forge([]byte(`{"protocol":"XHP/1","protocol":"XHP/1"}`), typeEnvelope, nil, g.hub.Signers()...)
	if err != nil {
		return err
	}
	samples = append(samples, sample{"a member twice", twice, federation.ReasonDuplicateKey})
	for name, value := range map[string]any{"jku": "https://127.0.0.1:1/keys", "crit": []string{"x"}, "x5u": "file:///etc/passwd"} {
		bad, err := forge([]byte("{}"), typeEnvelope, map[string]any{name: value}, g.hub.Signers()...)
		if err != nil {
			return err
		}
		samples = append(samples, sample{"a header " + name, bad, federation.ReasonHeader})
	}
	slices.SortFunc(samples, func(a, b sample) int { return strings.Compare(a.what, b.what) })
	for _, s := range samples {
		g.delivers(s.what, s.raw, refused(http.StatusUnprocessableEntity, s.want))
	}
	d, _ := g.client.Deliver(g, bytes.Repeat([]byte("a"), federation.MaxEnvelope+1)) // a connection that is closed early shows as status 0
	g.check("more than an envelope may hold", "413", strconv.Itoa(d.Status))
	return nil
}

// hostileRequests ask for what is not theirs, or in the name of others.
func hostileRequests(g *game) error {
	own := g.hub.signer()
	nobodys := federation.NewConversation("another.example", ids.New[ids.Case](g.hub.Clock()))
	for _, c := range []struct {
		what, method, path string
		change             func(*federation.Request)
		want               int
	}{
		{"a conversation of others", http.MethodGet, federation.ConversationPath(nobodys, 0), nil, http.StatusNotFound},
		{"a file that was not given to it", http.MethodGet, federation.AttachmentPath(federation.HashOf([]byte("x")), ids.New[federation.Message](g.hub.Clock())), nil, http.StatusNotFound},
		{"receipts of a message of others", http.MethodGet, federation.MessagePath(ids.New[federation.Message](g.hub.Clock())), nil, http.StatusNotFound},
		{"a token made for another hub", http.MethodGet, federation.PathCheckpoint, func(r *federation.Request) { r.Audience = "another.example" }, http.StatusUnauthorized},
		{"a token made for another path", http.MethodGet, federation.PathCheckpoint, func(r *federation.Request) { r.Path = federation.PathHeads }, http.StatusUnauthorized},
		{"a token made for another body", http.MethodGet, federation.PathCheckpoint, func(r *federation.Request) { r.Body = federation.HashOf([]byte("x")) }, http.StatusUnauthorized},
		{"a token in another's name", http.MethodGet, federation.PathCheckpoint, func(r *federation.Request) { r.Hub = g.to.Hub }, http.StatusUnauthorized},
	} {
		token, err := g.token(c.method, c.path, nil, c.change, own)
		if err != nil {
			return err
		}
		status, _, err := g.plain(c.method, c.path, nil, token)
		if err != nil {
			return err
		}
		g.check(c.what, strconv.Itoa(c.want), strconv.Itoa(status))
	}
	status, _, err := g.plain(http.MethodGet, federation.PathCheckpoint, nil, "")
	if err != nil {
		return err
	}
	g.check("no token", "401", strconv.Itoa(status))
	return replayed(g, own)
}

// replayed uses one token twice.
func replayed(g *game, own federation.Signer) error {
	body, err := federation.EncodeHeads(nil)
	if err != nil {
		return err
	}
	token, err := g.token(http.MethodPost, federation.PathHeads, body, nil, own)
	if err != nil {
		return err
	}
	for _, want := range []int{http.StatusOK, http.StatusUnauthorized} {
		status, _, err := g.plain(http.MethodPost, federation.PathHeads, body, token)
		if err != nil {
			return err
		}
		g.check("one token, used twice", strconv.Itoa(want), strconv.Itoa(status))
	}
	return nil
}
