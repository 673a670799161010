-- Pull transport (对方来取、我方去取): hubs behind a gatekeeper that can call and cannot be called.
-- ACCESS EXCLUSIVE on peers and envelope_receipts for the moment of a column each.
-- +goose Up

ALTER TABLE peers ADD COLUMN line text NOT NULL DEFAULT 'both' CHECK (line IN ('both', 'they_fetch', 'we_fetch')); -- who can call whom
ALTER TABLE envelope_receipts ADD COLUMN offered uuid; -- page of the outbox in which the partner fetched it last

GRANT UPDATE (offered) ON envelope_receipts TO hub_app, hub_worker;
