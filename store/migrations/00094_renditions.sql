-- Readable text of messages between hubs (可读文本), and messages that people acted on by
-- hand. Fresh tables only.
-- +goose Up

CREATE TABLE envelope_renditions (            -- 函件的可读文本: what is known of it, without what it says
    envelope_id uuid PRIMARY KEY REFERENCES envelopes,
    peer_id     uuid NOT NULL REFERENCES peers,
    agency_id   uuid NOT NULL REFERENCES agencies, -- our organ
    media       text NOT NULL,
    sha256      bytea NOT NULL,
    size        bigint NOT NULL,
    outgoing    boolean NOT NULL,
    held_at     timestamptz,                  -- the bytes are here and have this digest
    attempts    int NOT NULL DEFAULT 0,
    next_at     timestamptz NOT NULL,
    error       text NOT NULL DEFAULT ''
);
CREATE INDEX envelope_renditions_wanted ON envelope_renditions (peer_id, next_at) WHERE NOT outgoing AND held_at IS NULL;

CREATE TABLE rendition_bytes (
    envelope_id uuid PRIMARY KEY REFERENCES envelope_renditions,
    agency_id   uuid NOT NULL REFERENCES agencies,
    body        bytea NOT NULL
);

CREATE TABLE envelope_hand_work (             -- 人工办理: what people did about a message that no table could carry out
    envelope_id uuid PRIMARY KEY REFERENCES envelopes,
    agency_id   uuid NOT NULL REFERENCES agencies,
    note        text NOT NULL,
    done_by     uuid REFERENCES users,        -- NULL: a partner system
    done_at     timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON envelope_renditions TO hub_app, hub_worker;
GRANT SELECT, INSERT ON rendition_bytes TO hub_app, hub_worker;
GRANT SELECT, INSERT ON envelope_hand_work TO hub_app;
GRANT SELECT ON envelope_renditions TO hub_audit;

-- It says what its message says: our organ that wrote it or is written to reads it.
ALTER TABLE rendition_bytes ENABLE ROW LEVEL SECURITY;
ALTER TABLE rendition_bytes FORCE ROW LEVEL SECURITY;
CREATE POLICY rendition_bytes_seen   ON rendition_bytes FOR SELECT TO hub_app USING (agency_id = hub_agency());
CREATE POLICY rendition_bytes_made   ON rendition_bytes FOR INSERT TO hub_app WITH CHECK (true);
CREATE POLICY rendition_bytes_worker ON rendition_bytes TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY rendition_bytes_owner  ON rendition_bytes TO hub_owner USING (true) WITH CHECK (true);
ALTER TABLE envelope_hand_work ENABLE ROW LEVEL SECURITY;
ALTER TABLE envelope_hand_work FORCE ROW LEVEL SECURITY;
CREATE POLICY envelope_hand_work_own   ON envelope_hand_work TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY envelope_hand_work_owner ON envelope_hand_work TO hub_owner USING (true) WITH CHECK (true);
