-- Partner systems (接口客户端) that take bound tokens only. ADD COLUMN with a constant
-- default rewrites nothing: takes an ACCESS EXCLUSIVE lock for an instant.
-- +goose Up
ALTER TABLE clients ADD COLUMN bound boolean NOT NULL DEFAULT false; -- 令牌须与密钥或证书绑定
