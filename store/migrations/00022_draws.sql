-- Rounds of the draw (抽查轮次). What was published at once, the hashes, stands apart
-- from what stays sealed until the visits: lists, nonces, result, file. No role but
-- that of the pages may read the sealed part, and of the agencies only those that
-- take part. Fresh tables: takes no lock that matters.
-- +goose Up

CREATE TABLE draw_rounds (
    id            uuid PRIMARY KEY,
    plan_id       uuid NOT NULL REFERENCES inspection_plans,
    number        int  NOT NULL,              -- 1, 2, … of the plan
    mode          text NOT NULL CHECK (mode IN ('open', 'manual')),
    state         text NOT NULL CHECK (state IN ('frozen', 'drawn', 'published', 'void', 'redrawn')),
    objects       int  NOT NULL,              -- how many can be drawn
    objects_out   int  NOT NULL,
    officers      int  NOT NULL,
    officers_out  int  NOT NULL,
    drawn         int,
    objects_hash  text NOT NULL,
    officers_hash text NOT NULL,
    terms_hash    text NOT NULL,
    core          text NOT NULL DEFAULT '',
    digest        text NOT NULL DEFAULT '',   -- of the published file
    frozen_at     timestamptz NOT NULL,
    frozen_event  uuid NOT NULL,
    drawn_at      timestamptz,
    ended_at      timestamptz,                -- published, void or redrawn
    missing       uuid[] NOT NULL DEFAULT '{}', -- agencies that made it void
    reason        text NOT NULL DEFAULT '',
    UNIQUE (plan_id, number)
);
CREATE UNIQUE INDEX draw_rounds_current ON draw_rounds (plan_id) WHERE state IN ('frozen', 'drawn', 'published');

CREATE TABLE draw_sealed (                    -- 密封内容
    round_id uuid PRIMARY KEY REFERENCES draw_rounds,
    terms    bytea NOT NULL,                  -- members of the file, byte for byte
    objects  bytea NOT NULL,
    officers bytea NOT NULL,
    drawn    bytea,
    file     bytea                            -- once it is published
);

CREATE TABLE draw_nonces (
    round_id     uuid NOT NULL REFERENCES draw_rounds,
    agency_id    uuid NOT NULL REFERENCES agencies,
    commitment   text NOT NULL,
    committed_at timestamptz NOT NULL,
    nonce        text,                        -- sealed as well: never shown before the file is
    revealed_at  timestamptz,
    PRIMARY KEY (round_id, agency_id)
);

ALTER TABLE draw_rounds ENABLE ROW LEVEL SECURITY;
ALTER TABLE draw_rounds FORCE ROW LEVEL SECURITY;
ALTER TABLE draw_sealed ENABLE ROW LEVEL SECURITY;
ALTER TABLE draw_sealed FORCE ROW LEVEL SECURITY;
ALTER TABLE draw_nonces ENABLE ROW LEVEL SECURITY;
ALTER TABLE draw_nonces FORCE ROW LEVEL SECURITY;

CREATE POLICY rounds_of_plan ON draw_rounds TO hub_app USING (hub_in_plan(plan_id)) WITH CHECK (hub_in_plan(plan_id));
CREATE POLICY sealed_of_plan ON draw_sealed TO hub_app
    USING (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id)) WITH CHECK (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id));
CREATE POLICY nonces_of_plan ON draw_nonces TO hub_app
    USING (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id)) WITH CHECK (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id));
CREATE POLICY rounds_owner ON draw_rounds TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY sealed_owner ON draw_sealed TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY nonces_owner ON draw_nonces TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY rounds_audit ON draw_rounds FOR SELECT TO hub_audit USING (true);

GRANT SELECT, INSERT, UPDATE ON draw_rounds, draw_sealed, draw_nonces TO hub_app;
GRANT SELECT ON draw_rounds TO hub_audit;
