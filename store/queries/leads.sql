-- 监督线索: what a procuratorate may look into among the criminal referrals copied to it.

-- name: ListLeads :many
-- Driven from the participations of one organ; oldest first. A ground that is a state of
-- a charge bears its name. What is under supervision already is no lead any more, except
-- a decision that is still overdue.
WITH mine AS (
    SELECT p.case_id, p.stage FROM participations p
    WHERE p.agency_id = @agency_id AND p.relation = 'procuratorate' AND p.case_kind = 'criminal' AND p.stage NOT IN ('closed', 'void')
), leads AS (
    SELECT 'filing_overdue' AS ground, k.id, k.case_id, k.charge_id, k.rule_id, k.edition, k.presumed, k.quiet_until, k.due_at AS since
    FROM mine m JOIN clocks k ON k.case_id = m.case_id
    WHERE k.state = 'running' AND k.due_at < @now::timestamptz AND k.rule_id = ANY (@filing::text[])
  UNION ALL
    SELECT 'opinion_unanswered', k.id, k.case_id, k.charge_id, k.rule_id, k.edition, k.presumed, k.quiet_until, k.due_at
    FROM mine m JOIN clocks k ON k.case_id = m.case_id
    WHERE k.state = 'running' AND k.due_at < @now::timestamptz AND k.rule_id = ANY (@opinion::text[])
  UNION ALL
    SELECT 'not_reconsidered', x.id, x.case_id, x.id, k.rule_id, k.edition, false, NULL, k.due_at
    FROM mine m JOIN charges x ON x.case_id = m.case_id JOIN clocks k ON k.case_id = x.case_id AND k.charge_id = x.id
    WHERE x.state = 'declined' AND k.state = 'running' AND k.due_at < @now::timestamptz AND k.rule_id = ANY (@lapsed::text[])
  UNION ALL
    SELECT x.state, x.id, x.case_id, x.id, '', '', false, NULL, coalesce(x.decided_on::timestamp AT TIME ZONE 'Asia/Shanghai', c.updated_at)
    FROM mine m JOIN charges x ON x.case_id = m.case_id JOIN cases c ON c.id = m.case_id
    WHERE x.state IN ('declined', 'upheld', 'cancelled')
      AND NOT (x.state = 'declined' AND EXISTS (SELECT 1 FROM clocks k
        WHERE k.case_id = x.case_id AND k.charge_id = x.id AND k.state = 'running' AND k.due_at < @now::timestamptz AND k.rule_id = ANY (@lapsed::text[])))
  UNION ALL
    SELECT 'not_referred', m.case_id, m.case_id, NULL, '', '', false, NULL, coalesce((SELECT max(h.ended_at) FROM handoffs h WHERE h.case_id = m.case_id), c.sent_at)
    FROM mine m JOIN cases c ON c.id = m.case_id
    WHERE c.sent_at IS NOT NULL AND m.stage IN ('draft', 'reported', 'refused', 'approved', 'returned', 'withdrawn')
  UNION ALL -- over, and nothing was decided on a charge
    SELECT 'not_referred', c.id, c.id, NULL, '', '', false, NULL, coalesce((SELECT max(h.ended_at) FROM handoffs h WHERE h.case_id = c.id), c.sent_at)
    FROM (SELECT DISTINCT x.case_id FROM charges x WHERE x.state = 'pending') x JOIN participations p ON p.case_id = x.case_id JOIN cases c ON c.id = x.case_id
    WHERE p.agency_id = @agency_id AND p.relation = 'procuratorate' AND p.case_kind = 'criminal' AND p.stage IN ('closed', 'void') AND c.sent_at IS NOT NULL
)
SELECT l.ground::text AS ground, l.id, l.case_id, l.rule_id::text AS rule_id, l.edition::text AS edition, l.presumed::bool AS presumed, l.quiet_until, l.since::timestamptz AS since,
    c.number, c.title, c.state, c.sender_id, c.receiver_id, c.synthetic, coalesce(c.content ->> 'act_on', '')::text AS act_on,
    coalesce(y.name, '')::text AS party, coalesce(x.offence, '')::text AS offence, coalesce(x.article, '')::text AS article, coalesce(x.state, '')::text AS charge_state
