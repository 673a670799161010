-- What came from another hub and may not go on (不得转发): what is bound, who asked, and the
-- lists of organs that may hold it, each complete. Fresh tables.
-- +goose Up

CREATE TABLE onward_bounds (                  -- 不得转发的案件
    case_id     uuid PRIMARY KEY,             -- the case that came, or one that was made from it
    root_id     uuid NOT NULL,                -- the case that came
    peer_id     uuid NOT NULL REFERENCES peers,
    agency_id   uuid NOT NULL REFERENCES agencies, -- our organ that it came to
    origin_id   uuid NOT NULL,                -- the organ that provided it, and may allow it
    envelope_id uuid NOT NULL REFERENCES envelopes,
    at          timestamptz NOT NULL
);

CREATE TABLE onward_provided (                -- 向其他枢纽提供、注明不得转发
    envelope_id uuid PRIMARY KEY REFERENCES envelopes,
    case_id     uuid NOT NULL,
    agency_id   uuid NOT NULL REFERENCES agencies, -- our organ: it may allow passing on
    other_id    uuid NOT NULL,                -- to whom
    at          timestamptz NOT NULL
);
CREATE INDEX onward_provided_by_case ON onward_provided (case_id, agency_id, at);

CREATE TABLE onward_asks (                    -- 商请同意转发
    envelope_id uuid PRIMARY KEY REFERENCES envelopes,
    case_id     uuid NOT NULL,
    agency_id   uuid NOT NULL REFERENCES agencies, -- our organ: asks, or is asked
    outgoing    boolean NOT NULL,
    organ_id    uuid NOT NULL,
    organ_hub   text NOT NULL,
    organ_name  text NOT NULL,
    reason      text NOT NULL,
    at          timestamptz NOT NULL,
    answered_in uuid,
    granted     boolean NOT NULL DEFAULT false
);
CREATE INDEX onward_asks_by_case ON onward_asks (case_id, at);

CREATE TABLE onward_lists (                   -- 知悉机关名单: the latest one holds, whole
    case_id     uuid NOT NULL,
    epoch       int NOT NULL,
    envelope_id uuid NOT NULL REFERENCES envelopes,
    outgoing    boolean NOT NULL,
    members     jsonb NOT NULL,
    reason      text NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (case_id, epoch)
);

GRANT SELECT, INSERT ON onward_bounds, onward_provided, onward_asks, onward_lists TO hub_app, hub_worker;
GRANT UPDATE (answered_in, granted) ON onward_asks TO hub_app, hub_worker;
GRANT SELECT ON onward_bounds, onward_provided, onward_asks, onward_lists TO hub_audit;

-- The organs of a case read who asked for it and why.
ALTER TABLE onward_asks ENABLE ROW LEVEL SECURITY;
ALTER TABLE onward_asks FORCE ROW LEVEL SECURITY;
CREATE POLICY onward_asks_own    ON onward_asks TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY onward_asks_worker ON onward_asks TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY onward_asks_audit  ON onward_asks FOR SELECT TO hub_audit USING (true);
CREATE POLICY onward_asks_owner  ON onward_asks TO hub_owner USING (true) WITH CHECK (true);
