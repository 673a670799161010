-- name: InsertField :exec
INSERT INTO envelope_fields (id, case_id, agency_id, peer_id, other_id, outgoing, envelope_id, grp, title, path, state, basis, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: InsertShownField :exec
-- A field that a later message of the other side shows.
INSERT INTO envelope_fields (id, case_id, agency_id, peer_id, other_id, outgoing, envelope_id, grp, title, path, state, basis, shown_in, reason, at, shown_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: InsertFieldSecret :exec
INSERT INTO envelope_field_secrets (field_id, agency_id, disclosure) VALUES ($1, $2, $3);

-- name: CaseFields :many
SELECT f.id, f.agency_id, f.other_id, f.outgoing, f.envelope_id, f.grp, f.title, f.path, f.state, f.basis, f.shown_in, f.reason, f.at, f.shown_at,
    p.name AS hub_name, coalesce(a.name, '') AS other_name
FROM envelope_fields f JOIN peers p ON p.id = f.peer_id LEFT JOIN agencies a ON a.id = f.other_id
WHERE f.case_id = $1 AND f.agency_id = $2 ORDER BY f.at, f.id;

-- name: WithheldFields :many
-- What the last message of an organ that withholds fields of a group withholds of it.
SELECT f.id, f.envelope_id, f.other_id, f.path, f.title, s.disclosure FROM envelope_fields f JOIN envelope_field_secrets s ON s.field_id = f.id
WHERE f.case_id = @case_id AND f.agency_id = @agency_id AND f.outgoing AND f.grp = @grp AND f.state = 'withheld'
    AND f.envelope_id = (SELECT l.envelope_id FROM envelope_fields l JOIN envelopes e ON e.id = l.envelope_id WHERE l.case_id = @case_id AND l.agency_id = @agency_id AND l.outgoing AND l.grp = @grp ORDER BY e.seq DESC LIMIT 1)
ORDER BY f.id;

-- name: FieldShown :exec
UPDATE envelope_fields SET state = @state, basis = @basis, shown_in = @shown_in, reason = @reason, shown_at = @at::timestamptz WHERE id = @id;

-- name: ReporterArrives :execrows
-- What the organ holds already stays as it is.
INSERT INTO reporters (case_id, agency_id, name, phone, identity_no, account, note, sealed_by, sealed_at)
VALUES (@case_id, @agency_id, @name, @phone, @identity_no, @account, @note, NULL, @sealed_at) ON CONFLICT DO NOTHING;

-- name: PartyIdentityArrives :execrows
UPDATE parties SET id_number = @id_number WHERE id = @id AND case_id = @case_id AND id_number = '';

-- name: OrganHasSealingKey :one
-- Whether a key is one that the organ brought itself, now or before.
SELECT EXISTS (SELECT 1 FROM agency_sealing_keys k WHERE k.agency_id = @agency_id AND k.kid = @kid)::boolean;

-- name: SealingKeys :many
SELECT kid, agency_id, jwk, from_at, until_at FROM agency_sealing_keys ORDER BY agency_id, from_at;

-- name: EndSealingKeys :exec
UPDATE agency_sealing_keys SET until_at = @at::timestamptz WHERE agency_id = @agency_id AND until_at IS NULL;

-- name: InsertSealingKey :execrows
INSERT INTO agency_sealing_keys (kid, agency_id, jwk, from_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: SealedFields :many
-- What came sealed to an organ that opens it itself.
SELECT f.shown_in, f.envelope_id, e.created_at AS at FROM envelope_fields f JOIN envelopes e ON e.id = f.envelope_id
WHERE f.case_id = $1 AND f.agency_id = $2 AND NOT f.outgoing AND f.state = 'sealed' ORDER BY f.at, f.id;
