-- Search reads an index that knows no text: what it gives is compared with the
-- texts, which are read through row-level security.

-- name: SaveTerms :exec
INSERT INTO case_terms (agency_id, case_id, terms) VALUES (@agency_id, @case_id, @terms::int[])
ON CONFLICT (agency_id, case_id) DO UPDATE SET terms = excluded.terms;

-- name: SearchedFrom :one
-- The oldest and the newest case that the organ can find. For the rest of the
-- transaction nothing is read through from end to end: the planner does not know
-- that keys lie out of line, and for three years of months prefers to fetch them all.
SELECT set_config('enable_seqscan', 'off', true) AS planned,
    (SELECT t.case_id FROM case_terms t WHERE t.agency_id = @agency_id ORDER BY t.case_id LIMIT 1)::uuid AS oldest,
    (SELECT t.case_id FROM case_terms t WHERE t.agency_id = @agency_id ORDER BY t.case_id DESC LIMIT 1)::uuid AS newest
WHERE EXISTS (SELECT 1 FROM case_terms t WHERE t.agency_id = @agency_id);

-- name: SearchMonth :many
-- The newest cases of one month that hold all keys, which are those of the month.
-- OFFSET 0 keeps the planner from walking a primary key instead and reading the
-- keys of every case on its way.
SELECT p.case_id FROM (SELECT t.agency_id, t.case_id FROM case_terms t WHERE t.terms @> @keys::int[] OFFSET 0) f JOIN participations p ON p.case_id = f.case_id AND p.agency_id = f.agency_id
WHERE p.agency_id = @agency_id AND (sqlc.narg(before)::uuid IS NULL OR p.case_id < sqlc.narg(before)::uuid)
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (@side::text = '' OR side(p.relation) = @side::text)
  AND (@turn::text = '' OR p.turn = (@turn::text = 'mine'))
ORDER BY p.case_id DESC LIMIT @page_size;

-- name: SearchExact :many
-- The newest cases of which one of the keys is a whole value: one key per month.
SELECT p.case_id FROM (SELECT t.agency_id, t.case_id FROM case_terms t WHERE t.terms && @keys::int[] OFFSET 0) f JOIN participations p ON p.case_id = f.case_id AND p.agency_id = f.agency_id
WHERE p.agency_id = @agency_id
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (@side::text = '' OR side(p.relation) = @side::text)
  AND (@turn::text = '' OR p.turn = (@turn::text = 'mine'))
ORDER BY p.case_id DESC LIMIT @page_size;

-- name: ReadSearchable :many
SELECT id, coalesce(content ->> 'facts', '')::text AS facts, coalesce(content ->> 'place', '')::text AS place, coalesce(content ->> 'decision_no', '')::text AS decision_no, coalesce(content ->> 'penalty_case', '')::text AS penalty_case
FROM cases WHERE id = ANY (@case_ids::uuid[]);

-- name: ReadSearchableParties :many
SELECT case_id, name, credit_code FROM parties WHERE case_id = ANY (@case_ids::uuid[]) ORDER BY case_id, position;

-- name: ReadSearchableDocuments :many
SELECT case_id, kind, number FROM documents WHERE case_id = ANY (@case_ids::uuid[]) AND number <> '' ORDER BY case_id, issued_at;

-- name: TakeUnsearched :many
DELETE FROM unsearched WHERE case_id IN (SELECT u.case_id FROM unsearched u ORDER BY u.case_id DESC LIMIT @page_size FOR UPDATE SKIP LOCKED)
RETURNING case_id;

-- name: InsertUnsearched :exec
-- A case that was written past the verbs, by a restore or a test.
INSERT INTO unsearched (case_id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: ListFilters :many
SELECT f.id, f.user_id, f.name, f.query, f.shared, u.name AS owner FROM saved_filters f JOIN users u ON u.id = f.user_id
WHERE f.user_id = @user_id OR f.shared AND f.agency_id = @agency_id
ORDER BY f.user_id <> @user_id, f.name, f.id;

-- name: SaveFilter :one
-- The same name again replaces the filter. No row: the person has as many as one may.
INSERT INTO saved_filters (id, agency_id, user_id, name, query, shared, created_at)
SELECT @id, @agency_id, @user_id, @name, @query, @shared, @created_at
WHERE (SELECT count(*) FROM saved_filters f WHERE f.user_id = @user_id AND f.name <> @name) < @most::int
ON CONFLICT (user_id, name) DO UPDATE SET query = excluded.query, shared = excluded.shared, agency_id = excluded.agency_id
RETURNING id;

-- name: DeleteFilter :execrows
DELETE FROM saved_filters WHERE id = $1 AND user_id = $2;