FROM leads l JOIN cases c ON c.id = l.case_id LEFT JOIN charges x ON x.id = l.charge_id LEFT JOIN parties y ON y.id = x.party_id
WHERE (@ground::text = '' OR l.ground = @ground::text)
  AND (sqlc.narg(agency)::uuid IS NULL OR c.sender_id = sqlc.narg(agency)::uuid OR c.receiver_id = sqlc.narg(agency)::uuid)
  AND (sqlc.narg(from_at)::timestamptz IS NULL OR l.since >= sqlc.narg(from_at)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR l.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(after)::timestamptz IS NULL OR (l.since, l.id) > (sqlc.narg(after)::timestamptz, @after_id::uuid))
ORDER BY l.since, l.id LIMIT @page_size;

-- name: LeadWatchers :many
-- Procuratorates of this hub whose table was not looked at today.
SELECT a.id FROM agencies a LEFT JOIN lead_tells t ON t.agency_id = a.id
WHERE a.sector = 'procuratorate' AND a.peer = '' AND a.closed_on IS NULL AND (t.told_on IS NULL OR t.told_on < @today::date)
ORDER BY a.id LIMIT @page_size;

-- name: LeadsToldOn :exec
INSERT INTO lead_tells (agency_id, told_on) VALUES (@agency_id, @told_on) ON CONFLICT (agency_id) DO UPDATE SET told_on = excluded.told_on;

-- name: TakeNewLeads :one
-- The lines of ListLeads that the organ was not told of: they are noted as told, and
-- counted. TestNewLeadsAreTold holds both lists to one another.
WITH mine AS (
    SELECT p.case_id, p.stage FROM participations p
    WHERE p.agency_id = @agency_id AND p.relation = 'procuratorate' AND p.case_kind = 'criminal' AND p.stage NOT IN ('closed', 'void')
), leads AS (
    SELECT CASE WHEN k.rule_id = ANY (@filing::text[]) THEN 'filing_overdue' ELSE 'opinion_unanswered' END AS ground, k.id
    FROM mine m JOIN clocks k ON k.case_id = m.case_id
    WHERE k.state = 'running' AND k.due_at < @now::timestamptz AND k.rule_id = ANY (@filing::text[] || @opinion::text[])
  UNION
    SELECT CASE WHEN x.state = 'declined' AND EXISTS (SELECT 1 FROM clocks k
        WHERE k.case_id = x.case_id AND k.charge_id = x.id AND k.state = 'running' AND k.due_at < @now::timestamptz AND k.rule_id = ANY (@lapsed::text[]))
        THEN 'not_reconsidered' ELSE x.state END, x.id
    FROM mine m JOIN charges x ON x.case_id = m.case_id
    WHERE x.state IN ('declined', 'upheld', 'cancelled')
  UNION
    SELECT 'not_referred', m.case_id
    FROM mine m JOIN cases c ON c.id = m.case_id
    WHERE c.sent_at IS NOT NULL AND m.stage IN ('draft', 'reported', 'refused', 'approved', 'returned', 'withdrawn')
  UNION
    SELECT 'not_referred', c.id
    FROM charges x JOIN participations p ON p.case_id = x.case_id JOIN cases c ON c.id = x.case_id
    WHERE x.state = 'pending' AND p.agency_id = @agency_id AND p.relation = 'procuratorate' AND p.case_kind = 'criminal' AND p.stage IN ('closed', 'void') AND c.sent_at IS NOT NULL
), fresh AS (
    INSERT INTO lead_lines (agency_id, ground, line_id, told_at)
    SELECT @agency_id, l.ground, l.id, @now::timestamptz FROM leads l ON CONFLICT DO NOTHING RETURNING 1
)
SELECT count(*)::bigint FROM fresh;
