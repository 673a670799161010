-- name: WaitingEnvelopes :many
-- What a partner has given no good receipt for, dead and refused ones too, in the order of writing.
SELECT e.id, e.agency_id FROM envelopes e
WHERE e.peer_id = @peer_id AND e.outgoing AND (e.state IN ('pending', 'dead') OR e.state = 'refused' AND e.received_at IS NULL) ORDER BY e.created_at, e.seq LIMIT @page_size;

-- name: OutgoingFiles :many
-- The files that messages of ours name.
SELECT DISTINCT f.sha256, f.size FROM envelope_files f WHERE f.outgoing AND f.envelope_id = ANY (@envelopes::uuid[]) ORDER BY f.sha256;

-- name: NoteCarried :exec
INSERT INTO carried_files (peer_id, sha256, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: CarriedFiles :many
-- Files that messages of a partner name and that a bundle of it has brought.
SELECT f.envelope_id, f.case_id, f.agency_id, f.evidence_id, f.sha256, f.size, f.name, f.attempts FROM envelope_files f
JOIN carried_files c ON c.peer_id = f.peer_id AND c.sha256 = f.sha256
WHERE f.peer_id = @peer_id AND NOT f.outgoing AND f.held_at IS NULL LIMIT @page_size;

-- name: SendAgain :execrows
-- A message that was given up or refused begins its ladder anew. One that the partner has
-- and can put before nobody is not sent again: the same bytes change nothing there.
UPDATE envelopes SET state = 'pending', attempts = 0, next_at = @at::timestamptz, again_at = @at::timestamptz, alarmed = 0, error = ''
WHERE id = @id AND outgoing AND (state = 'dead' OR state = 'refused' AND received_at IS NULL);

-- name: UnsealedAfter :many
-- A message of ours and those after it in its conversation, to be sealed anew together.
SELECT e.id, e.seq, e.hash, e.agency_id, e.received_at, e.created_at, e.state, b.raw FROM envelopes e LEFT JOIN envelope_bytes b ON b.envelope_id = e.id
WHERE e.peer_id = @peer_id AND e.outgoing AND e.conversation = @conversation AND e.seq >= @seq ORDER BY e.seq;

-- name: SealAnew :exec
UPDATE envelopes SET hash = @hash, prev = @prev, state = 'pending', attempts = 0, next_at = @at::timestamptz, again_at = @at::timestamptz, error = '' WHERE id = @id AND outgoing AND received_at IS NULL;

-- name: SealAnewBytes :exec
UPDATE envelope_bytes SET raw = @raw WHERE envelope_id = @envelope_id;

-- name: UnreceivedEnvelopes :many
-- Messages without a receipt, with the period of the law that runs in their case and ends first.
SELECT e.id, e.peer_id, e.case_id, e.agency_id, coalesce(e.again_at, e.created_at)::timestamptz AS since, e.alarmed, k.number, k.kind,
    coalesce((SELECT min(c.due_at) FROM clocks c WHERE c.case_id = e.case_id AND c.state = 'running'), 'epoch')::timestamptz AS due
FROM envelopes e JOIN cases k ON k.id = e.case_id
WHERE e.outgoing AND e.state = 'pending' AND e.alarmed < @levels::int ORDER BY e.created_at LIMIT @page_size;

-- name: EnvelopeAlarmed :exec
UPDATE envelopes SET alarmed = @alarmed WHERE id = @id;

-- name: PeerConversations :many
SELECT e.conversation, coalesce(max(e.seq) FILTER (WHERE e.outgoing AND e.delivered_at IS NOT NULL), 0)::bigint AS delivered
FROM envelopes e WHERE e.peer_id = @peer_id GROUP BY e.conversation ORDER BY max(e.created_at) DESC LIMIT @page_size;

-- name: ResendOwed :one
-- Whether an organ still owes a message that did not arrive, and whether one lies so.
SELECT EXISTS (SELECT 1 FROM clocks c WHERE c.case_id = @case_id AND c.owes_id = @owes_id AND c.rule_id = @rule_id AND c.state = 'running')::boolean AS running,
    EXISTS (SELECT 1 FROM envelopes e WHERE e.case_id = @case_id AND e.agency_id = @owes_id AND e.outgoing
        AND (e.state = 'dead' OR e.state = 'refused' AND e.received_at IS NULL))::boolean AS open;

-- name: SaveTurn :exec
UPDATE participations SET turn = @turn WHERE case_id = @case_id AND agency_id = @agency_id;

-- name: SaveNext :exec
UPDATE cases SET next_rule = @next_rule, next_id = @next_id, version = version + 1 WHERE id = @id;
