-- 议定事项: resolutions as tasks with an owner and a day.

-- name: InsertResolution :exec
INSERT INTO meeting_resolutions (id, meeting_id, series_id, number, text, owner_id, due_on, first_due, created_at)
VALUES (@id, @meeting_id, @series_id, (SELECT coalesce(max(number), 0) + 1 FROM meeting_resolutions WHERE meeting_id = @meeting_id), @text, @owner_id, @due_on, @due_on, @created_at);

-- name: DeleteResolution :execrows
DELETE FROM meeting_resolutions WHERE id = $1 AND meeting_id = $2;

-- name: ListResolutions :many
SELECT id, meeting_id, series_id, number, text, owner_id, due_on, state, report, reported_at, ended_at, note, first_due, created_at
FROM meeting_resolutions WHERE meeting_id = $1 ORDER BY number;

-- name: LockResolution :one
SELECT id, meeting_id, series_id, number, text, owner_id, due_on, state, report, reported_at, ended_at, note, first_due, created_at
FROM meeting_resolutions WHERE id = $1 FOR UPDATE;

-- name: SaveResolution :exec
UPDATE meeting_resolutions SET state = @state, report = @report, reported_at = @reported_at, ended_at = @ended_at, note = @note, due_on = @due_on,
    fired = CASE WHEN due_on < @due_on THEN 0 ELSE fired END
WHERE id = @id;

-- name: ListCarried :many
-- What a meeting finds unkept of the earlier ones of its series: it heads the agenda
-- until it is done. A meeting that was held keeps the list of its day.
SELECT r.id, r.meeting_id, r.series_id, r.number, r.text, r.owner_id, r.due_on, r.state, r.report, r.reported_at, r.ended_at, r.note, r.first_due, r.created_at, m.number AS meeting_number, m.starts_at, m.agency_id
FROM meeting_resolutions r JOIN meetings m ON m.id = r.meeting_id
WHERE r.series_id = @series_id AND r.meeting_id <> @meeting_id AND m.state NOT IN ('draft', 'called', 'cancelled') AND m.starts_at < @starts_at::timestamptz
  AND (r.ended_at IS NULL OR r.ended_at > @held_at::timestamptz)
ORDER BY r.due_on, r.created_at, r.number LIMIT 200;

-- name: ListTasks :many
-- One's own tasks out of all meetings; or all that one's meetings have set.
SELECT r.id, r.meeting_id, r.series_id, r.number, r.text, r.owner_id, r.due_on, r.state, r.report, r.reported_at, r.ended_at, r.note, r.first_due, r.created_at, m.number AS meeting_number, m.title AS meeting_title, m.agency_id
FROM meeting_resolutions r JOIN meetings m ON m.id = r.meeting_id
WHERE m.state IN ('minuted', 'countersigned', 'closed') AND (NOT @mine::bool OR r.owner_id = @owner_id) AND (NOT @open_only::bool OR r.state IN ('open', 'reported'))
ORDER BY r.ended_at IS NOT NULL, r.due_on, r.id LIMIT @page_size;

