-- name: CarryOutRedaction :many
SELECT sha256::bytea FROM carry_out_redaction(@act::uuid, @texts::text[]) AS sha256;

-- name: ListPaperInputs :many
SELECT id, input, sealed_id, destroyed_at FROM documents WHERE case_id = $1 ORDER BY issued_at, id;

-- name: BlobDestroyed :one
SELECT EXISTS (SELECT 1 FROM destroyed_blobs WHERE sha256 = $1);

-- name: UnremovedBlobs :many
SELECT sha256 FROM destroyed_blobs WHERE removed_at IS NULL ORDER BY at;

-- name: UnremovedByAct :many
SELECT act_id, count(*) FROM destroyed_blobs WHERE removed_at IS NULL GROUP BY act_id;

-- name: DestroyedBlobs :many
SELECT sha256, act_id FROM destroyed_blobs ORDER BY at, sha256;

-- name: BlobRemoved :exec
UPDATE destroyed_blobs SET removed_at = $2 WHERE sha256 = $1 AND removed_at IS NULL;

-- name: ListRedactionEvents :many
-- Orders, what became of them, and what was ticked off, by case and in order.
SELECT e.id, e.subject_id, e.case_id, c.number, e.seq, e.kind, e.agency_id, e.user_id, e.function, e.recorded_at, v.name, v.value
FROM events e JOIN event_values v ON v.event_id = e.id LEFT JOIN cases c ON c.id = e.case_id
WHERE e.kind IN ('redaction.order', 'redaction.refuse', 'record.redacted', 'redaction.copy') AND (@every::boolean OR e.case_id = @case_id)
ORDER BY e.subject_kind, e.subject_id, e.seq, v.position;
