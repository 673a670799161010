package casework_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"slices"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/casework/officetest"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/federation"
)

// reported sends a lead whose reporter is known, about a person whose number is known.
func reported(t *testing.T, a, b *side) ids.Case {
	t.Helper()
	d := leadDraft()
	d.Reporter = &canary
	d.Parties = append(d.Parties, casework.PartyInput{Person: referral.Person{Kind: "person", Name: "演示当事人", IDNumber: "11010519491231002X"}})
	got, err := a.OpenReferral(t.Context(), a.Env.Handler, officetest.NewKey("open"), referral.Lead, d, &casework.FirstAct{
		Action: "lead.send", To: b.Env.ID, Input: referral.Input{NoSecret: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return got.Case.ID
}

// said is everything that a hub said to the other one, and its readable texts.
func (s *side) said(t *testing.T) (all []byte) {
	t.Helper()
	for _, sql := range []string{"select raw from envelope_bytes", "select body from rendition_bytes"} {
		rows, err := s.DB.Owner.Query(t.Context(), sql)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var raw []byte
			if err := rows.Scan(&raw); err != nil {
				t.Fatal(err)
			}
			if opened, err := (federation.Opener{Keys: keysOf(s)}).Open(raw, s.Clock.Now()); err == nil {
				raw = opened.Payload
			}
			all = append(all, raw...)
		}
		rows.Close()
	}
	return all
}

func (s *side) ledger(t *testing.T, who casework.Actor, id ids.Case) (states map[string]int, open []casework.OpenGroup) {
	t.Helper()
	d, err := s.CaseDisclosures(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	states = map[string]int{}
	for _, f := range d.Fields {
		states[f.Group+" "+f.State]++
		if len(f.Basis) == 0 {
			t.Errorf("%s %s stands under no article", f.Title, f.State)
		}
	}
	return states, d.Open
}

// Who reported a matter does not go to another hub. Once the receiver has signed for it a head
// may decide that it does: sealed to that organ, proved by the message that withheld it, and in
// the ledger of both sides under its article.
func TestReporterGoesBeyondByDecisionOnly(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	id := reported(t, a, b)
	secret := []string{canary.Name, canary.Phone, canary.IdentityNo, canary.Account, canary.Note}
	silent := func(when string) {
		t.Helper()
		said := a.said(t)
		for _, word := range secret {
			if bytes.Contains(said, []byte(word)) {
				t.Errorf("%s: %s stands in what was sent", when, word)
			}
		}
	}
	silent("sent")
	carry(t, a, b)
	if since, err := b.HoldsReporter(t.Context(), b.Env.Handler, id); err != nil || !since.IsZero() {
		t.Errorf("the receiver holds a reporter that nobody gave: %v, %v", since, err)
	}
	states, open := a.ledger(t, a.Env.Head, id)
	if states["reporter withheld"] != 5 || states["identity withheld"] != 1 || len(open) != 2 {
		t.Errorf("the sender's ledger: %v, open %+v", states, open)
	}
	if states, _ := b.ledger(t, b.Env.Handler, id); states["reporter withheld"] != 1 || states["identity withheld"] != 1 {
		t.Errorf("the receiver's ledger: %v", states)
	}
	_, err := b.CaseDisclosures(t.Context(), b.Market.Handler, id)
	if fault.KindOf(err) != fault.Missing {
		t.Errorf("an outsider reads the ledger: %v", err)
	}
	give := casework.Giving{Group: "reporter", Reason: "需向举报人核实现场"}
	wants(t, a.GiveFields(t.Context(), a.Env.Head, id, give), fault.Rule, "disclosure.never")
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	if err := a.GiveFields(t.Context(), a.Env.Handler, id, give); fault.KindOf(err) != fault.Denied {
		t.Errorf("a handler decides it: %v", err)
	}
	if err := a.PassReporter(t.Context(), a.Env.Head, id, b.Env.ID, give.Reason); err != nil {
		t.Fatal(err)
	}
	silent("shown sealed")
	carry(t, a, b)
	got, err := b.OpenReporter(t.Context(), b.Env.Handler, id, "核实")
	if err != nil || got != canary {
		t.Errorf("the receiver opens %+v, %v", got, err)
	}
	if states, _ := a.ledger(t, a.Env.Head, id); states["reporter sealed"] != 5 {
		t.Errorf("the sender's ledger afterwards: %v", states)
	}
	if states, _ := b.ledger(t, b.Env.Handler, id); states["reporter shown"] != 5 {
		t.Errorf("the receiver's ledger afterwards: %v", states)
	}
	wants(t, a.GiveFields(t.Context(), a.Env.Head, id, give), fault.Rule, "disclosure.none")
	if err := a.GiveFields(t.Context(), a.Env.Head, id, casework.Giving{Group: "identity", Reason: "对方立案需要", Document: "中华人民共和国行政处罚法", Article: "第二十六条"}); err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	d, _ := same(t, b, a, id)
	if i := slices.IndexFunc(d.Snapshot.Parties, func(p referral.Person) bool { return p.Name == "演示当事人" }); d.Snapshot.Parties[i].IDNumber != canary.IdentityNo {
		t.Errorf("the party's number is %q", d.Snapshot.Parties[i].IDNumber)
	}
}

// A disclosure that does not hold against the signed message has no effect: its receipt says
// so, the operators are told, and nothing of it is taken.
func TestDisclosureThatDoesNotHold(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	operated(t, b)
	other := reported(t, a, b)
	carry(t, a, b)
	for what, change := range map[string]func(*federation.Envelope, map[string]any){
		"of another envelope": func(_ *federation.Envelope, said map[string]any) {
			var hash []byte
			var message string
			if err := a.DB.Owner.QueryRow(t.Context(), "select id::text, hash from envelopes where case_id = $1 and outgoing", other).Scan(&message, &hash); err != nil {
				t.Fatal(err)
			}
			said["message"], said["envelope_hash"] = message, federation.Hash(hash).String()
		},
		"other bytes": func(_ *federation.Envelope, said map[string]any) {
			said["envelope_hash"] = federation.HashOf([]byte("x")).String()
		},
		"neither open nor shut": func(_ *federation.Envelope, said map[string]any) { delete(said, "sealed") },
		"in the clear, with a wrong salt": func(_ *federation.Envelope, said map[string]any) {
			delete(said, "sealed")
			said["disclosures"] = []string{"WyJBQUFBQUFBQUFBQUFBQUFBQUFBQUFBIiwibmFtZSIsIngiXQ"}
		},
	} {
		id := reported(t, a, b)
		carry(t, a, b)
		b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
		carry(t, a, b)
		if err := a.GiveFields(t.Context(), a.Env.Head, id, casework.Giving{Group: "reporter", Reason: "核实"}); err != nil {
			t.Fatal(err)
		}
		a.rewritten(t, id, change)
		carry(t, a, b)
		i := slices.IndexFunc(a.messages(t, id), func(m casework.SharedMessage) bool { return m.Action == "disclosure.give" })
		if m := a.messages(t, id)[i]; m.State != "crossed" || m.Why() == nil || !slices.Contains([]string{"exchange.disclosure", "exchange.sealed"}, m.Error) {
			t.Errorf("%s: stands as %s %s", what, m.State, m.Error)
		}
		if since, err := b.HoldsReporter(t.Context(), b.Env.Handler, id); err != nil || !since.IsZero() {
			t.Errorf("%s: it was taken, %v", what, err)
		}
		if p := peerOf(t, b, a.Hub); p.Alarm != "disclosure" || !b.alarmed(t, "披露") && !b.alarmed(t, "密封") {
			t.Errorf("%s: alarm %q, told %v", what, p.Alarm, b.alarms(t))
		}
	}
}

// An organ that brought its own key opens alone: its hub keeps what came as it came. A key that
// the organ replaced still opens what was sealed to it; without a published key nothing is sent.
func TestSealedToAnOrgansOwnKey(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.UseSealingKey(t.Context(), b.Env.ID, jose.JSONWebKey{Key: private}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a private key was taken: %v", err)
	}
	kid, err := b.UseSealingKey(t.Context(), b.Env.ID, jose.JSONWebKey{Key: &private.PublicKey})
	if err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(1e9)
	b.valid(t, a, 300)
	for _, k := range b.identityKeys(t) {
		if k.Agency == b.Env.ID && k.ID == kid && k.Custodial || k.Agency == b.Police.ID && !k.Custodial {
			t.Errorf("the metadata say of %s that the hub keeps it: %v", k.ID, k.Custodial)
		}
	}
	id := reported(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Desk, id, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	if err := a.PassReporter(t.Context(), a.Env.Head, id, b.Env.ID, "核实"); err != nil {
		t.Fatal(err)
	}
	carry(t, a, b)
	if since, err := b.HoldsReporter(t.Context(), b.Env.Handler, id); err != nil || !since.IsZero() {
		t.Errorf("the hub opened what it has no key for: %v, %v", since, err)
	}
	if states, _ := b.ledger(t, b.Env.Handler, id); states["reporter sealed"] != 1 {
		t.Errorf("the ledger: %v", states)
	}
	parts, err := b.SealedParts(t.Context(), b.Env.Handler, id)
	if err != nil || len(parts) != 1 {
		t.Fatalf("%d sealed parts, %v", len(parts), err)
	}
	if fields, err := parts[0].Open(private, keysOf(a)); err != nil || len(fields) != 5 || !slices.ContainsFunc(fields, func(f federation.Shown) bool { return string(f.Value) == `"`+canary.Name+`"` }) {
		t.Errorf("the organ opens %+v, %v", fields, err)
	}
	another, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parts[0].Open(another, nil); err == nil {
		t.Error("another key opens it")
	}
	// Without a key in the partner's metadata nothing is sent, and nothing in the clear instead.
	next := reported(t, a, b)
	carry(t, a, b)
	b.Do(t, b.Env.Desk, next, "sign_for", referral.Input{Officer: "联络员甲"})
	carry(t, a, b)
	a.forgetSealingKeys(t, b)
	before := len(a.messages(t, next))
	wants(t, a.GiveFields(t.Context(), a.Env.Head, next, casework.Giving{Group: "reporter", Reason: "核实"}), fault.Rule, "disclosure.no_key")
	if n := len(a.messages(t, next)); n != before {
		t.Errorf("%d messages after a refusal, %d before", n, before)
	}
}

func (s *side) identityKeys(t *testing.T) []federation.EncryptionKey {
	t.Helper()
	i, err := s.OwnIdentity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return i.Metadata.Encryption
}

// forgetSealingKeys lets a hub hold metadata of the other one as an older hub wrote them.
func (s *side) forgetSealingKeys(t *testing.T, other *side) {
	t.Helper()
	i, err := other.OwnIdentity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := i.Metadata
	m.Encryption, m.Serial = nil, m.Serial+1
	raw, err := federation.SealMetadata(m, other.root)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.worker.RenewPeer(t.Context(), s.peer, raw); err != nil {
		t.Fatal(err)
	}
}

// What a hub says of fields is for ever: the names in the content of an act.
func TestNamesOfDisclosureAreForEver(t *testing.T) {
	t.Parallel()
	a, b := twoHubs(t)
	reported(t, a, b)
	waiting, _ := a.outbox(t)
	opened, err := federation.Opener{Keys: keysOf(a)}.Open(waiting[0].Raw, a.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		Reporter struct {
			SD []string `json:"_sd"`
		} `json:"reporter"`
		Disclosure []struct {
			Group, Title, Give, Says string
			Basis                    []federation.LegalBasis
		} `json:"disclosure"`
	}
	if err := json.Unmarshal(opened.Content, &said); err != nil {
		t.Fatal(err)
	}
	if len(said.Reporter.SD) != 5 || len(said.Disclosure) != 2 || said.Disclosure[0].Give != "on_decision" || said.Disclosure[0].Says == "" || len(said.Disclosure[0].Basis) == 0 {
		t.Errorf("the message says %+v", said)
	}
	request(t, a, b) // a case that nobody reported looks the same
	waiting, _ = a.outbox(t)
	if opened, err = (federation.Opener{Keys: keysOf(a)}).Open(waiting[1].Raw, a.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(opened.Content, &said); err != nil || len(said.Reporter.SD) != 5 {
		t.Errorf("%d digests where nobody reported, %v", len(said.Reporter.SD), err)
	}
}
