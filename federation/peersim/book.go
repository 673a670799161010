package peersim

import (
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// book is what the hub remembers: what came in, what went out, the receipts.
type book struct {
	in       map[way]*federation.Ledger
	byID     map[from]federation.Hash // which bytes came under an id, in any conversation
	receipts map[federation.Hash][]byte
	later    map[federation.Message][][]byte // receipts that partners sent of our messages
	out      map[way][]sealed
	files    map[federation.Hash]file
	chain    federation.Hash
}

// way is a conversation with one partner.
type way struct {
	partner      string
	conversation federation.Conversation
}

type from struct {
	partner string
	id      federation.Message
}

// sealed is an envelope of ours.
type sealed struct {
	id   federation.Message
	raw  []byte
	hash federation.Hash
}

// file is evidence and who may fetch it, by which message.
type file struct {
	content []byte
	named   map[from]bool
}

func newBook() book {
	return book{
		in: map[way]*federation.Ledger{}, byID: map[from]federation.Hash{}, receipts: map[federation.Hash][]byte{},
		later: map[federation.Message][][]byte{}, out: map[way][]sealed{}, files: map[federation.Hash]file{},
	}
}

// take places an envelope and gives the verdict.
func (b *book) take(o federation.Opened) federation.Verdict {
	w, f := way{o.From.Hub, o.Conversation}, from{o.From.Hub, o.ID}
	if known, ok := b.byID[f]; ok && known != o.Hash {
		return federation.Equivocation
	}
	if b.in[w] == nil {
		b.in[w] = federation.NewLedger()
	}
	verdict, _ := b.in[w].Take(o.Arrival())
	if verdict == federation.Deliver || verdict == federation.Hold {
		b.byID[f] = o.Hash
	}
	return verdict
}

// head is how far a conversation with a partner is.
func (b *book) head(w way) (federation.Head, bool) {
	in, out := b.in[w], b.out[w]
	if in == nil && len(out) == 0 {
		return federation.Head{}, false
	}
	h := federation.Head{Conversation: w.conversation}
	if in != nil {
		h.Received = in.Last()
	}
	if n := len(out); n > 0 {
		h.Sent = federation.Point{Seq: int64(n), Hash: out[n-1].hash}
	}
	return h, true
}

// Draft is the next envelope of a conversation, unsealed: change what should differ.
// An empty conversation begins a new one.
func (h *Hub) Draft(to federation.Address, c federation.Conversation) federation.Envelope {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.Clock()
	if c == "" {
		c = federation.NewConversation(h.Name, ids.New[ids.Case](now))
	}
	head, _ := h.book.head(way{to.Hub, c})
	return federation.Envelope{
		ID: ids.New[federation.Message](now), From: federation.Address{Hub: h.Name, Agency: h.Agency}, To: to,
		Conversation: c, Seq: head.Sent.Seq + 1, Prev: head.Sent.Hash, Observed: head.Received,
		Type: string(federation.Note), TypeVersion: federation.Version{Major: 1}, IssuedAt: now,
		Purpose: "互通测试", Content: []byte(`{"text":"模拟器报文，演示虚构。"}`),
	}
}

// Seal signs an envelope and enters it into the book as sent.
func (h *Hub) Seal(e federation.Envelope) ([]byte, error) {
	raw, hash, err := federation.Seal(e, h.Signers()...)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	w := way{e.To.Hub, e.Conversation}
	h.book.out[w] = append(h.book.out[w], sealed{e.ID, raw, hash})
	if err := h.log.add(hash); err != nil {
		return nil, err
	}
	h.names(e)
	return raw, nil
}

// names lets the receiver of an envelope fetch what the envelope names.
func (h *Hub) names(e federation.Envelope) {
	digests := make([]federation.Hash, 0, len(e.Attachments)+1)
	for _, a := range e.Attachments {
		digests = append(digests, a.SHA256)
	}
	if e.Rendition != nil {
		digests = append(digests, e.Rendition.SHA256)
	}
	for _, d := range digests {
		if f, ok := h.book.files[d]; ok {
			f.named[from{e.To.Hub, e.ID}] = true
		}
	}
}

// Keep puts a file in the store of evidence, to be named by an attachment.
func (h *Hub) Keep(content []byte) federation.Hash {
	h.mu.Lock()
	defer h.mu.Unlock()
	digest := federation.HashOf(content)
	h.book.files[digest] = file{content, map[from]bool{}}
	return digest
}

// answer seals the receipt of bytes that came in and remembers it: the same bytes get
// the same receipt.
func (h *Hub) answer(r federation.Receipt) ([]byte, error) {
	now := h.Clock()
	h.mu.Lock()
	defer h.mu.Unlock()
	if known, ok := h.book.receipts[r.EnvelopeHash]; ok {
		return known, nil
	}
	h.book.chain = federation.HashOf(append(h.book.chain[:], r.EnvelopeHash[:]...))
	r.ID, r.Hub, r.Time = ids.New[ids.Receipt](now), h.Name, now
	r.Event, r.ChainHash = ids.New[ids.Event](now), h.book.chain
	sealed, err := federation.SealReceipt(r, h.signer())
	if err == nil {
		h.book.receipts[r.EnvelopeHash] = sealed
	}
	return sealed, err
}

// fresh says whether a nonce was not used before, and remembers it.
func (h *Hub) fresh(nonce federation.Message, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, at := range h.nonces {
		if now.Sub(at) > 2*federation.MaxSkew {
			delete(h.nonces, id)
		}
	}
	if _, used := h.nonces[nonce]; used {
		return false
	}
	h.nonces[nonce] = now
	return true
}
