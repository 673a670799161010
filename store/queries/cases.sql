-- name: NextCaseNumber :one
SELECT nextval('case_numbers')::bigint;

-- name: InsertCase :exec
INSERT INTO cases (id, kind, number, title, region, state, flags, content, owner_id, sender_id, receiver_id, copied_id,
    custody_epoch, custody_id, synthetic, version, created_by, created_at, updated_at, next_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, $17, $17, $10);

-- name: LockCase :one
SELECT id, kind, number, title, region, state, flags, content, owner_id, sender_id, receiver_id, copied_id,
    custody_epoch, custody_id, next_rule, next_id, synthetic, version, created_by, created_at, updated_at, sent_at, closed_at, third_id
FROM cases WHERE id = $1 FOR UPDATE;

-- name: ReadCase :one
SELECT id, kind, number, title, region, state, flags, content, owner_id, sender_id, receiver_id, copied_id,
    custody_epoch, custody_id, next_rule, next_id, synthetic, version, created_by, created_at, updated_at, sent_at, closed_at, third_id
FROM cases WHERE id = $1;

-- name: SaveCase :exec
UPDATE cases SET title = $2, state = $3, flags = $4, content = $5, receiver_id = $6, copied_id = $7,
    custody_epoch = $8, custody_id = $9, version = version + 1, updated_at = $10, sent_at = $11, closed_at = $12,
    next_rule = $14, next_id = $15, third_id = $16
WHERE id = $1 AND version = $13;

-- name: ListParties :many
SELECT id, case_id, position, kind, name, credit_code, id_number, note FROM parties WHERE case_id = $1 ORDER BY position;

-- name: DeleteParties :exec
DELETE FROM parties WHERE case_id = $1;

-- name: InsertParty :exec
INSERT INTO parties (id, case_id, position, kind, name, credit_code, id_number, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: ListCharges :many
SELECT id, case_id, party_id, position, offence, article, state, before, decided_on, notified, result
FROM charges WHERE case_id = $1 ORDER BY position;

-- name: ReleaseCharges :exec
-- A case that came back to be drafted again has clocks of its first round, all of
-- them over: they no longer name the charges that the new draft replaces.
UPDATE clocks SET charge_id = NULL WHERE case_id = $1 AND charge_id IS NOT NULL AND state NOT IN ('running', 'paused');

-- name: DeleteCharges :exec
DELETE FROM charges WHERE case_id = $1;

-- name: InsertCharge :exec
INSERT INTO charges (id, case_id, party_id, position, offence, article, state) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: SaveCharge :exec
UPDATE charges SET state = $2, before = $3, notified = $4, result = $5, decided_on = $6 WHERE id = $1;

-- name: ListItems :many
SELECT id, case_id, position, name, quantity, feature, place, seized_on, form, keeper, seal_no, daily_fen, payer, custodian_id
FROM items WHERE case_id = $1 ORDER BY position;

-- name: DeleteItems :exec
DELETE FROM items WHERE case_id = $1;

-- name: InsertItem :exec
INSERT INTO items (id, case_id, position, name, quantity, feature, place, seized_on, custodian_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: HandOverItem :exec
UPDATE items SET form = $2, keeper = $3, seal_no = $4, place = $5, daily_fen = $6, payer = $7 WHERE id = $1;

-- name: SetItemCustodian :exec
UPDATE items SET custodian_id = $2 WHERE case_id = $1;

-- name: ListMaterials :many
SELECT id, case_id, position, code, title, form, pages, original_at, evidence_id, round, agency_id
FROM materials WHERE case_id = $1 AND NOT removed ORDER BY position;

-- name: InsertMaterial :exec
INSERT INTO materials (id, case_id, position, code, title, form, pages, original_at, evidence_id, round, agency_id)
VALUES ($1, $2, (SELECT coalesce(max(m.position), 0) + 1 FROM materials m WHERE m.case_id = $2), $3, $4, $5, $6, $7, $8, $9, $10);

-- name: SaveMaterial :exec
UPDATE materials SET code = $3, title = $4, form = $5, pages = $6, original_at = $7, evidence_id = $8, removed = $9
WHERE id = $1 AND case_id = $2;

-- name: ListHandoffs :many
SELECT id, case_id, seq, from_id, to_id, state, reason, sent_at, arrived_at, signed_at, ended_at
FROM handoffs WHERE case_id = $1 ORDER BY seq;

-- name: InsertHandoff :exec
INSERT INTO handoffs (id, case_id, seq, from_id, to_id, state, reason, sent_at, arrived_at, signed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: SaveHandoff :exec
UPDATE handoffs SET state = $2, reason = $3, signed_at = $4, ended_at = $5 WHERE id = $1;

-- name: UpsertParticipation :exec
INSERT INTO participations (case_id, agency_id, relation, level, stage, turn, due_at, touched_at, case_kind, since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)
ON CONFLICT (case_id, agency_id) DO UPDATE SET relation = excluded.relation, level = excluded.level, stage = excluded.stage,
    turn = excluded.turn, due_at = excluded.due_at, touched_at = excluded.touched_at;

-- name: ListParticipations :many
SELECT case_id, agency_id, relation, level, stage, turn, due_at, touched_at, case_kind, since, officer_id
FROM participations WHERE case_id = $1;

-- name: ReadParticipation :one
SELECT case_id, agency_id, relation, level, stage, turn, due_at, touched_at, case_kind, since, officer_id
FROM participations WHERE case_id = $1 AND agency_id = $2;

-- name: SaveOfficer :exec
UPDATE participations SET officer_id = sqlc.narg(officer_id) WHERE case_id = @case_id AND agency_id = @agency_id;

-- name: ReadOfficer :one
-- The person who handles the case for an organ (承办人).
SELECT u.id, u.name, u.title FROM participations p JOIN users u ON u.id = p.officer_id WHERE p.case_id = @case_id AND p.agency_id = @agency_id;

-- name: InsertRemark :exec
INSERT INTO remarks (id, case_id, agency_id, kind, to_id, text, made_by, made_at, decided_on, document_no, quiet_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: ListRemarks :many
SELECT id, case_id, agency_id, kind, to_id, text, made_by, made_at, decided_on, document_no, quiet_until FROM remarks WHERE case_id = $1 ORDER BY made_at;

-- name: Watch :exec
INSERT INTO watches (case_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: Unwatch :exec
DELETE FROM watches WHERE case_id = $1 AND user_id = $2;

-- name: IsWatched :one
SELECT EXISTS (SELECT 1 FROM watches WHERE case_id = $1 AND user_id = $2);

-- name: InsertCaseLink :exec
INSERT INTO case_links (from_id, to_id, relation, agency_id, linked_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- name: CaseFamily :many
-- Every case that hangs together with one, as far as the asking organ takes part
-- in both ends of each link.
WITH RECURSIVE family AS (
    SELECT @case_id::uuid AS id
    UNION
    SELECT CASE WHEN l.from_id = f.id THEN l.to_id ELSE l.from_id END
    FROM family f JOIN case_links l ON l.from_id = f.id OR l.to_id = f.id
)
SELECT c.id, c.kind, c.number, c.title, c.state, c.sender_id, c.receiver_id, c.updated_at
FROM family f JOIN cases c ON c.id = f.id
ORDER BY c.id LIMIT 200;

-- name: FamilyLinks :many
SELECT from_id, to_id, relation, linked_at FROM case_links
WHERE from_id = ANY (@case_ids::uuid[]) AND to_id = ANY (@case_ids::uuid[]) ORDER BY linked_at, from_id;
