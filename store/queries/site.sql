-- 现场检查: visits, what was recorded on the spot, findings and what became of them.

-- name: NextSiteNumber :one
SELECT nextval('site_numbers')::bigint;

-- name: InsertSiteCheck :exec
INSERT INTO site_checks (id, number, planned_id, plan_id, agency_id, object_code, object_name, place, day, half, purpose, check_type, announced, urgent, state, created_by, created_at, district, over_cap)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'planned', $15, $16, $17, $18);

-- name: InsertSitePart :exec
INSERT INTO site_parts (check_id, agency_id) VALUES ($1, $2);

-- name: InsertSiteOfficers :exec
-- Names and certificates as they are now.
INSERT INTO site_officers (check_id, inspector_id, agency_id, name, certificate, valid_until)
SELECT @check_id, i.id, i.agency_id, i.name, i.certificate, i.certificate_until FROM inspectors i WHERE i.id = ANY (@inspector_ids::uuid[]);

-- name: InsertSiteItems :exec
INSERT INTO site_items (check_id, item_id, agency_id)
SELECT @check_id, i.id, i.agency_id FROM check_items i WHERE i.id = ANY (@item_ids::uuid[]);

-- name: SiteCheckOf :one
-- The check of an enterprise under a plan that was not called off.
SELECT EXISTS (SELECT 1 FROM site_checks WHERE plan_id = @plan_id AND object_code = @object_code AND state <> 'cancelled');

-- name: VisitToCarryOut :one
-- The planned visit (检查任务) of an enterprise in a round, if visits were laid out.
SELECT id, state, day, half, merged_into, district, over_cap FROM inspection_visits WHERE round_id = @round_id AND code = @code;

-- name: ArrangedVisits :many
-- Planned visits of a plan whose check is arranged, with its time; one that was arranged
-- before visits were laid out belongs to the visit of its enterprise.
SELECT v.id, c.day, c.half FROM site_checks c JOIN inspection_visits v ON v.id = c.planned_id WHERE c.plan_id = $1 AND c.state <> 'cancelled'
UNION ALL
SELECT v.id, c.day, c.half FROM site_checks c JOIN inspection_visits v ON v.plan_id = c.plan_id AND v.code = c.object_code
WHERE c.plan_id = $1 AND c.planned_id IS NULL AND c.state <> 'cancelled';

-- name: VisitArranged :one
-- Of a visit of whatever plan, whether its check is arranged.
SELECT hub_visit_arranged(@visit::uuid)::bool;

-- name: ListVisitOfficers :many
SELECT inspector_id FROM visit_officers WHERE visit_id = $1 ORDER BY agency_id, inspector_id;

-- name: ListVisitAgencies :many
SELECT agency_id FROM visit_agencies WHERE visit_id = $1 ORDER BY agency_id;

-- name: ListVisitItems :many
SELECT item_id FROM visit_items WHERE visit_id = $1 ORDER BY item_id;

-- name: CarryOutVisit :exec
-- The planned visit goes along with its check.
UPDATE inspection_visits SET state = @state, version = version + 1 WHERE id = @id;

-- name: ListSiteChecks :many
-- own: whoever asks arranged it or is of the team; waits: for the approval of the agency.
SELECT sqlc.embed(c),
    (c.created_by = @user_id OR EXISTS (SELECT 1 FROM site_officers o WHERE o.check_id = c.id AND o.inspector_id = ANY (ARRAY (SELECT i.id FROM inspectors i JOIN users u ON u.id = @user_id
        WHERE i.agency_id = @agency_id AND (i.user_id = u.id OR i.name = u.name) AND hub_officer_user(i.id) = u.id))))::bool AS own,
    (p.approved_at IS NULL AND c.state IN ('planned', 'begun', 'done'))::bool AS waits
FROM site_checks c JOIN site_parts p ON p.check_id = c.id
WHERE p.agency_id = @agency_id AND (@any_plan::bool OR c.plan_id = @plan_id) AND (@first::bool OR (c.day, c.number) < (@before_day::date, @before_number::text))
  AND (NOT @waiting::bool OR p.approved_at IS NULL AND c.state IN ('planned', 'begun', 'done'))
  AND (NOT @mine::bool OR c.created_by = @user_id OR EXISTS (SELECT 1 FROM site_officers o WHERE o.check_id = c.id AND o.inspector_id = ANY (ARRAY (SELECT i.id FROM inspectors i JOIN users u ON u.id = @user_id
        WHERE i.agency_id = @agency_id AND (i.user_id = u.id OR i.name = u.name) AND hub_officer_user(i.id) = u.id))))
