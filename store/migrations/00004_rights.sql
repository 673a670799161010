-- Rights and row-level security: the backstop under Cedar. Takes ACCESS EXCLUSIVE
-- on each table for the moment of ALTER TABLE.
-- +goose Up

GRANT USAGE ON SCHEMA public TO hub_app, hub_worker, hub_audit;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO hub_app, hub_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO hub_audit;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO hub_app, hub_worker;
GRANT DELETE ON sessions, preferences, watches, leaves, presidings, duty_shifts, uploads TO hub_app;
GRANT DELETE ON parties, charges, items TO hub_app;          -- drafts are rewritten as a whole
GRANT DELETE ON sessions, logout_tokens, uploads TO hub_worker;

-- The record is append-only for every role that a process of the hub connects as.
REVOKE UPDATE ON events, log_leaves, log_hashes, checkpoints, receipts, event_values FROM hub_app;
REVOKE UPDATE ON events, log_hashes, checkpoints, receipts FROM hub_worker;

-- hub_app sees a case, its events and its evidence only through a participation of
-- the agency that the transaction was opened for.
-- +goose StatementBegin
CREATE FUNCTION hub_agency() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('hub.agency', true), '')::uuid $$;
-- +goose StatementEnd

ALTER TABLE cases    ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases    FORCE ROW LEVEL SECURITY;
ALTER TABLE events   ENABLE ROW LEVEL SECURITY;
ALTER TABLE events   FORCE ROW LEVEL SECURITY;
ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence FORCE ROW LEVEL SECURITY;

CREATE POLICY cases_seen ON cases FOR SELECT TO hub_app
    USING (EXISTS (SELECT 1 FROM participations p WHERE p.case_id = cases.id AND p.agency_id = hub_agency()));
CREATE POLICY cases_changed ON cases FOR UPDATE TO hub_app
    USING (EXISTS (SELECT 1 FROM participations p WHERE p.case_id = cases.id AND p.agency_id = hub_agency()))
    WITH CHECK (true);
CREATE POLICY cases_made ON cases FOR INSERT TO hub_app WITH CHECK (true);

CREATE POLICY events_seen ON events FOR SELECT TO hub_app
    USING (case_id IS NULL
        OR EXISTS (SELECT 1 FROM participations p WHERE p.case_id = events.case_id AND p.agency_id = hub_agency()));
CREATE POLICY events_made ON events FOR INSERT TO hub_app WITH CHECK (true);

CREATE POLICY evidence_seen ON evidence FOR SELECT TO hub_app
    USING (EXISTS (SELECT 1 FROM participations p WHERE p.case_id = evidence.case_id AND p.agency_id = hub_agency()));
CREATE POLICY evidence_made ON evidence FOR INSERT TO hub_app WITH CHECK (true);

-- Sweeps, the sequencer and the auditor's verification read across agencies.
CREATE POLICY cases_worker    ON cases    TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY events_worker   ON events   TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY evidence_worker ON evidence TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY cases_audit     ON cases    FOR SELECT TO hub_audit USING (true);
CREATE POLICY events_audit    ON events   FOR SELECT TO hub_audit USING (true);
CREATE POLICY evidence_audit  ON evidence FOR SELECT TO hub_audit USING (true);
-- The owner only migrates and restores; with FORCE it needs a policy of its own.
CREATE POLICY cases_owner     ON cases    TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY events_owner    ON events   TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY evidence_owner  ON evidence TO hub_owner USING (true) WITH CHECK (true);
