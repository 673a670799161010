-- name: FindItems :many
-- Editions of this installation that a search finds; empty parameters ask nothing.
SELECT code, title, kind, law, number, article, region, sectors, designated, levels, from_day, to_day, confidence, words
FROM enforcement_items
WHERE (@found::text = '' OR strpos(found, @found::text) > 0)
  AND (@day::date IS NULL OR (from_day <= @day::date AND (to_day IS NULL OR to_day >= @day::date)))
ORDER BY code, region, from_day LIMIT @page_size;

-- name: ItemEditions :many
SELECT code, title, kind, law, number, article, region, sectors, designated, levels, from_day, to_day, confidence, words
FROM enforcement_items WHERE code = ANY (@codes::text[]) ORDER BY code, region, from_day;

-- name: ItemGrants :many
SELECT g.code, g.township_id, g.document, g.number, g.from_day, g.to_day, a.code AS township_code, a.name AS township_name, a.short_name AS township_short
FROM item_grants g JOIN agencies a ON a.id = g.township_id
WHERE g.code = ANY (@codes::text[]) ORDER BY g.code, a.name, g.from_day;

-- name: GrantedCodes :many
SELECT code FROM item_grants WHERE township_id = @township_id GROUP BY code ORDER BY code;

-- name: AllItems :many
SELECT code, title, kind, law, number, article, region, sectors, designated, levels, from_day, to_day, confidence, words
FROM enforcement_items ORDER BY code, region, from_day;

-- name: AllGrants :many
SELECT g.code, g.township_id, g.document, g.number, g.from_day, g.to_day, a.code AS township_code, a.name AS township_name, a.short_name AS township_short
FROM item_grants g JOIN agencies a ON a.id = g.township_id ORDER BY g.code, a.code, g.from_day;

-- name: SaveItem :exec
INSERT INTO enforcement_items (id, code, title, kind, law, number, article, region, sectors, designated, levels, from_day, to_day, confidence, words, found, change_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (code, region, from_day) DO UPDATE SET title = excluded.title, kind = excluded.kind, law = excluded.law, number = excluded.number,
    article = excluded.article, sectors = excluded.sectors, designated = excluded.designated, levels = excluded.levels, to_day = excluded.to_day,
    confidence = excluded.confidence, words = excluded.words, found = excluded.found, change_id = excluded.change_id;

-- name: SaveGrant :exec
INSERT INTO item_grants (id, code, township_id, document, number, from_day, to_day, change_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (code, township_id, from_day) DO UPDATE SET document = excluded.document, number = excluded.number, to_day = excluded.to_day, change_id = excluded.change_id;

-- name: LockItemList :one
SELECT version FROM item_list WHERE id = 1 FOR UPDATE;

-- name: BumpItemList :exec
UPDATE item_list SET version = version + 1 WHERE id = 1;

-- name: InsertItemChange :exec
INSERT INTO item_changes (id, file, text, sha256, rows, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ListItemChanges :many
-- The text only of what may be one grant, which is named by its words.
SELECT c.id, c.file, CASE WHEN c.rows = 1 AND length(c.text) < 4000 THEN c.text ELSE '' END::text AS text, c.sha256, c.rows, c.state, c.proposed_by, c.proposed_at, c.decided_by, c.decided_at, c.reason, u.name AS proposer, coalesce(d.name, '') AS decider
FROM item_changes c
JOIN users u ON u.id = c.proposed_by
LEFT JOIN users d ON d.id = c.decided_by
ORDER BY (c.state = 'proposed') DESC, c.proposed_at DESC, c.id DESC
LIMIT 100;

-- name: ReadItemChange :one
SELECT c.id, c.file, c.text, c.sha256, c.rows, c.state, c.proposed_by, c.proposed_at, c.decided_by, c.decided_at, c.reason, u.name AS proposer, coalesce(d.name, '') AS decider
FROM item_changes c
JOIN users u ON u.id = c.proposed_by
LEFT JOIN users d ON d.id = c.decided_by
WHERE c.id = $1;

-- name: DecideItemChange :exec
UPDATE item_changes SET state = @state, decided_by = @decided_by, decided_at = @decided_at::timestamptz, reason = @reason WHERE id = @id AND state = 'proposed';

-- name: DutyAt :many
-- Who is on duty at these organs at that moment (值班).
SELECT s.agency_id, s.user_id, u.name, u.title, s.phone, s.to_at
FROM duty_shifts s JOIN users u ON u.id = s.user_id
WHERE s.agency_id = ANY (@agency_ids::uuid[]) AND s.from_at <= @at AND s.to_at > @at
ORDER BY s.agency_id, s.from_at, u.name;

-- name: DeskUnits :many
SELECT agency_id, name FROM units WHERE agency_id = ANY (@agency_ids::uuid[]) AND kind = 'desk' ORDER BY agency_id, name;

-- name: DesksAway :many
-- Who receives at these organs and is on leave today, with the deputy (代办).
SELECT u.agency_id, u.name, d.name AS deputy, d.phone AS deputy_phone, l.to_day
FROM leaves l
JOIN users u ON u.id = l.user_id
JOIN users d ON d.id = l.deputy_id
WHERE u.agency_id = ANY (@agency_ids::uuid[]) AND u.functions && ARRAY['desk', 'liaison'] AND l.from_day <= @day AND l.to_day >= @day
ORDER BY u.agency_id, u.name;

-- name: ItemsMentioned :many
-- Editions in force that a text speaks of by one of their search words.
SELECT code, title, kind, law, number, article, region, sectors, designated, levels, from_day, to_day, confidence, words
FROM enforcement_items
WHERE from_day <= @day AND (to_day IS NULL OR to_day >= @day)
  AND EXISTS (SELECT FROM unnest(words) w WHERE char_length(w) >= 2 AND strpos(@content::text, w) > 0)
ORDER BY code, region, from_day LIMIT 200;

-- name: ItemKeepers :many
-- Who may put a change of the list into force beside its proposer: the operators, and the
-- coordinators of the proposer's own organ.
SELECT id, agency_id FROM users
WHERE id <> @proposer AND ('operator' = ANY (functions) OR 'coordinator' = ANY (functions) AND agency_id = @agency)
ORDER BY id;
