-- 检查频次: visits that a yearly cap is counted from, and who may go above it.

-- name: VisitsTo :many
-- Of all agencies, to some enterprises between two days.
SELECT v.code::text AS code, v.agency_id::uuid AS agency_id, v.door::uuid AS door, v.check_type::text AS check_type, v.ordered::bool AS ordered, v.done::bool AS done, v.allowed::bool AS allowed
FROM hub_visits_to(@codes::text[], @first_on::date, @last_on::date) v ORDER BY v.code, v.door, v.agency_id;

-- name: LockEnterprise :exec
-- Two visits to one enterprise are counted one after the other.
SELECT pg_advisory_xact_lock(hashtextextended(@code::text, 5));

-- name: AllowOverCap :execrows
UPDATE inspection_visits SET over_cap = @over_cap, over_cap_by = @over_cap_by, version = version + 1 WHERE id = @id AND version = @version;

-- name: SetLetter :exec
UPDATE site_parts SET letter_organ = @letter_organ, letter_number = @letter_number, letter_on = @letter_on, letter_case = @letter_case
WHERE check_id = @check_id AND agency_id = @agency_id;

-- name: SetSiteOverCap :exec
UPDATE site_checks SET over_cap = @over_cap WHERE id = @id;

-- name: DistrictOf :one
-- Of an enterprise, as the agency's own library has it.
SELECT district FROM check_objects WHERE agency_id = @agency_id AND code = @code;

-- name: AssistanceCase :one
-- An assistance referral (协助请求) that the agency takes part in.
SELECT number FROM cases WHERE id = $1 AND kind = 'assistance';
