-- name: ReadRuleBook :one
-- What every process asks every few seconds: has the book changed?
SELECT version FROM rule_book WHERE id = 1;

-- name: LockRuleBook :one
SELECT version FROM rule_book WHERE id = 1 FOR UPDATE;

-- name: BumpRuleBook :one
UPDATE rule_book SET version = version + 1 WHERE id = 1 RETURNING version;

-- name: ListLoadedPacks :many
-- What the book is put together from, in the order of activation; replaced
-- versions too, for the clocks that run under them.
SELECT id, kind, name, version, file, text, state FROM rule_packs WHERE state IN ('active', 'replaced') ORDER BY position;

-- name: ListPacks :many
SELECT p.id, p.kind, p.name, p.version, p.file, p.sha256, p.state, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at, p.reason,
    u.name AS proposer, coalesce(d.name, '') AS decider
FROM rule_packs p
JOIN users u ON u.id = p.proposed_by
LEFT JOIN users d ON d.id = p.decided_by
ORDER BY (p.state = 'proposed') DESC, p.proposed_at DESC, p.id DESC
LIMIT 200;

-- name: ReadPack :one
SELECT p.id, p.kind, p.name, p.version, p.file, p.text, p.sha256, p.state, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at, p.reason,
    u.name AS proposer, coalesce(d.name, '') AS decider
FROM rule_packs p
JOIN users u ON u.id = p.proposed_by
LEFT JOIN users d ON d.id = p.decided_by
WHERE p.id = $1;

-- name: LastPackVersion :one
SELECT coalesce(max(version), 0)::int FROM rule_packs WHERE kind = @kind AND name = @name;

-- name: InsertPack :exec
INSERT INTO rule_packs (id, kind, name, version, file, text, sha256, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: ReplacePacks :exec
-- The version of a name that was active until now.
UPDATE rule_packs SET state = 'replaced' WHERE kind = @kind AND name = @name AND state = 'active';

-- name: DecidePack :exec
UPDATE rule_packs SET state = @state, decided_by = @decided_by, decided_at = @decided_at::timestamptz, reason = @reason, position = @position
WHERE id = @id AND state = 'proposed';

-- name: ListOpenClocks :many
SELECT id, rule_id, edition, owes_id, state, started_at, due_at, pauses, grants, provisional, number, case_kind,
    owes_name, owes_region, owes_sector, sender_region, sender_sector, receiver_region, receiver_sector
FROM open_clocks WHERE @after_id::uuid IS NULL OR id > @after_id::uuid ORDER BY id LIMIT @page_size;

-- name: UnsettleClocks :exec
-- A holiday table was corrected: these lines are computed again by the sweep.
UPDATE clocks SET provisional = true WHERE id = ANY (@clock_ids::uuid[]) AND state = 'running';
