-- The read log says in which function, in what relation and why somebody looked
-- (查阅记录).
-- ALTER TABLE takes ACCESS EXCLUSIVE on reads for a moment (constant defaults, no
-- rewrite); CREATE INDEX takes SHARE on it, which holds up readers' notes while it builds.
-- +goose Up

ALTER TABLE reads
    ADD COLUMN number   text NOT NULL DEFAULT '',      -- of the case: the hub's auditor reads no case
    ADD COLUMN function text NOT NULL DEFAULT '',      -- in which the person looked
    ADD COLUMN relation text NOT NULL DEFAULT '',      -- of the organ to the case, at that moment
    ADD COLUMN reason   text NOT NULL DEFAULT '',      -- asked for only outside one's own tasks
    ADD COLUMN outside  boolean NOT NULL DEFAULT false,-- outside one's own tasks
    ADD COLUMN discreet boolean NOT NULL DEFAULT false;-- by a procuratorate, supervision or audit
CREATE INDEX reads_by_agency ON reads (agency_id, at DESC, id DESC);
CREATE INDEX reads_by_time ON reads (at DESC, id DESC);

-- What was noted stays as it was noted.
REVOKE UPDATE ON reads FROM hub_app, hub_worker;