ORDER BY c.day DESC, c.number DESC LIMIT @most;

-- name: CountWaitingSiteChecks :one
-- Visits that wait for the approval of an agency.
SELECT count(*) FROM site_checks c JOIN site_parts p ON p.check_id = c.id
WHERE p.agency_id = @agency_id AND (@any_plan::bool OR c.plan_id = @plan_id) AND p.approved_at IS NULL AND c.state IN ('planned', 'begun', 'done');

-- name: CalledOffSiteChecks :many
-- Visits of a plan that were called off, with the reason.
SELECT id, number, day, object_code, object_name, withdrawn_reason AS reason FROM site_checks WHERE plan_id = $1 AND state = 'cancelled' ORDER BY day, number LIMIT 2000;

-- name: CountMergedSiteChecks :one
-- Of a round: visits that went into another plan's, what was made of them there, and how
-- many of another plan's came into its own.
WITH RECURSIVE way AS (
    SELECT v.id, v.merged_into FROM inspection_visits v WHERE v.round_id = @round_id AND v.merged_into IS NOT NULL
    UNION
    SELECT v.id, v.merged_into FROM way JOIN inspection_visits v ON v.id = way.merged_into
), there AS (
    SELECT DISTINCT c.id, c.object_code, c.day FROM way JOIN site_checks c ON c.planned_id = way.id WHERE c.plan_id <> @plan_id AND c.done_at IS NOT NULL
), own AS (
    SELECT c.object_code, c.day FROM site_checks c WHERE c.plan_id = @plan_id AND c.done_at IS NOT NULL
)
SELECT (SELECT count(*) FROM inspection_visits v WHERE v.round_id = @round_id AND v.merged_into IS NOT NULL) AS gone,
    (SELECT count(*) FROM there) AS made,
    (SELECT count(DISTINCT day) FROM (SELECT day FROM there UNION ALL SELECT day FROM own) AS d) AS actions,
    (SELECT count(DISTINCT object_code) FROM (SELECT object_code FROM there UNION ALL SELECT object_code FROM own) AS d) AS enterprises,
    (SELECT count(*) FROM visit_merges m JOIN inspection_visits mine ON mine.id = m.visit_id WHERE mine.round_id = @round_id AND m.state = 'accepted') AS taken_in;

-- name: MergedSiteFindings :many
-- Findings on a plan's items in visits of other plans that its own became part of.
WITH RECURSIVE way AS (
    SELECT v.id, v.merged_into FROM inspection_visits v WHERE v.round_id = @round_id AND v.merged_into IS NOT NULL
    UNION
    SELECT v.id, v.merged_into FROM way JOIN inspection_visits v ON v.id = way.merged_into
)
SELECT DISTINCT f.id FROM way JOIN site_checks c ON c.planned_id = way.id AND c.plan_id <> @plan_id JOIN site_findings f ON f.check_id = c.id
JOIN plan_items i ON i.plan_id = @plan_id AND i.item_id = f.item_id;

-- name: JointFigures :many
-- Visits that were made, by district, number of agencies and visits they took in; of one agency or all.
SELECT f.district::text AS district, f.agencies::int AS agencies, f.planned::bool AS planned, f.merged::int AS merged, f.visits::bigint AS visits
FROM hub_joint_figures(@from_on::date, @to_on::date, nullif(@agency_id::uuid, '00000000-0000-0000-0000-000000000000'::uuid)) f;

-- name: ReadSiteCheck :one
SELECT id, number, planned_id, plan_id, agency_id, object_code, object_name, place, day, half, purpose, check_type, announced, urgent, official_code, voucher, state, begun_at, done_at, conclusion, summary, publish_by, published_at, withdrawn_at, withdrawn_reason, created_by, created_at, district, over_cap, joint_case, crossing
FROM site_checks WHERE id = $1;

