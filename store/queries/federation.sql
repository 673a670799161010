-- name: InsertPeer :exec
INSERT INTO peers (id, hub, name, root, metadata, address, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7);

-- name: ListPeers :many
SELECT id, hub, name, root, metadata, address, state, alarm, seen_at, error, failures, probe_at, version, created_at, renewed_at, renew_at, checkpoint, checkpoint_at, past_keys, tell_at, line FROM peers ORDER BY hub;

-- name: ReadPeer :one
SELECT id, hub, name, root, metadata, address, state, alarm, seen_at, error, failures, probe_at, version, created_at, renewed_at, renew_at, checkpoint, checkpoint_at, past_keys, tell_at, line FROM peers WHERE id = $1;

-- name: ReadPeerByHub :one
SELECT id, hub, name, root, metadata, address, state, alarm, seen_at, error, failures, probe_at, version, created_at, renewed_at, renew_at, checkpoint, checkpoint_at, past_keys, tell_at, line FROM peers WHERE hub = $1;

-- name: TrustPeer :execrows
UPDATE peers SET name = $2, root = $3, metadata = $4, address = $5, state = 'trusted', alarm = '', error = '', failures = 0, probe_at = NULL, version = version + 1
WHERE id = $1 AND version = $6;

-- name: SuspendPeer :execrows
UPDATE peers SET state = 'suspended', version = version + 1 WHERE id = $1 AND state <> 'suspended';

-- name: RenewPeer :exec
-- Newer metadata of the same root.
UPDATE peers SET name = $2, metadata = $3, address = $4, past_keys = $5 WHERE id = $1;

-- name: TellPeers :exec
-- Our metadata have changed: every partner is told, the first of the two to call tells it.
UPDATE peers SET tell_at = @at::timestamptz WHERE state = 'trusted';

-- name: PeerTold :exec
UPDATE peers SET tell_at = NULL WHERE id = @id AND tell_at = @at::timestamptz;

-- name: OwnEdition :one
-- Which edition of our metadata is in force: cheap to ask for before each signature.
SELECT sha256(metadata)::bytea AS edition FROM own_metadata WHERE id = 1;

-- name: ReceivedSince :one
-- Messages of a partner that were taken from an instant on.
SELECT count(*) FROM envelopes e WHERE e.peer_id = @peer_id AND NOT e.outgoing AND e.created_at >= @since::timestamptz;

-- name: PeerRenewing :execrows
-- Who asks for a newer edition; somebody who asked a moment ago asks nothing.
UPDATE peers SET renewed_at = @at::timestamptz, renew_at = @next::timestamptz
WHERE id = @id AND state = 'trusted' AND (renewed_at IS NULL OR renewed_at <= @before::timestamptz);

-- name: PeerRenewAgain :exec
UPDATE peers SET renew_at = @next::timestamptz WHERE id = @id;

-- name: SeePeer :exec
UPDATE peers SET seen_at = @at::timestamptz, error = '', failures = 0, probe_at = NULL WHERE id = @id;

-- name: MissPeer :exec
UPDATE peers SET error = @error, failures = failures + 1, probe_at = @probe_at::timestamptz WHERE id = @id;

-- name: PeerLooked :exec
-- The partner's log was looked at, and nothing new was shown.
UPDATE peers SET checkpoint_at = @at::timestamptz WHERE id = @id;

-- name: KeepCheckpoint :execrows
-- A checkpoint that continues the one it was compared with; another process may have been faster.
UPDATE peers SET checkpoint = @checkpoint, checkpoint_at = @at::timestamptz WHERE id = @id AND checkpoint IS NOT DISTINCT FROM @held::bytea;

-- name: AlarmPeer :exec
UPDATE peers SET alarm = @alarm WHERE id = @id;

