-- Claims for ecological damage beyond one case.

-- name: TakeClaimSlip :execrows
INSERT INTO claim_slips (agency_id, slip, case_id, recorded_at) VALUES (@agency_id, @slip, @case_id, @recorded_at) ON CONFLICT DO NOTHING;

-- name: ReadClaimSlip :one
-- Whose slip it is, as far as the reader's organ takes part in that case.
SELECT s.case_id, coalesce(c.number, '')::text AS number FROM claim_slips s LEFT JOIN cases c ON c.id = s.case_id WHERE s.agency_id = @agency_id AND s.slip = @slip;

-- name: RivalClaims :many
-- Other claims in which the organ takes part and which name one who owes in this one.
SELECT c.id, c.number, c.title, c.state, c.sender_id, coalesce(c.content ->> 'place', '')::text AS place, coalesce(c.content ->> 'act_on', '')::text AS act_on,
    coalesce(c.content ->> 'found_on', '')::text AS found_on,
    EXISTS (SELECT FROM case_links a JOIN case_links b ON b.to_id = a.to_id WHERE a.from_id = c.id AND b.from_id = @case_id)::bool AS same_origin
FROM participations p JOIN cases c ON c.id = p.case_id
WHERE p.agency_id = @agency_id AND p.case_kind = 'compensation' AND p.level = 'content' AND c.id <> @case_id AND c.state NOT IN ('void', 'refused')
    AND EXISTS (SELECT FROM parties x JOIN parties y ON y.case_id = @case_id
        WHERE x.case_id = c.id AND (x.credit_code <> '' AND x.credit_code = y.credit_code OR x.id_number <> '' AND x.id_number = y.id_number OR x.name <> '' AND x.name = y.name))
ORDER BY c.created_at DESC, c.id
LIMIT 20;

-- name: ListClaims :many
-- The register of an organ's claims (台账), by the day they were begun.
SELECT c.id, c.number, c.title, c.state, c.flags, c.created_at, c.closed_at, coalesce(c.content ->> 'channel', '')::text AS channel,
    coalesce((c.content ->> 'cross_province')::bool, false)::bool AS cross_province,
    coalesce((SELECT string_agg(y.name, '、' ORDER BY y.position) FROM parties y WHERE y.case_id = c.id), '')::text AS owes,
    coalesce((SELECT s.year || '-' || s.round FROM screening_candidates k JOIN screenings s ON s.id = k.screening_id WHERE k.claim_id = c.id LIMIT 1), '')::text AS round
FROM participations p JOIN cases c ON c.id = p.case_id
WHERE p.agency_id = @agency_id AND p.case_kind = 'compensation' AND p.relation = 'sender' AND c.state <> 'void'
    AND c.created_at >= @from_at AND c.created_at < @until
    AND (NOT @major::bool OR coalesce(c.flags -> 'claim' ->> 'major', '') <> '')
    AND (NOT @crossing::bool OR coalesce((c.content ->> 'cross_province')::bool, false))
ORDER BY c.created_at DESC, c.id
LIMIT 2001;

-- name: InsertScreening :exec
INSERT INTO screenings (id, agency_id, year, round, title, from_on, to_on, sources, state, opened_at, opened_by)
VALUES (@id, @agency_id, @year, @round, @title, @from_on, @to_on, @sources, 'open', @opened_at, @opened_by);

-- name: OneRoundAtATime :exec
-- Two who open a round at once count one after another.
SELECT pg_advisory_xact_lock(hashtext(@agency::text));

-- name: LastRound :one
SELECT coalesce(max(round), 0)::int FROM screenings WHERE agency_id = @agency_id AND year = @year;

-- name: ListScreenings :many
SELECT s.id, s.agency_id, s.year, s.round, s.title, s.from_on, s.to_on, s.sources, s.state, s.closing, s.opened_at, s.opened_by, s.closed_at, s.closed_by, s.version,
    (SELECT count(*) FROM screening_candidates k WHERE k.screening_id = s.id)::int AS found,
    (SELECT count(*) FROM screening_candidates k WHERE k.screening_id = s.id AND k.decision = 'claim')::int AS claims,
    (SELECT count(*) FROM screening_candidates k WHERE k.screening_id = s.id AND k.decision = '')::int AS waiting
FROM screenings s WHERE s.agency_id = @agency_id ORDER BY s.year DESC, s.round DESC LIMIT 200;

-- name: ReadScreening :one
SELECT id, agency_id, year, round, title, from_on, to_on, sources, state, closing, opened_at, opened_by, closed_at, closed_by, version FROM screenings WHERE id = @id AND agency_id = @agency_id;

-- name: LockScreening :one
SELECT id, agency_id, year, round, title, from_on, to_on, sources, state, closing, opened_at, opened_by, closed_at, closed_by, version FROM screenings WHERE id = @id AND agency_id = @agency_id FOR UPDATE;

-- name: SaveScreening :exec
UPDATE screenings SET state = @state, closing = @closing, closed_at = @closed_at, closed_by = @closed_by, version = version + 1 WHERE id = @id;

-- name: InsertCandidate :exec
INSERT INTO screening_candidates (id, screening_id, agency_id, seq, title, channel, above, reference, place, found_on, lead_id)
VALUES (@id, @screening_id, @agency_id, @seq, @title, @channel, @above, @reference, @place, @found_on, @lead_id);

-- name: ListCandidates :many
SELECT k.id, k.screening_id, k.agency_id, k.seq, k.title, k.channel, k.above, k.reference, k.place, k.found_on, k.lead_id, k.decision, k.ground, k.denied, k.reason, k.claim_id, k.decided_at, k.decided_by,
    coalesce(c.number, '')::text AS claim_number, coalesce(c.state, '')::text AS claim_state, coalesce(c.flags, '{}')::jsonb AS claim_flags, coalesce(l.number, '')::text AS lead_number
FROM screening_candidates k LEFT JOIN cases c ON c.id = k.claim_id LEFT JOIN cases l ON l.id = k.lead_id
WHERE k.screening_id = @screening_id ORDER BY k.seq;

-- name: DecideCandidate :exec
UPDATE screening_candidates SET decision = @decision, ground = @ground, denied = @denied, reason = @reason, claim_id = @claim_id, decided_at = @decided_at, decided_by = @decided_by WHERE id = @id;
