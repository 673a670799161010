-- 紧急查阅 (break-glass): one person opens one case of others, and is judged for it.

-- name: LockPerson :exec
-- Attempts of one person queue here, so that none slips past the count.
SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE;

-- name: CountGlassTries :one
SELECT count(*)::bigint FROM glass_tries WHERE user_id = @user_id AND at > @since::timestamptz;

-- name: InsertGlassTry :exec
INSERT INTO glass_tries (id, agency_id, user_id, at) VALUES ($1, $2, $3, $4);

-- name: FindCase :one
-- By number or id, as far as the transaction's organ may know of it.
SELECT id FROM cases WHERE number = @number OR id = sqlc.narg(case_id)::uuid;

-- name: GlassSender :one
-- The organ whose case it is, whoever asks; nil: there is none that could be opened.
SELECT coalesce(glass_sender(@number::text, sqlc.narg(case_id)::uuid), '00000000-0000-0000-0000-000000000000')::uuid;

-- name: InsertGlass :exec
INSERT INTO glass (id, case_id, number, agency_id, user_id, function, sender_id, ground, reason, opened_at, expires_at, review_due_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: OpenGlass :one
-- The look through which a person may read a case now.
SELECT id, case_id, number, agency_id, user_id, function, sender_id, ground, reason, opened_at, expires_at, review_due_at, verdict, remark, reviewed_by, reviewed_at, reminded_at
FROM glass WHERE case_id = @case_id AND user_id = @user_id AND expires_at > @at::timestamptz ORDER BY expires_at DESC LIMIT 1;

-- name: LookThroughGlass :exec
-- From here to its end the transaction sees the case of this look.
SELECT set_config('hub.glass', @id::text, true);

-- name: ReadGlass :one
SELECT id, case_id, number, agency_id, user_id, function, sender_id, ground, reason, opened_at, expires_at, review_due_at, verdict, remark, reviewed_by, reviewed_at, reminded_at
FROM glass WHERE id = @id AND case_id = @case_id;

-- name: JudgeGlass :execrows
UPDATE glass SET verdict = @verdict, remark = @remark, reviewed_by = @reviewed_by::uuid, reviewed_at = @reviewed_at::timestamptz WHERE id = @id AND verdict = '';

-- name: ListGlass :many
-- A person's own looks; for who keeps watch over an organ also those of its people and
-- those at its cases; for the hub's own auditor all.
SELECT g.id, g.case_id, g.number, g.agency_id, g.user_id, g.function, g.sender_id, g.ground, g.reason, g.opened_at, g.expires_at, g.review_due_at, g.verdict, g.remark, g.reviewed_by, g.reviewed_at,
    u.name, coalesce(r.name, '')::text AS reviewer
FROM glass g JOIN users u ON u.id = g.user_id LEFT JOIN users r ON r.id = g.reviewed_by
WHERE (g.user_id = @user_id OR @hub::bool OR @watches::bool AND g.agency_id = @agency_id OR @reviews::bool AND g.sender_id = @agency_id)
  AND (NOT @waiting::bool OR g.verdict = '')
  AND (sqlc.narg(before_at)::timestamptz IS NULL OR (g.opened_at, g.id) < (sqlc.narg(before_at)::timestamptz, @before_id::uuid))
ORDER BY g.opened_at DESC, g.id DESC LIMIT @page_size;

-- name: CountGlassWaiting :one
SELECT count(*)::bigint FROM glass WHERE sender_id = $1 AND verdict = '';

-- name: OverdueGlass :many
-- Looks whose review is overdue and was not reminded of since an instant.
SELECT g.id, g.case_id, g.number, g.sender_id, g.review_due_at, c.kind
FROM glass g JOIN cases c ON c.id = g.case_id
WHERE g.verdict = '' AND g.review_due_at <= @at::timestamptz AND (g.reminded_at IS NULL OR g.reminded_at <= @again::timestamptz)
ORDER BY g.review_due_at, g.id LIMIT @page_size FOR UPDATE OF g SKIP LOCKED;

-- name: MarkGlassReminded :exec
UPDATE glass SET reminded_at = @at::timestamptz WHERE id = @id;
