package draw

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Hash is a SHA-256 digest.
type Hash [32]byte

// String gives 64 lower-case hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// IsZero reports whether nothing was hashed yet.
func (h Hash) IsZero() bool { return h == Hash{} }

// hash is H of the specification: a tag, a zero byte, the version, the parts.
func hash(tag string, parts ...[]byte) (h Hash) {
	d := sha256.New()
	d.Write([]byte("xianjie/draw/" + tag + "\x00\x01"))
	for _, p := range parts {
		d.Write(p)
	}
	d.Sum(h[:0])
	return h
}

// Commit gives the commitment of an agency to its nonce under these terms (承诺值).
func Commit(terms Hash, agency ids.Agency, nonce [32]byte) Hash {
	return hash("nonce", terms[:], agency[:], nonce[:])
}

// seedOf hashes all nonces, which are in ascending order of agency.
func seedOf(terms Hash, nonces []Nonce, room string) Hash {
	parts := [][]byte{terms[:]}
	for i := range nonces {
		parts = append(parts, nonces[i].Value[:])
	}
	return hash("seed", append(parts, []byte(room))...)
}

// What a stream of numbers is for.
const (
	forObjects  = 1
	forOfficers = 2
)

// stream is an endless row of 64-bit numbers that follows from the seed.
type stream struct {
	input   [len(streamTag) + 32 + 1 + 4 + 8]byte
	counter uint64
	block   [32]byte
	left    int // bytes of the block not yet used
}

const streamTag = "xianjie/draw/stream\x00\x01"

func newStream(seed Hash, purpose byte, n int) *stream {
	s := &stream{}
	b := append(s.input[:0], streamTag...)
	b = append(b, seed[:]...)
	b = append(b, purpose)
	binary.BigEndian.AppendUint32(b, uint32(n))
	return s
}

func (s *stream) next() uint64 {
	if s.left == 0 {
		binary.BigEndian.PutUint64(s.input[len(s.input)-8:], s.counter)
		s.block, s.left = sha256.Sum256(s.input[:]), len(s.block)
		s.counter++
	}
	x := binary.BigEndian.Uint64(s.block[len(s.block)-s.left:])
	s.left -= 8
	return x
}

// below gives a number of 0 … m-1, each as likely as another: numbers beyond the
// last whole multiple of m are thrown away.
func (s *stream) below(m int) int {
	n := uint64(m)
	beyond := -n % n // 2⁶⁴ mod m
	for {
		if x := s.next(); x <= math.MaxUint64-beyond {
			return int(x % n)
		}
	}
}
