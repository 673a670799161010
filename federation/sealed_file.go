package federation

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// A sealed file (密封附件) is an attachment whose bytes are a JWE to the receiving agency, as
// sealed parts are. The envelope names the digest of the sealed bytes; name, type and content
// of the file are inside.

// Bounds of sealed files, in bytes: a JWE is made and opened whole, in memory.
const (
	MaxSealedFile = 32 << 20 // of what is sealed
	maxSealedText = MaxSealedFile/3*4 + 64<<10
)

// MediaSealedFile is the media type of an attachment that is a sealed file.
const MediaSealedFile = "application/jose"

// FileInside is a file as it lies in the sealed one.
type FileInside struct {
	Name    string
	Media   string
	Content []byte
}

// insideHead stands in front of the content, as one line of JSON.
type insideHead struct {
	Name  string `json:"name"`
	Media string `json:"media"`
}

// SealFile seals a file to an agency for one message: named by another message it does not open.
func SealFile(f FileInside, to EncryptionKey, message Message) ([]byte, error) {
	if len(f.Content) > MaxSealedFile {
		return nil, invalid(ReasonOversize, "a file of %d bytes, at most %d are sealed", len(f.Content), MaxSealedFile)
	}
	head, err := json.Marshal(insideHead{f.Name, f.Media})
	if err != nil {
		return nil, err
	}
	text, err := sealTo(append(append(head, '\n'), f.Content...), typeFile, to, message)
	return []byte(text), err
}

// ReadSealedFile reads the header of a sealed file, as ReadSealed does that of a part.
func ReadSealedFile(raw []byte) (SealedPart, error) {
	return readSealed(string(bytes.TrimSpace(raw)), typeFile, maxSealedText)
}

// OpenFile opens a sealed file with the agency's private key, for the message that names it.
// Its errors are those of Open.
func (s SealedPart) OpenFile(private *ecdsa.PrivateKey, message Message) (FileInside, error) {
	plain, err := s.decrypt(private, message)
	if err != nil {
		return FileInside{}, err
	}
	line, content, found := bytes.Cut(plain, []byte("\n"))
	var head insideHead
	if !found || decode(line, &head) != nil || head.Name == "" || !utf8.ValidString(head.Name) || len(head.Name) > 1024 {
		return FileInside{}, invalid(ReasonSealed, "what is sealed is no file")
	}
	return FileInside{head.Name, head.Media, content}, nil
}

// SealedProof says which message names a sealed file: the signed envelope, as it came, and the
// digest of the sealed bytes.
type SealedProof struct {
	Message  Message      `json:"message"`
	Evidence ids.Evidence `json:"evidence"`
	SHA256   Hash         `json:"sha256"`
	Envelope []byte       `json:"envelope"`
	Received time.Time    `json:"received"` // by the hub's clock: keys are judged by it
}

// Proves verifies that the envelope was signed by keys that were valid, to the agency of the
// sealed file, and names its digest. With keys nil the signatures are not verified.
func (p SealedProof) Proves(raw []byte, part SealedPart, keys KeySource) error {
	e, err := ReadUnproven(p.Envelope)
	if err != nil {
		return err
	}
	if keys != nil {
		opened, err := (Opener{Keys: keys, Understands: func(string) bool { return true }}).Open(p.Envelope, p.Received)
		if err != nil {
			return err
		}
		e = opened.Envelope
	}
	digest := HashOf(raw)
	if e.ID != part.Message || e.To.Agency != part.Agency {
		return invalid(ReasonSealed, "the file was sealed for another message")
	}
	for _, a := range e.Attachments {
		if a.SHA256 == digest {
			return nil
		}
	}
	return invalid(ReasonSealed, "the message names no such file")
}
