package federation_test

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
)

// dice gives the same bytes every time: what is random must not make a test random.
func dice(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

const lead = `{"action":"lead.send","reporter":{"name":"演示举报人","phone":"000"},"base":{"parties":[{"name":"甲"},{"name":"乙","id_number":"演示号码"}]},"n":9007199254740993}`

var leadPaths = []string{"/reporter/name", "/reporter/phone", "/base/parties/1/id_number", "/reporter/none", "/nowhere/at/all"}

// withheldLead is an envelope that withholds a reporter and a number.
func withheldLead(t testing.TB, random io.Reader) (federation.Envelope, []federation.Withheld) {
	t.Helper()
	content, hidden, err := federation.Withhold([]byte(lead), leadPaths, map[string]int{"/reporter": 5, "/base/parties/0": 1, "/base/parties/1": 1}, random)
	if err != nil {
		t.Fatal(err)
	}
	e := sichuan.offer(yuzhong)
	e.Content = content
	return e, hidden
}

// What is withheld is not in the message, its number is hidden among decoys, and each field
// can be shown and proved later against the signed bytes.
func TestWithheldFieldsAreShownLater(t *testing.T) {
	t.Parallel()
	e, hidden := withheldLead(t, dice(1))
	raw, _ := sichuan.seal(t, e)
	opened, err := yuzhong.opener().Open(raw, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"演示举报人", "000", "演示号码"} {
		if bytes.Contains(opened.Payload, []byte(word)) {
			t.Errorf("%s stands in the message", word)
		}
	}
	if !bytes.Contains(opened.Payload, []byte("9007199254740993")) {
		t.Error("a number lost digits")
	}
	var said struct {
		Reporter map[string][]string `json:"reporter"`
		Base     struct {
			Parties []struct {
				Name string   `json:"name"`
				SD   []string `json:"_sd"`
			} `json:"parties"`
		} `json:"base"`
	}
	if err := json.Unmarshal(opened.Content, &said); err != nil {
		t.Fatal(err)
	}
	if n := len(said.Reporter["_sd"]); n != 5 || !slices.IsSorted(said.Reporter["_sd"]) {
		t.Errorf("%d digests of a reporter with two fields, sorted %v", n, slices.IsSorted(said.Reporter["_sd"]))
	}
	for i, p := range said.Base.Parties {
		if len(p.SD) != 1 {
			t.Errorf("party %d shows by %d digests whether its number is known", i, len(p.SD))
		}
	}
	if len(hidden) != 3 {
		t.Fatalf("hidden: %+v", hidden)
	}
	for _, h := range hidden {
		shown, err := opened.Show([]federation.Disclosure{h.Disclosure})
		if err != nil || len(shown) != 1 || shown[0].Path != h.Path {
			t.Errorf("%s: %+v, %v", h.Path, shown, err)
		}
	}
	shown, err := opened.Show([]federation.Disclosure{hidden[0].Disclosure, hidden[2].Disclosure})
	if err != nil || string(shown[0].Value) != `"演示举报人"` || string(shown[1].Value) != `"演示号码"` {
		t.Errorf("%+v, %v", shown, err)
	}
	if got := federation.Matching([]byte(lead), "/base/parties/*/id_number"); !slices.Equal(got, []string{"/base/parties/1/id_number"}) {
		t.Errorf("matching: %v", got)
	}
}

// written is a disclosure as anybody may write one.
func written(t testing.TB, parts ...any) federation.Disclosure {
	t.Helper()
	raw, err := json.Marshal(parts)
	if err != nil {
		t.Fatal(err)
	}
	return federation.Disclosure(base64.RawURLEncoding.EncodeToString(raw))
}

// A disclosure that the envelope does not withhold shows nothing, whatever is wrong with it,
// and takes those beside it down with it.
func TestDisclosuresThatDoNotHold(t *testing.T) {
	t.Parallel()
	e, hidden := withheldLead(t, dice(1))
	other, elsewhere := withheldLead(t, dice(99))
	good := hidden[0].Disclosure
	raw, err := base64.RawURLEncoding.DecodeString(string(good))
	if err != nil {
		t.Fatal(err)
	}
	var parts []any
	if err := json.Unmarshal(raw, &parts); err != nil {
		t.Fatal(err)
	}
	salt := parts[0].(string)
	for what, list := range map[string][]federation.Disclosure{
		"another salt":                  {written(t, strings.Repeat("A", 22), "name", "演示举报人")},
		"another value":                 {written(t, salt, "name", "别人")},
		"another name":                  {written(t, salt, "phone", "演示举报人")},
		"another envelope's":            {elsewhere[0].Disclosure},
		"twice":                         {good, good},
		"a good one beside a bad one":   {good, elsewhere[1].Disclosure},
		"a salt too short to be one":    {written(t, "AAAA", "name", "演示举报人")},
		"two parts":                     {written(t, salt, "name")},
		"the name of the digests":       {written(t, salt, "_sd", []string{})},
		"a value that withholds itself": {written(t, salt, "name", map[string]any{"_sd": []string{strings.Repeat("A", 43)}})},
		"no base64":                     {good + "="},
		"nothing":                       {},
		"an empty one":                  {""},
	} {
		if _, err := e.Show(list); reasonOf(t, err) != federation.ReasonDisclosure {
			t.Errorf("%s: %v", what, err)
		}
	}
	// A decoy is a digest of nothing: whatever is offered for it has another digest.
	var said struct {
		Reporter map[string][]string `json:"reporter"`
	}
	if err := json.Unmarshal(e.Content, &said); err != nil {
		t.Fatal(err)
	}
	for _, digest := range said.Reporter["_sd"] {
		if slices.ContainsFunc(hidden, func(h federation.Withheld) bool { return h.Disclosure.Digest() == digest }) {
			continue
		}
		if _, err := e.Show([]federation.Disclosure{federation.Disclosure(digest)}); reasonOf(t, err) != federation.ReasonDisclosure {
			t.Errorf("a decoy shown by its own digest: %v", err)
		}
	}
	if _, err := other.Show([]federation.Disclosure{elsewhere[0].Disclosure}); err != nil {
		t.Errorf("at home it holds: %v", err)
	}
	signed := e
	signed.Content = bytes.Replace(e.Content, []byte(`"reporter":{`), []byte(`"reporter":{"name":"x",`), 1)
	if _, err := signed.Show([]federation.Disclosure{good}); reasonOf(t, err) != federation.ReasonDisclosure {
		t.Errorf("it writes over what was signed: %v", err)
	}
}

// An envelope whose digests are not in order is refused, whoever signed it.
func TestDigestsOutOfOrder(t *testing.T) {
	t.Parallel()
	digest := strings.Repeat("A", 43)
	for what, content := range map[string]string{
		"a digest twice":              `{"_sd":["` + digest + `","` + digest + `"]}`,
		"a digest twice, far apart":   `{"a":{"_sd":["` + digest + `"]},"b":[{"_sd":["` + digest + `"]}]}`,
		"in another spelling of _sd":  `{"\u005fsd":["` + digest + `","` + digest + `"]}`,
		"no digest":                   `{"_sd":["` + digest[:42] + `"]}`,
		"stray bits":                  `{"_sd":["` + digest[:42] + `B"]}`,
		"a number":                    `{"_sd":[1]}`,
		"no list":                     `{"_sd":{"a":1}}`,
		"an algorithm that is not it": `{"_sd":[],"_sd_alg":"md5"}`,
	} {
		e := sichuan.offer(yuzhong)
		e.Content = []byte(content)
		if _, _, err := federation.Seal(e, sichuan.agencyKey, sichuan.hub); reasonOf(t, err) != federation.ReasonDisclosure {
			t.Errorf("%s is signed: %v", what, err)
		}
		e.Protocol = federation.Protocol
		payload, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := yuzhong.opener().Open(signedAnyhow(payload, envelopeType), noon); reasonOf(t, err) != federation.ReasonDisclosure {
			t.Errorf("%s is opened: %v", what, err)
		}
	}
	plain := sichuan.offer(yuzhong) // envelopes of before have none
	if raw, _ := sichuan.seal(t, plain); len(raw) == 0 {
		t.Error("an envelope without digests is not sealed")
	}
}

func sealingKey(t testing.TB, p *party, what string) (*ecdsa.PrivateKey, federation.EncryptionKey) {
	t.Helper()
	private, ok := p.p256(what).(*ecdsa.PrivateKey)
	if !ok {
		t.Fatal("not a P-256 key")
	}
	key, err := federation.NewEncryptionKey(&private.PublicKey, p.agency, noon.AddDate(0, 0, -1), noon.AddDate(1, 0, 0), false)
	if err != nil {
		t.Fatal(err)
	}
	return private, key
}

// A part that is sealed to an agency opens with its key, for its message, and with nothing
// else; each way to fail says which it is.
func TestSealedParts(t *testing.T) {
	t.Parallel()
	_, hidden := withheldLead(t, dice(1))
	list := []federation.Disclosure{hidden[0].Disclosure, hidden[1].Disclosure}
	private, key := sealingKey(t, yuzhong, "sealing")
	replaced, _ := sealingKey(t, yuzhong, "sealing before")
	message := ids.New[federation.Message](noon)
	text, err := federation.SealPart(list, key, message)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, string(hidden[0].Disclosure)) {
		t.Error("the part is not sealed")
	}
	part, err := federation.ReadSealed(text)
	if err != nil || part.KeyID != key.ID || part.Agency != yuzhong.agency || part.Message != message {
		t.Fatalf("%+v, %v", part, err)
	}
	if got, err := part.Open(private, message); err != nil || !slices.Equal(got, list) {
		t.Errorf("opened: %v, %v", got, err)
	}
	if _, err := part.Open(replaced, message); !errors.Is(err, federation.ErrOtherKey) {
		t.Errorf("with a key that was replaced: %v", err)
	}
	if _, err := part.Open(nil, message); !errors.Is(err, federation.ErrOtherKey) {
		t.Errorf("without a key: %v", err)
	}
	if _, err := part.Open(private, ids.New[federation.Message](noon)); reasonOf(t, err) != federation.ReasonSealed {
		t.Errorf("in another message: %v", err)
	}
	pieces := strings.Split(text, ".")
	pieces[3] = "A" + pieces[3][1:]
	if pieces[3] == strings.Split(text, ".")[3] {
		pieces[3] = "B" + pieces[3][1:]
	}
	if altered, err := federation.ReadSealed(strings.Join(pieces, ".")); err != nil {
		t.Error(err)
	} else if _, err := altered.Open(private, message); !errors.Is(err, federation.ErrTampered) {
		t.Errorf("altered: %v", err)
	}
	for what, header := range map[string]string{
		"a key in the message":   `{"alg":"ECDH-ES+A256KW","enc":"A256GCM","kid":"x","typ":"xhp-sealed+json","jku":"https://x"}`,
		"another algorithm":      `{"alg":"dir","enc":"A256GCM","kid":"x","typ":"xhp-sealed+json"}`,
		"compressed":             `{"alg":"ECDH-ES+A256KW","enc":"A256GCM","kid":"x","typ":"xhp-sealed+json","zip":"DEF"}`,
		"another typ":            `{"alg":"ECDH-ES+A256KW","enc":"A256GCM","kid":"x","typ":"JWT"}`,
		"no agency":              `{"alg":"ECDH-ES+A256KW","enc":"A256GCM","kid":"x","typ":"xhp-sealed+json","xhp_message":"` + message.String() + `"}`,
		"no message":             `{"alg":"ECDH-ES+A256KW","enc":"A256GCM","kid":"x","typ":"xhp-sealed+json","xhp_agency":"` + yuzhong.agency.String() + `"}`,
		"a member twice":         `{"alg":"dir","alg":"ECDH-ES+A256KW"}`,
		"no object":              `[]`,
		"what is no JSON at all": `?`,
	} {
		pieces[0] = base64.RawURLEncoding.EncodeToString([]byte(header))
		if _, err := federation.ReadSealed(strings.Join(pieces, ".")); reasonOf(t, err) != federation.ReasonSealed {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := federation.ReadSealed("a.b.c"); reasonOf(t, err) != federation.ReasonSealed {
		t.Errorf("three parts: %v", err)
	}
}

// Metadata name the keys that parts are sealed to; an edition of before names none and holds.
func TestMetadataNameEncryptionKeys(t *testing.T) {
	t.Parallel()
	m, print := yuzhong.metadata(noon)
	if _, ok := m.EncryptionKeyOf(yuzhong.agency, noon); ok {
		t.Error("a key that nobody named")
	}
	_, first := sealingKey(t, yuzhong, "first")
	_, second := sealingKey(t, yuzhong, "second")
	first.Until, second.From = noon.AddDate(0, 1, 0), noon.AddDate(0, 0, 10)
	m.Encryption = []federation.EncryptionKey{first, second}
	raw, err := federation.SealMetadata(m, yuzhong.root)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := federation.OpenMetadata(raw, print)
	if err != nil {
		t.Fatal(err)
	}
	for days, want := range map[int]string{0: first.ID, 11: second.ID, 40: second.ID} {
		if k, ok := got.EncryptionKeyOf(yuzhong.agency, noon.AddDate(0, 0, days)); !ok || k.ID != want {
			t.Errorf("after %d days: %s, want %s", days, k.ID, want)
		}
	}
	if _, ok := got.EncryptionKeyOf(yuzhong.agency, noon.AddDate(2, 0, 0)); ok {
		t.Error("a key after its last day")
	}
	for what, break_ := range map[string]func(*federation.EncryptionKey){
		"another agency's": func(k *federation.EncryptionKey) { k.Agency = sichuan.agency },
		"another id":       func(k *federation.EncryptionKey) { k.ID = first.ID + "x" },
		"no time":          func(k *federation.EncryptionKey) { k.Until = k.From },
	} {
		k := first
		break_(&k)
		m.Encryption = []federation.EncryptionKey{k}
		if _, err := federation.SealMetadata(m, yuzhong.root); reasonOf(t, err) != federation.ReasonField {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Shown fields are those of the envelope and no others, whatever is offered.
func FuzzDisclosure(f *testing.F) {
	e, hidden := withheldLead(f, dice(1))
	for _, h := range hidden {
		f.Add([]byte(h.Disclosure), []byte(e.Content))
	}
	f.Add([]byte(`["AAAAAAAAAAAAAAAAAAAAAA","name","x"]`), []byte(`{"_sd":["x"]}`))
	known := map[federation.Disclosure]string{}
	for _, h := range hidden {
		known[h.Disclosure] = h.Path
	}
	f.Fuzz(func(t *testing.T, data, content []byte) {
		for _, d := range []federation.Disclosure{federation.Disclosure(data), federation.Disclosure(base64.RawURLEncoding.EncodeToString(data))} {
			shown, err := e.Show([]federation.Disclosure{d})
			if reasonOf(t, err) == "" && (known[d] == "" || len(shown) != 1 || shown[0].Path != known[d]) {
				t.Fatalf("%s shows %+v", d, shown)
			}
			other := e
			other.Content = content
			if shown, err := other.Show([]federation.Disclosure{d}); reasonOf(t, err) == "" && !bytes.Contains(content, []byte("sd")) && !bytes.Contains(content, []byte(`\u`)) {
				t.Fatalf("nothing is withheld, and %+v is shown", shown)
			}
		}
		if g, err := federation.ReadGiven(data); err == nil && (g.Message.IsZero() || (len(g.Disclosures) == 0) == (g.Sealed == "")) {
			t.Fatalf("read: %+v", g)
		}
	})
}

// A sealed part names a key, an agency and a message, or is an Invalid; nothing opens that
// was not sealed to the key.
func FuzzSealed(f *testing.F) {
	_, hidden := withheldLead(f, dice(1))
	private, key := sealingKey(f, yuzhong, "sealing")
	message := ids.New[federation.Message](noon)
	text, err := federation.SealPart([]federation.Disclosure{hidden[0].Disclosure}, key, message)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add("e30.a.b.c.d")
	f.Fuzz(func(t *testing.T, data string) {
		part, err := federation.ReadSealed(data)
		if reasonOf(t, err) != "" {
			return
		}
		if part.KeyID == "" || part.Agency.IsZero() || part.Message.IsZero() {
			t.Fatalf("read: %+v", part)
		}
		list, err := part.Open(private, message)
		if err == nil && (data != text || len(list) != 1) {
			t.Fatalf("opened %q", data)
		}
	})
}
