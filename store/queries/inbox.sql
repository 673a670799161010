-- Every list is driven from the participations of one agency by an index of its
-- own, and gives the cases of one page in order; ReadLines reads what a line shows.
-- The conditions of a filter are the same in each.

-- name: ListTurn :many
-- 待办: whose duty ends first comes first; what has no clock comes last, which the
-- cursor writes as the last day of 9999.
SELECT p.case_id, coalesce(p.due_at, '9999-12-31')::timestamptz AS at FROM participations p
WHERE p.agency_id = @agency_id AND p.turn AND p.stage NOT IN ('closed', 'void')
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (sqlc.narg(after)::timestamptz IS NULL OR (coalesce(p.due_at, 'infinity'), p.case_id) > (CASE WHEN sqlc.narg(after)::timestamptz >= '9999-12-31' THEN 'infinity' ELSE sqlc.narg(after)::timestamptz END, @after_id::uuid))
ORDER BY coalesce(p.due_at, 'infinity'), p.case_id LIMIT @page_size;

-- name: ListWaiting :many
-- 在办: another organ has to act, and no decision has been made.
SELECT p.case_id, p.touched_at AS at FROM participations p
WHERE p.agency_id = @agency_id AND p.stage NOT IN ('closed', 'void')
  AND NOT p.turn AND p.relation IN ('sender', 'receiver') AND p.stage NOT IN ('decided', 'answered', 'returned', 'withdrawn')
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (sqlc.narg(before)::timestamptz IS NULL OR (p.touched_at, p.case_id) < (sqlc.narg(before)::timestamptz, @before_id::uuid))
ORDER BY p.touched_at DESC, p.case_id DESC LIMIT @page_size;

-- name: ListDone :many
-- 已办: the organ has done its part, and the case is not over.
SELECT p.case_id, p.touched_at AS at FROM participations p
WHERE p.agency_id = @agency_id AND p.stage NOT IN ('closed', 'void')
  AND NOT p.turn AND (p.relation = 'past_receiver' OR p.relation IN ('sender', 'receiver') AND p.stage IN ('decided', 'answered', 'returned', 'withdrawn'))
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (sqlc.narg(before)::timestamptz IS NULL OR (p.touched_at, p.case_id) < (sqlc.narg(before)::timestamptz, @before_id::uuid))
ORDER BY p.touched_at DESC, p.case_id DESC LIMIT @page_size;

-- name: ListOver :many
-- 办结.
SELECT p.case_id, p.touched_at AS at FROM participations p
WHERE p.agency_id = @agency_id AND p.stage IN ('closed', 'void')
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (sqlc.narg(before)::timestamptz IS NULL OR (p.touched_at, p.case_id) < (sqlc.narg(before)::timestamptz, @before_id::uuid))
ORDER BY p.touched_at DESC, p.case_id DESC LIMIT @page_size;

-- name: ListMine :many
-- 我承办的: what the person handles for the organ and is not over; the condition on
-- officer_id is what its index starts with.
SELECT p.case_id, p.touched_at AS at FROM participations p
WHERE p.agency_id = @agency_id AND p.officer_id = @user_id AND p.stage NOT IN ('closed', 'void')
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (sqlc.narg(before)::timestamptz IS NULL OR (p.touched_at, p.case_id) < (sqlc.narg(before)::timestamptz, @before_id::uuid))
ORDER BY p.touched_at DESC, p.case_id DESC LIMIT @page_size;

-- name: ListSide :many
-- 发出的, 收到的, 抄送.
SELECT p.case_id, p.touched_at AS at FROM participations p
WHERE p.agency_id = @agency_id AND side(p.relation) = @side::text
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (sqlc.narg(before)::timestamptz IS NULL OR (p.touched_at, p.case_id) < (sqlc.narg(before)::timestamptz, @before_id::uuid))
ORDER BY p.touched_at DESC, p.case_id DESC LIMIT @page_size;

-- name: ListSupervised :many
-- 督办: what the organ supervises, and what it is supervised in.
SELECT p.case_id, p.touched_at AS at FROM participations p
WHERE p.agency_id = @agency_id AND (p.relation = 'superior' OR p.case_kind = 'supervision')
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (sqlc.narg(before)::timestamptz IS NULL OR (p.touched_at, p.case_id) < (sqlc.narg(before)::timestamptz, @before_id::uuid))
ORDER BY p.touched_at DESC, p.case_id DESC LIMIT @page_size;

