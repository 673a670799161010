-- name: InsertRendition :exec
INSERT INTO envelope_renditions (envelope_id, peer_id, agency_id, media, sha256, size, outgoing, held_at, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: InsertRenditionBytes :exec
INSERT INTO rendition_bytes (envelope_id, agency_id, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: ReadRendition :one
SELECT envelope_id, peer_id, agency_id, media, sha256, size, outgoing, held_at, attempts, error FROM envelope_renditions WHERE envelope_id = $1;

-- name: ReadRenditionBytes :one
SELECT body FROM rendition_bytes WHERE envelope_id = $1;

-- name: WantedRenditions :many
SELECT envelope_id, agency_id, media, sha256, size, attempts FROM envelope_renditions
WHERE peer_id = @peer_id AND NOT outgoing AND held_at IS NULL AND next_at <= @now::timestamptz ORDER BY next_at LIMIT @page_size;

-- name: RenditionHeld :execrows
UPDATE envelope_renditions SET held_at = @at::timestamptz, error = '' WHERE envelope_id = @envelope_id AND held_at IS NULL;

-- name: RenditionFailed :exec
UPDATE envelope_renditions SET attempts = attempts + 1, next_at = @next_at, error = @error WHERE envelope_id = @envelope_id AND held_at IS NULL;

-- name: OutgoingRenditions :many
-- Renditions that messages of ours name, for a bundle.
SELECT r.envelope_id, r.agency_id, r.sha256, r.size FROM envelope_renditions r WHERE r.outgoing AND r.envelope_id = ANY (@envelopes::uuid[]) ORDER BY r.sha256;

-- name: CaseRenditions :many
SELECT r.envelope_id, r.media, r.outgoing, r.held_at, r.error FROM envelope_renditions r JOIN envelopes e ON e.id = r.envelope_id WHERE e.case_id = $1;

-- name: HandMessages :many
-- Messages to an organ that no table here could carry out: people act on them by hand.
SELECT e.id, e.case_id, e.type, e.from_id, e.occurred_at, e.created_at, e.conversation, p.hub, p.name AS hub_name, a.name AS from_name,
    r.media, r.held_at, r.error AS rendition_error, h.note, h.done_at, k.number AS case_number
FROM envelopes e JOIN peers p ON p.id = e.peer_id
LEFT JOIN agencies a ON a.id = e.from_id
LEFT JOIN envelope_renditions r ON r.envelope_id = e.id
LEFT JOIN envelope_hand_work h ON h.envelope_id = e.id
LEFT JOIN cases k ON k.id = e.case_id
WHERE e.agency_id = @agency_id AND NOT e.outgoing AND e.state = 'crossed' AND e.error = @code ORDER BY (h.done_at IS NOT NULL), e.created_at DESC, e.id LIMIT @page_size;

-- name: InsertHandWork :execrows
INSERT INTO envelope_hand_work (envelope_id, agency_id, note, done_by, done_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING;
