-- The Merkle log over all events: read and written by the sequencer and the verifier.

-- name: TreeSize :one
SELECT coalesce(max(size), 0)::bigint FROM checkpoints;

-- name: SequencedCount :one
SELECT count(*)::bigint FROM log_leaves WHERE leaf IS NOT NULL;

-- name: Unsequenced :many
SELECT l.event_id, e.hash FROM log_leaves l JOIN events e ON e.id = l.event_id WHERE l.leaf IS NULL ORDER BY l.event_id LIMIT $1;

-- name: SetLeaf :exec
UPDATE log_leaves SET leaf = $2 WHERE event_id = $1 AND leaf IS NULL;

-- name: ReadHashes :many
SELECT idx, hash FROM log_hashes WHERE idx = ANY (@indexes::bigint[]);

-- name: InsertHashes :exec
INSERT INTO log_hashes (idx, hash) SELECT unnest(@indexes::bigint[]), unnest(@hashes::bytea[]);

-- name: InsertCheckpoint :exec
INSERT INTO checkpoints (size, note, at) VALUES ($1, $2, $3) ON CONFLICT (size) DO UPDATE SET note = excluded.note, at = excluded.at;

-- name: LastCheckpoint :one
SELECT size, note, at FROM checkpoints ORDER BY size DESC LIMIT 1;

-- name: AllEvents :many
SELECT e.id, e.subject_kind, e.subject_id, e.seq, e.kind, e.agency_id, e.recorder_id, e.user_id, e.function, e.occurred_at, e.recorded_at,
    e.prev, e.commitments, e.hash, e.encoded, l.leaf
FROM events e LEFT JOIN log_leaves l ON l.event_id = e.id
WHERE (e.subject_kind, e.subject_id, e.seq) > (@subject_kind::text, @subject_id::text, @seq::bigint)
ORDER BY e.subject_kind, e.subject_id, e.seq LIMIT @page_size;

-- name: ValuesOf :many
SELECT event_id, position, name, salt, value FROM event_values WHERE event_id = ANY (@event_ids::uuid[]) ORDER BY event_id, position;

-- name: SequencedLeaves :many
SELECT l.leaf, l.event_id, e.hash FROM log_leaves l LEFT JOIN events e ON e.id = l.event_id
WHERE l.leaf >= @from_leaf::bigint ORDER BY l.leaf LIMIT @page_size;