-- name: CountPromises :many
-- Kept and broken, by agency: kept in time, kept late, open, open and late.
SELECT r.owner_id, a.short_name,
    count(*) FILTER (WHERE r.state <> 'withdrawn') AS total,
    count(*) FILTER (WHERE r.state = 'accepted' AND r.reported_at < (r.due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AS in_time,
    count(*) FILTER (WHERE r.state = 'accepted' AND r.reported_at >= (r.due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AS late,
    count(*) FILTER (WHERE r.state IN ('open', 'reported') AND r.due_on >= @today::date) AS open,
    count(*) FILTER (WHERE r.state IN ('open', 'reported') AND r.due_on < @today::date) AS overdue,
    count(*) FILTER (WHERE r.state <> 'withdrawn' AND r.due_on > r.first_due) AS put_off
FROM meeting_resolutions r JOIN meetings m ON m.id = r.meeting_id JOIN agencies a ON a.id = r.owner_id
WHERE m.state IN ('minuted', 'countersigned', 'closed') AND m.agency_id = @agency_id
GROUP BY r.owner_id, a.short_name ORDER BY overdue DESC, a.short_name;

-- name: DueResolutions :many
-- What comes to its day, or passed it, and was not told yet.
SELECT r.id, r.meeting_id, r.owner_id, r.due_on, r.fired, m.number AS meeting_number, m.agency_id
FROM meeting_resolutions r JOIN meetings m ON m.id = r.meeting_id
WHERE r.state = 'open' AND m.state IN ('minuted', 'countersigned', 'closed')
  AND ((r.fired < 1 AND r.due_on <= @near::date) OR (r.fired < 2 AND r.due_on < @today::date))
ORDER BY r.due_on, r.id LIMIT @page_size FOR UPDATE OF r SKIP LOCKED;

-- name: MarkResolutionFired :exec
UPDATE meeting_resolutions SET fired = $2 WHERE id = $1;

-- name: BulletinCases :many
-- For a bulletin (简报): cases of the organ that were sent or closed in a period.
SELECT c.id, c.number, c.kind, c.sender_id, c.receiver_id, c.sent_at, c.closed_at
FROM cases c
WHERE c.state <> 'void' AND c.sent_at IS NOT NULL
  AND (c.sent_at >= @since::timestamptz AND c.sent_at < @until::timestamptz OR c.closed_at >= @since::timestamptz AND c.closed_at < @until::timestamptz)
ORDER BY c.sent_at, c.id LIMIT @page_size;

-- name: BulletinClocks :many
-- Duties of the law in the organ's cases, or in one of them, that came to their day in a period.
SELECT k.id, k.case_id, c.number, k.rule_id, k.edition, k.owes_id, k.due_at, k.ended_at, k.state
FROM clocks k JOIN cases c ON c.id = k.case_id
WHERE k.state IN ('met', 'running') AND NOT k.option_right AND NOT k.internal AND c.state <> 'void'
  AND k.due_at >= @since::timestamptz AND k.due_at < @until::timestamptz AND (sqlc.narg(case_id)::uuid IS NULL OR k.case_id = sqlc.narg(case_id))
ORDER BY k.due_at, k.id LIMIT @page_size;

-- name: QualitySupplements :many
-- Requests to supplement in the organ's cases, or in one of them (要求补正).
SELECT k.case_id, c.number, k.rule_id, k.edition, k.owes_id, k.started_at
FROM clocks k JOIN cases c ON c.id = k.case_id
WHERE k.rule_id = ANY (@rules::text[]) AND c.state <> 'void'
  AND k.started_at >= @since::timestamptz AND k.started_at < @until::timestamptz AND (sqlc.narg(case_id)::uuid IS NULL OR k.case_id = sqlc.narg(case_id))
ORDER BY k.started_at, k.id LIMIT @page_size;

-- name: QualityHops :many
-- Attempts at an authority that ended without it: sent back or passed on (退回、转送).
SELECT h.case_id, c.number, c.kind, h.from_id, h.to_id, h.state, h.ended_at
FROM handoffs h JOIN cases c ON c.id = h.case_id
WHERE h.state IN ('returned', 'forwarded') AND c.state <> 'void'
  AND h.ended_at >= @since::timestamptz AND h.ended_at < @until::timestamptz AND (sqlc.narg(case_id)::uuid IS NULL OR h.case_id = sqlc.narg(case_id))
ORDER BY h.ended_at, h.id LIMIT @page_size;

-- name: QualityNotes :many
-- What organs said to their own figures in cases (情况说明), oldest first.
SELECT e.case_id, e.agency_id, e.recorded_at, i.value AS indicator, t.value AS said
FROM events e JOIN event_values i ON i.event_id = e.id AND i.name = 'indicator' LEFT JOIN event_values t ON t.event_id = e.id AND t.name = 'text'
WHERE e.kind = 'quality.note' AND e.case_id = ANY (@cases::uuid[])
ORDER BY e.case_id, e.seq;

-- name: BulletinMeetings :many
SELECT id, number, held_at, agency_id FROM meetings
WHERE held_at >= @since::timestamptz AND held_at < @until::timestamptz AND state IN ('minuted', 'countersigned', 'closed')
ORDER BY held_at, id LIMIT @page_size;

-- name: BulletinResolutions :many
-- Resolutions of meetings of a period, and earlier ones that ended in it or stand open.
SELECT r.id, r.meeting_id, m.number, r.text, r.owner_id, r.due_on, r.state, r.reported_at, r.ended_at, m.held_at
FROM meeting_resolutions r JOIN meetings m ON m.id = r.meeting_id
WHERE m.state IN ('minuted', 'countersigned', 'closed') AND m.held_at < @until::timestamptz AND r.state <> 'withdrawn'
  AND (m.held_at >= @since::timestamptz OR r.ended_at IS NULL OR r.ended_at >= @since::timestamptz)
ORDER BY r.due_on, r.id LIMIT @page_size;
