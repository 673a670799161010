-- How far people were told that a message has no receipt yet (告警随法定期限).
-- ACCESS EXCLUSIVE on envelopes for the moment of a column with a constant default.
-- +goose Up

ALTER TABLE envelopes ADD COLUMN alarmed int NOT NULL DEFAULT 0; -- levels of the protocol that were told
