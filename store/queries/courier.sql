-- name: WaitingEnvelopes :many
-- What a partner has given no receipt for, dead ones too, in the order of writing.
SELECT e.id, e.agency_id FROM envelopes e
WHERE e.peer_id = @peer_id AND e.outgoing AND e.state IN ('pending', 'dead') ORDER BY e.created_at, e.seq LIMIT @page_size;

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
-- A message that was given up begins its ladder anew.
UPDATE envelopes SET state = 'pending', attempts = 0, next_at = @at::timestamptz, again_at = @at::timestamptz, error = '' WHERE id = @id AND outgoing AND state = 'dead';
