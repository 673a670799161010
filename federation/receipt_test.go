package federation_test

import (
	"reflect"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// receipt of an envelope of sichuan's, by yuzhong.
func receipt(kind federation.ReceiptKind) federation.Receipt {
	var said *int64
	if kind == federation.Delivered {
		said = new(int64)
	}
	return federation.Receipt{
		Said: said, ID: ids.New[ids.Receipt](noon), Kind: kind, Message: ids.New[federation.Message](noon), EnvelopeHash: federation.HashOf([]byte("envelope")),
		Conversation: federation.NewConversation(sichuan.name, ids.New[ids.Case](noon)), Seq: 1, Hub: yuzhong.name, Agency: yuzhong.agency,
		Time: noon, Event: ids.New[ids.Event](noon), ChainHash: federation.HashOf([]byte("event")),
	}
}

func TestReceiptArrivesAsItWasSealed(t *testing.T) {
	t.Parallel()
	for _, kind := range []federation.ReceiptKind{federation.Received, federation.Delivered, federation.Acknowledged, federation.Decided} {
		r := receipt(kind)
		raw, err := federation.SealReceipt(r, yuzhong.hub, yuzhong.agencyKey)
		if err != nil {
			t.Fatal(kind, err)
		}
		got, signatures, err := sichuan.opener().OpenReceipt(raw, noon)
		r.Protocol = federation.Protocol
		if err != nil || !reflect.DeepEqual(got, r) || len(signatures) != 2 {
			t.Errorf("%s: got %+v, %v", kind, got, err)
		}
		if !got.Answers(r.Message, r.EnvelopeHash) || got.Answers(r.Message, federation.HashOf(nil)) || got.Answers(federation.Message{1}, r.EnvelopeHash) {
			t.Error("it answers another message")
		}
	}
}

func TestReceiptsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(*federation.Receipt)
		signers []federation.Signer
		want    federation.Reason
	}{
		"received, by the hub":         {func(r *federation.Receipt) { r.Kind = federation.Received }, []federation.Signer{yuzhong.hub}, ""},
		"acknowledged, by the hub":     {func(*federation.Receipt) {}, []federation.Signer{yuzhong.hub}, federation.ReasonMissingSignature},
		"by another":                   {func(*federation.Receipt) {}, []federation.Signer{yuzhong.hub, sichuan.agencyKey}, federation.ReasonForeignSender},
		"unknown kind":                 {func(r *federation.Receipt) { r.Kind = "seen" }, nil, federation.ReasonField},
		"no event":                     {func(r *federation.Receipt) { r.Event = ids.Event{} }, nil, federation.ReasonField},
		"no envelope":                  {func(r *federation.Receipt) { r.EnvelopeHash = federation.Hash{} }, nil, federation.ReasonField},
		"invalid, of what nobody read": {func(r *federation.Receipt) { *r = unread(*r, "malformed") }, []federation.Signer{yuzhong.hub}, ""},
		"invalid without a reason":     {func(r *federation.Receipt) { *r = unread(*r, "") }, []federation.Signer{yuzhong.hub}, federation.ReasonField},
	} {
		r := receipt(federation.Acknowledged)
		c.change(&r)
		if _, err := federation.SealReceipt(r, c.signers...); reasonOf(t, err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	raw, err := federation.SealReceipt(receipt(federation.Received), yuzhong.hub)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := yuzhong.opener().Open(raw, noon); reasonOf(t, err) != federation.ReasonHeader {
		t.Errorf("a receipt passes for an envelope: %v", err)
	}
	stolen := forged(t, []byte(payloadOf(t, raw)), "xhp-receipt+json", nil, sichuan.hub)
	if _, _, err := sichuan.opener().OpenReceipt(stolen, noon); reasonOf(t, err) != federation.ReasonForeignSender {
		t.Errorf("the sender gives itself a receipt: %v", err)
	}
}

// Whatever a message claims, its refusal can be signed.
func TestEveryRefusalCanBeSigned(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*federation.Envelope){
		"as it should be":  func(*federation.Envelope) {},
		"no id":            func(e *federation.Envelope) { e.ID = federation.Message{} },
		"no conversation":  func(e *federation.Envelope) { e.Conversation = "x" },
		"a number too big": func(e *federation.Envelope) { e.Seq = 1 << 62 },
		"below zero":       func(e *federation.Envelope) { e.Seq = -1 },
	} {
		claimed := sichuan.offer(yuzhong)
		change(&claimed)
		r := (&federation.Invalid{Reason: federation.ReasonField, Claimed: &claimed}).Receipt([]byte("raw"))
		r.ID, r.Hub, r.Time = ids.New[ids.Receipt](noon), yuzhong.name, noon
		raw, err := federation.SealReceipt(r, yuzhong.hub)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, _, err := sichuan.opener().OpenReceipt(raw, noon); err != nil || got.EnvelopeHash != federation.HashOf([]byte("raw")) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func unread(r federation.Receipt, reason string) federation.Receipt {
	return federation.Receipt{ID: r.ID, Kind: federation.Refused, EnvelopeHash: r.EnvelopeHash, Hub: r.Hub, Time: r.Time, Reason: reason}
}
