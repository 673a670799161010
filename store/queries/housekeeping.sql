-- name: DeleteOldLogoutTokens :execrows
DELETE FROM logout_tokens WHERE seen_at < $1;

-- name: DeleteOldUploads :execrows
DELETE FROM uploads WHERE created_at < $1;
