-- 检查任务: visits of joint plans.

-- name: InsertVisits :exec
INSERT INTO inspection_visits (id, plan_id, round_id, number, code, name, stratum, district, state, created_at)
SELECT r.id, @plan_id, @round_id, r.number, r.code, r.name, r.stratum, r.district, 'planned', @now::timestamptz
FROM jsonb_to_recordset(@rows::jsonb) AS r(id uuid, number int, code text, name text, stratum text, district text);

-- name: InsertVisitAgencies :exec
INSERT INTO visit_agencies (visit_id, agency_id, officers)
SELECT v.id, p.agency_id, @officers::int FROM inspection_visits v JOIN plan_agencies p ON p.plan_id = v.plan_id
WHERE v.round_id = @round_id AND p.state = 'joined';

-- name: InsertVisitItems :exec
INSERT INTO visit_items (visit_id, item_id)
SELECT v.id, i.item_id FROM inspection_visits v JOIN plan_items i ON i.plan_id = v.plan_id
JOIN check_items c ON c.id = i.item_id JOIN visit_agencies a ON a.visit_id = v.id AND a.agency_id = c.agency_id
WHERE v.round_id = @round_id;

-- name: InsertVisitOfficers :exec
INSERT INTO visit_officers (visit_id, inspector_id, agency_id, drawn)
SELECT r.visit_id, r.inspector_id, i.agency_id, r.drawn
FROM jsonb_to_recordset(@rows::jsonb) AS r(visit_id uuid, inspector_id uuid, drawn boolean) JOIN inspectors i ON i.id = r.inspector_id;

-- name: LastVisitNumber :one
SELECT coalesce(max(number), 0)::int FROM inspection_visits WHERE plan_id = $1;

-- name: ListVisits :many
SELECT id, plan_id, round_id, number, code, name, stratum, district, state, day, half, vehicles, merged_into, reason, version, created_at, over_cap, over_cap_by
FROM inspection_visits WHERE plan_id = @plan_id AND round_id = @round_id ORDER BY number;

-- name: ReadVisit :one
SELECT id, plan_id, round_id, number, code, name, stratum, district, state, day, half, vehicles, merged_into, reason, version, created_at, over_cap, over_cap_by
FROM inspection_visits WHERE id = $1;

-- name: LockVisit :one
SELECT id, plan_id, round_id, number, code, name, stratum, district, state, day, half, vehicles, merged_into, reason, version, created_at, over_cap, over_cap_by
FROM inspection_visits WHERE id = $1 FOR UPDATE;

-- name: ListVisitTeams :many
-- Teams of the visits of a round.
SELECT o.visit_id, o.inspector_id, o.agency_id, o.drawn, i.number, i.name
FROM visit_officers o JOIN inspection_visits v ON v.id = o.visit_id JOIN inspectors i ON i.id = o.inspector_id
WHERE v.round_id = $1 ORDER BY o.visit_id, o.agency_id, i.number;

-- name: ListVisitParts :many
-- Which agencies take part in the visits of a round, with how many officers.
SELECT a.visit_id, a.agency_id, a.officers FROM visit_agencies a JOIN inspection_visits v ON v.id = a.visit_id
WHERE v.round_id = $1 ORDER BY a.visit_id, a.agency_id;

-- name: SetVisitState :execrows
UPDATE inspection_visits SET state = @state, reason = @reason, version = version + 1 WHERE id = @id AND version = @version;

-- name: CancelVisits :execrows
-- Of a round that was set aside.
UPDATE inspection_visits SET state = 'cancelled', reason = @reason, version = version + 1 WHERE round_id = @round_id AND state = 'planned';

-- name: CountVisitsBegun :one
SELECT count(*) FROM inspection_visits WHERE round_id = $1 AND state IN ('announced', 'under_way', 'done');

-- name: InsertOpening :exec
INSERT INTO draw_openings (round_id, user_id, opened_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: HasOpened :one
SELECT EXISTS (SELECT 1 FROM draw_openings WHERE round_id = $1 AND user_id = $2);

-- name: CountVisits :one
SELECT count(*) FROM inspection_visits WHERE round_id = $1;

-- name: ListBookings :many
-- When officers of a plan's agencies are on visits of other plans or of none, without saying which.
SELECT b.inspector_id, b.day, b.half FROM officer_bookings b JOIN inspectors i ON i.id = b.inspector_id
WHERE b.plan_id IS DISTINCT FROM @plan_id AND b.day BETWEEN @from_on::date AND @to_on::date ORDER BY b.inspector_id, b.day, b.half;
