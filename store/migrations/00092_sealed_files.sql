-- Files that are sealed to the receiving organ of another hub (密封附件): marked before they
-- are sent, and what came so. A fresh table.
-- +goose Up

CREATE TABLE sealed_files (                   -- 密封附件
    evidence_id uuid PRIMARY KEY REFERENCES evidence ON DELETE CASCADE,
    case_id     uuid NOT NULL REFERENCES cases,
    agency_id   uuid NOT NULL REFERENCES agencies, -- our organ: it marked the file, or the file is sealed to it
    envelope_id uuid REFERENCES envelopes,    -- the message that it came in; NULL: marked here
    kid         text NOT NULL DEFAULT '',     -- the key that it is sealed to; empty: marked here
    at          timestamptz NOT NULL
);
CREATE INDEX sealed_files_by_case ON sealed_files (case_id);
GRANT SELECT, INSERT, DELETE ON sealed_files TO hub_app;
GRANT SELECT, INSERT ON sealed_files TO hub_worker;
GRANT SELECT ON sealed_files TO hub_audit;

ALTER TABLE sealed_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealed_files FORCE ROW LEVEL SECURITY;
CREATE POLICY sealed_files_seen   ON sealed_files FOR SELECT TO hub_app USING (EXISTS (SELECT 1 FROM participations p WHERE p.case_id = sealed_files.case_id AND p.agency_id = hub_agency()));
CREATE POLICY sealed_files_made   ON sealed_files FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY sealed_files_undone ON sealed_files FOR DELETE TO hub_app USING (agency_id = hub_agency() AND envelope_id IS NULL);
CREATE POLICY sealed_files_worker ON sealed_files TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY sealed_files_audit  ON sealed_files FOR SELECT TO hub_audit USING (true);
CREATE POLICY sealed_files_owner  ON sealed_files TO hub_owner USING (true) WITH CHECK (true);