-- name: ListWatched :many
SELECT p.case_id, p.touched_at AS at FROM watches w JOIN participations p ON p.case_id = w.case_id
WHERE w.user_id = @user_id AND p.agency_id = @agency_id
  AND (cardinality(@kinds::text[]) = 0 OR p.case_kind = ANY (@kinds::text[]))
  AND (cardinality(@states::text[]) = 0 OR p.stage = ANY (@states::text[]))
  AND (sqlc.narg(officer)::uuid IS NULL OR coalesce(p.officer_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff') = sqlc.narg(officer)::uuid)
  AND (sqlc.narg(since)::timestamptz IS NULL OR p.since >= sqlc.narg(since)::timestamptz)
  AND (sqlc.narg(until)::timestamptz IS NULL OR p.since < sqlc.narg(until)::timestamptz)
  AND (sqlc.narg(due_from)::timestamptz IS NULL OR p.due_at >= sqlc.narg(due_from)::timestamptz)
  AND (sqlc.narg(due_before)::timestamptz IS NULL OR p.due_at < sqlc.narg(due_before)::timestamptz)
  AND (sqlc.narg(before)::timestamptz IS NULL OR (p.touched_at, p.case_id) < (sqlc.narg(before)::timestamptz, @before_id::uuid))
ORDER BY p.touched_at DESC, p.case_id DESC LIMIT @page_size;

-- name: ReadLines :many
-- doubted is the rule, with its edition, of the clock behind due_at if that clock
-- carries a mark.
SELECT c.id, c.kind, c.number, c.title, c.state, c.flags, c.sender_id, c.receiver_id, c.next_rule, c.next_id, c.synthetic, c.version, c.updated_at, c.sent_at,
    p.relation, p.level, p.turn, p.due_at, p.touched_at,
    coalesce((SELECT k.rule_id || ' ' || k.edition FROM clocks k
        WHERE k.case_id = p.case_id AND k.owes_id = p.agency_id AND k.state = 'running' AND k.due_at = p.due_at AND k.flagged LIMIT 1), '')::text AS doubted
FROM participations p JOIN cases c ON c.id = p.case_id
WHERE p.agency_id = @agency_id AND p.case_id = ANY (@case_ids::uuid[]);

-- name: CountInbox :one
-- No list is counted beyond the most that is shown: a count reads as much of its
-- index and no more.
SELECT (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND p.turn AND p.stage NOT IN ('closed', 'void') LIMIT @most) x)::bigint AS todo,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND p.stage NOT IN ('closed', 'void')
        AND NOT p.turn AND p.relation IN ('sender', 'receiver') AND p.stage NOT IN ('decided', 'answered', 'returned', 'withdrawn') LIMIT @most) x)::bigint AS waiting,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND p.stage NOT IN ('closed', 'void')
        AND NOT p.turn AND (p.relation = 'past_receiver' OR p.relation IN ('sender', 'receiver') AND p.stage IN ('decided', 'answered', 'returned', 'withdrawn')) LIMIT @most) x)::bigint AS done,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND p.stage IN ('closed', 'void') LIMIT @most) x)::bigint AS closed,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND side(p.relation) = 'copied' LIMIT @most) x)::bigint AS copied,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND (p.relation = 'superior' OR p.case_kind = 'supervision') LIMIT @most) x)::bigint AS supervised,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND p.turn AND p.stage = 'reported' LIMIT @most) x)::bigint AS signing,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND side(p.relation) = 'sent' LIMIT @most) x)::bigint AS sent,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND side(p.relation) = 'received' LIMIT @most) x)::bigint AS received,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND p.officer_id = @user_id AND p.stage NOT IN ('closed', 'void') LIMIT @most) x)::bigint AS mine,
    (SELECT count(*) FROM (SELECT 1 FROM watches w WHERE w.user_id = @user_id LIMIT @most) x)::bigint AS watched,
    (SELECT count(*) FROM (SELECT 1 FROM participations p WHERE p.agency_id = @agency_id AND p.turn AND p.stage NOT IN ('closed', 'void')
        AND coalesce(p.due_at, 'infinity') < @at::timestamptz LIMIT @most) x)::bigint AS overdue;
