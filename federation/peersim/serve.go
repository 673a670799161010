package peersim

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// Handler answers as a hub does.
func (h *Hub) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+federation.PathMetadata, h.metadata)
	mux.HandleFunc("POST "+federation.PathTell, h.told)
	for pattern, handle := range map[string]func(*asked){
		"POST " + federation.PathEnvelopes:   h.envelopes,
		"POST " + federation.PathReceipts:    h.takeReceipt,
		"GET " + federation.PathConversation: h.conversation,
		"GET " + federation.PathMessage:      h.messageReceipts,
		"GET " + federation.PathAttachment:   h.attachment,
		"POST " + federation.PathHeads:       h.heads,
		"POST " + federation.PathSelftest:    h.selftest,
		"GET " + federation.PathOutbox:       h.outbox,
		"GET " + federation.PathWanted:       h.wanted,
		"PUT " + federation.PathAttachment:   func(a *asked) { problem(a, http.StatusNotFound, "") }, // it wants none
		"GET " + federation.PathCheckpoint:   h.checkpoint,
		"GET " + federation.PathConsistency:  h.consistency,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { h.admit(w, r, handle) })
	}
	return mux
}

// asked is a request whose sender is known.
type asked struct {
	http.ResponseWriter
	r    *http.Request
	body []byte
	by   string // the partner
}

// admit reads the body within its bound and asks who is speaking.
func (h *Hub) admit(w http.ResponseWriter, r *http.Request, handle func(*asked)) {
	now := h.Clock()
	w.Header().Set(federation.HeaderTime, now.UTC().Format("2006-01-02T15:04:05.000Z07:00"))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, federation.MaxEnvelope))
	if err != nil {
		problem(w, http.StatusRequestEntityTooLarge, federation.ReasonOversize)
		return
	}
	want := federation.Request{Audience: h.Name, Method: r.Method, Path: r.URL.RequestURI(), Body: federation.HashOf(body)}
	token, err := h.Opener().CheckRequest(r.Header.Get("Authorization"), want, now)
	if err == nil && !h.fresh(token.Nonce, now) {
		err = &federation.Invalid{Reason: federation.ReasonReplay}
	}
	if err != nil {
		problem(w, http.StatusUnauthorized, reasonOf(err))
		return
	}
	handle(&asked{w, r, body, token.Hub})
}

func reasonOf(err error) federation.Reason {
	if bad, ok := errors.AsType[*federation.Invalid](err); ok {
		return bad.Reason
	}
	return federation.ReasonMalformed
}

func problem(w http.ResponseWriter, status int, reason federation.Reason) {
	write(w, status, "application/problem+json", []byte(`{"status":`+strconv.Itoa(status)+`,"reason":"`+string(reason)+`"}`))
}

func write(w http.ResponseWriter, status int, media string, body []byte) {
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	_, _ = w.Write(body) // the partner may be gone; it asks again
}

func (h *Hub) metadata(w http.ResponseWriter, _ *http.Request) {
	raw, _ := h.Metadata()
	write(w, http.StatusOK, federation.MediaSealed, raw)
}

