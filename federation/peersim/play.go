package peersim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// Behaviour is one way to be a bad partner, with the answers that it must get.
type Behaviour struct {
	Name string
	Text fault.Text
	play func(*game) error
}

// Behaviours are all nine, in the order in which they are played.
var Behaviours = []Behaviour{
	{"late", fault.T("迟到：十天前写的报文今天才到，时钟慢一小时", "late: a message of ten days ago arrives today, and the clock is an hour slow"), late},
	{"duplicating", fault.T("重复：同一报文先后、同时发送多次", "duplicating: the same message many times, one by one and at once"), duplicating},
	{"reordering", fault.T("乱序：后发的先到", "reordering: the later ones come first"), reordering},
	{"older", fault.T("旧版：只会最少的字段", "older: it knows only the least fields"), older},
	{"newer", fault.T("新版：有本平台不认识的字段、类型和必须理解项", "newer: members, types and must_understand that are unknown here"), newer},
	{"wrong-key", fault.T("错钥：不认识的、别人的、过期的密钥", "wrong-key: keys unknown, of others, expired"), wrongKey},
	{"split-view", fault.T("两面：同一编号说两样话", "split-view: two stories under one number"), splitView},
	{"silent", fault.T("沉默：只发不答", "silent: it sends and never answers"), silent},
	{"hostile", fault.T("恶意：超大、畸形、冒名、重放", "hostile: oversize, malformed, in others' names, replayed"), hostile},
}

// Check is one answer, beside the one it had to be.
type Check struct {
	Behaviour string `json:"behaviour"`
	What      string `json:"what"`
	Want      string `json:"want"`
	Got       string `json:"got"`
	OK        bool   `json:"ok"`
}

// ErrTarget says that the hub under test is not pinned or has no agency to write to.
var ErrTarget = errors.New("the hub under test is not pinned, or no agency of it is open")

// Play misbehaves towards a pinned partner, in the named ways or in all nine. It gives
// an error only where it could not play at all.
func (h *Hub) Play(ctx context.Context, target string, only ...string) ([]Check, error) {
	h.mu.Lock()
	known := h.partners[target].metadata
	h.mu.Unlock()
	open := slices.IndexFunc(known.Agencies, func(a federation.AgencyEntry) bool { return !a.Closed })
	if open < 0 || len(known.Endpoints) == 0 {
		return nil, ErrTarget
	}
	for _, name := range only {
		if !slices.ContainsFunc(Behaviours, func(b Behaviour) bool { return b.Name == name }) {
			return nil, fmt.Errorf("no behaviour %q", name)
		}
	}
	g := &game{Context: ctx, hub: h, client: h.Client(target), to: federation.Address{Hub: target, Agency: known.Agencies[open].ID}, base: strings.TrimSuffix(known.Endpoints[0], "/")}
	for _, b := range Behaviours {
		if len(only) > 0 && !slices.Contains(only, b.Name) {
			continue
		}
		g.now = b.Name
		if err := b.play(g); err != nil {
			return g.checks, fmt.Errorf("play %s: %w", b.Name, err)
		}
	}
	return g.checks, nil
}

// game is one run.
type game struct {
	context.Context
	hub    *Hub
	client *federation.Client
	to     federation.Address
	base   string
	now    string
	checks []Check
}

func (g *game) check(what, want, got string) {
	g.checks = append(g.checks, Check{g.now, what, want, got, want == got})
}

// first is an envelope of a conversation of its own.
func (g *game) first() federation.Envelope { return g.hub.Draft(g.to, "") }

// sends an envelope that is in order and checks the answer.
func (g *game) sends(what string, e federation.Envelope, want string) error {
	raw, err := g.hub.Seal(e)
	if err != nil {
		return err
	}
	g.delivers(what, raw, want)
	return nil
}

// delivers bytes and checks the answer: status, then the kind of the receipt or the
// reason of the refusal.
func (g *game) delivers(what string, raw []byte, want string) []byte {
	d, err := g.client.Deliver(g, raw)
	g.check(what, want, outcome(d, err))
	return d.Raw
}

func outcome(d federation.Delivery, err error) string {
	switch {
	case d.Raw == nil && err != nil:
		return fmt.Sprintf("%d without a good receipt (%v)", d.Status, err)
	case d.Raw == nil:
		return strconv.Itoa(d.Status) + " without a receipt"
	case d.Receipt.Kind == federation.Refused:
		return strconv.Itoa(d.Status) + " " + d.Receipt.Reason
	}
	return strconv.Itoa(d.Status) + " " + string(d.Receipt.Kind)
}

// forged sends what Seal would not sign.
func (g *game) forged(what string, e federation.Envelope, change func(map[string]any), want string, signers ...federation.Signer) error {
	if signers == nil {
		signers = g.hub.Signers()
	}
	raw, err := forgeEnvelope(e, change, signers...)
	if err != nil {
		return err
	}
	g.hub.mu.Lock()
	g.hub.names(e)
	g.hub.mu.Unlock()
	g.delivers(what, raw, want)
	return nil
}

// plain makes a request with any token and gives status and the answer's headers.
func (g *game) plain(method, path string, body []byte, token string) (int, http.Header, error) {
	ctx, cancel := context.WithTimeout(g, 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, g.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	if token != "" {
		r.Header.Set("Authorization", token)
	}
	r.Header.Set("Content-Type", federation.MediaSealed)
	a, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return 0, nil, err
	}
	defer a.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(a.Body, federation.MaxEnvelope))
	return a.StatusCode, a.Header, err
}

// token is a right one, unless it is changed.
func (g *game) token(method, path string, body []byte, change func(*federation.Request), by federation.Signer) (string, error) {
	r := federation.Request{Hub: g.hub.Name, Audience: g.to.Hub, Method: method, Path: path, Body: federation.HashOf(body), Nonce: ids.New[federation.Message](g.hub.Clock()), IssuedAt: g.hub.Clock()}
	if change != nil {
		change(&r)
	}
	return r.Authorize(by)
}
