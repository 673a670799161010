package federation_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

func TestEnvelopeArrivesAsItWasSealed(t *testing.T) {
	t.Parallel()
	sent := sichuan.offer(yuzhong)
	raw, hash := sichuan.seal(t, sent)
	got, err := yuzhong.opener().Open(raw, noon)
	if err != nil {
		t.Fatal(err)
	}
	sent.Protocol = federation.Protocol
	if !reflect.DeepEqual(got.Envelope, sent) {
		t.Errorf("got  %+v\nsent %+v", got.Envelope, sent)
	}
	if got.Hash != hash || hash != federation.HashOf(raw) || !bytes.Equal(got.Raw, raw) {
		t.Error("the hash is not that of the bytes")
	}
	if len(got.Signatures) != 2 || !got.Signatures[0].Known || !got.Signatures[1].Known {
		t.Errorf("signatures: %+v", got.Signatures)
	}
}

// forged is an envelope made by other hands: any payload, any header, real signatures.
func forged(t testing.TB, payload []byte, typ string, extra map[jose.HeaderKey]any, signers ...federation.Signer) []byte {
	t.Helper()
	var signed []string
	var body string
	for _, s := range signers {
		alg := jose.EdDSA
		if s.Role == federation.RoleAgency {
			alg = jose.ES256
		}
		id, err := federation.KeyID(s.Private.Public())
		if err != nil {
			t.Fatal(err)
		}
		options := (&jose.SignerOptions{}).WithType(jose.ContentType(typ)).WithHeader("kid", id).WithHeader("xhp_role", s.Role)
		if s.Role == federation.RoleAgency {
			options.WithHeader("xhp_agency", s.Agency.String())
		}
		for name, value := range extra {
			options.WithHeader(name, value)
		}
		for { // until s is the lower one by chance: half of all signatures
			signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: s.Private}, options)
			if err != nil {
				t.Fatal(err)
			}
			jws, err := signer.Sign(payload)
			if err != nil {
				t.Fatal(err)
			}
			compact, err := jws.CompactSerialize()
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(compact, ".")
			raw, err := base64.RawURLEncoding.DecodeString(parts[2])
			if err != nil {
				t.Fatal(err)
			}
			if alg == jose.ES256 && raw[32] >= 0x7f {
				continue
			}
			body = parts[1]
			signed = append(signed, `{"protected":"`+parts[0]+`","signature":"`+parts[2]+`"}`)
			break
		}
	}
	return []byte(`{"payload":"` + body + `","signatures":[` + strings.Join(signed, ",") + `]}`)
}

const envelopeType = "xhp-envelope+json"

// payloadOf gives what a sealed envelope says.
func payloadOf(t testing.TB, raw []byte) string {
	t.Helper()
	var f struct{ Payload string }
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	payload, err := base64.RawURLEncoding.DecodeString(f.Payload)
	if err != nil {
		t.Fatal(err)
	}
	return string(payload)
}

