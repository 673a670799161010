-- What a partner's log has shown of itself (对方记录检查点): the last signed checkpoint that
-- continued the one before. ACCESS EXCLUSIVE on peers for the moment of two nullable columns.
-- +goose Up

ALTER TABLE peers ADD COLUMN checkpoint    bytea;       -- a signed note, as the partner showed it
ALTER TABLE peers ADD COLUMN checkpoint_at timestamptz; -- when its log was looked at last
