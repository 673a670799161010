-- Every list is driven from the participations of one agency by index.

-- name: ListInbox :many
SELECT c.id, c.kind, c.number, c.title, c.state, c.flags, c.sender_id, c.receiver_id, c.next_rule, c.next_id, c.synthetic, c.version, c.updated_at, c.sent_at,
    p.relation, p.turn, p.due_at, p.touched_at
FROM participations p JOIN cases c ON c.id = p.case_id
WHERE p.agency_id = @agency_id
  AND (NOT @only_turn::bool OR p.turn)
  AND (NOT @not_turn::bool OR NOT p.turn)
  AND p.stage = ANY (@stages::text[])
  AND p.relation = ANY (@relations::text[])
  AND (sqlc.narg(touched_before)::timestamptz IS NULL OR (p.touched_at, p.case_id) < (sqlc.narg(touched_before)::timestamptz, @before_id::uuid))
ORDER BY p.touched_at DESC, p.case_id DESC
LIMIT @page_size;

-- name: ListTurn :many
SELECT c.id, c.kind, c.number, c.title, c.state, c.flags, c.sender_id, c.receiver_id, c.next_rule, c.next_id, c.synthetic, c.version, c.updated_at, c.sent_at,
    p.relation, p.turn, p.due_at, p.touched_at
FROM participations p JOIN cases c ON c.id = p.case_id
WHERE p.agency_id = @agency_id AND p.turn
  AND p.stage = ANY (@stages::text[])
  AND (sqlc.narg(due_after)::timestamptz IS NULL
    OR (coalesce(p.due_at, 'infinity'), p.case_id) > (sqlc.narg(due_after)::timestamptz, @after_id::uuid))
ORDER BY coalesce(p.due_at, 'infinity'), p.case_id
LIMIT @page_size;

-- name: ListWatched :many
SELECT c.id, c.kind, c.number, c.title, c.state, c.flags, c.sender_id, c.receiver_id, c.next_rule, c.next_id, c.synthetic, c.version, c.updated_at, c.sent_at,
    p.relation, p.turn, p.due_at, p.touched_at
FROM watches w JOIN participations p ON p.case_id = w.case_id JOIN cases c ON c.id = p.case_id
WHERE w.user_id = @user_id AND p.agency_id = @agency_id
ORDER BY p.touched_at DESC, p.case_id DESC
LIMIT @page_size;

-- name: SearchCases :many
SELECT c.id, c.kind, c.number, c.title, c.state, c.flags, c.sender_id, c.receiver_id, c.next_rule, c.next_id, c.synthetic, c.version, c.updated_at, c.sent_at,
    p.relation, p.turn, p.due_at, p.touched_at
FROM participations p JOIN cases c ON c.id = p.case_id
WHERE p.agency_id = @agency_id
  AND (position(lower(@needle::text) IN lower(c.title)) > 0 OR position(lower(@needle::text) IN lower(c.number)) > 0
    OR EXISTS (SELECT 1 FROM parties y WHERE y.case_id = c.id AND position(lower(@needle::text) IN lower(y.name || ' ' || y.credit_code)) > 0)
    OR EXISTS (SELECT 1 FROM documents d WHERE d.case_id = c.id AND position(@needle::text IN d.number) > 0))
ORDER BY p.touched_at DESC, p.case_id DESC
LIMIT @page_size;

-- name: CountInbox :one
SELECT count(*) FILTER (WHERE turn AND stage NOT IN ('closed', 'void'))::bigint AS todo,
    count(*) FILTER (WHERE NOT turn AND stage NOT IN ('closed', 'void') AND relation IN ('sender', 'receiver'))::bigint AS waiting,
    count(*) FILTER (WHERE stage IN ('closed', 'void'))::bigint AS closed,
    count(*) FILTER (WHERE relation = 'procuratorate')::bigint AS copied,
    count(*) FILTER (WHERE turn AND stage = 'reported')::bigint AS signing,
    count(*) FILTER (WHERE relation = 'sender')::bigint AS sent,
    count(*) FILTER (WHERE relation IN ('receiver', 'past_receiver'))::bigint AS received,
    (SELECT count(*) FROM watches w WHERE w.user_id = @user_id)::bigint AS watched,
    count(*) FILTER (WHERE turn AND due_at < @at::timestamptz AND stage NOT IN ('closed', 'void'))::bigint AS overdue
FROM participations WHERE agency_id = @agency_id;
