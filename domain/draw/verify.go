package draw

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"strings"
	"unicode/utf8"
)

// form is the whole file. Where each member stands is kept, to be hashed.
func (b *Bundle) form(r *reader) (at [5][2]int) {
	member := func(i int, word string, m shaped) {
		r.word(word)
		at[i][0] = r.at
		m.form(r)
		at[i][1] = r.at
	}
	member(0, `{"format":"`+Format+`",`+"\n"+`"terms":`, &b.Terms)
	member(1, ",\n"+`"objects":`, &b.Objects)
	member(2, ",\n"+`"officers":`, &b.Officers)
	member(3, ",\n"+`"draw":`, &b.Draw)
	r.word(",\n" + `"core":`)
	sum(r, &b.Core)
	member(4, ",\n"+`"seal":`, &b.Seal)
	r.word(",\n" + `"digest":`)
	sum(r, &b.Digest)
	r.word(",\n" + `"signatures":`)
	list(r, &b.Signatures, func(s *[]byte) { bytesOf(r, s) })
	r.word("}\n")
	return at
}

// Verify reads a file and draws again. A nil error means: consistent, every hash,
// commitment, signature, the seed and the result. Who signed is for the caller to
// compare with a key that it knows. The error is a fault that begins with "draw.".
func Verify(file []byte) (*Bundle, error) {
	if !utf8.Valid(file) {
		return nil, unreadable(0, "UTF-8")
	}
	b := &Bundle{}
	r := reader{all: string(file)}
	at := b.form(&r)
	if r.bad == "" && r.at != len(r.all) {
		r.fail("end")
	}
	if r.bad != "" {
		return nil, unreadable(1+strings.Count(r.all[:r.at], "\n"), r.bad)
	}
	if err := b.rewritten(file); err != nil {
		return nil, err
	}
	section := func(i int) []byte { return file[at[i][0]:at[i][1]] }
	f, err := b.lists(section)
	if err != nil {
		return nil, err
	}
	if err := b.redraw(f, section(3)); err != nil {
		return nil, err
	}
	return b, b.sealed(section(4))
}

// rewritten writes what was read once more and compares every byte.
func (b *Bundle) rewritten(file []byte) error {
	var s Sections
	var seal []byte
	for _, m := range []struct {
		from shaped
		to   *[]byte
		room int
	}{
		{&b.Terms, &s.Terms, 1 << 12}, {&b.Objects, &s.Objects, 144 * len(b.Objects.List)}, {&b.Officers, &s.Officers, 150 * len(b.Officers.List)},
		{&b.Draw, &s.Draw, 300*len(b.Draw.Result) + 1000}, {&b.Seal, &seal, 1 << 12},
	} {
		var err error
		if *m.to, err = encode(m.from, m.room); err != nil {
			return err
		}
	}
	if !bytes.Equal(assemble(s, b.Core, seal, b.Digest, b.Signatures), file) {
		return unfit("rewritten", "文件与按规范重新写出的内容不一致", "The file differs from what writing it again gives")
	}
	return nil
}

func (b *Bundle) lists(section func(int) []byte) (*Frozen, error) {
	f := &Frozen{Terms: b.Terms, Objects: b.Objects, Officers: b.Officers, TermsHash: hash("terms", section(0))}
	if b.Terms.ObjectsHash != hash("objects", section(1)) {
		return nil, unfit("objects_hash", "检查对象名单与冻结时公布的哈希不符", "The list of objects does not have the hash that was published at the freeze")
	}
	if b.Terms.OfficersHash != hash("officers", section(2)) {
		return nil, unfit("officers_hash", "检查人员名单与冻结时公布的哈希不符", "The list of officers does not have the hash that was published at the freeze")
	}
	return f, f.check()
}

func (b *Bundle) redraw(f *Frozen, section []byte) error {
	d := &b.Draw
	switch err := checkNonces(&f.Terms, f.TermsHash, d.Nonces); {
	case err != nil:
		return err
	case d.Seed != seedOf(f.TermsHash, d.Nonces, d.Room):
		return unfit("seed", "种子不是由各部门的随机数得出的", "The seed does not follow from the nonces")
	case d.DrawnAt.Before(b.Terms.FrozenAt):
		return unfit("order", "抽取时间早于名单冻结时间", "The draw is earlier than the freeze of the lists")
	}
	again := result(&f.Terms, f.Objects.List, &f.Officers, d.Seed)
	if !slices.EqualFunc(again, d.Result, func(a, b Visit) bool {
		return a.Object == b.Object && a.Stratum == b.Stratum && slices.Equal(a.Team, b.Team)
	}) {
		return unfit("result", "抽取结果与按种子重新抽取的不一致", "The result differs from what the seed draws")
	}
	if b.Core != coreOf(f.TermsHash, section) {
		return unfit("core", "抽取时公布的哈希不符", "The hash that was published at the draw does not fit")
	}
	return nil
}

func (b *Bundle) sealed(section []byte) error {
	h := hash("seal", section)
	if b.Digest != hash("digest", b.Core[:], h[:]) {
		return unfit("digest", "总哈希不符", "The digest does not fit")
	}
	signers := b.Seal.Signers
	if len(signers) == 0 || len(signers) > 255 || len(signers) != len(b.Signatures) || signers[0].Role != HubSigner || len(b.Seal.Anchor) > 1 {
		return unfit("signatures", "签名与签名人不对应", "Signatures and signers do not correspond")
	}
	for i, s := range signers {
		if (s.Role == HubSigner) != (i == 0) || (s.Role == HubSigner) != s.Agency.IsZero() || s.Role != HubSigner && s.Role != "agency" {
			return unfit("signatures", "签名与签名人不对应", "Signatures and signers do not correspond")
		}
		if len(b.Signatures[i]) != ed25519.SignatureSize || !ed25519.Verify(s.Key[:], signedBy(i, b.Digest), b.Signatures[i]) {
			return unfit("signatures", "签名不正确", "A signature is wrong")
		}
	}
	return nil
}

// TermsHash gives the hash that was published at the freeze.
func (b *Bundle) TermsHash() (Hash, error) {
	section, err := encode(&b.Terms, 1<<12)
	return hash("terms", section), err
}
