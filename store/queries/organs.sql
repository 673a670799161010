-- name: InsertAgency :exec
INSERT INTO agencies (id, code, name, short_name, sector, level, region, superior_id, acts_for_id, doc_prefix, email, phone, synthetic, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: SaveAgency :execrows
UPDATE agencies SET name = $2, short_name = $3, sector = $4, level = $5, region = $6, superior_id = $7, acts_for_id = $8,
    doc_prefix = $9, email = $10, phone = $11, closed_on = $12, version = version + 1
WHERE id = $1 AND version = $13;

-- name: ReadAgency :one
SELECT id, code, name, short_name, sector, level, region, superior_id, acts_for_id, doc_prefix, email, phone, synthetic, closed_on, version, peer
FROM agencies WHERE id = $1;

-- name: LockAgency :one
-- Changes of an organ queue here. Not FOR UPDATE: a new case that names the organ need not wait.
SELECT id, code, name, short_name, sector, level, region, superior_id, acts_for_id, doc_prefix, email, phone, synthetic, closed_on, version, peer
FROM agencies WHERE id = $1 FOR NO KEY UPDATE;

-- name: CountOrgans :many
SELECT a.id,
    (SELECT count(*) FROM issuers i WHERE i.agency_id = a.id AND i.enabled)::bigint AS issuers,
    (SELECT count(*) FROM users u WHERE u.agency_id = a.id)::bigint AS people,
    (SELECT count(*) FROM users u WHERE u.agency_id = a.id AND 'admin' = ANY (u.functions))::bigint AS admins
FROM agencies a WHERE a.id = ANY (@agency_ids::uuid[]);

-- name: ReadAgencyByCode :one
SELECT id, code, name, short_name, sector, level, region, superior_id, acts_for_id, doc_prefix, email, phone, synthetic, closed_on, version, peer
FROM agencies WHERE code = $1;

-- name: ListAgencies :many
SELECT id, code, name, short_name, sector, level, region, superior_id, acts_for_id, doc_prefix, email, phone, synthetic, closed_on, version, peer
FROM agencies ORDER BY region, sector, code;

-- name: InsertIssuer :exec
INSERT INTO issuers (id, agency_id, code, url, client_id, client_secret, role_claim, role_map, min_acr, enabled, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: SaveIssuer :execrows
UPDATE issuers SET url = $2, client_id = $3, role_claim = $4, role_map = $5, min_acr = $6, enabled = $7, version = version + 1
WHERE id = $1 AND version = $8;

-- name: SaveIssuerSecret :execrows
UPDATE issuers SET client_secret = @secret, version = version + 1 WHERE id = @id AND version = @version;

-- name: ReadIssuer :one
SELECT id, agency_id, code, url, client_id, client_secret, role_claim, role_map, min_acr, enabled, version FROM issuers WHERE id = $1;

-- name: ReadIssuerByCode :one
SELECT id, agency_id, code, url, client_id, client_secret, role_claim, role_map, min_acr, enabled, version FROM issuers WHERE code = $1;

-- name: ReadIssuerByURL :one
SELECT id, agency_id, code, url, client_id, client_secret, role_claim, role_map, min_acr, enabled, version FROM issuers WHERE url = $1;

-- name: MoveIssuer :exec
UPDATE issuers SET url = @url, version = version + 1 WHERE code = @code AND url <> @url AND url LIKE '%' || @path::text;

-- name: ListIssuers :many
SELECT i.id, i.agency_id, i.code, i.url, i.client_id, i.role_claim, i.role_map, i.min_acr, i.enabled, i.version, a.name, a.short_name, a.sector, a.region
FROM issuers i JOIN agencies a ON a.id = i.agency_id ORDER BY a.region, a.sector, i.code;

-- name: ListAgencyIssuers :many
SELECT id, agency_id, code, url, client_id, client_secret <> '' AS has_secret, role_claim, role_map, min_acr, enabled, version
FROM issuers WHERE agency_id = $1 ORDER BY code;

-- name: ListOperatorIssuers :many
SELECT i.id, i.code, i.url FROM issuers i
WHERE i.enabled AND EXISTS (SELECT FROM jsonb_each_text(i.role_map) r WHERE r.value = 'operator') ORDER BY i.code;

-- name: InsertClient :exec
INSERT INTO clients (id, issuer_id, client_id, agency_id, scopes, enabled, bound, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: ReadClient :one
SELECT id, issuer_id, client_id, agency_id, scopes, enabled, bound FROM clients WHERE issuer_id = $1 AND client_id = $2;

-- name: ListClients :many
SELECT id, issuer_id, client_id, agency_id, scopes, enabled, bound FROM clients ORDER BY client_id;

-- name: ListAgencyClients :many
SELECT c.id, c.issuer_id, c.client_id, c.agency_id, c.scopes, c.enabled, c.bound, i.code AS issuer_code, i.agency_id AS issuer_agency_id
FROM clients c JOIN issuers i ON i.id = c.issuer_id WHERE c.agency_id = $1 ORDER BY i.code, c.client_id;

-- name: SaveClient :execrows
UPDATE clients SET scopes = $2, enabled = $3, bound = $4 WHERE id = $1;

-- name: InsertUnit :exec
INSERT INTO units (id, agency_id, name, kind, created_at) VALUES ($1, $2, $3, $4, $5);

-- name: ListUnits :many
SELECT id, agency_id, name, kind FROM units WHERE agency_id = $1 ORDER BY name;

-- name: SaveUnit :execrows
UPDATE units SET name = $2, kind = $3 WHERE id = $1;

-- name: UpsertUser :one
INSERT INTO users (id, agency_id, issuer_id, subject, name, title, email, phone, functions, last_seen_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
ON CONFLICT (issuer_id, subject) DO UPDATE SET name = excluded.name, functions = excluded.functions, last_seen_at = excluded.last_seen_at,
    title = CASE WHEN excluded.title <> '' THEN excluded.title ELSE users.title END,
    email = CASE WHEN users.email = '' THEN excluded.email ELSE users.email END
RETURNING id, agency_id, issuer_id, subject, name, title, email, phone, unit_id, functions, lang, last_seen_at, version;

-- name: ReadUser :one
SELECT id, agency_id, issuer_id, subject, name, title, email, phone, unit_id, functions, lang, last_seen_at, version FROM users WHERE id = $1;

-- name: ListUsers :many
SELECT id, agency_id, issuer_id, subject, name, title, email, phone, unit_id, functions, lang, last_seen_at, version
FROM users WHERE agency_id = $1 ORDER BY name, id;

-- name: SaveUser :execrows
UPDATE users SET title = $2, email = $3, phone = $4, unit_id = $5, lang = $6, version = version + 1 WHERE id = $1 AND version = $7;

-- name: InsertPresiding :exec
INSERT INTO presidings (id, agency_id, user_id, document, from_day, to_day, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ListPresidings :many
SELECT id, agency_id, user_id, document, from_day, to_day FROM presidings WHERE agency_id = $1 ORDER BY from_day DESC;

-- name: EndPresiding :execrows
UPDATE presidings SET to_day = $2 WHERE id = $1;

-- name: IsPresiding :one
SELECT EXISTS (SELECT 1 FROM presidings WHERE agency_id = $1 AND user_id = $2 AND from_day <= $3 AND (to_day IS NULL OR to_day >= $3));

-- name: DeletePresiding :execrows
DELETE FROM presidings WHERE id = $1 AND agency_id = $2;

-- name: InsertLeave :exec
INSERT INTO leaves (id, user_id, deputy_id, from_day, to_day, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: ListLeaves :many
SELECT l.id, l.user_id, l.deputy_id, l.from_day, l.to_day FROM leaves l JOIN users u ON u.id = l.user_id
WHERE u.agency_id = $1 ORDER BY l.from_day DESC;

-- name: LeavesOn :many
SELECT l.id, l.user_id, l.deputy_id, l.from_day, l.to_day FROM leaves l JOIN users u ON u.id = l.user_id
WHERE u.agency_id = $1 AND l.from_day <= $2 AND l.to_day >= $2;

-- name: EndLeave :execrows
UPDATE leaves SET to_day = $2 WHERE id = $1;

-- name: DeleteLeave :execrows
DELETE FROM leaves WHERE leaves.id = $1 AND user_id IN (SELECT u.id FROM users u WHERE u.agency_id = $2);

-- name: InsertShift :exec
INSERT INTO duty_shifts (id, agency_id, user_id, from_at, to_at, phone, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ListShifts :many
SELECT id, agency_id, user_id, from_at, to_at, phone FROM duty_shifts WHERE agency_id = $1 AND to_at > $2 ORDER BY from_at;

-- name: EndShift :execrows
UPDATE duty_shifts SET to_at = $2 WHERE id = $1;

-- name: OnDuty :many
SELECT id, agency_id, user_id, from_at, to_at, phone FROM duty_shifts WHERE agency_id = $1 AND from_at <= $2 AND to_at > $2 ORDER BY from_at;

-- name: DeleteShift :execrows
DELETE FROM duty_shifts WHERE id = $1 AND agency_id = $2;

-- name: InsertSession :exec
INSERT INTO sessions (hash, user_id, agency_id, issuer_id, functions, idp_session, step_up_at, created_at, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8);

-- name: ReadSession :one
SELECT s.hash, s.user_id, s.agency_id, s.issuer_id, s.functions, s.idp_session, s.step_up_at, s.created_at, s.seen_at,
    u.subject, u.name, u.title, u.lang, a.code AS agency_code, i.code AS issuer_code, i.url AS issuer_url
FROM sessions s JOIN users u ON u.id = s.user_id JOIN agencies a ON a.id = s.agency_id JOIN issuers i ON i.id = s.issuer_id
WHERE s.hash = $1;

-- name: TouchSession :exec
UPDATE sessions SET seen_at = $2 WHERE hash = $1;

-- name: DeleteSession :exec
DELETE FROM sessions WHERE hash = $1;

-- name: DeleteSessionsBySubject :execrows
DELETE FROM sessions s USING users u WHERE u.id = s.user_id AND s.issuer_id = $1 AND u.subject = $2;

-- name: DeleteSessionsBySID :execrows
DELETE FROM sessions WHERE issuer_id = $1 AND idp_session = $2 AND idp_session <> '';

-- name: DeleteSessionsOfIssuer :execrows
DELETE FROM sessions WHERE issuer_id = $1;

-- name: DeleteOldSessions :execrows
DELETE FROM sessions WHERE seen_at < $1 OR created_at < $2;

-- name: SeeLogoutToken :execrows
INSERT INTO logout_tokens (issuer_id, jti, seen_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: ReadAgencies :many
SELECT id, code, name, short_name, sector, level, region, superior_id, acts_for_id, doc_prefix, email, phone, synthetic, closed_on, version, peer
FROM agencies WHERE id = ANY (@agency_ids::uuid[]);

-- name: CaseAgencies :many
-- The organs of a case and those in whose name they act; an organ may come twice.
SELECT a.id, a.code, a.name, a.short_name, a.sector, a.level, a.region, a.superior_id, a.acts_for_id, a.doc_prefix, a.email, a.phone,
    a.synthetic, a.closed_on, a.version, a.peer
FROM participations p JOIN agencies a ON a.id = p.agency_id WHERE p.case_id = @case_id
UNION ALL
SELECT n.id, n.code, n.name, n.short_name, n.sector, n.level, n.region, n.superior_id, n.acts_for_id, n.doc_prefix, n.email, n.phone,
    n.synthetic, n.closed_on, n.version, n.peer
FROM participations p JOIN agencies a ON a.id = p.agency_id JOIN agencies n ON n.id = a.acts_for_id WHERE p.case_id = @case_id;

-- name: CountSecondPersons :one
-- Who else could confirm a change of an organ: an operator of the hub, or an administrator of the organ, lately seen.
-- Whether their issuer is enabled does not matter, or else one could be shut out to act alone.
SELECT count(*)::bigint FROM users u
WHERE u.id IS DISTINCT FROM @proposer::uuid AND u.last_seen_at > @since::timestamptz
  AND ('operator' = ANY (u.functions) OR ('admin' = ANY (u.functions) AND u.agency_id = @agency_id));

-- name: ListProposals :many
-- Proposals live in the record alone: open is what no later event of the same chain answers.
SELECT e.id, e.subject_id, e.kind, e.user_id, e.agency_id, e.recorded_at, v.value AS change, coalesce(n.value, '')::bytea AS by_name
FROM events e
JOIN event_values v ON v.event_id = e.id AND v.name = 'change'
LEFT JOIN event_values n ON n.event_id = e.id AND n.name = 'actor.name'
WHERE e.subject_kind = 'agency' AND e.subject_id = ANY (@subjects::text[]) AND e.kind IN ('issuer.propose', 'client.propose', 'endpoint.propose', 'peer.propose')
  AND NOT EXISTS (
    SELECT FROM events d JOIN event_values w ON w.event_id = d.id AND w.name = 'answers'
    WHERE d.subject_kind = 'agency' AND d.subject_id = e.subject_id AND d.seq > e.seq AND w.value = convert_to('"' || e.id::text || '"', 'UTF8'))
ORDER BY e.subject_id, e.seq;

-- name: ListOrganEvents :many
SELECT e.id, e.seq, e.kind, e.agency_id, e.user_id, e.function, e.recorded_at, v.name, v.value
FROM (SELECT x.id, x.seq, x.kind, x.agency_id, x.user_id, x.function, x.recorded_at FROM events x
      WHERE x.subject_kind = 'agency' AND x.subject_id = @subject AND x.seq < @before ORDER BY x.seq DESC LIMIT @page_size) e
LEFT JOIN event_values v ON v.event_id = e.id
ORDER BY e.seq DESC, v.position;

-- name: ListIssuerSecrets :many
SELECT id, client_secret FROM issuers WHERE client_secret <> '' ORDER BY id;

-- name: ResealIssuer :execrows
-- Only what is still the text that was read: somebody may have set another secret. The
-- version stays, for the secret is the same.
UPDATE issuers SET client_secret = @sealed::text WHERE id = @id AND client_secret = @was::text;
