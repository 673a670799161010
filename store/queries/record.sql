-- name: LastEvent :one
SELECT seq, hash FROM events WHERE subject_kind = $1 AND subject_id = $2 ORDER BY seq DESC LIMIT 1;

-- name: InsertEvent :exec
INSERT INTO events (id, subject_kind, subject_id, case_id, seq, kind, agency_id, recorder_id, user_id, function,
    occurred_at, recorded_at, prev, commitments, hash, encoded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: InsertEventValues :exec
INSERT INTO event_values (event_id, position, name, salt, value)
SELECT @event_id::uuid, generate_subscripts(@names::text[], 1) - 1, unnest(@names::text[]), unnest(@salts::bytea[]), unnest(@openings::bytea[]);

-- name: InsertLeaf :exec
INSERT INTO log_leaves (event_id) VALUES ($1);

-- name: ListEvents :many
SELECT id, subject_kind, subject_id, case_id, seq, kind, agency_id, recorder_id, user_id, function, occurred_at, recorded_at,
    prev, commitments, hash, encoded
FROM events WHERE case_id = $1 ORDER BY seq;

-- name: ListEventValues :many
SELECT v.event_id, v.position, v.name, v.salt, v.value
FROM event_values v JOIN events e ON e.id = v.event_id WHERE e.case_id = $1 ORDER BY e.seq, v.position;

-- name: InsertReceipt :exec
INSERT INTO receipts (id, case_id, event_id, kind, jws, at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: ListReceipts :many
SELECT id, case_id, event_id, kind, jws, at FROM receipts WHERE case_id = $1 ORDER BY at, id;

-- name: InsertConfirmation :exec
INSERT INTO confirmations (event_id, case_id, by_id, state) VALUES ($1, $2, $3, 'waiting');

-- name: ListConfirmations :many
SELECT event_id, case_id, by_id, state, text, at FROM confirmations WHERE case_id = $1;

-- name: SaveConfirmation :execrows
UPDATE confirmations SET state = $2, text = $3, at = $4 WHERE event_id = $1 AND case_id = $5 AND by_id = $6 AND state = 'waiting';

-- name: ClaimKey :execrows
INSERT INTO idempotency_keys (agency_id, key, operation, body_hash, case_id, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (agency_id, key) DO NOTHING;

-- name: ReadKey :one
SELECT agency_id, key, operation, body_hash, case_id, status, answer, at FROM idempotency_keys WHERE agency_id = $1 AND key = $2;

-- name: SaveKey :exec
UPDATE idempotency_keys SET case_id = $3, status = $4, answer = $5 WHERE agency_id = $1 AND key = $2;

-- name: LastValue :one
SELECT v.value FROM event_values v JOIN events e ON e.id = v.event_id
WHERE e.case_id = $1 AND e.kind = $2 AND v.name = $3 ORDER BY e.seq DESC LIMIT 1;
