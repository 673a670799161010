package record_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
)

// This is the second reader: written from docs/adr/0003-event-format.md alone, in
// another manner (offsets instead of a cursor), sharing nothing with the package.

type plainEvent struct {
	subjectKind, subjectID, kind, function string
	seq, occurred, recorded                int64
	id, agency, recorder                   [16]byte
	prev                                   [32]byte
	names                                  []string
	commitments                            [][32]byte
}

func secondReader(h []byte) (e plainEvent, err error) {
	defer func() {
		if recover() != nil { // a slice past the end: the header is too short
			err = fmt.Errorf("header too short")
		}
	}()
	number := func(from, to int) (n uint64) {
		for _, b := range h[from:to] {
			n = n*256 + uint64(b)
		}
		return n
	}
	if h[0] != 1 {
		return e, fmt.Errorf("version %d", h[0])
	}
	kindEnd := 2 + int(h[1])
	e.subjectKind = string(h[2:kindEnd])
	idEnd := kindEnd + 1 + int(h[kindEnd])
	e.subjectID = string(h[kindEnd+1 : idEnd])
	e.seq = int64(number(idEnd, idEnd+8))
	copy(e.id[:], h[idEnd+8:idEnd+24])
	at := idEnd + 24
	e.kind = string(h[at+1 : at+1+int(h[at])])
	at += 1 + int(h[at])
	e.occurred, e.recorded = int64(number(at, at+8)), int64(number(at+8, at+16))
	copy(e.agency[:], h[at+16:at+32])
	copy(e.recorder[:], h[at+32:at+48])
	at += 48
	e.function = string(h[at+1 : at+1+int(h[at])])
	at += 1 + int(h[at])
	copy(e.prev[:], h[at:at+32])
	count := int(number(at+32, at+34))
	at += 34
	for range count {
		name := string(h[at+1 : at+1+int(h[at])])
		if len(e.names) > 0 && strings.Compare(e.names[len(e.names)-1], name) != -1 {
			return e, fmt.Errorf("fields out of order")
		}
		at += 1 + int(h[at])
		e.names = append(e.names, name)
		e.commitments = append(e.commitments, [32]byte(h[at:at+32]))
		at += 32
	}
	if at != len(h) {
		return e, fmt.Errorf("%d bytes left over", len(h)-at)
	}
	return e, nil
}

// secondHash is the chain hash as the page defines it.
func secondHash(header []byte) [32]byte {
	return sha256.Sum256(bytes.Join([][]byte{[]byte("xianjie/event"), {0}, header}, nil))
}

// secondCommitment is the commitment as the page defines it.
func secondCommitment(salt []byte, name string, value []byte) [32]byte {
	n, v := len(name), len(value)
	return sha256.Sum256(bytes.Join([][]byte{
		[]byte("xianjie/field"), {0, 1, byte(len(salt))}, salt,
		{byte(n / 256), byte(n % 256)}, []byte(name),
		{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}, value,
	}, nil))
}

// secondLeaf and secondNode are RFC 6962 §2.1.
func secondLeaf(chain [32]byte) [32]byte {
	return sha256.Sum256(append([]byte{0, 1}, chain[:]...))
}

func secondNode(left, right [32]byte) [32]byte {
	return sha256.Sum256(bytes.Join([][]byte{{1}, left[:], right[:]}, nil))
}
