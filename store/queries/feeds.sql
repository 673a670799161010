-- Calendars of visits by a secret link (日程订阅).

-- name: InsertVisitFeed :exec
INSERT INTO visit_feeds (id, agency_id, user_id, inspector_id, plan_id, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ListVisitFeeds :many
SELECT f.id, f.inspector_id, f.plan_id, f.created_at, coalesce(i.name, '') AS inspector, coalesce(p.title, '') AS plan
FROM visit_feeds f LEFT JOIN inspectors i ON i.id = f.inspector_id LEFT JOIN inspection_plans p ON p.id = f.plan_id
WHERE f.user_id = $1 AND f.revoked_at IS NULL ORDER BY f.created_at, f.id;

-- name: RevokeVisitFeed :execrows
UPDATE visit_feeds SET revoked_at = @revoked_at::timestamptz WHERE id = @id AND user_id = @user_id AND revoked_at IS NULL;

-- name: VisitFeedOf :one
-- Whose link it is; asked without an organ.
SELECT coalesce(agency_id, '00000000-0000-0000-0000-000000000000')::uuid AS agency_id, coalesce(user_id, '00000000-0000-0000-0000-000000000000')::uuid AS user_id,
    coalesce(inspector_id, '00000000-0000-0000-0000-000000000000')::uuid AS inspector_id, coalesce(functions, '{}')::text[] AS functions,
    coalesce(plan_id, '00000000-0000-0000-0000-000000000000')::uuid AS plan_id
FROM hub_visit_feed(@secret::bytea);

-- name: ListFeedVisits :many
-- Times and numbers, never a name: of planned visits, and of checks that carry none out;
-- of a plan's joint team every visit of the plan, whichever agencies it takes.
SELECT v.id, v.number::text AS number, v.district, v.state, v.day::date AS day, v.half, v.version, p.title
FROM inspection_visits v JOIN inspection_plans p ON p.id = v.plan_id
WHERE v.day BETWEEN @from_on::date AND @to_on::date AND v.merged_into IS NULL
    AND CASE WHEN @of_plan::bool THEN v.plan_id = @plan_id ELSE EXISTS (SELECT 1 FROM visit_agencies a WHERE a.visit_id = v.id AND a.agency_id = @agency_id) END
    AND (@whole::bool OR EXISTS (SELECT 1 FROM visit_officers o WHERE o.visit_id = v.id AND o.inspector_id = @inspector_id))
UNION ALL
SELECT c.id, c.number, '', c.state, c.day, c.half, 0, ''
FROM site_checks c JOIN site_parts s ON s.check_id = c.id
WHERE NOT @of_plan AND c.planned_id IS NULL AND c.day BETWEEN @from_on::date AND @to_on::date AND s.agency_id = @agency_id
    AND (@whole::bool OR EXISTS (SELECT 1 FROM site_officers o WHERE o.check_id = c.id AND o.inspector_id = @inspector_id))
ORDER BY day, half, id LIMIT 2000;
