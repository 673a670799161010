package record_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/record"
)

type counter struct {
	receipt     record.Receipt
	hub, agency record.Signer
}

func newCounter(t *testing.T) counter {
	t.Helper()
	ring, err := record.OpenKeyring(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	agency := ids.New[ids.Agency](noon)
	key := func(name string) record.Key {
		k, err := ring.LoadOrCreate(name)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	return counter{
		record.Receipt{
			ID: ids.New[ids.Receipt](noon), Kind: record.Acknowledged, Message: "m-1", Conversation: "c-1", Seq: 3,
			Hub: "hub.example", Agency: agency, Time: noon, Reason: "已签收",
			Event: ids.New[ids.Event](noon), ChainHash: record.Hash{7},
		},
		record.Signer{Key: key(record.KeyHub), Role: record.RoleHub},
		record.Signer{Key: key(record.AgencyKey(agency)), Role: record.RoleAgency, Agency: agency, Custodial: true},
	}
}

func (c counter) find(id string) (record.KnownKey, bool) {
	switch id {
	case c.hub.Key.ID:
		return record.KnownKey{Public: c.hub.Key.Public(), Role: record.RoleHub}, true
	case c.agency.Key.ID:
		return record.KnownKey{Public: c.agency.Key.Public(), Role: record.RoleAgency, Agency: c.agency.Agency}, true
	}
	return record.KnownKey{}, false
}

func (c counter) hubOnly(id string) (record.KnownKey, bool) {
	if id == c.agency.Key.ID {
		return record.KnownKey{}, false
	}
	return c.find(id)
}

func TestReceipt(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	jws, err := record.SignReceipt(c.receipt, c.hub, c.agency)
	if err != nil {
		t.Fatal(err)
	}
	got, signatures, err := record.VerifyReceipt(jws, c.find)
	if err != nil {
		t.Fatal(err)
	}
	want := c.receipt
	want.Protocol = record.ReceiptProtocol
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if len(signatures) != 2 || !signatures[0].Known || signatures[0].Role != record.RoleHub || signatures[0].Custodial ||
		!signatures[1].Known || signatures[1].Agency != c.agency.Agency || !signatures[1].Custodial {
		t.Errorf("signatures %+v", signatures)
	}
	again, err := record.SignReceipt(c.receipt, c.hub, c.agency)
	if err != nil || !bytes.Equal(again, jws) {
		t.Errorf("the same receipt is not byte-identical: %v", err)
	}
	if _, signatures, err := record.VerifyReceipt(jws, c.hubOnly); err != nil || signatures[1].Known {
		t.Errorf("agency key unknown: %+v, %v", signatures, err)
	}
	alone, err := record.SignReceipt(c.receipt, c.hub)
	if err != nil || !bytes.Contains(alone, []byte(`"signatures":[`)) {
		t.Errorf("one signature is not in general form: %s, %v", alone, err)
	}
}

// The library that made the signatures is not the only one that reads them.
func TestReceiptIsPlainJWS(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	jws, err := record.SignReceipt(c.receipt, c.hub, c.agency)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jose.ParseSignedJSON(string(jws), []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		t.Fatal(err)
	}
	index, _, payload, err := parsed.VerifyMulti(c.agency.Key.Public())
	if err != nil || index != 1 {
		t.Fatalf("signature %d, %v", index, err)
	}
	var fields map[string]any
	if err := json.Unmarshal(payload, &fields); err != nil {
		t.Fatal(err)
	}
	if fields["kind"] != "acknowledged" || fields["protocol"] != "XHP/1" || fields["time"] != "2026-09-30T12:00:00Z" ||
		len(fields["chain_hash"].(string)) != 64 || fields["envelope_hash"] != nil {
		t.Errorf("payload %s", payload)
	}
}

func TestReceiptRefused(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	good, err := record.SignReceipt(c.receipt, c.hub, c.agency)
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		Payload    string              `json:"payload"`
		Signatures []map[string]string `json:"signatures"`
	}
	if err := json.Unmarshal(good, &parts); err != nil {
		t.Fatal(err)
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts.Payload)
	if err != nil {
		t.Fatal(err)
	}
	with := func(payload []byte, signatures ...map[string]string) []byte {
		b, err := json.Marshal(map[string]any{"payload": base64.RawURLEncoding.EncodeToString(payload), "signatures": signatures})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	resigned := func(payload string, typ string, role record.Role, key record.Key) []byte {
		options := (&jose.SignerOptions{}).WithType(jose.ContentType(typ)).WithHeader("kid", key.ID).WithHeader("xhp_role", role)
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key.Private}, options)
		if err != nil {
			t.Fatal(err)
		}
		jws, err := signer.Sign([]byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		compact, err := jws.CompactSerialize()
		if err != nil {
			t.Fatal(err)
		}
		p := strings.Split(compact, ".")
		return with([]byte(payload), map[string]string{"protected": p[0], "signature": p[2]})
	}
	const typ = "xhp-receipt+json"
	edited := strings.Replace(string(payload), "acknowledged", "undeliverable", 1)
	for name, jws := range map[string][]byte{
		"edited payload":      with([]byte(edited), parts.Signatures...),
		"swapped signatures":  with(payload, map[string]string{"protected": parts.Signatures[0]["protected"], "signature": parts.Signatures[1]["signature"]}),
		"one good one bad":    with(payload, parts.Signatures[0], map[string]string{"protected": parts.Signatures[1]["protected"], "signature": parts.Signatures[0]["signature"]}),
		"no hub":              with(payload, parts.Signatures[1]),
		"no signature":        with(payload),
		"nine signatures":     with(payload, append(append(append(append(parts.Signatures, parts.Signatures...), parts.Signatures...), parts.Signatures...), parts.Signatures[0])...),
		"another typ":         resigned(string(payload), "xhp-envelope+json", record.RoleHub, c.hub.Key),
		"agency signs as hub": resigned(string(payload), typ, record.RoleHub, c.agency.Key),
		"repeated member":     resigned(strings.Replace(string(payload), `{`, `{"kind":"decided",`, 1), typ, record.RoleHub, c.hub.Key),
		"unknown kind":        resigned(strings.Replace(string(payload), "acknowledged", "lost", 1), typ, record.RoleHub, c.hub.Key),
		"no chain hash":       resigned(strings.Replace(string(payload), `"chain_hash"`, `"other"`, 1), typ, record.RoleHub, c.hub.Key),
		"another protocol":    resigned(strings.Replace(string(payload), "XHP/1", "XHP/9", 1), typ, record.RoleHub, c.hub.Key),
		"not UTF-8":           resigned(strings.Replace(string(payload), "m-1", "m-\xff", 1), typ, record.RoleHub, c.hub.Key),
		"repeated JWS member": bytes.Replace(good, []byte("{"), []byte(`{"payload":"",`), 1),
		"too long":            append(bytes.Repeat([]byte(" "), 64<<10), good...),
		"compact":             []byte(parts.Signatures[0]["protected"] + "." + parts.Payload + "." + parts.Signatures[0]["signature"]),
		"flattened":           mustJSON(t, map[string]string{"payload": parts.Payload, "protected": parts.Signatures[0]["protected"], "signature": parts.Signatures[0]["signature"]}),
		"algorithm none":      with(payload, map[string]string{"protected": base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"xhp-receipt+json"}`)), "signature": ""}),
		"nothing":             nil,
	} {
		_, _, err := record.VerifyReceipt(jws, c.find)
		if err == nil || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	// an unknown member is kept and ignored, a newer hub may write one
	if _, _, err := record.VerifyReceipt(resigned(strings.Replace(string(payload), `{`, `{"later":1,`, 1), typ, record.RoleHub, c.hub.Key), c.find); err != nil {
		t.Errorf("unknown member: %v", err)
	}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSignReceiptRefuses(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	if _, err := record.SignReceipt(c.receipt, c.agency); err == nil {
		t.Error("signed without the hub")
	}
	c.receipt.ChainHash = record.Hash{}
	if _, err := record.SignReceipt(c.receipt, c.hub); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no chain hash: %v", err)
	}
}

func FuzzVerifyReceipt(f *testing.F) {
	f.Add([]byte(`{"payload":"e30","signatures":[{"protected":"e30","signature":""}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := record.VerifyReceipt(b, func(string) (record.KnownKey, bool) { return record.KnownKey{}, false }); err == nil {
			t.Error("good without a known key")
		}
	})
}
