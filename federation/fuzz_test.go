package federation_test

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/federation"
)

// The fuzzers hold the openers to three promises: no panic, every refusal an Invalid,
// and what is opened is spelled in the one way and means what it meant. Where a minute goes by
// with a handful of executions it went into making one find smaller: -fuzzminimizetime 20x.

func FuzzEnvelope(f *testing.F) {
	raw, _ := sichuan.seal(f, sichuan.offer(yuzhong))
	f.Add(raw)
	f.Add([]byte(payloadOf(f, raw)))
	f.Fuzz(func(t *testing.T, data []byte) {
		// As it came, and as the payload of somebody whose keys are known.
		for _, raw := range [][]byte{data, signedAnyhow(data, envelopeType)} {
			got, err := yuzhong.opener().Open(raw, noon)
			if reasonOf(t, err) != "" || raw == nil {
				continue
			}
			if got.Hash != federation.HashOf(raw) || !json.Valid(got.Payload) || got.From.Hub != sichuan.name {
				t.Fatalf("opened, and not what was sealed: %+v", got.Envelope)
			}
			again, _, err := federation.Seal(got.Envelope, careless, sichuan.hub)
			if err != nil {
				if reasonOf(t, err) != federation.ReasonOversize {
					t.Fatalf("it opens and cannot be sealed: %v", err)
				}
				continue
			}
			if _, err := yuzhong.opener().Open(again, noon); err != nil {
				t.Fatalf("sealed again it does not open: %v", err)
			}
		}
	})
}

// careless signs for sichuan's agency with Ed25519: its signatures are the same each
// time, and so is what the fuzzer sees.
var careless = federation.Signer{Private: sichuan.ed25519("careless"), Role: federation.RoleAgency, Agency: sichuan.agency}

func init() {
	m, _ := sichuan.metadata(noon)
	m.Keys = []federation.KeyEntry{sichuan.entry(careless, noon.AddDate(0, 0, -1), noon.AddDate(1, 0, 0))}
	agreed.Learn(&m)
}

// signedAnyhow signs bytes as a careless partner would; nil if even that cannot be.
func signedAnyhow(payload []byte, typ string) []byte {
	raw, err := federation.SealAnyhow(payload, typ, careless, sichuan.hub)
	if err != nil {
		return nil
	}
	return raw
}

// What is accepted as a rendition is what the envelope names, byte by byte.
func FuzzRendition(f *testing.F) {
	page := []byte("<!doctype html><p>可读文本")
	f.Add(federation.MediaHTML, page, page)
	f.Add(federation.MediaPDF, []byte("%PDF-1.7"), []byte("%PDF-1.7"))
	f.Add("text/x-later", page, page)
	f.Fuzz(func(t *testing.T, media string, named, came []byte) {
		r := federation.NameRendition(media, named)
		if reasonOf(t, r.Accept(came)) == "" && (!bytes.Equal(named, came) || !r.Shown() || len(came) > federation.MaxRendition) {
			t.Fatalf("%d bytes of %q are taken for %d", len(came), media, len(named))
		}
	})
}

func FuzzReceipt(f *testing.F) {
	raw, err := federation.SealReceipt(receipt(federation.Acknowledged), yuzhong.hub, yuzhong.agencyKey)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(payloadOf(f, raw)))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, raw := range [][]byte{data, signedAnyhow(data, "xhp-receipt+json")} {
			r, _, err := sichuan.opener().OpenReceipt(raw, noon)
			if reasonOf(t, err) == "" && (r.EnvelopeHash.IsZero() || r.Hub != sichuan.name && r.Hub != yuzhong.name) {
				t.Fatalf("opened: %+v", r)
			}
		}
	})
}

func FuzzMetadata(f *testing.F) {
	m, print := sichuan.metadata(noon)
	raw, err := federation.SealMetadata(m, sichuan.root)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(payloadOf(f, raw)))
	root := federation.Signer{Private: sichuan.root, Role: federation.RoleHub}
	f.Fuzz(func(t *testing.T, data []byte) {
		signed, _ := federation.SealAnyhow(data, "xhp-metadata+json", root)
		for _, raw := range [][]byte{data, signed} {
			got, _, err := federation.OpenMetadata(raw, print)
			if reasonOf(t, err) != "" {
				continue
			}
			keys := federation.Keys{}
			keys.Learn(&got)
			for id, k := range keys {
				if k.ID != id || k.Hub != got.Hub || !k.From.Before(k.Until) {
					t.Fatalf("learnt %+v", k)
				}
			}
			for d := range 500 {
				at := got.IssuedAt.Add(time.Duration(d) * 24 * time.Hour)
				got.Warnings(at)
				if s := got.Standing(at); s.MayLearn() && !s.MayExchange() {
					t.Fatalf("standing %d", s)
				}
			}
		}
	})
}

func FuzzBundle(f *testing.F) {
	_, raw := carried(f)
	f.Add(raw)
	f.Add(repacked(f, raw, leaveOut("receipts/"), nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := federation.ReadBundle(bytes.NewReader(data), int64(len(data)))
		if reasonOf(t, err) != "" {
			return
		}
		if _, err = b.Inspect(agreed.Find); err != nil {
			t.Fatalf("refusals belong into the inspection: %v", err)
		}
		for _, e := range b.Manifest.Entries {
			if e.Kind != federation.InAttachments {
				_, err := b.Read(e)
				reasonOf(t, err)
				continue
			}
			r, err := b.Open(e)
			if reasonOf(t, err) == "" {
				n, err := io.Copy(io.Discard, r)
				if reasonOf(t, err); n > e.Bytes {
					t.Fatalf("%d bytes of %d", n, e.Bytes)
				}
			}
		}
	})
}

func FuzzRequest(f *testing.F) {
	made := federation.Request{Hub: sichuan.name, Audience: yuzhong.name, Method: "GET", Path: "/", IssuedAt: noon}
	header, err := made.Authorize(sichuan.hub)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(header)
	f.Fuzz(func(t *testing.T, header string) {
		got, err := yuzhong.opener().CheckRequest(header, made, noon)
		if reasonOf(t, err) == "" && got.Hub != sichuan.name {
			t.Fatalf("%q asks", got.Hub)
		}
	})
}
