-- name: InsertRecall :exec
INSERT INTO recalls (id, peer_id, case_id, agency_id, outgoing, message, reason, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: CaseRecalls :many
SELECT id, agency_id, outgoing, message, reason, asked_at, answer, answer_text, article, answered_at FROM recalls WHERE case_id = $1 ORDER BY asked_at, id;

-- name: RecallOf :one
SELECT id, peer_id, case_id, agency_id, outgoing, message, reason, asked_at, answer, answer_text, article, answered_at, told FROM recalls WHERE message = $1;

-- name: ReadRecall :one
SELECT id, peer_id, case_id, agency_id, outgoing, message, reason, asked_at, answer, answer_text, article, answered_at, told FROM recalls WHERE id = $1;

-- name: AnswerRecall :execrows
-- An answer is given once.
UPDATE recalls SET answer = @answer, answer_text = @answer_text, article = @article, answered_at = @at::timestamptz WHERE id = @id AND answer = '';

-- name: OwedRecalls :one
SELECT count(*) FROM recalls WHERE case_id = @case_id AND agency_id = @agency_id AND NOT outgoing AND answer = '';

-- name: UnansweredRecalls :many
SELECT r.id, r.peer_id, r.case_id, r.agency_id, r.outgoing, r.asked_at, r.told, k.number, k.kind, p.name FROM recalls r JOIN cases k ON k.id = r.case_id JOIN peers p ON p.id = r.peer_id
WHERE r.answer = '' AND r.told < @levels::int ORDER BY r.asked_at LIMIT @page_size;

-- name: RecallTold :exec
UPDATE recalls SET told = @told WHERE id = @id;

-- name: RecallsOfPeers :many
SELECT peer_id, outgoing, count(*) AS open, min(asked_at)::timestamptz AS since FROM open_recalls GROUP BY peer_id, outgoing;