-- name: SavePeerAgency :execrows
-- Only what is this partner's already, or nobody's yet, is written.
INSERT INTO agencies (id, code, name, short_name, sector, level, region, doc_prefix, peer, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, sector = excluded.sector, level = excluded.level,
    region = excluded.region, closed_on = NULL, version = agencies.version + 1
WHERE agencies.peer = excluded.peer;

-- name: ClosePeerAgencies :exec
UPDATE agencies SET closed_on = @closed_on::date, version = version + 1
WHERE peer = @peer AND closed_on IS NULL AND id <> ALL (@keep::uuid[]);

-- name: SaveOwnMetadata :exec
INSERT INTO own_metadata (id, hub, root, metadata, made_at) VALUES (1, $1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET hub = excluded.hub, root = excluded.root, metadata = excluded.metadata, made_at = excluded.made_at;

-- name: ReadOwnMetadata :one
SELECT hub, root, metadata, made_at FROM own_metadata WHERE id = 1;

-- name: UseNonce :execrows
INSERT INTO peer_nonces (peer_id, nonce, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: DropNonces :execrows
DELETE FROM peer_nonces WHERE at < $1;

-- name: InsertEnvelope :exec
INSERT INTO envelopes (id, peer_id, outgoing, conversation, case_id, seq, observed, type, action, hash, prev, from_id, agency_id, occurred_at, state, next_at, created_at, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: InsertEnvelopeBytes :exec
INSERT INTO envelope_bytes (envelope_id, agency_id, raw) VALUES ($1, $2, $3);

-- name: ReadEnvelope :one
SELECT id, peer_id, outgoing, conversation, case_id, seq, observed, type, action, hash, prev, from_id, agency_id, occurred_at, state, attempts, next_at,
    error, created_at, received_at, delivered_at, event_id, again_at, alarmed, said
FROM envelopes WHERE id = $1;

-- name: EnvelopeAt :one
SELECT id, peer_id, outgoing, conversation, case_id, seq, observed, type, action, hash, prev, from_id, agency_id, occurred_at, state, attempts, next_at,
    error, created_at, received_at, delivered_at, event_id, again_at, alarmed, said
FROM envelopes WHERE peer_id = @peer_id AND outgoing = @outgoing AND conversation = @conversation AND seq = @seq;

-- name: ReadEnvelopeBytes :one
SELECT raw FROM envelope_bytes WHERE envelope_id = $1;

-- name: CaseEnvelopes :many
SELECT e.id, e.peer_id, e.outgoing, e.conversation, e.case_id, e.seq, e.observed, e.type, e.action, e.hash, e.prev, e.from_id, e.agency_id, e.occurred_at, e.state,
    e.attempts, e.next_at, e.error, e.created_at, e.received_at, e.delivered_at, e.event_id, p.hub, p.name AS hub_name, p.seen_at
FROM envelopes e JOIN peers p ON p.id = e.peer_id WHERE e.case_id = $1 ORDER BY e.created_at, e.id;

-- name: ConversationBytes :many
-- Every message of a conversation that counts, both ways.
SELECT e.id, e.outgoing, e.seq, e.observed, e.type, e.action, e.hash, e.state, e.created_at, b.raw
FROM envelopes e JOIN envelope_bytes b ON b.envelope_id = e.id
WHERE e.peer_id = $1 AND e.conversation = $2 ORDER BY e.outgoing, e.seq;

-- name: ConversationOf :one
-- The conversation that a case is part of, and its partner.
SELECT e.conversation, e.peer_id FROM envelopes e WHERE e.case_id = $1 LIMIT 1;

-- name: ConversationHeads :one
-- The last of ours, with its hash, and the last that is a step of the procedure; how much
-- of theirs was applied, in order.
SELECT coalesce((SELECT max(o.seq) FROM envelopes o WHERE o.peer_id = @peer_id AND o.conversation = @conversation AND o.outgoing), 0)::bigint AS last_out,
    coalesce((SELECT o.hash FROM envelopes o WHERE o.peer_id = @peer_id AND o.conversation = @conversation AND o.outgoing ORDER BY o.seq DESC LIMIT 1), ''::bytea)::bytea AS last_hash,
    coalesce((SELECT max(t.seq) FROM envelopes t WHERE t.peer_id = @peer_id AND t.conversation = @conversation AND t.outgoing AND t.action NOT LIKE 'remark.%' AND t.action NOT LIKE 'disclosure.%'), 0)::bigint AS last_act,
    coalesce((SELECT max(i.seq) FROM envelopes i WHERE i.peer_id = @peer_id AND i.conversation = @conversation AND NOT i.outgoing AND i.state <> 'stored'), 0)::bigint AS applied,
    coalesce((SELECT max(i.seq) FROM envelopes i WHERE i.peer_id = @peer_id AND i.conversation = @conversation AND NOT i.outgoing), 0)::bigint AS stored;

-- name: StoredConversations :many
SELECT DISTINCT e.peer_id, e.conversation, e.case_id, e.agency_id FROM envelopes e WHERE NOT e.outgoing AND e.state = 'stored' LIMIT @page_size;

-- name: NextStored :one
SELECT e.id, e.peer_id, e.outgoing, e.conversation, e.case_id, e.seq, e.observed, e.type, e.action, e.hash, e.prev, e.from_id, e.agency_id, e.occurred_at, e.state,
    e.attempts, e.next_at, e.error, e.created_at, e.received_at, e.delivered_at, e.event_id, e.again_at, e.alarmed, e.said
FROM envelopes e WHERE e.peer_id = @peer_id AND e.conversation = @conversation AND NOT e.outgoing AND e.seq = @seq AND e.state = 'stored' FOR UPDATE;

-- name: ApplyEnvelope :exec
UPDATE envelopes SET state = @state, event_id = @event_id, delivered_at = @at::timestamptz, error = @error WHERE id = @id;

-- name: PendingPeers :many
-- Partners for whom something waits: messages, receipts, files that are wanted, a newer
-- edition of their metadata. How often a silent one is asked is probe_at alone: the ladder of
-- a message must not outlast the line.
SELECT p.id FROM peers p WHERE p.state = 'trusted' AND (p.line <> 'they_fetch'
    OR EXISTS (SELECT 1 FROM envelope_files f JOIN carried_files c ON c.peer_id = f.peer_id AND c.sha256 = f.sha256 WHERE f.peer_id = p.id AND NOT f.outgoing AND f.held_at IS NULL)
) AND (p.probe_at IS NULL OR p.probe_at <= @now::timestamptz) AND (
    p.renew_at IS NULL OR p.renew_at <= @now::timestamptz OR p.tell_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM envelopes e WHERE e.peer_id = p.id AND e.outgoing AND e.state = 'pending')
    OR EXISTS (SELECT 1 FROM envelope_receipts r WHERE r.peer_id = p.id AND r.ours AND r.sent_at IS NULL)
    OR EXISTS (SELECT 1 FROM envelope_files f WHERE f.peer_id = p.id AND NOT f.outgoing AND f.held_at IS NULL AND f.next_at <= @now::timestamptz)
    OR EXISTS (SELECT 1 FROM envelope_renditions d WHERE d.peer_id = p.id AND NOT d.outgoing AND d.held_at IS NULL AND d.next_at <= @now::timestamptz)
    OR EXISTS (SELECT 1 FROM envelope_files f JOIN carried_files c ON c.peer_id = f.peer_id AND c.sha256 = f.sha256 WHERE f.peer_id = p.id AND NOT f.outgoing AND f.held_at IS NULL)
    OR EXISTS (SELECT 1 FROM envelopes g WHERE g.peer_id = p.id AND NOT g.outgoing AND g.state = 'stored' AND g.next_at <= @now::timestamptz));

-- name: PendingEnvelopes :many
SELECT e.id, e.conversation, e.seq, e.attempts, e.next_at, coalesce(e.again_at, e.created_at)::timestamptz AS since, e.agency_id, e.case_id, b.raw
FROM envelopes e JOIN envelope_bytes b ON b.envelope_id = e.id
WHERE e.peer_id = @peer_id AND e.outgoing AND e.state = 'pending' ORDER BY e.created_at, e.seq LIMIT @page_size;

-- name: EnvelopeReceived :execrows
-- A good receipt that comes after a refusal counts: the partner has learnt our key meanwhile.
-- What it had received and could not put before anybody (received_at) stays where it is.
UPDATE envelopes SET state = 'received', received_at = @at::timestamptz, error = ''
WHERE id = @id AND outgoing AND (state IN ('pending', 'dead') OR state = 'refused' AND received_at IS NULL);

-- name: EnvelopeDelivered :exec
UPDATE envelopes SET delivered_at = @at::timestamptz, said = @said WHERE id = @id AND outgoing AND delivered_at IS NULL;

-- name: EnvelopeRefused :execrows
UPDATE envelopes SET state = 'refused', error = @error WHERE id = @id AND outgoing AND state IN ('pending', 'dead');

-- name: EnvelopeUndeliverable :execrows
-- The partner has it and can put it before nobody (无法送达).
UPDATE envelopes SET state = 'refused', received_at = coalesce(received_at, @at::timestamptz), error = @error WHERE id = @id AND outgoing AND state IN ('pending', 'dead', 'received');

-- name: EnvelopeWithoutEffect :execrows
-- The partner has it, in its order, and its rules refuse it: delivered_at stays empty, since a
-- withdrawal that was not carried out gives nothing back.
UPDATE envelopes SET state = 'crossed', received_at = coalesce(received_at, @at::timestamptz), error = @error WHERE id = @id AND outgoing AND state IN ('pending', 'dead', 'received');

-- name: EnvelopeFailed :exec
UPDATE envelopes SET attempts = attempts + 1, next_at = @next_at, error = @error, state = @state WHERE id = @id AND outgoing AND state = 'pending';

-- name: ConversationsWithGaps :many
-- Where something later is here and something earlier is not.
SELECT e.conversation, e.case_id, min(e.seq)::bigint AS first_stored, min(e.created_at)::timestamptz AS since,
    coalesce((SELECT max(i.seq) FROM envelopes i WHERE i.peer_id = @peer_id AND i.conversation = e.conversation AND NOT i.outgoing AND i.state <> 'stored'), 0)::bigint AS applied
FROM envelopes e WHERE e.peer_id = @peer_id AND NOT e.outgoing AND e.state = 'stored' GROUP BY e.conversation, e.case_id;

-- name: OutgoingAfter :many
SELECT e.id, e.agency_id FROM envelopes e
WHERE e.peer_id = @peer_id AND e.outgoing AND e.conversation = @conversation AND e.seq > @after ORDER BY e.seq LIMIT @page_size;

-- name: InsertRefusal :execrows
INSERT INTO envelope_refusals (id, peer_id, message, hash, code, raw, receipt, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (peer_id, hash) DO NOTHING;

-- name: ReadRefusal :one
SELECT receipt FROM envelope_refusals WHERE peer_id = $1 AND hash = $2;

-- name: InsertEnvelopeReceipt :execrows
INSERT INTO envelope_receipts (id, envelope_id, peer_id, ours, kind, jws, at, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING;

-- name: ReadEnvelopeReceipt :one
SELECT jws FROM envelope_receipts WHERE envelope_id = @envelope_id AND ours = @ours AND kind = @kind;

-- name: ListEnvelopeReceipts :many
SELECT kind, jws, at FROM envelope_receipts WHERE envelope_id = @envelope_id AND ours = @ours ORDER BY at, id;

-- name: CaseEnvelopeReceipts :many
SELECT r.envelope_id, r.ours, r.kind, r.at, r.jws FROM envelope_receipts r JOIN envelopes e ON e.id = r.envelope_id WHERE e.case_id = $1 ORDER BY r.at, r.id;

-- name: UnsentReceipts :many
SELECT id, jws FROM envelope_receipts WHERE peer_id = @peer_id AND ours AND sent_at IS NULL ORDER BY at, id LIMIT @page_size;

-- name: ReceiptSent :exec
UPDATE envelope_receipts SET sent_at = @at::timestamptz WHERE id = @id;

-- name: InsertEnvelopeFile :exec
INSERT INTO envelope_files (envelope_id, peer_id, case_id, agency_id, evidence_id, sha256, size, name, outgoing, held_at, next_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: CaseEnvelopeFiles :many
SELECT envelope_id, evidence_id, sha256, size, name, outgoing, held_at, attempts, error FROM envelope_files WHERE case_id = $1 ORDER BY envelope_id, evidence_id;

-- name: GrantedFile :one
-- A file may be fetched by whom a message names it to.
SELECT f.sha256, f.size, f.agency_id FROM envelope_files f WHERE f.peer_id = @peer_id AND f.envelope_id = @envelope_id AND f.sha256 = @sha256 AND f.outgoing LIMIT 1;

-- name: WantedFiles :many
SELECT envelope_id, case_id, agency_id, evidence_id, sha256, size, name, attempts FROM envelope_files
WHERE peer_id = @peer_id AND NOT outgoing AND held_at IS NULL AND next_at <= @now::timestamptz ORDER BY next_at LIMIT @page_size;

-- name: FileHeld :exec
UPDATE envelope_files SET held_at = @at::timestamptz, error = '' WHERE sha256 = @sha256 AND peer_id = @peer_id AND NOT outgoing AND held_at IS NULL;

-- name: FileFailed :exec
UPDATE envelope_files SET attempts = attempts + 1, next_at = @next_at, error = @error WHERE envelope_id = @envelope_id AND evidence_id = @evidence_id;

-- name: PeerLag :many
-- What waits per partner, for its status.
SELECT p.id, (SELECT count(*) FROM envelopes e WHERE e.peer_id = p.id AND e.outgoing AND e.state = 'pending')::bigint AS waiting,
    (SELECT count(*) FROM envelopes e WHERE e.peer_id = p.id AND e.outgoing AND e.state IN ('dead', 'refused'))::bigint AS dead,
    (SELECT count(*) FROM envelopes e WHERE e.peer_id = p.id AND NOT e.outgoing AND e.state = 'stored')::bigint AS stored,
    (SELECT count(*) FROM envelope_files f WHERE f.peer_id = p.id AND NOT f.outgoing AND f.held_at IS NULL)::bigint AS wanted,
    coalesce((SELECT min(e.created_at) FROM envelopes e WHERE e.peer_id = p.id AND e.outgoing AND e.state IN ('pending', 'dead')), 'epoch')::timestamptz AS oldest
FROM peers p ORDER BY p.hub;

-- name: AwaitBlob :exec
-- A file whose digest is known and whose bytes are still with another hub.
INSERT INTO blobs (sha256, sm3, size, detected, state, first_at) VALUES ($1, $2, $3, $4, 'awaited', $5) ON CONFLICT (sha256) DO NOTHING;

-- name: BlobArrived :exec
UPDATE blobs SET state = 'available', sm3 = @sm3, detected = @detected WHERE sha256 = @sha256 AND state = 'awaited';

-- name: EvidenceThere :one
SELECT EXISTS (SELECT 1 FROM evidence WHERE id = $1);

-- name: LockConversation :exec
SELECT pg_advisory_xact_lock(hashtextextended(@conversation::text, 0));

-- name: UpsertMaterial :exec
INSERT INTO materials (id, case_id, position, code, title, form, pages, original_at, evidence_id, round, agency_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET position = excluded.position, code = excluded.code, title = excluded.title, form = excluded.form, pages = excluded.pages,
    original_at = excluded.original_at, evidence_id = excluded.evidence_id, round = excluded.round, removed = false
WHERE materials.case_id = excluded.case_id;

-- name: ApplyEnvelopeEvent :exec
UPDATE envelopes SET event_id = @event_id WHERE id = @id;

-- name: LastOffer :one
-- The partner's message that put the case before an organ of ours, last.
SELECT id, seq, hash FROM envelopes
WHERE peer_id = @peer_id AND conversation = @conversation AND NOT outgoing AND state = 'applied' AND type IN ('referral.offer', 'referral.reroute') ORDER BY seq DESC LIMIT 1;

-- name: SaveDraft :exec
UPDATE cases SET title = @title, content = @content WHERE id = @id;

-- name: OperatorOrgans :many
-- Organs whose people operate this hub.
SELECT DISTINCT u.agency_id FROM users u WHERE 'operator' = ANY (u.functions);

-- name: HandoffArrived :exec
UPDATE handoffs SET arrived_at = @at::timestamptz WHERE case_id = @case_id AND arrived_at IS NULL;

-- name: ConfirmWithdrawal :exec
-- A withdrawal holds once the other hub has carried it out, and everything that it had
-- written by then was carried out here: its receipt may overtake an acceptance that crossed.
UPDATE cases k SET flags = k.flags - 'withdrawal_unconfirmed', version = k.version + 1
WHERE k.id = @case_id AND k.state = 'withdrawn' AND k.flags ? 'withdrawal_unconfirmed'
    AND (SELECT e.said FROM envelopes e WHERE e.case_id = k.id AND e.outgoing AND e.action = 'withdraw' ORDER BY e.seq DESC LIMIT 1)
        <= coalesce((SELECT max(w.seq) FROM envelopes w WHERE w.case_id = k.id AND NOT w.outgoing AND w.state <> 'stored'), 0)
    AND NOT EXISTS (SELECT 1 FROM envelopes w WHERE w.case_id = k.id AND NOT w.outgoing AND w.state = 'stored');

-- name: CaseLabel :one
SELECT k.number, k.kind FROM cases k WHERE k.id = $1;

-- name: SetPeerLine :execrows
UPDATE peers SET line = @line, version = version + 1, probe_at = NULL, failures = 0, error = '' WHERE id = @id AND line <> @line;

-- name: OutboxWaits :one
-- Whether anything lies ready for a partner that fetches it.
SELECT (EXISTS (SELECT 1 FROM envelopes e WHERE e.peer_id = @peer_id AND e.outgoing AND e.state = 'pending')
    OR EXISTS (SELECT 1 FROM envelope_receipts r WHERE r.peer_id = @peer_id AND r.ours AND r.sent_at IS NULL))::boolean AS waits;

-- name: OutboxOf :many
-- Messages for a partner that fetches them, in the order in which they were written.
SELECT e.id, e.agency_id FROM envelopes e WHERE e.peer_id = @peer_id AND e.outgoing AND e.state = 'pending' ORDER BY e.created_at, e.seq LIMIT @page_size;

-- name: OfferReceipts :exec
UPDATE envelope_receipts SET offered = @page::uuid WHERE id = ANY (@receipts::uuid[]);

-- name: OfferedTaken :exec
-- The partner asks for what comes after a page: it has what was in it.
UPDATE envelope_receipts SET sent_at = @at::timestamptz WHERE peer_id = @peer_id AND ours AND sent_at IS NULL AND offered = @page::uuid;
