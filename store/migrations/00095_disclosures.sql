-- Which field went to whom of another hub, under which article (字段披露台账), and what was
-- withheld and can be shown later. Fresh tables; two policies and a grant on reporters.
-- +goose Up

CREATE TABLE envelope_fields (                -- 字段披露台账
    id          uuid PRIMARY KEY,
    case_id     uuid NOT NULL,
    agency_id   uuid NOT NULL REFERENCES agencies, -- our organ: it gives, or it is given
    peer_id     uuid NOT NULL REFERENCES peers,
    other_id    uuid NOT NULL,                -- the organ of the other hub
    outgoing    boolean NOT NULL,             -- ours gives
    envelope_id uuid NOT NULL REFERENCES envelopes, -- the message that holds or withholds it
    grp         text NOT NULL,                -- 字段组, as the policy of the sender calls it
    title       text NOT NULL,                -- of the group, in the sender's words
    path        text NOT NULL,                -- JSON pointer; empty: withheld by the other side, which does not say what
    state       text NOT NULL CHECK (state IN ('given', 'withheld', 'shown', 'sealed')),
    basis       jsonb NOT NULL,
    shown_in    uuid,                         -- the later message that shows it
    reason      text NOT NULL DEFAULT '',
    at          timestamptz NOT NULL,
    shown_at    timestamptz
);
CREATE INDEX envelope_fields_by_case ON envelope_fields (case_id, agency_id);

CREATE TABLE envelope_field_secrets (         -- salt and value of what was withheld
    field_id   uuid PRIMARY KEY REFERENCES envelope_fields,
    agency_id  uuid NOT NULL REFERENCES agencies,
    disclosure text NOT NULL
);

GRANT SELECT, INSERT ON envelope_fields TO hub_app, hub_worker;
GRANT SELECT, INSERT ON envelope_field_secrets TO hub_app;
GRANT UPDATE (state, basis, shown_in, reason, shown_at) ON envelope_fields TO hub_app, hub_worker;
GRANT SELECT ON envelope_fields TO hub_audit;

-- An organ reads what it gave and what it was given. What was withheld is read by the
-- organ that withholds it and by nobody else.
ALTER TABLE envelope_fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE envelope_fields FORCE ROW LEVEL SECURITY;
CREATE POLICY envelope_fields_own    ON envelope_fields TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY envelope_fields_worker ON envelope_fields TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY envelope_fields_audit  ON envelope_fields FOR SELECT TO hub_audit USING (true);
CREATE POLICY envelope_fields_owner  ON envelope_fields TO hub_owner USING (true) WITH CHECK (true);
ALTER TABLE envelope_field_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE envelope_field_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY envelope_field_secrets_own   ON envelope_field_secrets TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY envelope_field_secrets_owner ON envelope_field_secrets TO hub_owner USING (true) WITH CHECK (true);

-- What another hub's organ shows of a reporter is sealed for the organ that it is shown to,
-- by the worker that carries the message out.
CREATE POLICY reporters_arrive ON reporters FOR INSERT TO hub_worker WITH CHECK (true);
GRANT INSERT ON reporters TO hub_worker;
