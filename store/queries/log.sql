-- The Merkle log over all events: read and written by the sequencer and the verifier.

-- name: TryLogLock :one
SELECT pg_try_advisory_xact_lock(@key::bigint);

-- name: TreeSize :one
SELECT coalesce(max(size), 0)::bigint FROM checkpoints;

-- name: Unsequenced :many
SELECT l.event_id, e.subject_kind, e.subject_id, e.seq, e.hash
FROM log_leaves l JOIN events e ON e.id = l.event_id WHERE l.leaf IS NULL ORDER BY l.event_id LIMIT $1;

-- name: SetLeaves :execrows
UPDATE log_leaves l SET leaf = n.leaf
FROM (SELECT unnest(@event_ids::uuid[]) AS event_id, unnest(@leaves::bigint[]) AS leaf) n
WHERE l.event_id = n.event_id AND l.leaf IS NULL;

-- name: ReadHashes :many
SELECT idx, hash FROM log_hashes WHERE idx = ANY (@indexes::bigint[]);

-- name: InsertHashes :exec
INSERT INTO log_hashes (idx, hash) SELECT unnest(@indexes::bigint[]), unnest(@hashes::bytea[]);

-- name: InsertCheckpoint :exec
INSERT INTO checkpoints (size, note, at) VALUES ($1, $2, $3);

-- name: LastCheckpoint :one
SELECT size, note, at FROM checkpoints ORDER BY size DESC LIMIT 1;

-- name: EventPage :many
SELECT e.id, e.subject_kind, e.subject_id, e.seq, e.kind, e.agency_id, e.recorder_id, e.user_id, e.function, e.occurred_at, e.recorded_at,
    e.prev, e.commitments, e.hash, e.encoded, l.leaf
FROM events e LEFT JOIN log_leaves l ON l.event_id = e.id
WHERE (e.subject_kind, e.subject_id, e.seq, e.id) > (@subject_kind::text, @subject_id::text, @seq::bigint, @id::uuid)
ORDER BY e.subject_kind, e.subject_id, e.seq, e.id LIMIT @page_size;

-- name: ValuesOf :many
SELECT event_id, position, name, salt, value FROM event_values WHERE event_id = ANY (@event_ids::uuid[]) ORDER BY event_id, position;

-- name: HashPage :many
SELECT idx, hash FROM log_hashes WHERE idx > @after::bigint ORDER BY idx LIMIT @page_size;

-- name: CheckpointPage :many
SELECT size, note FROM checkpoints WHERE size > @after::bigint ORDER BY size LIMIT @page_size;

-- name: NameLeaves :many
SELECT l.leaf, l.event_id, e.subject_kind, e.subject_id, e.seq, e.hash
FROM log_leaves l LEFT JOIN events e ON e.id = l.event_id WHERE l.leaf = ANY (@leaves::bigint[]);

-- name: OldestUnsequenced :one
SELECT e.recorded_at FROM log_leaves l JOIN events e ON e.id = l.event_id WHERE l.leaf IS NULL ORDER BY l.event_id LIMIT 1;

-- name: CountUnsequenced :one
SELECT count(*)::bigint FROM log_leaves WHERE leaf IS NULL;
