-- 排期: what a schedule is made from, and what it leaves behind.

-- name: ReadScheduleSettings :one
SELECT agency_id, base, half_day, visit, per_half, near, far, travel, merge_days, area, updated_at FROM schedule_settings WHERE agency_id = $1;

-- name: UpsertScheduleSettings :exec
INSERT INTO schedule_settings (agency_id, base, half_day, visit, per_half, near, far, travel, merge_days, area, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (agency_id) DO UPDATE SET base = excluded.base, half_day = excluded.half_day, visit = excluded.visit, per_half = excluded.per_half, near = excluded.near,
    far = excluded.far, travel = excluded.travel, merge_days = excluded.merge_days, area = excluded.area, updated_at = excluded.updated_at;

-- name: ListVehicles :many
SELECT id, agency_id, name, seats, retired FROM vehicles WHERE agency_id = $1 AND NOT retired ORDER BY name;

-- name: ListPlanVehicles :many
SELECT v.id, v.agency_id, v.name, v.seats, v.retired FROM vehicles v JOIN plan_agencies p ON p.agency_id = v.agency_id
WHERE p.plan_id = $1 AND p.state = 'joined' AND NOT v.retired ORDER BY v.agency_id, v.name;

-- name: ListVehicleBookings :many
SELECT b.vehicle_id::uuid AS vehicle_id, b.day, b.half FROM vehicle_bookings b
WHERE b.plan_id <> @plan_id AND b.day BETWEEN @from_on::date AND @to_on::date ORDER BY 1, 2, 3;

-- name: UpsertVehicles :exec
INSERT INTO vehicles (id, agency_id, name, seats)
SELECT r.id, @agency_id, r.name, r.seats FROM jsonb_to_recordset(@rows::jsonb) AS r(id uuid, name text, seats int)
ON CONFLICT (agency_id, name) DO UPDATE SET seats = excluded.seats, retired = false;

-- name: RetireVehicles :exec
UPDATE vehicles SET retired = true WHERE agency_id = @agency_id AND NOT (name = ANY (@names::text[]));

-- name: ListVisitNeeds :many
-- What must be known at the visits of a round, by agency.
SELECT DISTINCT i.visit_id, c.agency_id, c.competence FROM visit_items i JOIN inspection_visits v ON v.id = i.visit_id JOIN check_items c ON c.id = i.item_id
WHERE v.round_id = $1 ORDER BY 1, 2, 3;

-- name: ListVisitCandidates :many
-- Inspectors of the agencies that take part in the visits of a round.
SELECT i.id, i.agency_id, i.number, i.name, (i.certificate <> '')::bool AS certified, i.certificate_until, i.competences, i.leaves, i.recused_from, i.territory
FROM inspectors i WHERE i.agency_id IN (SELECT a.agency_id FROM visit_agencies a JOIN inspection_visits v ON v.id = a.visit_id WHERE v.round_id = $1)
ORDER BY i.agency_id, i.number, i.id;

-- name: PlaceVisits :execrows
-- Gives visits their half day, or takes it from them.
UPDATE inspection_visits v SET day = r.day, half = r.half, vehicles = r.vehicles, version = v.version + 1
FROM jsonb_to_recordset(@rows::jsonb) AS r(id uuid, day date, half text, vehicles uuid[])
WHERE v.id = r.id AND v.state IN ('planned', 'announced');

-- name: ClearTeams :exec
DELETE FROM visit_officers WHERE visit_id = ANY (@visit_ids::uuid[]);

-- name: InsertSchedule :exec
INSERT INTO schedules (id, plan_id, number, kind, made_by, made_at, objective, bound, scheduled, unscheduled, detail)
SELECT @id, @plan_id, coalesce(max(s.number), 0) + 1, @kind, @made_by, @made_at, @objective, @bound, @scheduled, @unscheduled, @detail
FROM schedules s WHERE s.plan_id = @plan_id;

-- name: LastSchedule :one
SELECT id, plan_id, number, kind, made_by, made_at, objective, bound, scheduled, unscheduled, detail FROM schedules
WHERE plan_id = $1 ORDER BY number DESC LIMIT 1;

-- name: ListVisitPairs :many
-- Visits of other plans to the same enterprises.
SELECT visit_id, plan_id, number, day, other_id, other_plan_id, other_number, other_day, other_title, other_agency_id, other_from, other_to
FROM visit_pairs WHERE plan_id = $1 ORDER BY number, other_id LIMIT 500;

-- name: ListMerges :many
-- Proposals that touch a plan.
SELECT m.id, m.visit_id, m.other_id, m.state, m.agency_id, m.proposed_at, m.decided_at, m.reason, a.number AS number, b.number AS other_number, a.plan_id AS plan_id, b.plan_id AS other_plan_id, a.day AS day, b.day AS other_day
FROM visit_merges m JOIN inspection_visits a ON a.id = m.visit_id JOIN inspection_visits b ON b.id = m.other_id
WHERE a.plan_id = @plan_id OR b.plan_id = @plan_id ORDER BY m.proposed_at DESC, m.id LIMIT 200;

-- name: InsertMerge :exec
INSERT INTO visit_merges (id, visit_id, other_id, state, agency_id, proposed_at) VALUES ($1, $2, $3, 'proposed', $4, $5);

-- name: DecideMerge :exec
UPDATE visit_merges SET state = @state, decided_at = @decided_at::timestamptz, reason = @reason WHERE id = @id;

-- name: PlannerOf :one
-- Who of the initiator plans a plan, of whatever organs.
SELECT p.agency_id::uuid AS agency_id, p.user_id::uuid AS user_id FROM hub_plan_planner(@plan::uuid) AS p;

-- name: MergeAgencies :exec
INSERT INTO visit_agencies (visit_id, agency_id, officers) SELECT @into_id, a.agency_id, a.officers FROM visit_agencies a WHERE a.visit_id = @visit_id ON CONFLICT DO NOTHING;

-- name: MergeItems :exec
INSERT INTO visit_items (visit_id, item_id) SELECT @into_id, i.item_id FROM visit_items i WHERE i.visit_id = @visit_id ON CONFLICT DO NOTHING;

-- name: JoiningOfficers :many
-- Whom MergeOfficers would bring.
SELECT o.inspector_id, o.agency_id FROM visit_officers o WHERE o.visit_id = @visit_id
  AND NOT EXISTS (SELECT 1 FROM visit_officers x WHERE x.visit_id = @into_id AND x.agency_id = o.agency_id);

-- name: MergeOfficers :exec
-- Of agencies that the staying visit has nobody of yet.
INSERT INTO visit_officers (visit_id, inspector_id, agency_id, drawn)
SELECT @into_id, o.inspector_id, o.agency_id, o.drawn FROM visit_officers o WHERE o.visit_id = @visit_id
  AND NOT EXISTS (SELECT 1 FROM visit_officers x WHERE x.visit_id = @into_id AND x.agency_id = o.agency_id) ON CONFLICT DO NOTHING;

-- name: MergeVisit :exec
UPDATE inspection_visits SET state = 'cancelled', merged_into = @into_id, day = NULL, half = '', vehicles = '{}', reason = @reason, version = version + 1 WHERE id = @visit_id;