-- name: LockSiteCheck :one
SELECT id, number, planned_id, plan_id, agency_id, object_code, object_name, place, day, half, purpose, check_type, announced, urgent, official_code, voucher, state, begun_at, done_at, conclusion, summary, publish_by, published_at, withdrawn_at, withdrawn_reason, created_by, created_at, district, over_cap, joint_case, crossing
FROM site_checks WHERE id = $1 FOR UPDATE;

-- name: SaveSiteCheck :exec
UPDATE site_checks SET state = @state, official_code = @official_code, voucher = @voucher, begun_at = @begun_at, done_at = @done_at, conclusion = @conclusion, summary = @summary,
    publish_by = @publish_by, published_at = @published_at, withdrawn_at = @withdrawn_at, withdrawn_reason = @withdrawn_reason
WHERE id = @id;

-- name: ListSiteParts :many
SELECT p.check_id, p.agency_id, p.approved_by, p.approved_at, p.edition, p.summary, p.letter_organ, p.letter_number, p.letter_on, p.letter_case, coalesce(k.number, '') AS letter_case_number, a.name, a.region, a.sector, a.short_name
FROM site_parts p JOIN agencies a ON a.id = p.agency_id LEFT JOIN cases k ON k.id = p.letter_case WHERE p.check_id = $1 ORDER BY p.agency_id;

-- name: ApproveSitePart :exec
UPDATE site_parts SET approved_by = @approved_by, approved_at = @approved_at::timestamptz WHERE check_id = @check_id AND agency_id = @agency_id;

-- name: RecordSitePart :execrows
UPDATE site_parts SET edition = edition + 1, summary = @summary WHERE check_id = @check_id AND agency_id = @agency_id AND edition = @seen;

-- name: ListSiteOfficers :many
SELECT check_id, inspector_id, agency_id, name, certificate, valid_until FROM site_officers WHERE check_id = $1 ORDER BY agency_id, name, inspector_id;

-- name: ListPartsOfChecks :many
SELECT check_id, agency_id FROM site_parts WHERE check_id = ANY (@checks::uuid[]) ORDER BY check_id, agency_id;

-- name: ListTeamsOfChecks :many
SELECT check_id, inspector_id, agency_id, name, certificate, valid_until FROM site_officers WHERE check_id = ANY (@checks::uuid[]) ORDER BY check_id, agency_id, name, inspector_id;

-- name: InvitedToSite :many
-- The team with the user that each is, and whether mail reaches him; no user: nobody knows
-- which, so that his agency has to tell him.
SELECT o.inspector_id, o.agency_id, coalesce(u.id, '00000000-0000-0000-0000-000000000000')::uuid AS user_id, (coalesce(u.email, '') <> '')::bool AS mail
FROM site_officers o LEFT JOIN users u ON u.id = hub_officer_user(o.inspector_id) WHERE o.check_id = $1 ORDER BY o.agency_id, o.inspector_id;

-- name: ListSiteItems :many
SELECT s.check_id, s.item_id, s.agency_id, s.result, s.note, i.code, i.version, i.title, i.basis
FROM site_items s JOIN check_items i ON i.id = s.item_id WHERE s.check_id = $1 ORDER BY s.agency_id, i.code, i.version;

-- name: RecordSiteItems :exec
UPDATE site_items s SET result = r.result, note = r.note FROM jsonb_to_recordset(@rows::jsonb) AS r(item uuid, result text, note text)
WHERE s.check_id = @check_id AND s.agency_id = @agency_id AND s.item_id = r.item;

-- name: ListSiteFiles :many
SELECT id, check_id, agency_id, name, sha256, size, created_by, created_at FROM site_files WHERE check_id = $1 ORDER BY created_at, id;

