package main

import (
	"crypto/ed25519"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
)

// A receipt between organs of one hub and one between hubs are the same thing: what the
// record signs, the protocol opens.
func TestReceiptsOfOneHubOpenInTheOther(t *testing.T) {
	t.Parallel()
	now := time.Now().UTC().Truncate(time.Microsecond)
	private := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	id, err := record.KeyID(private.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	envelope := record.Hash(federation.HashOf([]byte("envelope")))
	conversation := federation.NewConversation("a.example", ids.New[ids.Case](now))
	raw, err := record.SignReceipt(record.Receipt{
		ID: ids.New[ids.Receipt](now), Kind: record.Received, Message: ids.New[federation.Message](now).String(), EnvelopeHash: &envelope,
		Conversation: string(conversation), Seq: 1, Hub: "b.example", Agency: ids.New[ids.Agency](now), Time: now, Event: ids.New[ids.Event](now), ChainHash: envelope,
	}, record.Signer{Key: record.Key{ID: id, Private: private}, Role: record.RoleHub})
	if err != nil {
		t.Fatal(err)
	}
	known := func(kid string) (federation.Key, bool) {
		return federation.Key{ID: id, Public: private.Public(), Hub: "b.example", Role: federation.RoleHub, From: now.Add(-time.Hour), Until: now.Add(time.Hour)}, kid == id
	}
	got, _, err := federation.Opener{Keys: known}.OpenReceipt(raw, now)
	if err != nil || got.Kind != federation.Received || got.Conversation != conversation || got.EnvelopeHash != federation.Hash(envelope) {
		t.Errorf("got %+v, %v", got, err)
	}
}
