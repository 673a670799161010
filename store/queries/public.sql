-- 公开: what needs no login. Only the views of 00034 and 00050 are read here.

-- name: PublicPlans :many
SELECT id, title, check_type, from_on, to_on, state, initiator, withdrawn_at, withdrawn_reason, results, cancelled_at, cancelled_reason
FROM public_plans
WHERE (@year::int = 0 OR (from_on <= make_date(greatest(@year::int, 1), 12, 31) AND to_on >= make_date(greatest(@year::int, 1), 1, 1)))
ORDER BY from_on DESC, id DESC LIMIT @most;

-- name: PublicPlan :one
SELECT id, title, check_type, from_on, to_on, strata, per_agency, state, initiator, withdrawn_at, withdrawn_reason, results, cancelled_at, cancelled_reason
FROM public_plans WHERE id = $1;

-- name: PublicParts :many
SELECT plan_id, agency_id, name, short_name, state FROM public_parts WHERE plan_id = $1 ORDER BY name;

-- name: PublicItems :many
SELECT plan_id, agency_id, code, version, title, basis FROM public_items WHERE plan_id = $1 ORDER BY agency_id, code, version LIMIT 2000;

-- name: PublicRounds :many
SELECT plan_id, number, mode, state, objects, objects_out, officers, officers_out, drawn, objects_hash, officers_hash, terms_hash, core, digest,
    frozen_at, drawn_at, ended_at, missing, reason, reveal_by
FROM public_rounds WHERE plan_id = $1 ORDER BY number;

-- name: PublicDraws :many
-- All rounds of the plans of a year, with the agencies that let one fail by name.
SELECT p.title, p.initiator, r.number, r.mode, r.state, r.objects, r.objects_out, r.officers, r.officers_out, r.drawn, r.objects_hash, r.officers_hash, r.terms_hash, r.core, r.digest,
    r.frozen_at, r.drawn_at, r.reveal_by, r.reason, ARRAY (SELECT a.name FROM public_parts a WHERE a.plan_id = r.plan_id AND a.agency_id = ANY (r.missing) ORDER BY a.name)::text[] AS missing
FROM public_plans p JOIN public_rounds r ON r.plan_id = p.id
WHERE (@year::int = 0 OR (p.from_on <= make_date(greatest(@year::int, 1), 12, 31) AND p.to_on >= make_date(greatest(@year::int, 1), 1, 1)))
ORDER BY p.from_on DESC, p.id DESC, r.number LIMIT @most;

-- name: PublicFile :one
SELECT file FROM public_files WHERE plan_id = $1;

-- name: PublicResults :many
SELECT id, plan_id, number, day, check_type, published_at, withdrawn_at, withdrawn_reason, object_code, object_name, conclusion, summary, findings, agencies::text[] AS agencies, items::text[] AS items
FROM public_results
WHERE (@any_plan::bool OR plan_id = @plan_id) AND (@first::bool OR number < @before::text)
ORDER BY number DESC LIMIT @most;

-- name: WithdrawPlan :exec
INSERT INTO plan_withdrawals (plan_id, agency_id, reason, withdrawn_at) VALUES ($1, $2, $3, $4);

-- name: ReadWithdrawal :one
SELECT reason, withdrawn_at FROM plan_withdrawals WHERE plan_id = $1;

-- name: PublicProgrammes :many
-- Of a year, or of all.
SELECT id, agency, kind, title, from_on, to_on, published_on, withdrawn_on, withdrawn_reason, subjects, scope, manner, items, share, households, authority, document
FROM public_programmes
WHERE published_on <= @today::date AND (@year::int = 0 OR (from_on <= make_date(greatest(@year::int, 1), 12, 31) AND to_on >= make_date(greatest(@year::int, 1), 1, 1)))
ORDER BY from_on DESC, id DESC LIMIT @most;
