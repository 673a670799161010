package federation_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"errors"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// Two hubs that were agreed with one another, and the day on which all happens.
var (
	noon    = time.Date(2026, 11, 30, 4, 0, 0, 0, time.UTC)
	sichuan = newParty("hub.sc.example", "四川演示平台", "510000")
	yuzhong = newParty("hub.cq.example", "重庆演示平台", "500103")
	agreed  = federation.Keys{}
)

func init() {
	for _, p := range []*party{sichuan, yuzhong} {
		m, _ := p.metadata(noon)
		agreed.Learn(&m)
	}
}

// party is a hub with one agency and all its keys.
type party struct {
	name, title, region string
	agency              ids.Agency
	root                ed25519.PrivateKey
	hub, agencyKey      federation.Signer
}

func newParty(name, title, region string) *party {
	id := federation.HashOf([]byte(name + title + "agency"))
	agency := ids.Agency(id[:16])
	agency[6], agency[8] = agency[6]&0x0f|0x70, agency[8]&0x3f|0x80
	p := &party{name: name, title: title, region: region, agency: agency}
	p.root = p.ed25519("root")
	p.hub = federation.Signer{Private: p.ed25519("hub"), Role: federation.RoleHub}
	p.agencyKey = federation.Signer{Private: p.p256("agency"), Role: federation.RoleAgency, Agency: agency}
	return p
}

// Keys come from names, so that what a fuzzer found once is found again.
func (p *party) ed25519(what string) ed25519.PrivateKey {
	seed := federation.HashOf([]byte(p.name + p.title + what))
	return ed25519.NewKeyFromSeed(seed[:])
}

func (p *party) p256(what string) crypto.Signer {
	seed := federation.HashOf([]byte(p.name + p.title + what))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		panic(err)
	}
	return key
}

// metadata is the party's edition of a day, and its fingerprint.
func (p *party) metadata(at time.Time) (federation.Metadata, federation.Fingerprint) {
	print, err := federation.FingerprintOf(p.root.Public())
	if err != nil {
		panic(err)
	}
	return federation.Metadata{
		Hub: p.name, Serial: 1, Name: p.title, Region: p.region, Endpoints: []string{"https://" + p.name},
		Keys: []federation.KeyEntry{
			p.entry(p.hub, at.AddDate(0, 0, -1), at.AddDate(1, 0, 0)),
			p.entry(p.agencyKey, at.AddDate(0, 0, -1), at.AddDate(1, 0, 0)),
		},
		Agencies: []federation.AgencyEntry{{ID: p.agency, Name: "生态环境局", Sector: "environment", Region: p.region, Functions: []string{"legal"}}},
		Accepts:  []federation.TypeRange{{Type: "referral.offer", Min: federation.Version{Major: 1}, Max: federation.Version{Major: 1}}},
		IssuedAt: at, ValidUntil: at.AddDate(1, 0, 0),
	}, print
}

func (p *party) entry(s federation.Signer, from, until time.Time) federation.KeyEntry {
	e, err := federation.NewKeyEntry(s.Private.Public(), s.Role, s.Agency, from, until)
	if err != nil {
		panic(err)
	}
	return e
}

// offer is the first envelope of a case, from p to another.
func (p *party) offer(to *party) federation.Envelope {
	return federation.Envelope{
		ID: ids.New[federation.Message](noon), From: federation.Address{Hub: p.name, Agency: p.agency},
		To:           federation.Address{Hub: to.name, Agency: to.agency, Function: "legal"},
		Conversation: federation.NewConversation(p.name, ids.New[ids.Case](noon)), Seq: 1,
		Type: string(federation.Offer), TypeVersion: federation.Version{Major: 1}, IssuedAt: noon, CustodyEpoch: 1,
		LegalBasis: []federation.LegalBasis{{Document: "环境保护行政执法与刑事司法衔接工作办法", Article: "第五条"}},
		Purpose:    "请求协助调查取证", Handling: []string{federation.NoOnward}, Content: []byte(`{"title":"废酸跨省倾倒线索"}`),
		Attachments: []federation.Attachment{{Name: "现场照片.jpg", Media: "image/jpeg", Bytes: 3, SHA256: federation.HashOf([]byte("jpg"))}},
	}
}

func (p *party) seal(t testing.TB, e federation.Envelope) ([]byte, federation.Hash) {
	t.Helper()
	raw, hash, err := federation.Seal(e, p.agencyKey, p.hub)
	if err != nil {
		t.Fatal(err)
	}
	return raw, hash
}

// opener of a party knows the keys of both.
func (p *party) opener() federation.Opener {
	return federation.Opener{Hub: p.name, Keys: agreed.Find, Understands: func(s string) bool { return s == "known" }}
}

// reasonOf is why something was refused; "" if it was not.
func reasonOf(t testing.TB, err error) federation.Reason {
	t.Helper()
	if err == nil {
		return ""
	}
	bad, ok := errors.AsType[*federation.Invalid](err)
	if !ok {
		t.Fatalf("%v is no Invalid", err)
	}
	return bad.Reason
}