// told takes a partner's newer edition, by the root that was pinned.
func (h *Hub) told(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(federation.HeaderTime, h.Clock().UTC().Format("2006-01-02T15:04:05.000Z07:00"))
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, federation.MaxMetadata))
	if err != nil {
		problem(w, http.StatusRequestEntityTooLarge, federation.ReasonOversize)
		return
	}
	h.mu.Lock()
	known, ok := h.partners[federation.ClaimedMetadata(raw)]
	h.mu.Unlock()
	print, err := federation.FingerprintOf(known.metadata.Root.Key)
	if !ok || err != nil || h.Pin(raw, print) != nil {
		problem(w, http.StatusUnauthorized, federation.ReasonRoot)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (h *Hub) envelopes(a *asked) {
	status, r, err := h.take(a.by, a.body)
	var sealed []byte
	if err == nil {
		sealed, err = h.answer(r)
	}
	if err != nil {
		problem(a, http.StatusInternalServerError, "")
		return
	}
	write(a, status, federation.MediaSealed, sealed)
}

// take opens and places an envelope, and gives what to answer.
func (h *Hub) take(by string, raw []byte) (int, federation.Receipt, error) {
	o, err := h.Opener().Open(raw, h.Clock())
	bad, refused := errors.AsType[*federation.Invalid](err)
	switch {
	case refused:
		return http.StatusUnprocessableEntity, bad.Receipt(raw), nil
	case err != nil:
		return 0, federation.Receipt{}, err
	case o.From.Hub != by:
		bad = &federation.Invalid{Reason: federation.ReasonForeignSender, Claimed: &o.Envelope}
		return http.StatusUnprocessableEntity, bad.Receipt(raw), nil
	}
	h.mu.Lock()
	verdict := h.book.take(o)
	h.mu.Unlock()
	if verdict == federation.Equivocation {
		bad = &federation.Invalid{Reason: federation.ReasonEquivocation, Claimed: &o.Envelope}
		return http.StatusConflict, bad.Receipt(raw), nil
	}
	return http.StatusAccepted, federation.Receipt{
		Kind: federation.Received, EnvelopeHash: o.Hash, Message: o.ID, Conversation: o.Conversation, Seq: o.Seq, Agency: o.To.Agency,
	}, nil
}

func (h *Hub) takeReceipt(a *asked) {
	r, _, err := h.Opener().OpenReceipt(a.body, h.Clock())
	if err != nil || r.Hub != a.by {
		problem(a, http.StatusUnprocessableEntity, reasonOf(err))
		return
	}
	h.mu.Lock()
	h.book.later[r.Message] = append(h.book.later[r.Message], a.body)
	h.mu.Unlock()
	a.WriteHeader(http.StatusNoContent)
}

func (h *Hub) conversation(a *asked) {
	w := way{a.by, federation.Conversation(a.r.PathValue("hub") + "/" + a.r.PathValue("case"))}
	after, err := strconv.ParseInt(a.r.FormValue("after"), 10, 64)
	h.mu.Lock()
	defer h.mu.Unlock()
	head, known := h.book.head(w)
	if !known || err != nil || after < 0 {
		problem(a, http.StatusNotFound, "")
		return
	}
	var lines [][]byte
	for _, s := range h.book.out[w][min(after, int64(len(h.book.out[w]))):] {
		lines = append(lines, s.raw)
	}
	a.Header().Set(federation.HeaderHead, federation.FormatHead(head.Sent))
	write(a, http.StatusOK, federation.MediaLines, bytes.Join(lines, []byte{'\n'}))
}

func (h *Hub) messageReceipts(a *asked) {
	id, err := ids.Parse[federation.Message](a.r.PathValue("id"))
	h.mu.Lock()
	defer h.mu.Unlock()
	hash, known := h.book.byID[from{a.by, id}]
	if err != nil || !known {
		problem(a, http.StatusNotFound, "")
		return
	}
	write(a, http.StatusOK, federation.MediaLines, h.book.receipts[hash])
}

func (h *Hub) attachment(a *asked) {
	digest, err := federation.ParseHash(a.r.PathValue("sha256"))
	named, bad := ids.Parse[federation.Message](a.r.FormValue("message"))
	h.mu.Lock()
	f, known := h.book.files[digest]
	known = known && err == nil && bad == nil && f.named[from{a.by, named}]
	h.mu.Unlock()
	if !known {
		problem(a, http.StatusNotFound, "")
		return
	}
	a.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(a, a.r, "", time.Time{}, bytes.NewReader(f.content))
}

func (h *Hub) heads(a *asked) {
	theirs, err := federation.DecodeHeads(a.body)
	if err != nil {
		problem(a, http.StatusUnprocessableEntity, reasonOf(err))
		return
	}
	var mine []federation.Head
	h.mu.Lock()
	for _, t := range theirs {
		if head, known := h.book.head(way{a.by, t.Conversation}); known {
			mine = append(mine, head)
		}
	}
	h.mu.Unlock()
	body, err := federation.EncodeHeads(mine)
	if err != nil {
		problem(a, http.StatusInternalServerError, "")
		return
	}
	write(a, http.StatusOK, "application/json", body)
}

// outbox has nothing: what the simulator sends it brings.
func (h *Hub) outbox(a *asked) {
	a.Header().Set(federation.HeaderEnvelopes, "0")
	write(a, http.StatusOK, federation.MediaLines, nil)
}

func (h *Hub) wanted(a *asked) {
	body, err := federation.EncodeWanted(nil)
	if err != nil {
		problem(a, http.StatusInternalServerError, "")
		return
	}
	write(a, http.StatusOK, "application/json", body)
}

func (h *Hub) selftest(a *asked) {
	theirs, err := h.Opener().OpenHandshake(a.body, h.Clock())
	if err != nil || theirs.Hub != a.by {
		problem(a, http.StatusUnprocessableEntity, reasonOf(err))
		return
	}
	raw, err := federation.SealHandshake(h.Handshake(a.by, theirs.Nonce), h.signer())
	if err != nil {
		problem(a, http.StatusInternalServerError, "")
		return
	}
	write(a, http.StatusOK, federation.MediaSealed, raw)
}
