-- name: SealReporter :exec
-- Sealing again replaces what the organ holds.
INSERT INTO reporters (case_id, agency_id, name, phone, identity_no, account, note, sealed_by, sealed_at)
VALUES (@case_id, @agency_id, @name, @phone, @identity_no, @account, @note, @sealed_by, @sealed_at)
ON CONFLICT (case_id, agency_id) DO UPDATE SET name = excluded.name, phone = excluded.phone, identity_no = excluded.identity_no,
    account = excluded.account, note = excluded.note, sealed_by = excluded.sealed_by, sealed_at = excluded.sealed_at;

-- name: PassReporter :execrows
-- What was passed on stays as it was passed on.
INSERT INTO reporters (case_id, agency_id, name, phone, identity_no, account, note, sealed_by, sealed_at)
VALUES (@case_id, @agency_id, @name, @phone, @identity_no, @account, @note, @sealed_by, @sealed_at)
ON CONFLICT DO NOTHING;

-- name: ReadReporter :one
SELECT name, phone, identity_no, account, note, sealed_at FROM reporters WHERE case_id = @case_id AND agency_id = @agency_id;

-- name: SimilarLeads :many
-- Cases that came to the organ, or that it began, within so many days of another:
-- what is compared is read here, and compared in Go.
SELECT c.id, c.kind, c.number, c.title, c.state, c.sender_id, c.receiver_id, c.created_at, p.since, p.relation,
    coalesce(c.content ->> 'facts', '')::text AS facts, coalesce(c.content ->> 'place', '')::text AS place,
    coalesce((SELECT array_agg(t.name) FROM parties t WHERE t.case_id = c.id AND t.name <> ''), '{}')::text[] AS names,
    coalesce((SELECT array_agg(t.credit_code) FROM parties t WHERE t.case_id = c.id AND t.credit_code <> ''), '{}')::text[] AS codes
FROM participations p JOIN cases c ON c.id = p.case_id
WHERE p.agency_id = @agency_id AND p.touched_at >= @from_at AND p.level = 'content' AND p.stage <> 'void'
  AND c.created_at >= @from_at AND c.created_at <= @to_at AND c.id IS DISTINCT FROM sqlc.narg(case_id)::uuid
ORDER BY c.created_at DESC, c.id DESC LIMIT @most;
