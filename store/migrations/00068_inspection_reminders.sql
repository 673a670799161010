-- Limits of inspections that somebody has to keep are told of before they end and once
-- after: the result of a visit, a finding that is to be put right, a programme that is to
-- be public. The sweep is given what is due by a function with its owner's rights, number
-- and day and no name; it keeps what it told in a table of its own. Two indexes: CREATE
-- INDEX takes SHARE on site_checks and site_findings while it is built, seconds at 100,000.
-- +goose Up

CREATE TABLE inspection_reminders (
    subject text NOT NULL CHECK (subject IN ('result', 'finding', 'programme')),
    id      uuid NOT NULL,
    due_on  date NOT NULL,                    -- a limit that moved is told of again
    late    boolean NOT NULL,
    told_at timestamptz NOT NULL,
    PRIMARY KEY (subject, id, due_on, late)
);
ALTER TABLE inspection_reminders ENABLE ROW LEVEL SECURITY;
ALTER TABLE inspection_reminders FORCE ROW LEVEL SECURITY;
CREATE POLICY inspection_reminders_worker ON inspection_reminders TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY inspection_reminders_owner  ON inspection_reminders TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON inspection_reminders TO hub_worker;

CREATE INDEX site_checks_to_publish ON site_checks (publish_by) WHERE state = 'done';
CREATE INDEX site_findings_open     ON site_findings (due_on) WHERE state = 'open' AND case_id IS NULL;

-- +goose StatementBegin
CREATE FUNCTION hub_inspections_due(today date, soon date, most int)
RETURNS TABLE (subject text, id uuid, agency_id uuid, number text, due_on date, late boolean, page uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT d.subject, d.id, d.agency_id, d.number, d.due_on, d.late, d.page FROM (
       SELECT 'result' AS subject, c.id, c.agency_id, c.number, c.publish_by AS due_on, c.publish_by < today AS late, c.id AS page
       FROM site_checks c WHERE c.state = 'done' AND c.publish_by <= soon
       UNION ALL
       SELECT 'finding', f.id, f.agency_id, c.number, f.due_on, f.due_on < today, c.id
       FROM site_findings f JOIN site_checks c ON c.id = f.check_id WHERE f.state = 'open' AND f.case_id IS NULL AND c.done_at IS NOT NULL AND f.due_on <= soon
       UNION ALL
       SELECT 'programme', p.id, p.agency_id, p.from_on::text, p.due_on, p.due_on < today, p.id
       FROM inspection_programmes p WHERE p.state = 'approved' AND p.published_on IS NULL AND p.due_on <= soon
   ) AS d WHERE NOT EXISTS (SELECT 1 FROM inspection_reminders r WHERE r.subject = d.subject AND r.id = d.id AND r.due_on = d.due_on AND (r.late OR NOT d.late))
   ORDER BY d.due_on, d.subject, d.id LIMIT most $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_inspections_due(date, date, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_inspections_due(date, date, int) TO hub_worker;
