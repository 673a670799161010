-- Shared desks (共用窗口): what organs entrusted to one another's desks, and what waits there.

-- name: InsertEntrustment :exec
INSERT INTO desk_entrustments (id, agency_id, desk_agency_id, unit_id, user_id, document, from_day, to_day, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: ListEntrustments :many
-- Given and taken, the newest first.
SELECT e.id, e.agency_id, e.desk_agency_id, e.unit_id, e.user_id, e.document, e.from_day, e.to_day, e.ended_at, e.ended_by_id, e.reason,
    coalesce(n.name, '') AS unit_name, coalesce(u.name, '') AS user_name
FROM desk_entrustments e LEFT JOIN units n ON n.id = e.unit_id LEFT JOIN users u ON u.id = e.user_id
WHERE e.agency_id = @agency_id OR e.desk_agency_id = @agency_id
ORDER BY e.from_day DESC, e.id DESC LIMIT @page_size;

-- name: LockEntrustment :one
SELECT e.id, e.agency_id, e.desk_agency_id, e.unit_id, e.user_id, e.document, e.from_day, e.to_day, e.ended_at
FROM desk_entrustments e WHERE e.id = @id FOR UPDATE;

-- name: EndEntrustment :exec
UPDATE desk_entrustments SET ended_at = @at::timestamptz, ended_by_id = @ended_by_id, reason = @reason WHERE id = @id;

-- name: EntrustedTo :many
-- The organs in whose name a person of the desk may sign today.
SELECT e.id, e.agency_id, e.document, e.from_day, e.to_day, a.code, a.name, a.short_name, a.sector, d.short_name AS desk_name
FROM desk_entrustments e JOIN agencies a ON a.id = e.agency_id JOIN agencies d ON d.id = e.desk_agency_id
WHERE e.desk_agency_id = @desk_agency_id AND e.from_day <= @today AND e.to_day >= @today AND e.ended_at IS NULL AND a.closed_on IS NULL
  AND (e.user_id = @user_id OR e.unit_id = (SELECT u.unit_id FROM users u WHERE u.id = @user_id))
ORDER BY a.code, e.id LIMIT 50;

-- name: HoldEntrustment :one
-- Whether it still stands, held until the act is done: who takes it back waits for the act, or comes before it.
SELECT e.id FROM desk_entrustments e
WHERE e.id = @id AND e.agency_id = @agency_id AND e.from_day <= @today AND e.to_day >= @today AND e.ended_at IS NULL
  AND (e.user_id = @user_id OR e.unit_id = (SELECT u.unit_id FROM users u WHERE u.id = @user_id)) FOR SHARE OF e;

-- name: ListAtDesk :many
-- What was sent to an organ and is not signed for, the oldest first: the cover, not the content.
SELECT c.id, c.number, c.kind, c.title, c.sender_id, c.sent_at, c.version, c.synthetic,
    (SELECT count(*) FROM materials m WHERE m.case_id = c.id AND NOT m.removed)::bigint AS materials,
    (SELECT coalesce(sum(m.pages), 0) FROM materials m WHERE m.case_id = c.id AND NOT m.removed)::bigint AS pages
FROM participations p JOIN cases c ON c.id = p.case_id
WHERE p.agency_id = @agency_id AND p.stage = 'sent' AND p.relation = 'receiver'
ORDER BY p.touched_at, p.case_id LIMIT @page_size;

-- name: CountAtDesk :one
SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND p.stage = 'sent' AND p.relation = 'receiver' LIMIT @most) x;

-- name: ListDesks :many
-- Windows of other organs of this hub, and the people who work at them.
SELECT a.id AS agency_id, a.name AS agency, n.id AS unit_id, NULL::uuid AS user_id, n.name AS name
FROM units n JOIN agencies a ON a.id = n.agency_id
WHERE n.kind = 'desk' AND a.id <> @agency_id AND a.closed_on IS NULL AND a.peer = ''
UNION ALL
SELECT a.id, a.name, NULL::uuid, u.id, u.name
FROM users u JOIN agencies a ON a.id = u.agency_id
WHERE u.functions && '{desk,liaison}' AND NOT 'operator' = ANY (u.functions) AND a.id <> @agency_id AND a.closed_on IS NULL AND a.peer = ''
ORDER BY agency, unit_id NULLS LAST, name LIMIT 1000;
