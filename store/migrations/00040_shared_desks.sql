-- Shared desks (共用窗口、综合窗口): an organ entrusts the receiving of what is sent to it
-- to a unit or a person of another organ, by a document, for some days. A fresh table:
-- takes no lock that matters.
-- +goose Up

CREATE TABLE desk_entrustments (
    id             uuid PRIMARY KEY,
    agency_id      uuid NOT NULL REFERENCES agencies, -- 委托机关: in whose name is signed for
    desk_agency_id uuid NOT NULL REFERENCES agencies, -- 受托机关: whose people sign
    unit_id        uuid REFERENCES units,             -- its window, or
    user_id        uuid REFERENCES users,             -- one person of it
    document       text NOT NULL,                     -- 委托书
    from_day       date NOT NULL,
    to_day         date NOT NULL CHECK (to_day >= from_day),
    ended_at       timestamptz,                       -- taken back, or given back
    ended_by_id    uuid REFERENCES agencies,          -- by which of the two
    reason         text NOT NULL DEFAULT '',
    created_at     timestamptz NOT NULL,
    CHECK (agency_id <> desk_agency_id),
    CHECK (num_nonnulls(unit_id, user_id) = 1)
);
CREATE INDEX desk_entrustments_given ON desk_entrustments (agency_id, from_day DESC);
CREATE INDEX desk_entrustments_taken ON desk_entrustments (desk_agency_id, to_day);

GRANT SELECT, INSERT, UPDATE ON desk_entrustments TO hub_app;
GRANT SELECT ON desk_entrustments TO hub_audit;

-- Both organs see it and either ends it; only the one whose desk it is gives it away.
ALTER TABLE desk_entrustments ENABLE ROW LEVEL SECURITY;
ALTER TABLE desk_entrustments FORCE ROW LEVEL SECURITY;
CREATE POLICY desk_entrustments_seen ON desk_entrustments FOR SELECT TO hub_app USING (hub_agency() IN (agency_id, desk_agency_id));
CREATE POLICY desk_entrustments_made ON desk_entrustments FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY desk_entrustments_ended ON desk_entrustments FOR UPDATE TO hub_app
    USING (hub_agency() IN (agency_id, desk_agency_id)) WITH CHECK (hub_agency() IN (agency_id, desk_agency_id));
CREATE POLICY desk_entrustments_audit ON desk_entrustments FOR SELECT TO hub_audit USING (true);
CREATE POLICY desk_entrustments_owner ON desk_entrustments TO hub_owner USING (true) WITH CHECK (true);

-- What is waiting at a desk.
CREATE INDEX participations_at_desk ON participations (agency_id, touched_at, case_id) WHERE stage = 'sent' AND relation = 'receiver';
