package draw

import (
	"crypto/ed25519"
	"slices"
	"strings"
	"unicode/utf8"
)

// form is the whole file; member takes each part that is hashed by itself.
func (b *Bundle) form(f form, member func(int, shaped)) {
	part := func(i int, word string, m shaped) {
		f.word(word)
		member(i, m)
	}
	part(0, `{"format":"`+Format+`",`+"\n"+`"terms":`, &b.Terms)
	part(1, ",\n"+`"objects":`, &b.Objects)
	part(2, ",\n"+`"officers":`, &b.Officers)
	part(3, ",\n"+`"draw":`, &b.Draw)
	f.word(",\n" + `"core":`)
	sum(f, &b.Core)
	part(4, ",\n"+`"seal":`, &b.Seal)
	f.word(",\n" + `"digest":`)
	sum(f, &b.Digest)
	f.word(",\n" + `"signatures":`)
	list(f, &b.Signatures, func(s *[]byte) { bytesOf(f, s) })
	f.word("}\n")
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
	var at [5][2]int // where each member stands, to be hashed
	b.form(&r, func(i int, m shaped) {
		at[i][0] = r.at
		m.form(&r)
		at[i][1] = r.at
	})
	if r.bad == "" && r.at != len(r.all) {
		r.fail("end")
	}
	if r.bad != "" {
		return nil, unreadable(1+strings.Count(r.all[:r.at], "\n"), r.bad)
	}
	section := func(i int) []byte { return file[at[i][0]:at[i][1]] }
	objects := make(chan Hash, 1) // nearly all of the file: hashed while it is compared
	go func() { objects <- hash("objects", section(1)) }()
	if err := b.rewritten(r.all); err != nil {
		return nil, err
	}
	f, err := b.lists(section, <-objects)
	if err != nil {
		return nil, err
	}
	if err := b.redraw(f, section(3)); err != nil {
		return nil, err
	}
	return b, b.sealed(section(4))
}

// rewritten writes what was read once more and compares every byte.
func (b *Bundle) rewritten(file string) error {
	m := matcher{rest: file}
	b.form(&m, func(_ int, part shaped) { part.form(&m) })
	if m.differs || m.rest != "" {
		return unfit("rewritten", "文件与按规范重新写出的内容不一致", "The file differs from what writing it again gives")
	}
	return nil
}

func (b *Bundle) lists(section func(int) []byte, objects Hash) (*Frozen, error) {
	f := &Frozen{Terms: b.Terms, Objects: b.Objects, Officers: b.Officers, TermsHash: hash("terms", section(0))}
	if b.Terms.ObjectsHash != objects {
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
