-- name: ReadArchive :one
SELECT id, case_id, agency_id, state, number, retention, basis, moved_reason, contents, acts, handovers, proposed_by, proposed_at, version
FROM archives WHERE case_id = $1 AND agency_id = $2;

-- name: ProposeArchive :execrows
-- A proposal replaces the one before it; what was handed over is never replaced.
INSERT INTO archives (id, case_id, agency_id, state, number, retention, basis, moved_reason, contents, acts, proposed_by, proposed_at)
VALUES (@id, @case_id, @agency_id, 'proposed', @number, @retention, @basis, @moved_reason, @contents, @acts, @proposed_by, @proposed_at)
ON CONFLICT (case_id, agency_id) DO UPDATE SET number = excluded.number, retention = excluded.retention, basis = excluded.basis, moved_reason = excluded.moved_reason,
    contents = excluded.contents, acts = excluded.acts, proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at, version = archives.version + 1
WHERE archives.state = 'proposed';

-- name: HandOverArchive :execrows
UPDATE archives SET state = 'handed_over', contents = @contents, handovers = @handovers, version = version + 1 WHERE id = @id AND version = @version;
