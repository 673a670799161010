package federation

import (
	"net/url"
	"strconv"
	"strings"
)

// Paths of the protocol, below the endpoint of a hub.
const (
	PathMetadata     = "/.well-known/xhp-metadata"                    // GET, open to everybody
	PathTell         = "/xhp/v1/metadata"                             // POST: a newer edition; 204. The root's signature is its proof
	PathEnvelopes    = "/xhp/v1/envelopes"                            // POST: deliver; 202 with the receipt
	PathReceipts     = "/xhp/v1/receipts"                             // POST: a later receipt; 204
	PathConversation = "/xhp/v1/conversations/{hub}/{case}/envelopes" // GET ?after=SEQ: catch up
	PathMessage      = "/xhp/v1/messages/{id}/receipts"               // GET: receipts of a message
	PathAttachment   = "/xhp/v1/attachments/{sha256}"                 // GET ?message=ID, with Range; PUT: the file itself, with Content-Range
	PathHeads        = "/xhp/v1/heads"                                // POST: how far each conversation is, both ways
	PathCheckpoint   = "/xhp/v1/checkpoint"                           // GET: the log's signed checkpoint
	PathConsistency  = "/xhp/v1/checkpoint/consistency"               // GET ?older=SIZE&newer=SIZE: that the log of the one continues that of the other
	PathOutbox       = "/xhp/v1/outbox"                               // GET ?after=CURSOR&wait=SECONDS: what lies ready for who fetches it
	PathWanted       = "/xhp/v1/wanted"                               // GET: files that messages of the asking hub name and that are not here yet
	PathSelftest     = "/xhp/v1/selftest"                             // POST: do we understand one another?
)

// Media types of the protocol.
const (
	MediaSealed = "application/jose+json" // one envelope, receipt or edition of metadata
	MediaLines  = "application/x-ndjson"  // several, a line each: their bytes stay as they are
)

// Headers of the protocol.
const (
	HeaderTime = "XHP-Time" // on every answer: the server's time, RFC 3339 with milliseconds
	HeaderHead = "XHP-Head" // on a catch-up: "seq hash" of the last envelope there is

	HeaderCursor    = "XHP-Cursor"    // on a page of the outbox: what to ask after
	HeaderEnvelopes = "XHP-Envelopes" // on a page of the outbox: how many of its lines are envelopes; the rest are receipts
)

// ConversationPath is where the envelopes of a conversation after a number are.
func ConversationPath(c Conversation, after int64) string {
	hub, id, _ := strings.Cut(string(c), "/")
	return strings.NewReplacer("{hub}", url.PathEscape(hub), "{case}", url.PathEscape(id)).Replace(PathConversation) + "?after=" + strconv.FormatInt(after, 10)
}

// MessagePath is where the receipts of a message are.
func MessagePath(id Message) string { return strings.Replace(PathMessage, "{id}", id.String(), 1) }

// ConsistencyPath is where the proof lies that one size of the log continues another.
func ConsistencyPath(older, newer int64) string {
	return PathConsistency + "?older=" + strconv.FormatInt(older, 10) + "&newer=" + strconv.FormatInt(newer, 10)
}

// AttachmentPath is where a file is, for who received a message that names it.
func AttachmentPath(digest Hash, named Message) string {
	return strings.Replace(PathAttachment, "{sha256}", digest.String(), 1) + "?message=" + named.String()
}
