-- name: InsertClock :exec
INSERT INTO clocks (id, case_id, rule_id, edition, owes_id, charge_id, state, started_at, due_at, due_day, amber_at, also,
    presumed, provisional, flagged, option_right, started_by)
VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: ListClocks :many
SELECT id, case_id, rule_id, edition, owes_id, charge_id, state, started_at, due_at, due_day, amber_at, also, pauses,
    presumed, provisional, flagged, option_right, fired, ended_at, started_by, ended_by
FROM clocks WHERE case_id = $1 ORDER BY id;

-- name: EndClock :exec
UPDATE clocks SET state = $2, ended_at = $3, ended_by = $4 WHERE id = $1 AND state IN ('running', 'paused');

-- name: PauseClock :exec
UPDATE clocks SET state = 'paused', pauses = $2 WHERE id = $1 AND state = 'running';

-- name: ResumeClock :exec
UPDATE clocks SET state = 'running', pauses = $2, due_at = $3, due_day = $4, amber_at = $5, fired = 0 WHERE id = $1 AND state = 'paused';

-- name: SweepClocks :many
SELECT id, case_id, rule_id, edition, owes_id, charge_id, started_at, due_at, due_day, amber_at, presumed, option_right, fired
FROM clocks
WHERE state = 'running'
  AND ((amber_at <= @at::timestamptz AND fired & 1 = 0) OR (due_at <= @soon::timestamptz AND fired & 2 = 0) OR (due_at <= @at::timestamptz AND fired & 4 = 0))
ORDER BY due_at, id
LIMIT @page_size
FOR UPDATE SKIP LOCKED;

-- name: MarkFired :exec
UPDATE clocks SET fired = fired | @bits::int WHERE id = @id;

-- name: ListProvisionalClocks :many
SELECT id, case_id, rule_id, edition, owes_id, charge_id, started_at, pauses FROM clocks
WHERE provisional AND state = 'running' ORDER BY id LIMIT $1;

-- name: SettleClock :exec
UPDATE clocks SET due_at = $2, due_day = $3, amber_at = $4, provisional = $5 WHERE id = $1;