-- name: InsertSiteFile :execrows
INSERT INTO site_files (id, check_id, agency_id, name, sha256, size, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (check_id, agency_id, sha256) DO NOTHING;

-- name: ListSiteSignatures :many
SELECT check_id, agency_id, party, position, name, drawn, refusal, inspector_id FROM site_signatures WHERE check_id = $1 ORDER BY agency_id, position;

-- name: ClearSiteRecord :exec
WITH gone AS (DELETE FROM site_findings f WHERE f.check_id = @check_id AND f.agency_id = @agency_id)
DELETE FROM site_signatures s WHERE s.check_id = @check_id AND s.agency_id = @agency_id;

-- name: InsertSiteSignatures :exec
INSERT INTO site_signatures (check_id, agency_id, party, position, name, drawn, refusal, inspector_id)
SELECT @check_id, @agency_id, r.party, r.position, r.name, r.drawn, r.refusal, r.officer
FROM jsonb_to_recordset(@rows::jsonb) AS r(party text, position int, name text, drawn text, refusal text, officer uuid);

-- name: InsertSiteFindings :exec
INSERT INTO site_findings (id, check_id, agency_id, number, item_id, text, owner, due_on, state)
SELECT r.id, @check_id, @agency_id, r.number, r.item, r.text, r.owner, r.due, 'open'
FROM jsonb_to_recordset(@rows::jsonb) AS r(id uuid, number int, item uuid, text text, owner text, due date);

-- name: ListSiteFindings :many
-- Of one check, or of all checks of a plan; with the state of the referral that hands it over.
SELECT f.id, f.check_id, f.agency_id, f.number, f.item_id, f.text, f.owner, f.due_on, f.state, f.rectified_on, f.rectified, f.looked_on, f.looked, f.case_id,
    c.number AS check_number, c.object_code, c.object_name, c.day, coalesce(i.title, '') AS item, coalesce(i.basis, '') AS basis, coalesce(k.number, '') AS case_number,
    coalesce((SELECT h.state FROM charges h WHERE h.case_id = f.case_id ORDER BY h.position LIMIT 1), '')::text AS case_state
FROM site_findings f JOIN site_checks c ON c.id = f.check_id LEFT JOIN check_items i ON i.id = f.item_id LEFT JOIN cases k ON k.id = f.case_id
WHERE (@one_check::bool AND f.check_id = @check_id OR NOT @one_check::bool AND (c.plan_id = @plan_id OR @any_plan::bool OR f.id = ANY (@others::uuid[]))) ORDER BY c.day, c.number, f.agency_id, f.number LIMIT 5000;

-- name: LockSiteFinding :one
SELECT id, check_id, agency_id, number, item_id, text, owner, due_on, state, rectified_on, rectified, looked_on, looked, case_id FROM site_findings WHERE id = $1 FOR UPDATE;

-- name: HandOverFinding :exec
UPDATE site_findings SET case_id = @case_id WHERE id = @id;

-- name: SaveSiteFinding :exec
UPDATE site_findings SET state = @state, rectified_on = @rectified_on, rectified = @rectified, looked_on = @looked_on, looked = @looked, due_on = @due_on WHERE id = @id;

-- name: CountSiteChecks :one
-- 次: days with a visit; 家次: visits; 家: enterprises.
SELECT count(*) FILTER (WHERE c.state <> 'cancelled') AS planned,
    count(DISTINCT c.day) FILTER (WHERE c.done_at IS NOT NULL) AS actions,
    count(*) FILTER (WHERE c.done_at IS NOT NULL) AS visits,
    count(DISTINCT c.object_code) FILTER (WHERE c.done_at IS NOT NULL) AS enterprises,
    count(*) FILTER (WHERE c.published_at IS NOT NULL) AS published,
    count(*) FILTER (WHERE c.done_at IS NOT NULL AND c.published_at IS NULL AND c.publish_by < @today::date) AS late
FROM site_checks c WHERE c.plan_id = @plan_id;

-- name: DrawnUnvisited :many
-- Of drawn enterprises those that no check was finished at, nor the last one called off;
-- a visit that became part of another plan's is looked for along its merges.
WITH RECURSIVE way AS (
    SELECT v.code, v.id, v.merged_into FROM inspection_visits v WHERE v.round_id = @round_id
    UNION ALL
    SELECT way.code, v.id, v.merged_into FROM way JOIN inspection_visits v ON v.id = way.merged_into
), checks AS (
    SELECT c.object_code AS code, c.state FROM site_checks c WHERE c.plan_id = @plan_id
    UNION ALL
    SELECT way.code, c.state FROM way JOIN site_checks c ON c.planned_id = way.id AND c.plan_id <> @plan_id
)
SELECT d.code::text FROM unnest(@codes::text[]) AS d(code)
WHERE NOT EXISTS (SELECT 1 FROM checks k WHERE k.code = d.code AND k.state IN ('done', 'published', 'withdrawn'))
  AND (NOT EXISTS (SELECT 1 FROM checks k WHERE k.code = d.code AND k.state = 'cancelled')
       OR EXISTS (SELECT 1 FROM checks k WHERE k.code = d.code AND k.state IN ('planned', 'begun')))
ORDER BY 1;

-- name: MergedAndWaiting :one
-- Visits of a round that became part of another plan's, which is not made yet and whose
-- period lasts.
WITH RECURSIVE way AS (
    SELECT v.id, v.merged_into FROM inspection_visits v WHERE v.round_id = @round_id AND v.merged_into IS NOT NULL
    UNION ALL
    SELECT v.id, v.merged_into FROM way JOIN inspection_visits v ON v.id = way.merged_into
)
SELECT count(*) FROM inspection_visits v JOIN way ON way.id = v.id
WHERE v.merged_into IS NULL AND v.plan_id <> @plan_id AND v.state NOT IN ('done', 'cancelled')
  AND NOT EXISTS (SELECT 1 FROM site_checks c WHERE c.planned_id = v.id AND c.state IN ('done', 'published', 'withdrawn'))
  AND hub_plan_lasts(v.plan_id, @today::date);

-- name: UnfinishedSiteChecks :one
SELECT count(*) FROM site_checks WHERE plan_id = $1 AND state IN ('planned', 'begun');

-- name: ListTeamOn :many
-- A team on a day: certificates, leave, and from whom somebody has to withdraw.
SELECT i.id, i.agency_id, i.number, (i.certificate <> '')::bool AS certified, (i.certificate <> '' AND (i.certificate_until IS NULL OR i.certificate_until >= @on_day::date))::bool AS valid,
    i.leaves, i.recused_from, a.region, a.short_name
FROM inspectors i JOIN agencies a ON a.id = i.agency_id WHERE i.id = ANY (@inspector_ids::uuid[]) ORDER BY i.agency_id, i.number;

-- name: LockTeams :exec
-- Whoever sends people of one agency anywhere, by hand or by a schedule, does so one after
-- the other: officers and vehicles are booked by what the one before has left.
SELECT pg_advisory_xact_lock(hashtextextended(x.id::text, 7)) FROM (SELECT DISTINCT unnest(@agency_ids::uuid[]) AS id ORDER BY 1) x;

-- name: TeamClashes :many
-- Who of a team is elsewhere in a half day. What the asking agency does not see has no
-- number. Of a scheduled visit its own plan is left out: the schedule has seen to that.
SELECT i.number AS officer, a.short_name AS agency, coalesce(c.number, '')::text AS check_number, coalesce(v.number, 0)::int AS visit, coalesce(p.title, '')::text AS plan
FROM officer_bookings b JOIN inspectors i ON i.id = b.inspector_id JOIN agencies a ON a.id = i.agency_id
LEFT JOIN site_checks c ON c.id = b.check_id LEFT JOIN inspection_visits v ON v.id = b.visit_id LEFT JOIN inspection_plans p ON p.id = v.plan_id
WHERE b.inspector_id = ANY (@inspector_ids::uuid[]) AND b.day = @on_day::date AND b.half = @half::text AND NOT (@scheduled::bool AND b.plan_id IS NOT DISTINCT FROM @plan_id)
ORDER BY a.short_name, i.number, c.number, v.number LIMIT 10;

-- name: InspectionsDue :many
-- Limits of visits, findings and programmes that end soon or are past, and were not told of.
SELECT d.subject::text AS subject, d.id::uuid AS id, d.agency_id::uuid AS agency_id, d.number::text AS number, d.due_on::date AS due_on, d.late::bool AS late, d.page::uuid AS page, d.who::uuid[] AS who
FROM hub_inspections_due(@today::date, @soon::date, @look::int, @most::int) AS d;

-- name: MarkInspectionTold :exec
INSERT INTO inspection_reminders (subject, id, due_on, late, told_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING;

-- name: ListSiteReplies :many
SELECT check_id, inspector_id, agency_id, comes, note, replied_by, replied_at FROM site_replies WHERE check_id = $1 ORDER BY inspector_id;

-- name: SaveSiteReply :exec
INSERT INTO site_replies (check_id, inspector_id, agency_id, comes, note, replied_by, replied_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (check_id, inspector_id) DO UPDATE SET comes = excluded.comes, note = excluded.note, replied_by = excluded.replied_by, replied_at = excluded.replied_at;
