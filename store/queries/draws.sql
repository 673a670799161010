-- 抽查轮次: what was published of a round, and what is sealed.

-- name: PlanCandidates :many
-- Inspectors of the agencies that joined, without their names.
SELECT i.id, i.agency_id, (i.certificate <> '')::bool AS certified, i.certificate_until, i.competences, i.leaves, i.recused_from
FROM inspectors i JOIN plan_agencies p ON p.agency_id = i.agency_id
WHERE p.plan_id = @plan_id AND p.state = 'joined' ORDER BY i.id;

-- name: InsertRound :exec
INSERT INTO draw_rounds (id, plan_id, number, mode, state, objects, objects_out, officers, officers_out, objects_hash, officers_hash, terms_hash, frozen_at, frozen_event, reveal_by)
VALUES ($1, $2, $3, $4, 'frozen', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: InsertSealed :exec
INSERT INTO draw_sealed (round_id, terms, objects, officers) VALUES ($1, $2, $3, $4);

-- name: SealDraw :exec
UPDATE draw_sealed SET drawn = @drawn WHERE round_id = @round_id;

-- name: SealFile :exec
UPDATE draw_sealed SET file = @file WHERE round_id = @round_id;

-- name: ReadSealed :one
SELECT terms, objects, officers, drawn, file FROM draw_sealed WHERE round_id = $1;

-- name: ListRounds :many
SELECT id, plan_id, number, mode, state, objects, objects_out, officers, officers_out, drawn, objects_hash, officers_hash, terms_hash, core, digest,
    frozen_at, frozen_event, drawn_at, ended_at, missing, reason, reveal_by
FROM draw_rounds WHERE plan_id = $1 ORDER BY number;

-- name: DrawRound :exec
UPDATE draw_rounds SET state = 'drawn', drawn = @drawn::int, core = @core, drawn_at = @drawn_at::timestamptz WHERE id = @id;

-- name: EndRound :exec
UPDATE draw_rounds SET state = @state, digest = @digest, ended_at = @ended_at::timestamptz, missing = @missing::uuid[], reason = @reason WHERE id = @id;

-- name: InsertCommitment :exec
INSERT INTO draw_nonces (round_id, agency_id, commitment, committed_at) VALUES ($1, $2, $3, $4);

-- name: RevealNonce :execrows
UPDATE draw_nonces SET nonce = @nonce::text, revealed_at = @revealed_at::timestamptz WHERE round_id = @round_id AND agency_id = @agency_id AND nonce IS NULL;

-- name: ListNonces :many
SELECT agency_id, commitment, committed_at, nonce, revealed_at FROM draw_nonces WHERE round_id = $1 ORDER BY agency_id;

-- name: ListPlanPeople :many
-- Who the drawn officers are, of one's own agency and of those in a common plan.
SELECT i.id, i.agency_id, i.number, i.name FROM inspectors i WHERE i.id = ANY (@inspector_ids::uuid[]);

-- name: ReadAnchor :one
-- The event of a freeze with its opened field and its leaf.
SELECT e.encoded, v.salt, l.leaf FROM events e JOIN event_values v ON v.event_id = e.id AND v.name = 'terms_hash' JOIN log_leaves l ON l.event_id = e.id
WHERE e.id = $1 AND l.leaf IS NOT NULL;

-- name: FirstCheckpointOver :one
SELECT size, note FROM checkpoints WHERE size > @leaf ORDER BY size LIMIT 1;

-- name: NonceUsed :one
-- A round needs new nonces: what was revealed once in this plan is known.
SELECT EXISTS (SELECT 1 FROM draw_nonces n JOIN draw_rounds r ON r.id = n.round_id WHERE r.plan_id = @plan_id AND n.nonce = @nonce::text);

-- name: SealedElsewhere :many
-- What was drawn under other plans and is not public, while their period lasts, as far as
-- one's organ takes part; with the enterprises that a check has begun at.
SELECT s.drawn, ARRAY (SELECT c.object_code FROM site_checks c WHERE c.plan_id = p.id AND c.begun_at IS NOT NULL)::text[] AS visited
FROM draw_sealed s JOIN draw_rounds r ON r.id = s.round_id JOIN inspection_plans p ON p.id = r.plan_id
WHERE r.state IN ('drawn', 'redrawn') AND s.drawn IS NOT NULL AND p.id <> @plan_id AND p.to_on >= @today::date;

-- name: DrawnElsewhere :many
-- What is drawn under other plans of the same time, as far as one's organ takes part.
SELECT s.drawn FROM draw_sealed s JOIN draw_rounds r ON r.id = s.round_id JOIN inspection_plans p ON p.id = r.plan_id
WHERE r.state IN ('drawn', 'published') AND s.drawn IS NOT NULL AND p.id <> @plan_id AND p.from_on <= @to_on::date AND p.to_on >= @from_on::date;
