-- name: DeleteOldLogoutTokens :execrows
DELETE FROM logout_tokens WHERE seen_at < @tokens::timestamptz OR jti LIKE 'dpop %' AND seen_at < @proofs::timestamptz;

-- name: DeleteOldUploads :execrows
DELETE FROM uploads WHERE created_at < $1;
