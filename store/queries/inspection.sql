-- 一单两库: check items, objects, inspectors; and plans.

-- name: ListCheckItems :many
-- One's own, and what others have published.
SELECT i.id, i.agency_id, i.code, i.version, i.title, i.basis, i.competence, i.published_on, i.withdrawn_on
FROM check_items i WHERE @all_agencies::bool OR i.agency_id = @agency_id ORDER BY i.agency_id, i.code, i.version DESC LIMIT 2000;

-- name: UpsertCheckItems :exec
INSERT INTO check_items (id, agency_id, code, version, title, basis, competence, published_on, withdrawn_on, updated_at)
SELECT r.id, @agency_id, r.code, r.version, r.title, r.basis, r.competence, r.published_on, r.withdrawn_on, @now::timestamptz
FROM jsonb_to_recordset(@rows::jsonb) AS r(id uuid, code text, version int, title text, basis text, competence text, published_on date, withdrawn_on date)
ON CONFLICT (agency_id, code, version) DO UPDATE SET title = excluded.title, basis = excluded.basis, competence = excluded.competence,
    published_on = excluded.published_on, withdrawn_on = excluded.withdrawn_on, updated_at = excluded.updated_at;

-- name: ListCheckObjects :many
SELECT id, code, name, district, tags, tier, closed, positive_from, positive_to, positive_reason
FROM check_objects
WHERE agency_id = @agency_id
  AND (@find::text = '' OR strpos(name, @find::text) > 0 OR strpos(code, @find::text) > 0)
  AND (@tier::text = '' OR tier = @tier::text)
  AND code > @after_code::text
ORDER BY code LIMIT @page_size;

-- name: CountCheckObjects :one
SELECT count(*) FROM check_objects
WHERE agency_id = @agency_id
  AND (@find::text = '' OR strpos(name, @find::text) > 0 OR strpos(code, @find::text) > 0)
  AND (@tier::text = '' OR tier = @tier::text);

-- name: AllCheckObjects :many
SELECT id, code, name, district, tags, tier, closed, positive_from, positive_to, positive_reason
FROM check_objects WHERE agency_id = @agency_id ORDER BY code;

-- name: UpsertCheckObjects :exec
INSERT INTO check_objects (id, agency_id, code, name, district, tags, tier, closed, positive_from, positive_to, positive_reason, updated_at)
SELECT r.id, @agency_id, r.code, r.name, r.district, r.tags, r.tier, r.closed, r.positive_from, r.positive_to, r.positive_reason, @now::timestamptz
FROM jsonb_to_recordset(@rows::jsonb) AS r(id uuid, code text, name text, district text, tags text[], tier text, closed boolean, positive_from date, positive_to date, positive_reason text)
ON CONFLICT (agency_id, code) DO UPDATE SET name = excluded.name, district = excluded.district, tags = excluded.tags, tier = excluded.tier,
    closed = excluded.closed, positive_from = excluded.positive_from, positive_to = excluded.positive_to, positive_reason = excluded.positive_reason, updated_at = excluded.updated_at;

-- name: ListInspectors :many
SELECT id, number, name, certificate, certificate_until, competences, leaves, recused_from, territory
FROM inspectors WHERE agency_id = @agency_id ORDER BY number LIMIT 5000;

-- name: UpsertInspectors :exec
INSERT INTO inspectors (id, agency_id, number, name, certificate, certificate_until, competences, leaves, recused_from, territory, updated_at)
SELECT r.id, @agency_id, r.number, r.name, r.certificate, r.certificate_until, r.competences, r.leaves, r.recused_from, r.territory, @now::timestamptz
FROM jsonb_to_recordset(@rows::jsonb) AS r(id uuid, number text, name text, certificate text, certificate_until date, competences text[], leaves jsonb, recused_from text[], territory text[])
ON CONFLICT (agency_id, number) DO UPDATE SET name = excluded.name, certificate = excluded.certificate, certificate_until = excluded.certificate_until,
    competences = excluded.competences, leaves = excluded.leaves, recused_from = excluded.recused_from, territory = excluded.territory, updated_at = excluded.updated_at;

-- name: SetInspectorAbsence :execrows
UPDATE inspectors SET leaves = @leaves, recused_from = @recused_from, territory = CASE WHEN @keeps_territory::bool THEN territory ELSE @territory END, updated_at = @now::timestamptz WHERE id = @id AND agency_id = @agency_id;

