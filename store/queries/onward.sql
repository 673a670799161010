-- name: BindCase :exec
INSERT INTO onward_bounds (case_id, root_id, peer_id, agency_id, origin_id, envelope_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING;

-- name: BindDerived :exec
-- A case that is made from a bound one is bound as that is.
INSERT INTO onward_bounds (case_id, root_id, peer_id, agency_id, origin_id, envelope_id, at)
SELECT @case_id::uuid, b.root_id, b.peer_id, b.agency_id, b.origin_id, b.envelope_id, @at::timestamptz FROM onward_bounds b WHERE b.case_id = @from_id::uuid ON CONFLICT DO NOTHING;

-- name: BoundCase :one
SELECT b.case_id, b.root_id, b.peer_id, b.agency_id, b.origin_id, b.envelope_id, b.at, coalesce(a.name, '') AS origin_name, p.name AS hub_name
FROM onward_bounds b JOIN peers p ON p.id = b.peer_id LEFT JOIN agencies a ON a.id = b.origin_id WHERE b.case_id = $1;

-- name: BoundsOf :many
-- What binds a case: its own bound, that of what it was made from, and that of a lead which is
-- dealt with together with it (合并线索), each origin's once.
WITH RECURSIVE sources AS (
    SELECT @case_id::uuid AS id
    UNION
    SELECT CASE WHEN l.from_id = s.id THEN l.to_id ELSE l.from_id END
    FROM sources s JOIN case_links l ON (l.from_id = s.id AND l.relation IN ('upgraded', 'part', 'merged')) OR (l.to_id = s.id AND l.relation = 'merged')
)
SELECT DISTINCT ON (b.root_id) b.case_id, b.root_id, b.peer_id, b.agency_id, b.origin_id, b.envelope_id, b.at, coalesce(a.name, '') AS origin_name, p.name AS hub_name
FROM onward_bounds b JOIN peers p ON p.id = b.peer_id LEFT JOIN agencies a ON a.id = b.origin_id
WHERE b.case_id IN (SELECT id FROM sources) ORDER BY b.root_id, b.at;

-- name: LastOnwardList :one
SELECT case_id, epoch, envelope_id, outgoing, members, reason, at FROM onward_lists WHERE case_id = $1 ORDER BY epoch DESC LIMIT 1;

-- name: InsertOnwardList :execrows
INSERT INTO onward_lists (case_id, epoch, envelope_id, outgoing, members, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING;

-- name: InsertOnwardAsk :exec
INSERT INTO onward_asks (envelope_id, case_id, agency_id, outgoing, organ_id, organ_hub, organ_name, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: OnwardAsks :many
SELECT envelope_id, case_id, outgoing, organ_id, organ_hub, organ_name, reason, at, answered_in, granted FROM onward_asks WHERE case_id = $1 AND agency_id = $2 ORDER BY at, envelope_id;

-- name: AnswerOnwardAsk :execrows
UPDATE onward_asks SET answered_in = @answered_in, granted = @granted WHERE envelope_id = @envelope_id AND case_id = @case_id AND answered_in IS NULL;

-- name: BoundAway :one
-- The organ of another hub that ours provided a case to under no-onward.
SELECT p.other_id FROM onward_provided p WHERE p.case_id = $1 AND p.agency_id = $2 ORDER BY p.at DESC LIMIT 1;

-- name: ProvideBound :exec
INSERT INTO onward_provided (envelope_id, case_id, agency_id, other_id, at) VALUES ($1, $2, $3, $4, $5);
