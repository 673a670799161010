-- name: InsertMeetingMark :exec
INSERT INTO meeting_marks (id, case_id, agency_id, clock_id, reason, marked_by, marked_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: TakeOffMeetingMark :execrows
UPDATE meeting_marks SET off_at = $4, off_reason = $5 WHERE id = $1 AND case_id = $2 AND agency_id = $3 AND off_at IS NULL;

-- name: SettleMarks :many
-- The meeting that settled a case takes its marks off, whichever organ put them there.
UPDATE meeting_marks SET off_at = @off_at, off_reason = @off_reason, meeting_id = @meeting_id WHERE case_id = @case_id AND off_at IS NULL RETURNING id;

-- name: ListCaseMarks :many
SELECT id, case_id, agency_id, clock_id, reason, marked_by, marked_at, off_at, off_reason, meeting_id
FROM meeting_marks WHERE case_id = $1 ORDER BY off_at IS NOT NULL, marked_at DESC, id DESC;

-- name: ListMeetingMarks :many
-- Row-level security leaves those of the organ's own cases; open ones come first.
SELECT m.id, m.case_id, m.agency_id, m.reason, m.marked_at, m.off_at, m.off_reason, (m.off_at IS NOT NULL)::boolean AS off,
    c.number, c.kind, c.title, c.state, c.sender_id, c.receiver_id, k.rule_id, k.edition, k.owes_id, k.due_at, k.ended_at, k.state AS clock_state
FROM meeting_marks m JOIN cases c ON c.id = m.case_id LEFT JOIN clocks k ON k.id = m.clock_id
WHERE (NOT @open_only::bool OR m.off_at IS NULL)
  AND (sqlc.narg(after)::timestamptz IS NULL OR (m.off_at IS NOT NULL, -extract(epoch FROM m.marked_at), m.id) > (@after_off::bool, -extract(epoch FROM sqlc.narg(after)::timestamptz), @after_id::uuid))
ORDER BY m.off_at IS NOT NULL, -extract(epoch FROM m.marked_at), m.id LIMIT @page_size;

-- name: SaveLetterDraft :one
INSERT INTO silence_letters (id, case_id, agency_id, clock_id, kind, text, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (clock_id, agency_id) WHERE state = 'draft' DO UPDATE SET text = excluded.text, kind = excluded.kind, written_at = excluded.written_at, version = silence_letters.version + 1
RETURNING id;

-- name: ListLetters :many
SELECT id, case_id, agency_id, clock_id, kind, text, state, document_id, written_at, sent_at, version
FROM silence_letters WHERE case_id = $1 AND agency_id = $2 ORDER BY written_at, id;

-- name: SendLetter :execrows
UPDATE silence_letters SET state = 'sent', document_id = $2, sent_at = $3, version = version + 1 WHERE id = $1 AND state = 'draft';

-- name: ListOwedUntil :many
-- What of an organ ends in a span of days.
SELECT k.id, k.case_id, k.rule_id, k.edition, k.due_at, k.due_day, k.amber_at, k.provisional, k.flagged, k.option_right, k.internal, k.presumed,
    c.number, c.kind, c.title
FROM clocks k JOIN cases c ON c.id = k.case_id
WHERE k.owes_id = @owes_id AND k.state = 'running' AND k.due_at > @after::timestamptz AND k.due_at < @before::timestamptz AND c.state <> 'void'
ORDER BY k.due_at, k.id LIMIT @page_size;

-- name: OrgansToList :many
-- Organs that owe something in a span of days and were not told of it yet.
SELECT DISTINCT k.owes_id FROM clocks k
WHERE k.state = 'running' AND k.due_at > @after::timestamptz AND k.due_at < @before::timestamptz
  AND NOT EXISTS (SELECT 1 FROM holiday_lists h WHERE h.last_day = @last_day::date AND h.agency_id = k.owes_id)
ORDER BY k.owes_id;

-- name: ClaimHolidayList :execrows
INSERT INTO holiday_lists (last_day, agency_id, told_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: ListWorkingPeople :many
-- Who works on the cases of an organ.
SELECT id, email, phone, functions FROM users
WHERE agency_id = $1 AND functions && ARRAY['desk', 'handler', 'legal_reviewer', 'head', 'liaison', 'procurator'] ORDER BY id;
