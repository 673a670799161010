-- Newer editions of a partner's metadata (元数据换版) are asked for day by day, and at once
-- where a key or an organ is not known. ACCESS EXCLUSIVE on peers for the moment of two
-- nullable columns.
-- +goose Up

ALTER TABLE peers ADD COLUMN renewed_at timestamptz; -- when its metadata was asked for last
ALTER TABLE peers ADD COLUMN renew_at   timestamptz; -- when they are to be asked for next; null: now
