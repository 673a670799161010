-- name: UpsertBlob :exec
INSERT INTO blobs (sha256, sm3, size, detected, first_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sha256) DO NOTHING;

-- name: InsertEvidence :exec
INSERT INTO evidence (id, case_id, agency_id, sha256, name, claimed, lies, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: ListEvidence :many
SELECT e.id, e.case_id, e.agency_id, e.sha256, e.name, e.claimed, e.lies, e.created_by, e.created_at, b.sm3, b.size, b.detected, b.state,
    (f.evidence_id IS NOT NULL)::bool AS sealed, (coalesce(f.kid, '') <> '')::bool AS came_sealed, EXISTS (SELECT 1 FROM agency_sealing_keys k WHERE k.kid = f.kid)::bool AS own_key
FROM evidence e JOIN blobs b ON b.sha256 = e.sha256 LEFT JOIN sealed_files f ON f.evidence_id = e.id WHERE e.case_id = $1 ORDER BY e.created_at, e.id;

-- name: ReadEvidence :one
SELECT e.id, e.case_id, e.agency_id, e.sha256, e.name, e.claimed, e.lies, e.created_by, e.created_at, b.sm3, b.size, b.detected, b.state,
    (f.evidence_id IS NOT NULL)::bool AS sealed, (coalesce(f.kid, '') <> '')::bool AS came_sealed, EXISTS (SELECT 1 FROM agency_sealing_keys k WHERE k.kid = f.kid)::bool AS own_key
FROM evidence e JOIN blobs b ON b.sha256 = e.sha256 LEFT JOIN sealed_files f ON f.evidence_id = e.id WHERE e.id = $1 AND e.case_id = $2;

-- name: InsertSealedFile :exec
-- A file that is sealed to the receiving organ: marked here, or come so (密封附件).
INSERT INTO sealed_files (evidence_id, case_id, agency_id, envelope_id, kid, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING;

-- name: UnmarkSealedFile :exec
DELETE FROM sealed_files WHERE evidence_id = $1 AND case_id = $2 AND agency_id = $3 AND envelope_id IS NULL;

-- name: ReadSealedFile :one
SELECT evidence_id, case_id, agency_id, envelope_id, kid, at FROM sealed_files WHERE evidence_id = $1 AND case_id = $2;

-- name: SealedFilesOf :many
-- What came sealed to an organ in a case, with the digest that the message names.
SELECT f.evidence_id, f.envelope_id, f.kid, e.sha256, e.name FROM sealed_files f JOIN evidence e ON e.id = f.evidence_id
WHERE f.case_id = $1 AND f.agency_id = $2 AND f.envelope_id IS NOT NULL ORDER BY f.at, f.evidence_id;

-- name: CaseOfEvidence :one
SELECT case_id FROM evidence WHERE id = $1;

-- name: InsertUpload :exec
INSERT INTO uploads (id, case_id, agency_id, name, size, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ReadUpload :one
SELECT id, case_id, agency_id, name, size, created_by, created_at FROM uploads WHERE id = $1 AND agency_id = $2;

-- name: DeleteUpload :exec
DELETE FROM uploads WHERE id = $1;

-- name: InsertDocument :exec
INSERT INTO documents (id, case_id, agency_id, kind, number, template, input, sha256, state, issued_by, issued_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'issued', $9, $10);

-- name: InsertPeerDocument :execrows
-- A paper that an organ of another hub issued (对方枢纽的文书): as issued, without what it was made from.
INSERT INTO documents (id, case_id, agency_id, hub, kind, number, template, input, sha256, sealed_id, state, issued_at)
VALUES ($1, $2, $3, $4, $5, $6, '', '{}', $7, $8, $9, $10) ON CONFLICT DO NOTHING;

-- name: ListDocuments :many
-- Without what they were rendered from: kilobytes that only rendering reads.
SELECT id, case_id, agency_id, kind, number, template, sha256, sealed_id, state, reason, issued_by, issued_at, sealed_check, destroyed_at, hub
FROM documents WHERE case_id = $1 ORDER BY issued_at, id;

-- name: ReadDocument :one
SELECT id, case_id, agency_id, kind, number, template, input, sha256, sealed_id, state, reason, issued_by, issued_at, sealed_check, destroyed_at, hub
FROM documents WHERE id = $1 AND case_id = $2;

-- name: SealDocument :exec
UPDATE documents SET sealed_id = $2, sealed_check = $3, state = 'sealed' WHERE id = $1 AND state <> 'void';

-- name: VoidDocument :exec
UPDATE documents SET state = 'void', reason = $2 WHERE id = $1;

-- name: VoidPeerDocument :execrows
-- What its organ at another hub took out of use.
UPDATE documents SET state = 'void', reason = @reason WHERE id = @id AND case_id = @case_id AND agency_id = @agency_id AND hub = @hub AND sha256 = @sha256 AND state <> 'void';

-- name: DrawNumber :one
INSERT INTO document_numbers (agency_id, kind, year, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (agency_id, kind, year) DO UPDATE SET last = document_numbers.last + 1
RETURNING last;

-- name: NumberTaken :one
SELECT EXISTS (SELECT 1 FROM documents WHERE number = $1 AND number <> '' AND hub = '');
