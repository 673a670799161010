// Package voucher writes and checks the voucher of a visit (查验凭证): a signed line of
// text, small enough for a QR code, by which an enterprise can tell without a network
// that an inspection was ordered, by whom and for which day. It stands in where a
// region has no official inspection code (检查码; 沪司发〔2023〕39号 has one).
// The format is fixed by docs/adr/0029.
package voucher

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
)

// mark begins every voucher of this format.
const mark = "XJV1"

// signed goes before the payload under the signature, so that the hub's key signs
// nothing here that could be read as a receipt or a draw.
const signed = "xianjie/visit/voucher\x00\x01"

// longest is the most bytes of a voucher that are looked at: a QR code holds 2,953.
const longest = 2900

// Voucher is what the hub vouches for.
type Voucher struct {
	Hub      string     `json:"hub"`
	Number   string     `json:"number"` // 查验编号
	Object   string     `json:"object"` // name of the enterprise: it is good for no other
	Code     string     `json:"code"`
	Day      civil.Date `json:"day"`
	Purpose  string     `json:"purpose"`
	Agencies []Agency   `json:"agencies"`
}

// Agency is who inspects, with the certificates (执法证号) of its officers.
type Agency struct {
	Name         string   `json:"name"`
	Certificates []string `json:"certificates"`
}

var encoding = base64.RawURLEncoding.Strict()

// Sign gives the text of a voucher. A voucher that would not fit into a QR code is a
// fault of kind Invalid.
func Sign(v Voucher, key ed25519.PrivateKey) (string, error) {
	payload, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	text := strings.Join([]string{mark, encoding.EncodeToString(payload), encoding.EncodeToString(ed25519.Sign(key, under(payload)))}, ".")
	if len(text) > longest {
		return "", fault.New(fault.Rule, "voucher.too_long", fault.T("查验凭证的内容太多，放不进二维码：请缩短检查目的，或者减少检查人员", "The voucher holds too much for a QR code: shorten the purpose or send fewer officers"))
	}
	return text, nil
}

// Verify reads a voucher that one of the keys has signed. Anything else, a byte more
// or less included, is a fault of kind Rule.
func Verify(text string, keys ...ed25519.PublicKey) (v Voucher, err error) {
	parts := strings.Split(text, ".")
	if len(text) > longest || len(parts) != 3 || parts[0] != mark {
		return v, refused("不是查验凭证：应以 "+mark+" 开头，分为三段", "Is no voucher: it begins with "+mark+" and has three parts")
	}
	payload, err := encoding.DecodeString(parts[1])
	if err != nil {
		return v, refused("查验凭证读不出来，可能没有扫全", "The voucher cannot be read; perhaps it was not scanned whole")
	}
	signature, err := encoding.DecodeString(parts[2])
	if err != nil || !good(payload, signature, keys) {
		return v, refused("签名不是您信任的平台签署的，或者内容被改动过", "Not signed by a hub that you trust, or something was changed")
	}
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return v, refused("查验凭证的内容不符合格式", "What the voucher holds does not fit its format")
	}
	if again, err := json.Marshal(v); err != nil || !bytes.Equal(again, payload) {
		return v, refused("查验凭证的内容不符合格式", "What the voucher holds does not fit its format")
	}
	return v, nil
}

func under(payload []byte) []byte { return append([]byte(signed), payload...) }

func good(payload, signature []byte, keys []ed25519.PublicKey) bool {
	for _, k := range keys {
		if len(k) == ed25519.PublicKeySize && ed25519.Verify(k, under(payload), signature) {
			return true
		}
	}
	return false
}

func refused(zh, en string) *fault.Error {
	return fault.New(fault.Rule, "voucher.refused", fault.T(zh, en))
}
