-- 查阅记录: who opened which case, document or file. Rows are only ever added.

-- name: InsertRead :exec
-- Looking again at the same thing within one sitting is one look, unless a reason
-- is given now. A reason that was given lately goes with what is looked at after it.
INSERT INTO reads (id, case_id, agency_id, user_id, what, at, number, function, relation, reason, outside, discreet)
SELECT @id, @case_id, @agency_id, @user_id, @what, @at::timestamptz, @number, @function, @relation,
    CASE WHEN @reason::text <> '' THEN @reason::text ELSE coalesce((SELECT r.reason FROM reads r
        WHERE r.case_id = @case_id AND r.user_id = @user_id AND r.reason <> '' AND r.at > @reason_since::timestamptz ORDER BY r.at DESC LIMIT 1), '') END,
    @outside, @discreet
WHERE @reason::text <> '' OR NOT EXISTS (SELECT 1 FROM reads r
    WHERE r.case_id = @case_id AND r.user_id = @user_id AND r.what = @what AND r.function = @function AND r.at > @sitting_since::timestamptz);

-- name: ReasonGiven :one
SELECT EXISTS (SELECT 1 FROM reads WHERE case_id = @case_id AND user_id = @user_id AND reason <> '' AND at > @since::timestamptz);

-- name: ListCaseReads :many
-- What one organ may know of the looks at a case: its own always, those of others
-- from when it takes part, and discreet ones of others only its auditor.
SELECT r.id, r.case_id, r.agency_id, r.user_id, r.what, r.at, r.function, r.relation, r.reason, r.outside, r.discreet, u.name, r.number
FROM reads r JOIN users u ON u.id = r.user_id
WHERE r.case_id = @case_id
  AND (r.agency_id = @agency_id OR r.at >= @since::timestamptz AND (@audits::bool OR NOT r.discreet))
  AND (sqlc.narg(before_at)::timestamptz IS NULL OR (r.at, r.id) < (sqlc.narg(before_at)::timestamptz, @before_id::uuid))
ORDER BY r.at DESC, r.id DESC LIMIT @page_size;

-- name: ListReads :many
-- The looks of an organ's own people; for its auditor also all looks at the cases
-- in which the organ takes part; for the hub's own auditor all. unexplained: outside one's tasks, and no reason given.
SELECT r.id, r.case_id, r.agency_id, r.user_id, r.what, r.at, r.function, r.relation, r.reason, r.outside, r.discreet, u.name, r.number
FROM reads r JOIN users u ON u.id = r.user_id
WHERE (r.agency_id = @agency_id OR @hub::bool
    OR @audits::bool AND EXISTS (SELECT 1 FROM participations p WHERE p.case_id = r.case_id AND p.agency_id = @agency_id))
  AND (sqlc.narg(reader)::uuid IS NULL OR r.agency_id = sqlc.narg(reader)::uuid)
  AND (@number::text = '' OR r.number = @number::text)
  AND (@person::text = '' OR u.name = @person::text)
  AND (@what::text = '' OR split_part(r.what, ':', 1) = @what::text)
  AND (NOT @outside::bool OR r.outside)
  AND (NOT @unexplained::bool OR r.outside AND r.reason = '' AND NOT EXISTS (SELECT 1 FROM reads x
        WHERE x.case_id = r.case_id AND x.user_id = r.user_id AND x.reason <> '' AND x.at >= r.at AND x.at < r.at + make_interval(secs => @holds_seconds::float8)))
  AND (sqlc.narg(since)::timestamptz IS NULL OR r.at >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR r.at < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(before_at)::timestamptz IS NULL OR (r.at, r.id) < (sqlc.narg(before_at)::timestamptz, @before_id::uuid))
ORDER BY r.at DESC, r.id DESC LIMIT @page_size;

-- name: RunsHub :one
-- Whether an organ runs the hub: an operator (系统运维) belongs to it.
SELECT EXISTS (SELECT 1 FROM users WHERE agency_id = @agency_id AND 'operator' = ANY (functions));
