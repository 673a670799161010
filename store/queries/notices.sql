-- name: InsertDelivery :exec
INSERT INTO deliveries (id, case_id, event_id, agency_id, user_id, channel, topic, level, params, state, next_at, dedup, created_at, sent_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (dedup) DO NOTHING;

-- name: LeaseDeliveries :many
-- What is due moves behind the lease in the transaction that enqueues its jobs;
-- when a job is lost, the row is due again once the lease is over.
UPDATE deliveries SET next_at = @lease_until::timestamptz
WHERE id IN (
    SELECT d.id FROM deliveries d
    WHERE d.state = 'pending' AND d.channel IN ('email', 'sms') AND d.next_at <= @at::timestamptz
    ORDER BY d.next_at LIMIT @page_size FOR UPDATE SKIP LOCKED)
RETURNING id, channel, level;

-- name: StuckDeliveries :many
SELECT id, channel, level FROM deliveries WHERE state = 'sending' AND channel IN ('email', 'sms') AND claimed_at < $1 ORDER BY claimed_at LIMIT $2;

-- name: ClaimDelivery :one
UPDATE deliveries SET state = 'sending', claimed_at = @at::timestamptz, attempts = attempts + 1
WHERE id = @id AND (state = 'pending' OR (state = 'sending' AND claimed_at < @stale_before::timestamptz))
RETURNING id, case_id, event_id, agency_id, user_id, channel, topic, level, params, state, attempts, next_at, dedup, created_at;

-- name: FinishDelivery :execrows
-- The number of attempts tells this claim from a later one.
UPDATE deliveries SET state = @state, sent_at = @sent_at, next_at = @next_at, last_error = @last_error, proof = @proof, claimed_at = NULL
WHERE id = @id AND state = 'sending' AND attempts = @attempts;

-- name: DigestDeliveries :many
SELECT id, agency_id, user_id FROM deliveries
WHERE state = 'digest' AND channel = 'email' AND next_at <= $1 ORDER BY next_at, agency_id, user_id, created_at LIMIT $2 FOR UPDATE SKIP LOCKED;

-- name: CollectDeliveries :exec
-- A notice that travels in a digest is being sent without a claim of its own.
UPDATE deliveries SET state = 'sending', claimed_at = NULL, proof = @digest WHERE id = ANY (@delivery_ids::uuid[]);

-- name: DigestLines :many
SELECT id, case_id, topic, params FROM deliveries WHERE state = 'sending' AND claimed_at IS NULL AND proof = $1 ORDER BY created_at, id;

-- name: FinishCollected :exec
UPDATE deliveries SET state = @state, sent_at = @sent_at, last_error = @last_error, proof = @proof
WHERE state = 'sending' AND claimed_at IS NULL AND proof = @digest;

-- name: CountOpenDeliveries :many
SELECT state, channel, count(*)::bigint AS n FROM deliveries WHERE state IN ('pending', 'digest') GROUP BY state, channel
UNION ALL
SELECT state, channel, count(*)::bigint AS n FROM deliveries WHERE state = 'sending' GROUP BY state, channel
UNION ALL
SELECT state, channel, count(*)::bigint AS n FROM deliveries WHERE state = 'undeliverable' GROUP BY state, channel;

-- name: OldestDueDelivery :one
SELECT next_at FROM deliveries WHERE state = 'pending' AND channel IN ('email', 'sms') AND next_at <= $1 ORDER BY next_at LIMIT 1;

-- name: ListNotices :many
-- Who lists no cases reads what is of none: what is meant for oneself, and an operator
-- what the operators were told.
SELECT id, case_id, event_id, agency_id, user_id, channel, topic, level, params, state, created_at, read_at
FROM deliveries
WHERE channel = 'inapp' AND agency_id = @agency_id AND (user_id IS NULL OR user_id = @user_id)
  AND (@lists::bool OR case_id IS NULL AND (user_id = @user_id OR @operates::bool))
  AND (NOT @unread::bool OR read_at IS NULL)
  AND (sqlc.narg(created_before)::timestamptz IS NULL OR (created_at, id) < (sqlc.narg(created_before)::timestamptz, @before_id::uuid))
ORDER BY created_at DESC, id DESC LIMIT @page_size;

-- name: CountUnread :one
SELECT count(*)::bigint FROM deliveries WHERE channel = 'inapp' AND agency_id = @agency_id AND (user_id IS NULL OR user_id = @user_id) AND read_at IS NULL;

-- name: MarkNoticesRead :exec
UPDATE deliveries SET read_at = @at::timestamptz, state = 'read'
WHERE channel = 'inapp' AND agency_id = @agency_id AND (user_id IS NULL OR user_id = @user_id) AND read_at IS NULL
  AND (@every::bool OR id = ANY (@notice_ids::uuid[]));

-- name: ListCaseDeliveries :many
SELECT id, case_id, agency_id, user_id, channel, topic, level, state, attempts, last_error, proof, created_at, sent_at, read_at
FROM deliveries WHERE case_id = $1 ORDER BY created_at, id;

-- name: ListUndeliverable :many
-- What was to travel in a digest is listed one by one, not the digest itself.
SELECT id, case_id, agency_id, user_id, channel, topic, level, params, state, attempts, last_error, created_at
FROM deliveries WHERE agency_id = $1 AND state = 'undeliverable' AND topic <> 'digest' ORDER BY created_at DESC LIMIT $2;

-- name: RetryDelivery :execrows
UPDATE deliveries SET state = 'pending', attempts = 0, next_at = $3, last_error = '', proof = '' WHERE id = $1 AND agency_id = $2 AND state IN ('failed', 'undeliverable');

-- name: ProveByCall :one
UPDATE deliveries SET state = 'sent', proof = $3, sent_at = $4 WHERE id = $1 AND agency_id = $2 AND state IN ('failed', 'undeliverable') RETURNING case_id, topic;

-- name: ListPreferences :many
SELECT topic, channel, on_off FROM preferences WHERE user_id = $1;

-- name: SavePreference :exec
INSERT INTO preferences (user_id, topic, channel, on_off) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, topic, channel) DO UPDATE SET on_off = excluded.on_off;

-- name: Announce :exec
SELECT pg_notify('hub_notices', agency) FROM unnest(@agencies::text[]) AS agency;
