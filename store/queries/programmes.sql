-- Programmes of inspections (检查计划): annual, monthly, special.

-- name: InsertProgramme :exec
INSERT INTO inspection_programmes (id, agency_id, kind, title, from_on, to_on, subjects, scope, manner, items, share, households, urgent, state, created_by, created_at)
VALUES (@id, @agency_id, @kind, @title, @from_on, @to_on, @subjects, @scope, @manner, @items, @share, @households, @urgent, 'draft', @created_by, @created_at);

-- name: ListProgrammes :many
-- One's own, and those that were filed with one's organ; the latest period first.
SELECT p.id, p.agency_id, a.short_name AS agency_name, p.kind, p.title, p.from_on, p.to_on, p.households, p.state, p.approved_on, p.due_on, p.filed_with, p.filed_at, p.received_at, p.published_on
FROM inspection_programmes p JOIN agencies a ON a.id = p.agency_id
ORDER BY p.from_on DESC, p.id DESC LIMIT 500;

-- name: ReadProgramme :one
SELECT id, agency_id, kind, title, from_on, to_on, subjects, scope, manner, items, share, households, urgent, state, approved_by, authority, document, approved_on, due_on,
    due_rule, due_edition, filed_with, filed_at, received_by, received_at, published_on, withdrawn_on, reason, version, created_by, created_at
FROM inspection_programmes WHERE id = $1;

-- name: LockProgramme :one
SELECT id, agency_id, kind, title, from_on, to_on, subjects, scope, manner, items, share, households, urgent, state, approved_by, authority, document, approved_on, due_on,
    due_rule, due_edition, filed_with, filed_at, received_by, received_at, published_on, withdrawn_on, reason, version, created_by, created_at
FROM inspection_programmes WHERE id = $1 FOR UPDATE;

-- name: SaveProgramme :exec
UPDATE inspection_programmes SET title = @title, from_on = @from_on, to_on = @to_on, subjects = @subjects, scope = @scope, manner = @manner, items = @items,
    share = @share, households = @households, urgent = @urgent, state = @state, approved_by = @approved_by, authority = @authority, document = @document,
    approved_on = @approved_on, due_on = @due_on, due_rule = @due_rule, due_edition = @due_edition, filed_with = @filed_with, filed_at = @filed_at,
    received_by = @received_by, received_at = @received_at, published_on = @published_on, withdrawn_on = @withdrawn_on, reason = @reason, version = version + 1
WHERE id = @id;

-- name: ProgrammeVisited :one
-- Enterprises visited so far: for an annual or monthly programme by its organ in its
-- period, for a special one under the plans that rest on it.
SELECT count(DISTINCT c.object_code) FROM site_checks c JOIN site_parts p ON p.check_id = c.id LEFT JOIN inspection_plans l ON l.id = c.plan_id
WHERE p.agency_id = @agency_id AND c.done_at IS NOT NULL AND c.day BETWEEN @from_on::date AND @to_on::date AND (NOT @special::bool OR l.programme_id = @programme_id);