-- name: SetInspectorUser :execrows
UPDATE inspectors SET user_id = @user_id, updated_at = @now::timestamptz WHERE id = @id AND agency_id = @agency_id;

-- name: InspectorOfUser :one
-- Which other officer a user was said to be.
SELECT id FROM inspectors WHERE agency_id = @agency_id AND user_id = @user_id AND id <> @id;

-- name: ListOtherNames :many
-- Enterprises that another agency's library calls otherwise.
SELECT mine.code, mine.name, o.name AS other_name, a.short_name
FROM check_objects mine JOIN object_names o ON o.code = mine.code AND o.agency_id <> mine.agency_id AND o.name <> mine.name
JOIN agencies a ON a.id = o.agency_id
WHERE mine.agency_id = @agency_id ORDER BY mine.code, a.short_name LIMIT 500;

-- name: InsertPlan :exec
INSERT INTO inspection_plans (id, agency_id, title, check_type, from_on, to_on, districts, tags, strata, per_agency, max_visits, programme_id, no_programme, ordered_by, state, created_by, created_at)
VALUES (@id, @agency_id, @title, @check_type, @from_on, @to_on, @districts, @tags, @strata, @per_agency, @max_visits, @programme_id, @no_programme, @ordered_by, 'open', @created_by, @created_at);

-- name: InsertPlanAgency :exec
INSERT INTO plan_agencies (plan_id, agency_id, state, planner_id, joined_at) VALUES ($1, $2, $3, $4, $5);

-- name: JoinPlan :execrows
UPDATE plan_agencies SET state = 'joined', planner_id = @planner_id, joined_at = @joined_at::timestamptz
WHERE plan_id = @plan_id AND agency_id = @agency_id AND state = 'invited';

-- name: LeavePlan :exec
-- An agency that takes no part, or no longer: declined, recalled, excluded.
UPDATE plan_agencies SET state = @state, reason = @reason, ended_at = @ended_at::timestamptz WHERE plan_id = @plan_id AND agency_id = @agency_id;

-- name: SetPlanner :exec
UPDATE plan_agencies SET planner_id = @planner_id WHERE plan_id = @plan_id AND agency_id = @agency_id AND state = 'joined';

-- name: CancelPlan :exec
UPDATE inspection_plans SET state = 'cancelled', cancelled_at = @cancelled_at::timestamptz, cancelled_reason = @cancelled_reason WHERE id = @id;

-- name: CountMiss :exec
UPDATE plan_agencies SET misses = misses + 1 WHERE plan_id = @plan_id AND agency_id = ANY (@agency_ids::uuid[]);

-- name: InsertPlanItem :exec
INSERT INTO plan_items (plan_id, item_id) VALUES ($1, $2);

-- name: ListPlans :many
SELECT p.id, p.agency_id, p.title, p.check_type, p.from_on, p.to_on, p.state, p.created_at, a.state AS my_state
FROM plan_agencies a JOIN inspection_plans p ON p.id = a.plan_id
WHERE a.agency_id = @agency_id ORDER BY p.created_at DESC, p.id DESC LIMIT 200;

-- name: ReadPlan :one
SELECT id, agency_id, title, check_type, from_on, to_on, districts, tags, strata, per_agency, max_visits, state, created_by, created_at, programme_id, no_programme, ordered_by, cancelled_at, cancelled_reason
FROM inspection_plans WHERE id = $1;

-- name: LockPlan :one
SELECT id, agency_id, title, check_type, from_on, to_on, districts, tags, strata, per_agency, max_visits, state, created_by, created_at, programme_id, no_programme, ordered_by, cancelled_at, cancelled_reason
FROM inspection_plans WHERE id = $1 FOR UPDATE;

-- name: SetPlanState :exec
UPDATE inspection_plans SET state = @state WHERE id = @id;

-- name: ListPlanAgencies :many
SELECT p.agency_id, p.state, p.planner_id, p.joined_at, p.misses, p.reason, p.ended_at, a.name, a.short_name, a.region, a.sector
FROM plan_agencies p JOIN agencies a ON a.id = p.agency_id WHERE p.plan_id = $1 ORDER BY p.agency_id;

-- name: ListPlanItems :many
SELECT i.id, i.agency_id, i.code, i.version, i.title, i.basis, i.competence, i.published_on, i.withdrawn_on
FROM plan_items p JOIN check_items i ON i.id = p.item_id WHERE p.plan_id = $1 ORDER BY i.agency_id, i.code, i.version;
