package blobs

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"io"

	"github.com/emmansun/gmsm/sm3"
	"github.com/gabriel-vasile/mimetype"
)

// head is how much of a content the type is read from: what mimetype looks at.
const head = 3072

// intake writes through and learns what a Blob says on the way.
type intake struct {
	to     io.Writer
	sha256 hash.Hash
	sm3    hash.Hash
	size   int64
	head   []byte
}

func newIntake(to io.Writer) *intake {
	return &intake{to: to, sha256: sha256.New(), sm3: sm3.New(), head: make([]byte, 0, head)}
}

func (in *intake) Write(p []byte) (int, error) {
	n, err := in.to.Write(p)
	got := p[:n]
	in.sha256.Write(got)
	in.sm3.Write(got)
	in.size += int64(n)
	if room := head - len(in.head); room > 0 {
		in.head = append(in.head, got[:min(room, n)]...)
	}
	return n, err
}

func (in *intake) blob() Blob {
	b := Blob{Size: in.size, Detected: detect(in.head)}
	in.sha256.Sum(b.SHA256[:0])
	in.sm3.Sum(b.SM3[:0])
	return b
}

// detect reads the media type from the first bytes. OFD (GB/T 33190, the
// office format of Chinese agencies) is a ZIP with OFD.xml among its first entries.
func detect(head []byte) string {
	found := mimetype.Detect(head)
	if found.Is("application/zip") && bytes.Contains(head, []byte("OFD.xml")) {
		return "application/ofd"
	}
	return found.String()
}
