// Package federation is XHP/1, the protocol between hubs (跨平台协同协议): signed
// envelopes, receipts, metadata, order, custody, retries and courier bundles.
//
// It is pure: no database, no casework, no clock of its own. What is legal about a
// message sits in its envelope and its receipts, never in the way it travelled: a
// message from a USB stick proves exactly as much as one that arrived by HTTPS.
//
//	Seal, Opener          envelope (信封): what one agency says to another
//	SealReceipt           receipt (回执): how far it came
//	Metadata, Keys        who a hub is, and which keys speak for it (平台元数据)
//	Judge, Ledger         order: deliver, hold, duplicate, equivocation
//	Settle, Custody       crossing messages, and who holds the case (管辖持有)
//	Withhold, Show        fields that are withheld and shown later (选择性披露)
//	SealPart, ReadSealed  parts that only the receiving agency opens (密封内容)
//	Wait, Answer, Alarms  when to send again, and whom to tell meanwhile
//	Client, Request       the way by HTTPS, and who asks (请求凭证)
//	WriteBundle, Inspect  the way by courier: disc or stick (交换包)
//
// The contract for other implementations is xhp.yaml; peersim plays a partner.
package federation

// Protocol is the version that envelopes, receipts, metadata and tokens carry.
const Protocol = "XHP/1"

// Limits on what comes from outside. They are part of the protocol: a hub may
// send up to them and must refuse beyond.
const (
	MaxEnvelope    = 1 << 20  // bytes of a sealed envelope
	MaxReceipt     = 64 << 10 // bytes of a sealed receipt
	MaxMetadata    = 1 << 20  // bytes of sealed metadata
	MaxNesting     = 32       // of objects and arrays in a payload
	MaxAttachments = 512      // of one envelope
	MaxSignatures  = 8        // of anything sealed
)
