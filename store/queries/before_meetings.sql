-- 征询时间、会前表态、工作备忘录。

-- name: InsertSlot :exec
INSERT INTO meeting_slots (id, meeting_id, starts_at, ends_at) VALUES ($1, $2, $3, $4);

-- name: ListSlots :many
SELECT id, meeting_id, starts_at, ends_at FROM meeting_slots WHERE meeting_id = $1 ORDER BY starts_at, id;

-- name: ListSlotAnswers :many
SELECT a.slot_id, a.agency_id, a.answer FROM slot_answers a JOIN meeting_slots s ON s.id = a.slot_id WHERE s.meeting_id = $1 ORDER BY a.slot_id, a.agency_id;

-- name: SaveSlotAnswer :exec
INSERT INTO slot_answers (slot_id, agency_id, answer, answered_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (slot_id, agency_id) DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at;

-- name: ListPositions :many
SELECT p.item_id, p.agency_id, p.stance, p.text, p.taken_at FROM meeting_positions p JOIN meeting_items i ON i.id = p.item_id WHERE i.meeting_id = $1 ORDER BY p.item_id, p.taken_at, p.agency_id;

-- name: SavePosition :exec
INSERT INTO meeting_positions (item_id, agency_id, stance, text, taken_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (item_id, agency_id) DO UPDATE SET stance = excluded.stance, text = excluded.text, taken_at = excluded.taken_at;

-- name: InsertMemorandum :exec
INSERT INTO memoranda (id, agency_id, number, title, signed_on, from_on, to_on, levels, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: InsertMemorandumParty :exec
INSERT INTO memorandum_parties (memorandum_id, agency_id) VALUES ($1, $2);

-- name: ListMemoranda :many
SELECT m.id, m.agency_id, m.number, m.title, m.signed_on, m.from_on, m.to_on, m.levels, m.ended_on, m.end_reason, m.created_at,
    (SELECT array_agg(p.agency_id ORDER BY p.agency_id) FROM memorandum_parties p WHERE p.memorandum_id = m.id)::uuid[] AS parties
FROM memoranda m ORDER BY m.ended_on IS NOT NULL, m.signed_on DESC, m.id LIMIT 500;

-- name: EndMemorandum :execrows
UPDATE memoranda SET ended_on = @ended_on, end_reason = @end_reason, version = version + 1 WHERE id = @id AND agency_id = @agency_id AND ended_on IS NULL;

-- name: SilentBefore :many
-- Agencies of a case on the agenda that have not taken a position, and were not
-- reminded of this beginning yet; the nearest meeting first.
SELECT p.meeting_id, p.agency_id, m.number, m.starts_at, m.shared_at, g.region, g.sector
FROM meetings m JOIN meeting_agencies p ON p.meeting_id = m.id JOIN agencies g ON g.id = m.agency_id
WHERE m.state = 'called' AND m.starts_at > @now::timestamptz AND m.starts_at < @horizon::timestamptz AND p.reminded_for IS DISTINCT FROM m.starts_at
  AND EXISTS (SELECT 1 FROM meeting_items i JOIN cases c ON c.id = i.case_id
    WHERE i.meeting_id = m.id AND i.state = 'open' AND p.agency_id IN (c.sender_id, c.receiver_id)
      AND NOT EXISTS (SELECT 1 FROM meeting_positions x WHERE x.item_id = i.id AND x.agency_id = p.agency_id))
ORDER BY m.starts_at, p.meeting_id, p.agency_id LIMIT @page_size;

-- name: MarkReminded :exec
UPDATE meeting_agencies SET reminded_for = @starts_at WHERE meeting_id = @meeting_id AND agency_id = @agency_id;
