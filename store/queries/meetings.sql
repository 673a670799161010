-- 联席会议: series, meetings, who is invited, agenda, minutes.

-- name: InsertSeries :exec
INSERT INTO meeting_series (id, agency_id, title, place, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: InsertSeriesAgency :exec
INSERT INTO series_agencies (series_id, agency_id) VALUES ($1, $2);

-- name: ListSeries :many
SELECT s.id, s.agency_id, s.title, s.place, s.created_at,
    (SELECT array_agg(m.agency_id ORDER BY m.agency_id) FROM series_agencies m WHERE m.series_id = s.id)::uuid[] AS members,
    (SELECT count(*) FROM meetings h WHERE h.series_id = s.id AND h.held_at IS NOT NULL) AS held
FROM meeting_series s ORDER BY s.created_at, s.id LIMIT 200;

-- name: ReadSeries :one
SELECT s.id, s.agency_id, s.title, s.place,
    (SELECT array_agg(m.agency_id ORDER BY m.agency_id) FROM series_agencies m WHERE m.series_id = s.id)::uuid[] AS members
FROM meeting_series s WHERE s.id = $1;

-- name: NextMeetingNumber :one
SELECT nextval('meeting_numbers')::bigint;

-- name: InsertMeeting :exec
INSERT INTO meetings (id, series_id, agency_id, number, title, place, starts_at, ends_at, state, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10);

-- name: InsertMeetingAgency :exec
INSERT INTO meeting_agencies (meeting_id, agency_id) VALUES ($1, $2);

-- name: ReadMeeting :one
SELECT id, series_id, agency_id, number, title, place, starts_at, ends_at, state, sequence, shared_at, held_at, closed_at, reason, version, created_by, created_at
FROM meetings WHERE id = $1;

-- name: LockMeeting :one
SELECT id, series_id, agency_id, number, title, place, starts_at, ends_at, state, sequence, shared_at, held_at, closed_at, reason, version, created_by, created_at
FROM meetings WHERE id = $1 FOR UPDATE;

-- name: SaveMeeting :exec
UPDATE meetings SET title = @title, place = @place, starts_at = @starts_at, ends_at = @ends_at, state = @state, sequence = @sequence, shared_at = @shared_at,
    held_at = @held_at, closed_at = @closed_at, reason = @reason, version = version + 1
WHERE id = @id;

-- name: ListMeetings :many
SELECT m.id, m.series_id, m.agency_id, m.number, m.title, m.place, m.starts_at, m.ends_at, m.state, p.reply, p.present, p.signed_at, s.title AS series_title
FROM meeting_agencies p JOIN meetings m ON m.id = p.meeting_id LEFT JOIN meeting_series s ON s.id = m.series_id
WHERE p.agency_id = @agency_id AND (sqlc.narg(before_at)::timestamptz IS NULL OR (m.starts_at, m.id) < (sqlc.narg(before_at)::timestamptz, @page_after::uuid))
ORDER BY m.starts_at DESC, m.id DESC LIMIT @page_size;

-- name: ListMeetingAgencies :many
SELECT p.agency_id, p.reply, p.reply_note, p.replied_at, p.present, p.attendees, p.signed_at, p.signed, a.name, a.short_name, a.sector, a.peer
FROM meeting_agencies p JOIN agencies a ON a.id = p.agency_id JOIN meetings m ON m.id = p.meeting_id
WHERE p.meeting_id = $1 ORDER BY p.agency_id <> m.agency_id, a.short_name, p.agency_id;

-- name: SaveReply :exec
UPDATE meeting_agencies SET reply = $3, reply_note = $4, replied_at = $5 WHERE meeting_id = $1 AND agency_id = $2;

-- name: ClearReplies :exec
UPDATE meeting_agencies SET reply = 'none', reply_note = '', replied_at = NULL WHERE meeting_id = $1 AND agency_id <> $2;

-- name: SaveAttendance :exec
UPDATE meeting_agencies SET present = $3, attendees = $4 WHERE meeting_id = $1 AND agency_id = $2;

-- name: Countersign :exec
UPDATE meeting_agencies SET signed_at = $3, signed_by = $4, signed = $5 WHERE meeting_id = $1 AND agency_id = $2;

-- name: ClearSignatures :exec
UPDATE meeting_agencies SET signed_at = NULL, signed_by = NULL, signed = '' WHERE meeting_id = $1;

-- name: ListAgenda :many
SELECT id, meeting_id, position, source, case_id, number, title, state, outcome, agency_id, created_at FROM meeting_items WHERE meeting_id = $1 ORDER BY position, id;

-- name: InsertAgendaItem :exec
INSERT INTO meeting_items (id, meeting_id, position, source, case_id, number, title, agency_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: DeleteAgendaItem :execrows
DELETE FROM meeting_items WHERE id = $1 AND meeting_id = $2;

-- name: PlaceAgendaItem :exec
UPDATE meeting_items SET position = $3 WHERE id = $1 AND meeting_id = $2;

-- name: SettleAgendaItem :execrows
UPDATE meeting_items SET state = $3, outcome = $4 WHERE id = $1 AND meeting_id = $2;

-- name: ProposeMarked :many
-- Cases with an open mark (列入联席会议), which row-level security leaves to their organs.
SELECT DISTINCT ON (c.id) c.id, c.number, c.kind, c.sender_id, c.receiver_id, c.copied_id, m.reason, m.marked_at AS since, m.agency_id
FROM meeting_marks m JOIN cases c ON c.id = m.case_id
WHERE m.off_at IS NULL AND c.state <> 'void' ORDER BY c.id, m.marked_at LIMIT 500;

-- name: ProposeOverdue :many
-- The longest silence of each case of the organ: statutory clocks only.
SELECT DISTINCT ON (c.id) c.id, c.number, c.kind, c.sender_id, c.receiver_id, c.copied_id, k.rule_id, k.edition, k.owes_id, k.due_at
FROM participations p JOIN cases c ON c.id = p.case_id JOIN clocks k ON k.case_id = c.id
WHERE p.agency_id = @agency_id AND k.state = 'running' AND NOT k.option_right AND NOT k.internal AND k.due_at < @at::timestamptz AND c.state <> 'void'
ORDER BY c.id, k.due_at LIMIT 500;

-- name: ProposeDisputed :many
-- Acts taken from paper that their organ objects to, and files that went back or
-- were sent on.
SELECT c.id, c.number, c.kind, c.sender_id, c.receiver_id, c.copied_id, 'disputed'::text AS source, f.at AS since
FROM participations p JOIN cases c ON c.id = p.case_id JOIN confirmations f ON f.case_id = c.id
WHERE p.agency_id = @agency_id AND f.state = 'objected' AND c.closed_at IS NULL AND c.state <> 'void'
UNION
SELECT c.id, c.number, c.kind, c.sender_id, c.receiver_id, c.copied_id, 'stuck'::text AS source, max(h.ended_at) AS since
FROM participations p JOIN cases c ON c.id = p.case_id JOIN handoffs h ON h.case_id = c.id
WHERE p.agency_id = @agency_id AND h.state IN ('returned', 'forwarded') AND c.closed_at IS NULL AND c.state <> 'void'
GROUP BY c.id, c.number, c.kind, c.sender_id, c.receiver_id, c.copied_id
LIMIT 500;

-- name: ReadAgendaCase :one
SELECT id, number, sender_id, receiver_id FROM cases WHERE id = $1;

-- name: ReadMinutes :one
SELECT meeting_id, text, version, edited_by, edited_at FROM meeting_minutes WHERE meeting_id = $1;

-- name: InsertMinutes :exec
INSERT INTO meeting_minutes (meeting_id, text, edited_by, edited_at) VALUES ($1, $2, $3, $4);

-- name: SaveMinutes :execrows
UPDATE meeting_minutes SET text = @text, version = version + 1, edited_by = @edited_by, edited_at = @edited_at WHERE meeting_id = @meeting_id AND version = @version;

-- name: InsertMeetingPaper :exec
INSERT INTO meeting_papers (id, meeting_id, agency_id, name, sha256, size, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ListMeetingPapers :many
SELECT id, meeting_id, agency_id, name, sha256, size, created_at FROM meeting_papers WHERE meeting_id = $1 ORDER BY created_at, id;

-- name: InsertMeetingDocument :exec
INSERT INTO meeting_documents (id, meeting_id, resolution_id, agency_id, kind, number, template, input, sha256, issued_by, issued_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: ListMeetingDocuments :many
SELECT id, meeting_id, resolution_id, agency_id, kind, number, sha256, issued_at FROM meeting_documents WHERE meeting_id = $1 ORDER BY issued_at, id;

-- name: ReadMeetingDocument :one
SELECT id, meeting_id, agency_id, kind, number, template, input, sha256, issued_at FROM meeting_documents WHERE id = $1 AND meeting_id = $2;

-- name: InsertMeetingSeal :exec
INSERT INTO meeting_seals (id, document_id, meeting_id, agency_id, name, sha256, size, checked, sealed_by, sealed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: ListMeetingSeals :many
-- The sealed version of each paper that counts: the latest.
SELECT DISTINCT ON (document_id) id, document_id, name, sha256, size, checked, sealed_at FROM meeting_seals WHERE meeting_id = $1 ORDER BY document_id, sealed_at DESC, id DESC;

-- name: InviteOf :one
-- When a meeting is and whether it still is, for the invitation in a mail.
SELECT m.id, m.agency_id, m.number, m.starts_at, m.ends_at, m.state, m.sequence, a.short_name, a.email
FROM meetings m JOIN meeting_agencies p ON p.meeting_id = m.id JOIN agencies a ON a.id = m.agency_id
WHERE m.id = @meeting_id AND p.agency_id = @agency_id AND m.shared_at IS NOT NULL;

-- name: MeetingNumberTaken :one
SELECT EXISTS (SELECT 1 FROM meeting_documents WHERE number = $1);

-- name: InsertSignIn :execrows
INSERT INTO meeting_signins (meeting_id, user_id, agency_id, name, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING;

-- name: ListSignIns :many
SELECT user_id, agency_id, name, at FROM meeting_signins WHERE meeting_id = $1 ORDER BY at, user_id;
