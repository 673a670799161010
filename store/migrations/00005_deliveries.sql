-- Deliveries under way and deliveries that need somebody: the sweeps and the
-- list of undeliverable notices read them without walking the whole table.
-- CREATE INDEX takes SHARE on deliveries, which holds up writers while it builds.
-- +goose Up

CREATE INDEX deliveries_sending ON deliveries (claimed_at) WHERE state = 'sending';
CREATE INDEX deliveries_stuck ON deliveries (agency_id, created_at DESC) WHERE state = 'undeliverable';
