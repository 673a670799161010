package draw

import (
	"crypto/ed25519"
	"encoding/hex"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Seal is what the hub adds when it publishes a draw (公布).
type Seal struct {
	Hub      string
	SealedAt time.Time
	Anchor   []Anchor // none or one
	Signers  []Signer
}

// Anchor shows that the freeze stood in the hub's log at a checkpoint.
type Anchor struct {
	Header     []byte // of the event of the freeze (ADR 0003)
	Salt       []byte // of its field terms_hash
	Leaf       int64
	Proof      []Hash
	Checkpoint string // the signed note, its line ends written as "|"
}

// Signer is whose key signs.
type Signer struct {
	Role   string // hub, agency
	Agency ids.Agency
	Key    [32]byte // Ed25519 public key
}

// HubSigner is the role of the hub.
const HubSigner = "hub"

// signedBy gives the message that signer number i signs.
func signedBy(i int, digest Hash) []byte {
	h := hash("signature", []byte{byte(i)}, digest[:])
	return h[:]
}

// File writes the bundle, sealed and signed by the hub's key.
func (f *Frozen) File(core Hash, seal Seal, key ed25519.PrivateKey) ([]byte, error) {
	seal.SealedAt = seal.SealedAt.UTC().Truncate(time.Second)
	seal.Signers = []Signer{{Role: HubSigner, Key: [32]byte(key.Public().(ed25519.PublicKey))}}
	section, err := encode(&seal, 1<<12)
	if err != nil {
		return nil, err
	}
	h := hash("seal", section)
	digest := hash("digest", core[:], h[:])
	return assemble(f.Sections, core, section, digest, [][]byte{ed25519.Sign(key, signedBy(0, digest))}), nil
}

// assemble puts the members of a file together.
func assemble(s Sections, core Hash, seal []byte, digest Hash, signatures [][]byte) []byte {
	out := make([]byte, 0, len(s.Terms)+len(s.Objects)+len(s.Officers)+len(s.Draw)+len(seal)+1024)
	put := func(word string, value []byte) { out = append(append(out, word...), value...) }
	put(`{"format":"`+Format+`",`+"\n"+`"terms":`, s.Terms)
	put(",\n"+`"objects":`, s.Objects)
	put(",\n"+`"officers":`, s.Officers)
	put(",\n"+`"draw":`, s.Draw)
	put(",\n"+`"core":"`+core.String()+`",`+"\n"+`"seal":`, seal)
	put(",\n"+`"digest":"`+digest.String()+`",`+"\n"+`"signatures":[`, nil)
	for i, s := range signatures {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, '\n', '"'), hex.EncodeToString(s)...), '"')
	}
	if len(signatures) > 0 {
		out = append(out, '\n')
	}
	return append(out, "]}\n"...)
}
