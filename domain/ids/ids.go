// Package ids holds the typed identifiers of the hub.
//
// Every identifier is a UUIDv7 (RFC 9562 §5.7): it sorts by the time it was
// made, so an index on it stays narrow at its right edge. The type parameter
// names what is identified; a case id cannot be passed where an agency id is
// expected.
package ids

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"time"
)

// Kinds of things that have an id. They are never instantiated.
type (
	caseKind     struct{}
	agencyKind   struct{}
	userKind     struct{}
	unitKind     struct{}
	issuerKind   struct{}
	eventKind    struct{}
	handoffKind  struct{}
	partyKind    struct{}
	chargeKind   struct{}
	clockKind    struct{}
	evidenceKind struct{}
	materialKind struct{}
	itemKind     struct{}
	documentKind struct{}
	receiptKind  struct{}
	deliveryKind struct{}
	sessionKind  struct{}
	clientKind   struct{}
	endpointKind struct{}
	entryKind    struct{}
)

type (
	Case     = ID[caseKind]     // 案件
	Agency   = ID[agencyKind]   // 机关
	User     = ID[userKind]     // 人员
	Unit     = ID[unitKind]     // 内设机构
	Issuer   = ID[issuerKind]   // 身份提供方
	Event    = ID[eventKind]    // 办理记录
	Handoff  = ID[handoffKind]  // 交接（一次送交）
	Party    = ID[partyKind]    // 当事人
	Charge   = ID[chargeKind]   // 涉嫌罪名（按人按罪）
	Clock    = ID[clockKind]    // 期限
	Evidence = ID[evidenceKind] // 电子证据材料
	Material = ID[materialKind] // 移送材料
	Item     = ID[itemKind]     // 涉案物品
	Document = ID[documentKind] // 文书
	Receipt  = ID[receiptKind]  // 回执
	Delivery = ID[deliveryKind] // 送达（通知）
	Session  = ID[sessionKind]  // 登录会话
	Client   = ID[clientKind]   // 接口客户端
	Endpoint = ID[endpointKind] // 接收端点
	Entry    = ID[entryKind]    // 登记项（请假、值班、电话记录等）
)

// ID is a UUIDv7 of one kind of thing. The zero ID identifies nothing.
type ID[K any] [16]byte

// New makes an id stamped with the given instant. It panics only if the
// operating system has no randomness, where nothing sensible can go on.
func New[T ~[16]byte](now time.Time) T {
	var b T
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	if _, err := rand.Read(b[6:]); err != nil {
		panic("ids: no randomness: " + err.Error())
	}
	b[6] = b[6]&0x0f | 0x70 // version 7
	b[8] = b[8]&0x3f | 0x80 // RFC 9562 variant
	return b
}

// ErrSyntax says that a text is not a UUID in its canonical 36-character form.
var ErrSyntax = errors.New("not a UUID")

// Parse reads the canonical form, in either case. It returns ErrSyntax for
// anything else, braces and URN prefixes included.
func Parse[T ~[16]byte](s string) (T, error) {
	var b T
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return b, ErrSyntax
	}
	var digits [32]byte
	n := 0
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			continue
		}
		digits[n] = s[i]
		n++
	}
	var raw [16]byte
	if _, err := hex.Decode(raw[:], digits[:]); err != nil {
		return b, ErrSyntax
	}
	return T(raw), nil
}

// IsZero reports whether the id identifies nothing.
func (id ID[K]) IsZero() bool { return id == ID[K]{} }

// String gives the canonical lower-case form.
func (id ID[K]) String() string {
	var out [36]byte
	hex.Encode(out[0:8], id[0:4])
	out[8] = '-'
	hex.Encode(out[9:13], id[4:6])
	out[13] = '-'
	hex.Encode(out[14:18], id[6:8])
	out[18] = '-'
	hex.Encode(out[19:23], id[8:10])
	out[23] = '-'
	hex.Encode(out[24:36], id[10:16])
	return string(out[:])
}

// MarshalText writes the canonical form; the zero id is written as nothing.
func (id ID[K]) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return nil, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText wrote. It returns ErrSyntax otherwise.
func (id *ID[K]) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID[K]{}
		return nil
	}
	got, err := Parse[ID[K]](string(text))
	if err != nil {
		return err
	}
	*id = got
	return nil
}

// Value stores the id; the zero id is stored as NULL.
func (id ID[K]) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id.String(), nil
}

// Scan reads an id from the database; NULL becomes the zero id.
func (id *ID[K]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*id = ID[K]{}
		return nil
	case string:
		return id.UnmarshalText([]byte(v))
	case []byte:
		if len(v) == 16 {
			copy(id[:], v)
			return nil
		}
		return id.UnmarshalText(v)
	case [16]byte:
		*id = v
		return nil
	}
	return ErrSyntax
}

// At is the instant an id was made, to the millisecond.
func (id ID[K]) At() time.Time {
	var ms int64
	for _, b := range id[:6] {
		ms = ms<<8 | int64(b)
	}
	return time.UnixMilli(ms)
}
