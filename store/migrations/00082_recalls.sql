-- Recalls (召回): an organ asks the organ of another hub to stop using what a message told it,
-- and the answer. Fresh table; nothing else is locked.
-- +goose Up

CREATE TABLE recalls (
    id          uuid PRIMARY KEY,              -- of the message that asks
    peer_id     uuid NOT NULL REFERENCES peers,
    case_id     uuid NOT NULL REFERENCES cases,
    agency_id   uuid NOT NULL REFERENCES agencies, -- our organ: it asked, or it was asked
    outgoing    boolean NOT NULL,              -- we asked
    message     uuid NOT NULL REFERENCES envelopes, -- what is called back
    reason      text NOT NULL,
    asked_at    timestamptz NOT NULL,          -- outgoing: written here; incoming: arrived here
    answer      text NOT NULL DEFAULT '' CHECK (answer IN ('', 'complied', 'kept')), -- 已按召回处理, 依法保留
    answer_text text NOT NULL DEFAULT '',
    article     text NOT NULL DEFAULT '',      -- on which it is kept
    answered_at timestamptz,
    told        int NOT NULL DEFAULT 0         -- reminders that were given of its age
);
CREATE UNIQUE INDEX recalls_of_a_message ON recalls (message);
CREATE INDEX recalls_by_case ON recalls (case_id);
CREATE INDEX recalls_open_of ON recalls (peer_id) WHERE answer = '';

GRANT SELECT, INSERT, UPDATE ON recalls TO hub_app, hub_worker;
ALTER TABLE recalls ENABLE ROW LEVEL SECURITY;
ALTER TABLE recalls FORCE ROW LEVEL SECURITY;
CREATE POLICY recalls_own    ON recalls TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY recalls_worker ON recalls TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY recalls_owner  ON recalls TO hub_owner USING (true) WITH CHECK (true);

-- How many are unanswered and since when, for the page of partners: no content, no case.
CREATE VIEW open_recalls AS SELECT peer_id, outgoing, asked_at FROM recalls WHERE answer = '';
GRANT SELECT ON open_recalls TO hub_app, hub_worker, hub_audit;
