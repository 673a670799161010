package federation

import (
	"fmt"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// Reason is why something from outside was refused (拒收原因). It travels in the
// receipt of kind invalid, so the list only grows.
type Reason string

// The reasons, in the order in which they are looked for.
const (
	ReasonOversize         Reason = "oversize"          // longer than the protocol allows
	ReasonEncoding         Reason = "encoding"          // not UTF-8, or a character no database keeps
	ReasonMalformed        Reason = "malformed"         // not JSON, trailing data, or not the exact frame
	ReasonNesting          Reason = "nesting"           // deeper than MaxNesting
	ReasonDuplicateKey     Reason = "duplicate_key"     // a member twice in one object
	ReasonHeader           Reason = "header"            // a critical header, a key or its address in the message, another typ
	ReasonAlgorithm        Reason = "algorithm"         // a signature algorithm that is not allowed
	ReasonProtocol         Reason = "protocol"          // another protocol or version
	ReasonField            Reason = "field"             // a field is missing or breaks its own rule
	ReasonWrongRecipient   Reason = "wrong_recipient"   // addressed to another hub
	ReasonUnknownSender    Reason = "unknown_sender"    // no key of the sending hub is known
	ReasonForeignSender    Reason = "foreign_sender"    // signed for an agency or hub that is not the key's
	ReasonKeyExpired       Reason = "key_expired"       // outside the key's validity, or after its compromise
	ReasonBadSignature     Reason = "bad_signature"     // the bytes are not what was signed
	ReasonMissingSignature Reason = "missing_signature" // agency or hub did not sign
	ReasonMustUnderstand   Reason = "must_understand"   // says something that may not be ignored and is not known here
	ReasonEquivocation     Reason = "equivocation"      // same id or number, other content
	ReasonClock            Reason = "clock"             // a request outside the allowed skew
	ReasonReplay           Reason = "replay"            // a request token used before
	ReasonAudience         Reason = "audience"          // a request made for somebody or something else
	ReasonRoot             Reason = "root"              // metadata not signed by the pinned root
	ReasonRollback         Reason = "rollback"          // metadata older than what is known
	ReasonExpired          Reason = "expired"           // metadata beyond its last day
	ReasonDisclosure       Reason = "disclosure"        // digests of withheld fields, or a disclosure, that do not hold
	ReasonSealed           Reason = "sealed"            // a sealed part whose form is wrong, or of another message
)

// Invalid is the refusal of something from outside: not arrived, the sender must act.
type Invalid struct {
	Reason  Reason
	Detail  string    // for operators: which field, which key; never a value from the message
	Claimed *Envelope // what an envelope says of itself, unproven and unchecked; nil if it cannot be read
}

func (e *Invalid) Error() string {
	if e.Detail == "" {
		return "invalid: " + string(e.Reason)
	}
	return "invalid: " + string(e.Reason) + ": " + e.Detail
}

func invalid(reason Reason, format string, args ...any) *Invalid {
	return &Invalid{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}

// Words say to a person what a reason means and what to do about it.
func (r Reason) Words() fault.Text {
	if t, ok := reasonWords[r]; ok {
		return t
	}
	return fault.T("对方以本平台不认识的原因拒收，请与对方平台管理员联系。", "Refused for a reason unknown here; ask the partner's operator.")
}

var reasonWords = map[Reason]fault.Text{
	ReasonOversize:         fault.T("超出协议允许的大小，请拆分或改为附件。", "Larger than the protocol allows; split it, or send it as an attachment."),
	ReasonEncoding:         fault.T("含有不能保存的字符。", "It holds characters that cannot be kept."),
	ReasonMalformed:        fault.T("格式不正确，可能在途中被改动。", "The form is wrong; it may have been altered on the way."),
	ReasonNesting:          fault.T("嵌套层数超出协议允许。", "Nested deeper than the protocol allows."),
	ReasonDuplicateKey:     fault.T("同一字段出现两次，含义不确定。", "A member appears twice, so its meaning is uncertain."),
	ReasonHeader:           fault.T("签名头含有协议不允许的内容。", "A signature's header holds what the protocol does not allow."),
	ReasonAlgorithm:        fault.T("签名算法不被接受。", "The signature algorithm is not accepted."),
	ReasonProtocol:         fault.T("协议版本不被支持。", "The protocol version is not supported."),
	ReasonField:            fault.T("有字段缺失或不合规则。", "A field is missing or breaks its rule."),
	ReasonWrongRecipient:   fault.T("收件平台不是本平台。", "It is addressed to another hub."),
	ReasonUnknownSender:    fault.T("发送平台的密钥未经双方核对登记。", "No key of the sending hub has been exchanged."),
	ReasonForeignSender:    fault.T("签名密钥不属于所称的机关或平台。", "The key does not belong to the agency or hub that it signs for."),
	ReasonKeyExpired:       fault.T("签名密钥不在有效期内或已声明泄露。", "The signing key is outside its validity or was declared compromised."),
	ReasonBadSignature:     fault.T("签名验证失败，内容与签署时不同。", "The signature does not verify: the content is not what was signed."),
	ReasonMissingSignature: fault.T("缺少机关或平台的签名。", "The agency's or the hub's signature is missing."),
	ReasonMustUnderstand:   fault.T("含有必须理解而本平台尚不支持的内容，请改用可读文本或与对方商定。", "It says something that may not be ignored and is not supported here; use the rendition or agree on a version."),
	ReasonEquivocation:     fault.T("同一编号先后有两份不同内容，双方均已告警。", "Two contents under one number; both operators are alarmed."),
	ReasonClock:            fault.T("双方时钟相差过大，请按回答中的时间校准。", "The clocks are too far apart; set yours by the time in the answer."),
	ReasonReplay:           fault.T("请求凭证已被使用过。", "The request token was used before."),
	ReasonAudience:         fault.T("请求凭证不是为本次请求签发的。", "The request token was made for another request."),
	ReasonRoot:             fault.T("元数据不是由登记的根密钥签署。", "The metadata is not signed by the pinned root key."),
	ReasonRollback:         fault.T("元数据比已知的旧。", "The metadata is older than what is known."),
	ReasonExpired:          fault.T("元数据已过期。", "The metadata has expired."),
	ReasonDisclosure:       fault.T("披露的字段与已签名的函件不符。", "What is disclosed is not what the signed message withholds."),
	ReasonSealed:           fault.T("密封内容的格式不正确，或者不是为这份函件密封的。", "A sealed part has the wrong form, or was sealed for another message."),
}
