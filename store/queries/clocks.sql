-- name: InsertClock :exec
INSERT INTO clocks (id, case_id, rule_id, edition, owes_id, charge_id, state, started_at, due_at, due_day, amber_at, also,
    presumed, provisional, flagged, option_right, started_by, internal)
VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: ListClocks :many
SELECT id, case_id, rule_id, edition, owes_id, charge_id, state, started_at, due_at, due_day, amber_at, also, pauses,
    presumed, provisional, flagged, option_right, fired, ended_at, started_by, ended_by, internal, grants, quiet_until
FROM clocks WHERE case_id = $1 ORDER BY id;

-- name: EndClock :exec
UPDATE clocks SET state = $2, ended_at = $3, ended_by = $4 WHERE id = $1 AND state IN ('running', 'paused');

-- name: PauseClock :exec
UPDATE clocks SET state = 'paused', pauses = $2 WHERE id = $1 AND state = 'running';

-- name: ResumeClock :exec
UPDATE clocks SET state = 'running', pauses = $2, due_at = $3, due_day = $4, amber_at = $5, also = $6, provisional = $7, fired = 0 WHERE id = $1 AND state = 'paused';

-- name: ExtendClock :exec
UPDATE clocks SET grants = $2, due_at = $3, due_day = $4, amber_at = $5, also = $6, provisional = $7, fired = 0 WHERE id = $1 AND state = 'running';

-- name: SweepClocks :many
-- What has come to a rung of its ladder and was not told yet, all of it or one
-- clock. Hour clocks are near their end at three quarters, the others when @soon
-- says so. While papers are in transit nothing is told.
SELECT id, case_id, rule_id, edition, owes_id, charge_id, started_at, due_at, due_day, amber_at, presumed, provisional, flagged, option_right, internal, grants, fired, quiet_until
FROM clocks
WHERE state = 'running' AND fired & 4 = 0
  AND (quiet_until IS NULL OR quiet_until <= @ended::timestamptz)
  AND (@single::uuid IS NULL OR id = @single::uuid)
  AND (@after_id::uuid IS NULL OR (due_at, id) > (@after_due::timestamptz, @after_id::uuid))
  AND (due_at <= @ended::timestamptz
    OR (fired & 2 = 0 AND CASE WHEN rule_id || ' ' || edition = ANY (@hourly::text[])
        THEN due_at - (due_at - started_at) / 4 <= @at::timestamptz ELSE due_at <= @soon::timestamptz END)
    OR (fired & 8 = 0 AND rule_id = ANY (@background::text[]) AND due_at <= @ahead::timestamptz
        AND extract(epoch FROM due_at - started_at) > @longer_than::float8)
    OR (fired & 11 = 0 AND amber_at <= @at::timestamptz))
ORDER BY due_at, id
LIMIT @page_size
FOR UPDATE SKIP LOCKED;

-- name: MarkFired :exec
UPDATE clocks SET fired = fired | @bits::int WHERE id = @id;

-- name: OldestUntold :one
-- The end that passed longest ago without having been told, though nothing keeps
-- it quiet.
SELECT greatest(due_at, quiet_until)::timestamptz AS since FROM clocks
WHERE state = 'running' AND fired & 4 = 0 AND due_at <= @ended::timestamptz AND (quiet_until IS NULL OR quiet_until <= @ended::timestamptz) ORDER BY due_at LIMIT 1;

-- name: ListProvisionalClocks :many
SELECT id, case_id FROM clocks
WHERE provisional AND state = 'running' AND (@after_id::uuid IS NULL OR id > @after_id::uuid) ORDER BY id LIMIT @page_size;

-- name: SettleClock :exec
UPDATE clocks SET due_at = $2, due_day = $3, amber_at = $4, also = $5, provisional = $6, fired = $7 WHERE id = $1;

-- name: SetDue :exec
UPDATE participations SET due_at = $3 WHERE case_id = $1 AND agency_id = $2;

-- name: SweptCases :many
SELECT id, kind, number, region, state, sender_id, receiver_id, copied_id, sent_at FROM cases WHERE id = ANY (@case_ids::uuid[]);

-- name: HeadsOf :many
-- Who answers for an organ today: its heads, who presides (主持工作), and the
-- deputies of those on leave.
WITH heads AS (
    SELECT u.id FROM users u
    WHERE u.agency_id = @agency_id AND ('head' = ANY (u.functions) OR EXISTS (
        SELECT 1 FROM presidings p
        WHERE p.user_id = u.id AND p.agency_id = u.agency_id AND p.from_day <= @day::date AND (p.to_day IS NULL OR p.to_day >= @day::date)))
)
SELECT u.id, u.email FROM users u WHERE u.id IN (
    SELECT h.id FROM heads h
    UNION SELECT l.deputy_id FROM leaves l JOIN heads h ON h.id = l.user_id WHERE l.from_day <= @day::date AND l.to_day >= @day::date)
ORDER BY u.id;

-- name: QuietenClock :exec
-- Its end is told again once the quiet is over.
UPDATE clocks SET quiet_until = $2, fired = fired & ~4 WHERE id = $1 AND state = 'running' AND quiet_until IS NULL;

-- name: ListDutiesOver :many
-- What the law asked of an organ in a span of time, done or not: duties that had
-- begun before its end and were not over before its beginning.
SELECT k.rule_id, k.edition, k.state, k.started_at, k.due_at, k.ended_at, k.ended_by, c.number, c.title, c.synthetic
FROM clocks k JOIN cases c ON c.id = k.case_id
WHERE k.owes_id = @owes_id AND NOT k.option_right AND NOT k.internal AND k.state <> 'cancelled' AND c.state <> 'void'
  AND k.started_at < @until::timestamptz AND (k.ended_at IS NULL OR k.ended_at >= @since::timestamptz)
ORDER BY k.started_at, k.id LIMIT @page_size;
