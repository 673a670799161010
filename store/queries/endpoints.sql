-- name: InsertEndpoint :exec
INSERT INTO endpoints (id, agency_id, kind, name, url, topics, scheme, public_key, allow, state, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: ListEndpoints :many
SELECT e.id, e.agency_id, e.kind, e.name, e.url, e.topics, e.scheme, e.public_key, e.allow, e.state, e.why, e.created_by, e.version, e.created_at,
    e.held_until, e.failures, e.failing_since, e.last_at, e.last_ok_at, e.last_result,
    (SELECT count(*) FROM deliveries d WHERE d.endpoint_id = e.id AND d.state IN ('pending', 'sending'))::bigint AS waiting
FROM endpoints e WHERE e.agency_id = $1 AND e.state <> 'removed' ORDER BY e.created_at, e.id;

-- name: SaveEndpoint :execrows
UPDATE endpoints SET name = @name, url = @url, topics = @topics, allow = @allow, state = @state, why = @why, version = version + 1,
    held_until = NULL, failures = 0, failing_since = NULL
WHERE id = @id AND version = @version AND state <> 'removed';

-- name: SaveEndpointKey :execrows
UPDATE endpoints SET public_key = @public_key, version = version + 1 WHERE id = @id AND state <> 'removed';

-- name: EndpointVersion :one
SELECT version FROM endpoints WHERE id = $1 AND agency_id = $2 AND state <> 'removed';

-- name: InsertEndpointSecret :exec
INSERT INTO endpoint_secrets (endpoint_id, agency_id, secret, sign) VALUES ($1, $2, $3, $4);

-- name: SaveEndpointSecret :exec
UPDATE endpoint_secrets SET secret = @secret, sign = @sign, old_secret = @old_secret, old_until = @old_until WHERE endpoint_id = @endpoint_id;

-- name: ReadEndpointSecret :one
SELECT secret, sign, old_secret, old_until FROM endpoint_secrets WHERE endpoint_id = $1;

-- name: InsertEndpointDeliveries :exec
-- One delivery of a notice for every endpoint of the organ that wants it. The ids
-- are made by the caller, one for each endpoint an organ may have.
INSERT INTO deliveries (id, notice_id, endpoint_id, case_id, event_id, agency_id, channel, topic, level, params, state, next_at, dedup, created_at)
SELECT (@delivery_ids::uuid[])[row_number() OVER (ORDER BY e.id)], @notice_id::uuid, e.id, @case_id::uuid, @event_id::uuid, e.agency_id, e.kind, @topic::text, @level::text, @params::jsonb,
    'pending', CASE e.kind WHEN 'webhook' THEN @at::timestamptz ELSE @robots_at::timestamptz END, @dedup::text || ':endpoint:' || e.id, @at::timestamptz
FROM endpoints e
WHERE e.agency_id = @agency_id AND e.state = 'active' AND (e.topics = '{}' OR @topic_group::text = ANY (e.topics))
ON CONFLICT (dedup) DO NOTHING;

-- name: DueEndpoints :many
-- Endpoints that something is due for and nobody is sending to.
SELECT e.id FROM endpoints e
WHERE e.state = 'active' AND (e.held_until IS NULL OR e.held_until <= @at::timestamptz) AND (e.drain_until IS NULL OR e.drain_until <= @at::timestamptz)
  AND (sqlc.narg(only_id)::uuid IS NULL OR e.id = sqlc.narg(only_id)::uuid)
  AND EXISTS (SELECT 1 FROM deliveries d WHERE d.endpoint_id = e.id
        AND (d.state = 'pending' AND d.next_at <= @at::timestamptz OR d.state = 'sending' AND d.claimed_at < @stale_before::timestamptz));

-- name: TakeEndpoint :execrows
-- One drain at a time: a slow endpoint holds one worker, never two.
UPDATE endpoints SET drain_until = @until::timestamptz
WHERE id = @id AND state = 'active' AND (drain_until IS NULL OR drain_until <= @at::timestamptz) AND (held_until IS NULL OR held_until <= @at::timestamptz);

-- name: LeaveEndpoint :exec
UPDATE endpoints SET drain_until = NULL WHERE id = @id AND drain_until = @until::timestamptz;

-- name: DrainedEndpoint :one
-- The endpoint while the caller's drain still holds it and it may be sent to.
SELECT id, agency_id, kind, url, scheme, allow, failures, failing_since FROM endpoints
WHERE id = @id AND state = 'active' AND drain_until = @until::timestamptz AND (held_until IS NULL OR held_until <= @at::timestamptz)
FOR NO KEY UPDATE;

-- name: RecentAttempts :one
SELECT count(*)::bigint AS n, coalesce(min(at), @since)::timestamptz AS first_at FROM delivery_attempts WHERE endpoint_id = @endpoint_id AND at > @since::timestamptz;

-- name: HoldEndpoint :exec
UPDATE endpoints SET held_until = @until::timestamptz WHERE id = @id;

-- name: ClaimForEndpoint :one
UPDATE deliveries SET state = 'sending', claimed_at = @at::timestamptz, attempts = attempts + 1
WHERE id = (
    SELECT d.id FROM deliveries d
    WHERE d.endpoint_id = @endpoint_id AND (d.state = 'pending' AND d.next_at <= @at::timestamptz OR d.state = 'sending' AND d.claimed_at < @stale_before::timestamptz)
    ORDER BY d.next_at, d.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, notice_id, case_id, agency_id, channel, topic, level, params, attempts, created_at;

-- name: InsertAttempt :exec
INSERT INTO delivery_attempts (id, delivery_id, endpoint_id, at, status, took_ms, answer) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: NoteEndpoint :exec
UPDATE endpoints SET failures = @failures, failing_since = @failing_since, held_until = @held_until, last_at = @last_at,
    last_ok_at = coalesce(sqlc.narg(last_ok_at), last_ok_at), last_result = @last_result
WHERE id = @id;

-- name: BeginEndpointTest :execrows
-- One test at a time and not too many: a test calls whoever the address names.
UPDATE endpoints SET tested_at = @at::timestamptz
WHERE id = @id AND state <> 'removed' AND (tested_at IS NULL OR tested_at <= @earlier::timestamptz);

-- name: PauseEndpoint :execrows
UPDATE endpoints SET state = 'paused', why = @why, version = version + 1 WHERE id = @id AND state = 'active';

-- name: RemoveEndpoint :execrows
UPDATE endpoints SET state = 'removed', version = version + 1 WHERE id = @id AND version = @version AND state <> 'removed';

-- name: GiveUpEndpoint :execrows
-- What waits for an endpoint that takes nothing any more.
UPDATE deliveries SET state = @state, last_error = @last_error WHERE endpoint_id = @endpoint_id AND state = 'pending';

-- name: ListEndpointDeliveries :many
SELECT id, notice_id, case_id, topic, level, params, state, attempts, last_error, proof, next_at, created_at, sent_at
FROM deliveries WHERE endpoint_id = @endpoint_id ORDER BY created_at DESC, id DESC LIMIT @page_size;

-- name: ListAttempts :many
SELECT delivery_id, at, status, took_ms, answer FROM delivery_attempts WHERE delivery_id = ANY (@delivery_ids::uuid[]) ORDER BY at, id;

-- name: ListFeed :many
-- What the organ was told, oldest first, of cases that it still takes part in.
SELECT d.id, d.case_id, d.event_id, d.topic, d.level, d.params, d.dedup, d.created_at FROM deliveries d
WHERE d.channel = 'inapp' AND d.agency_id = @agency_id AND d.user_id IS NULL AND d.topic NOT LIKE 'delivery.%' AND d.topic NOT LIKE 'endpoint.%'
  AND (d.created_at, d.id) > (@after_at::timestamptz, @after_id::uuid) AND d.created_at <= @until::timestamptz
  AND (d.case_id IS NULL OR EXISTS (SELECT 1 FROM participations p WHERE p.case_id = d.case_id AND p.agency_id = d.agency_id))
ORDER BY d.created_at, d.id LIMIT @page_size;

-- name: ReplayDelivery :exec
-- A notice again for one endpoint: under the id it had, or as a new delivery.
INSERT INTO deliveries (id, notice_id, endpoint_id, case_id, event_id, agency_id, channel, topic, level, params, state, next_at, dedup, created_at)
VALUES (@id, @notice_id, @endpoint_id, @case_id, @event_id, @agency_id, @channel, @topic, @level, @params, 'pending', @at, @dedup, @at)
ON CONFLICT (dedup) DO UPDATE SET state = 'pending', attempts = 0, next_at = excluded.next_at, last_error = '', proof = '', sent_at = NULL
WHERE deliveries.state NOT IN ('pending', 'sending');

-- name: AgenciesWithEndpoints :many
SELECT DISTINCT agency_id FROM endpoints ORDER BY agency_id;

-- name: ListEndpointSecrets :many
-- Row-level security leaves those of the organ the transaction was opened for.
SELECT endpoint_id, secret, sign, old_secret FROM endpoint_secrets WHERE agency_id = $1 ORDER BY endpoint_id;

-- name: ResealEndpoint :execrows
UPDATE endpoint_secrets SET secret = @secret, sign = @sign, old_secret = @old_secret
WHERE endpoint_id = @endpoint_id AND secret = @was_secret::text AND sign = @was_sign::text AND old_secret = @was_old::text;
