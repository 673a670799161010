-- name: ListJointActions :many
-- Joint actions of the asking organ, of one plan or all, latest first.
SELECT id, number, title, state, sender_id, receiver_id, content, flags, sent_at, created_at FROM cases
WHERE kind = 'joint_action' AND state <> 'void' AND (@plan::text = '' OR content ->> 'plan' = @plan::text) AND (sqlc.narg(case_id)::uuid IS NULL OR id = sqlc.narg(case_id)) ORDER BY created_at DESC, id LIMIT 300;

-- name: ListInvitations :many
-- Invitations of a meeting to organs of other hubs.
SELECT id, number, state, sender_id, receiver_id, flags, sent_at FROM cases
WHERE kind = 'meeting_invitation' AND state <> 'void' AND content ->> 'plan' = @meeting::text ORDER BY created_at, id LIMIT 100;

-- name: SetSiteJoint :exec
UPDATE site_checks SET joint_case = @joint_case, crossing = @crossing WHERE id = @id;

-- name: HeardReply :exec
-- The reply of an organ of another hub.
UPDATE meeting_agencies SET reply = @reply, reply_note = @note, replied_at = @at::timestamptz WHERE meeting_id = @meeting_id AND agency_id = @agency_id;

-- name: HeardSignature :execrows
UPDATE meeting_agencies SET signed_at = @at::timestamptz, signed = @signed WHERE meeting_id = @meeting_id AND agency_id = @agency_id AND present AND signed_at IS NULL;

-- name: HeardObjection :execrows
UPDATE meetings SET state = 'held', reason = @reason, version = version + 1 WHERE id = @id AND state = 'minuted';

-- name: DropSignatures :exec
UPDATE meeting_agencies SET signed_at = NULL, signed = '' WHERE meeting_id = $1 AND signed_at IS NOT NULL;

-- name: AllSigned :execrows
UPDATE meetings m SET state = 'countersigned', version = m.version + 1
WHERE m.id = @id AND m.state = 'minuted' AND NOT EXISTS (SELECT 1 FROM meeting_agencies p WHERE p.meeting_id = m.id AND p.present AND p.signed_at IS NULL);

-- name: HeardReport :execrows
UPDATE meeting_resolutions SET state = 'reported', report = @report, reported_at = @at::timestamptz
WHERE meeting_id = @meeting_id AND owner_id = @owner_id AND text = @text AND state = 'open';