func TestEnvelopesThatAreRefused(t *testing.T) {
	t.Parallel()
	raw, _ := sichuan.seal(t, sichuan.offer(yuzhong))
	payload := payloadOf(t, raw)
	with := func(old, new string) []byte {
		t.Helper()
		changed := strings.Replace(payload, old, new, 1)
		if changed == payload {
			t.Fatalf("%q is not in the payload", old)
		}
		return forged(t, []byte(changed), envelopeType, nil, sichuan.agencyKey, sichuan.hub)
	}
	header := func(name jose.HeaderKey, value any) []byte {
		return forged(t, []byte(payload), envelopeType, map[jose.HeaderKey]any{name: value}, sichuan.agencyKey, sichuan.hub)
	}
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	content := `{"title":"废酸跨省倾倒线索"}`
	var many []federation.Attachment
	for range federation.MaxAttachments + 1 {
		many = append(many, federation.Attachment{Name: "a", Media: "a/b", SHA256: federation.HashOf(nil)})
	}
	list, err := json.Marshal(many)
	if err != nil {
		t.Fatal(err)
	}
	attachments := payload[strings.Index(payload, `"attachments":`):]
	flipped := slices.Clone(raw)
	if at := len(flipped) - 40; flipped[at] == 'A' {
		flipped[at] = 'B'
	} else {
		flipped[at] = 'A'
	}
	stranger := newParty("hub.cq.example", "", "")
	for name, c := range map[string]struct {
		raw  []byte
		want federation.Reason
	}{
		"forged rightly":           {forged(t, []byte(payload), envelopeType, nil, sichuan.agencyKey, sichuan.hub), ""},
		"unknown member":           {with(`{"protocol"`, `{"later":{"x":[1]},"protocol"`), ""},
		"unknown header":           {header("later", "x"), ""},
		"must understand, known":   {with(`"issued_at"`, `"must_understand":["known"],"issued_at"`), ""},
		"must understand, unknown": {with(`"issued_at"`, `"must_understand":["known","new"],"issued_at"`), federation.ReasonMustUnderstand},
		"empty":                    {nil, federation.ReasonMalformed},
		"too long":                 {bytes.Repeat([]byte("a"), federation.MaxEnvelope+1), federation.ReasonOversize},
		"a space in the frame":     {append([]byte(" "), raw...), federation.ReasonMalformed},
		"trailing data":            {append(slices.Clone(raw), "{}"...), federation.ReasonMalformed},
		"trailing line":            {append(slices.Clone(raw), '\n'), federation.ReasonMalformed},
		"not UTF-8":                {append(slices.Clone(raw), 0xff), federation.ReasonEncoding},
		"cut off":                  {raw[:len(raw)/2], federation.ReasonMalformed},
		"a bit of a signature":     {flipped, federation.ReasonBadSignature},
		"payload not UTF-8":        {with(content, `"`+"\xff"+`"`), federation.ReasonEncoding},
		"NUL":                      {with(content, `"a\u0000"`), federation.ReasonEncoding},
		"half a pair":              {with(content, `"\ud83d"`), federation.ReasonEncoding},
		"a whole pair":             {with(content, `"\ud83d\ude00"`), ""},
		"nested":                   {with(content, deep), federation.ReasonNesting},
		"a member twice":           {with(content, `{"a":1,"a":2}`), federation.ReasonDuplicateKey},
		"a member twice, escaped":  {with(content, `{"a":1,"\u0061":2}`), federation.ReasonDuplicateKey},
		"a field twice":            {with(`{"protocol"`, `{"seq":2,"protocol"`), federation.ReasonDuplicateKey},
		"payload trailing":         {forged(t, []byte(payload+"1"), envelopeType, nil, sichuan.agencyKey, sichuan.hub), federation.ReasonMalformed},
		"critical header":          {header("crit", []string{"exp"}), federation.ReasonHeader},
		"key address":              {header("jku", "https://evil.example/keys"), federation.ReasonHeader},
		"key in the message":       {header("x5c", []string{"MAA="}), federation.ReasonHeader},
		"another type":             {forged(t, []byte(payload), "xhp-receipt+json", nil, sichuan.agencyKey, sichuan.hub), federation.ReasonHeader},
		"no agency signature":      {forged(t, []byte(payload), envelopeType, nil, sichuan.hub), federation.ReasonMissingSignature},
		"no hub signature":         {forged(t, []byte(payload), envelopeType, nil, sichuan.agencyKey), federation.ReasonMissingSignature},
		"signed twice by one key":  {forged(t, []byte(payload), envelopeType, nil, sichuan.agencyKey, sichuan.hub, sichuan.hub), federation.ReasonHeader},
		"signed by the receiver":   {forged(t, []byte(payload), envelopeType, nil, yuzhong.agencyKey, yuzhong.hub), federation.ReasonForeignSender},
		"signed by a stranger":     {forged(t, []byte(payload), envelopeType, nil, stranger.agencyKey, stranger.hub), federation.ReasonUnknownSender},
		"too many signatures":      {forged(t, []byte(payload), envelopeType, nil, slices.Repeat([]federation.Signer{sichuan.hub}, 9)...), federation.ReasonMalformed},
		"of another's agency":      {with(sichuan.agency.String(), ids.New[ids.Agency](noon).String()), federation.ReasonForeignSender},
		"of another's hub":         {with(`"from":{"hub":"hub.sc.example"`, `"from":{"hub":"hub.gz.example"`), federation.ReasonForeignSender},
		"to another hub":           {with(`"to":{"hub":"hub.cq.example"`, `"to":{"hub":"hub.gz.example"`), federation.ReasonWrongRecipient},
		"to itself":                {with(`"to":{"hub":"hub.cq.example"`, `"to":{"hub":"hub.sc.example"`), federation.ReasonField},
		"another protocol":         {with("XHP/1", "XHP/2"), federation.ReasonProtocol},
		"no number":                {with(`"seq":1`, `"seq":0`), federation.ReasonField},
		"a number of another kind": {with(`"seq":1`, `"seq":"1"`), federation.ReasonField},
		"a number too big":         {with(`"seq":1`, `"seq":9007199254740993`), federation.ReasonField},
		"a Prev too early":         {with(`"seq":1`, `"seq":1,"prev":"`+federation.HashOf(nil).String()+`"`), federation.ReasonField},
		"capital letters":          {with(`"seq":1`, `"Seq":1`), federation.ReasonField},
		"a path for a name":        {with("现场照片.jpg", "../照片.jpg"), federation.ReasonField},
		"a name read backwards":    {with("现场照片.jpg", "照片\\u202egpj.exe"), federation.ReasonField},
		"far too late":             {with("2026-11-30", "9999-11-30"), federation.ReasonField},
		"too many attachments":     {with(attachments, `"attachments":`+string(list)+"}"), federation.ReasonField},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := yuzhong.opener().Open(c.raw, noon); reasonOf(t, err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestKeysAreJudgedByTheTimeOfReceipt(t *testing.T) {
	t.Parallel()
	raw, _ := sichuan.seal(t, sichuan.offer(yuzhong))
	for name, c := range map[string]struct {
		at   time.Time
		want federation.Reason
	}{
		"before the key's first day": {noon.AddDate(0, 0, -2), federation.ReasonKeyExpired},
		"in its time":                {noon.AddDate(0, 6, 0), ""},
		"at its end":                 {noon.AddDate(1, 0, 0), federation.ReasonKeyExpired},
	} {
		if _, err := yuzhong.opener().Open(raw, c.at); reasonOf(t, err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	compromised := federation.Keys{}
	m, _ := sichuan.metadata(noon)
	m.Keys[0].Compromised = noon.AddDate(0, 0, 1)
	compromised.Learn(&m)
	m.Keys[0].Compromised = time.Time{}
	compromised.Learn(&m) // a later edition that is silent about it changes nothing
	o := federation.Opener{Keys: compromised.Find}
	if _, err := o.Open(raw, noon); err != nil {
		t.Errorf("received before the compromise: %v", err)
	}
	if _, err := o.Open(raw, noon.AddDate(0, 0, 2)); reasonOf(t, err) != federation.ReasonKeyExpired {
		t.Errorf("received after the compromise: %v", err)
	}
}

// A message that is refused says whom to answer, as far as it could be read.
func TestRefusedEnvelopeSaysWhomToAnswer(t *testing.T) {
	t.Parallel()
	e := sichuan.offer(yuzhong)
	e.MustUnderstand = []string{"new"}
	raw, _ := sichuan.seal(t, e)
	_, err := yuzhong.opener().Open(raw, noon)
	var bad *federation.Invalid
	if bad, _ = err.(*federation.Invalid); bad == nil || bad.Claimed == nil || bad.Claimed.ID != e.ID {
		t.Fatalf("refused with %#v", err)
	}
	if (federation.Opener{}).Keys != nil {
		t.Fatal("the zero Opener has keys")
	}
	if _, err := (federation.Opener{}).Open(raw, noon); reasonOf(t, err) != federation.ReasonUnknownSender {
		t.Errorf("the zero Opener opens: %v", err)
	}
}

func TestSealRefuses(t *testing.T) {
	t.Parallel()
	e := sichuan.offer(yuzhong)
	for name, c := range map[string]struct {
		signers []federation.Signer
		want    federation.Reason
	}{
		"the hub alone":    {[]federation.Signer{sichuan.hub}, federation.ReasonMissingSignature},
		"the agency alone": {[]federation.Signer{sichuan.agencyKey}, federation.ReasonMissingSignature},
		"another agency":   {[]federation.Signer{sichuan.hub, yuzhong.agencyKey}, federation.ReasonForeignSender},
	} {
		if _, _, err := federation.Seal(e, c.signers...); reasonOf(t, err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	e.Content = json.RawMessage(`{"a":1,"a":2}`)
	if _, _, err := federation.Seal(e, sichuan.agencyKey, sichuan.hub); reasonOf(t, err) != federation.ReasonDuplicateKey {
		t.Errorf("content with a member twice: %v", err)
	}
	e.Content = json.RawMessage(`"` + strings.Repeat("a", federation.MaxEnvelope) + `"`)
	if _, _, err := federation.Seal(e, sichuan.agencyKey, sichuan.hub); reasonOf(t, err) != federation.ReasonOversize {
		t.Errorf("more than an envelope holds: %v", err)
	}
}
