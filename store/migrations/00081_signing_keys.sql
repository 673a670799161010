-- Rotation and compromise of signing keys (签名密钥轮换、泄露): keys of a partner that its newest
-- metadata leave out, and that ours are to be told to it at once. A message that a partner
-- refused because our key was declared compromised is sealed anew.
-- ACCESS EXCLUSIVE on peers for the moment of two nullable columns.
-- +goose Up

ALTER TABLE peers ADD COLUMN past_keys bytea;       -- JSON: entries of earlier editions
ALTER TABLE peers ADD COLUMN tell_at   timestamptz; -- since when a newer edition of ours waits to be told; null: told

-- Bytes of a message change only while its receiver has none of them.
GRANT UPDATE (raw) ON envelope_bytes TO hub_app, hub_worker;
CREATE POLICY envelope_bytes_anew ON envelope_bytes FOR UPDATE TO hub_app
    USING (agency_id = hub_agency() AND EXISTS (SELECT 1 FROM envelopes e WHERE e.id = envelope_id AND e.outgoing AND e.received_at IS NULL));
