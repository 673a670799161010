-- Who reported what (举报人信息), sealed: apart from the case, so that no page,
-- paper, notice, search or copy of a case reads it by accident.
-- +goose Up

CREATE TABLE reporters (
    case_id     uuid NOT NULL REFERENCES cases,
    agency_id   uuid NOT NULL REFERENCES agencies, -- who holds it: the organ it was told to, and whom a head passed it on to
    name        text NOT NULL,
    phone       text NOT NULL,
    identity_no text NOT NULL,
    account     text NOT NULL,
    note        text NOT NULL,
    sealed_by   uuid REFERENCES users,          -- NULL: a partner system
    sealed_at   timestamptz NOT NULL,
    PRIMARY KEY (case_id, agency_id)
);

-- An organ reads its own. Passing on writes a row for another organ of the case,
-- which only an organ that holds one may do. The auditor reads in the record who
-- opened what, and not what was told.
ALTER TABLE reporters ENABLE ROW LEVEL SECURITY;
ALTER TABLE reporters FORCE ROW LEVEL SECURITY;
CREATE POLICY reporters_own   ON reporters FOR SELECT TO hub_app USING (agency_id = hub_agency());
CREATE POLICY reporters_seal  ON reporters FOR INSERT TO hub_app WITH CHECK (
    agency_id = hub_agency()
    OR EXISTS (SELECT 1 FROM participations p WHERE p.case_id = reporters.case_id AND p.agency_id = hub_agency()));
CREATE POLICY reporters_amend ON reporters FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY reporters_owner ON reporters TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON reporters TO hub_app;
