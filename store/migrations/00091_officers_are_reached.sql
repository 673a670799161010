-- Which user an officer of the library is (检查人员对应的账号): said by the agency where two
-- have one name, else found by a name that is one officer's and one user's alone; and the
-- second look (回头看) at what was put right, told of to those who inspected. A nullable
-- column under ACCESS EXCLUSIVE for a moment; the indexes take SHARE while they are built,
-- seconds at 100,000. The function of the version before stays beside the new one.
-- +goose Up

ALTER TABLE inspectors ADD COLUMN user_id uuid REFERENCES users;
CREATE UNIQUE INDEX inspectors_user ON inspectors (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX site_findings_to_look ON site_findings (rectified_on) WHERE state = 'rectified' AND case_id IS NULL;

ALTER TABLE inspection_reminders DROP CONSTRAINT inspection_reminders_subject_check;
ALTER TABLE inspection_reminders ADD CONSTRAINT inspection_reminders_subject_check CHECK (subject IN ('result', 'finding', 'programme', 'look'));

-- +goose StatementBegin
CREATE FUNCTION hub_officer_user(asked uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT u.id FROM inspectors i JOIN users u ON u.agency_id = i.agency_id
   WHERE i.id = asked AND (u.id = i.user_id OR i.user_id IS NULL AND u.name = i.name
       AND NOT EXISTS (SELECT 1 FROM inspectors x WHERE x.user_id = u.id)
       AND NOT EXISTS (SELECT 1 FROM users t WHERE t.agency_id = u.agency_id AND t.name = u.name AND t.id <> u.id AND NOT EXISTS (SELECT 1 FROM inspectors x WHERE x.user_id = t.id))
       AND NOT EXISTS (SELECT 1 FROM inspectors y WHERE y.agency_id = i.agency_id AND y.name = i.name AND y.id <> i.id AND y.user_id IS NULL)) $$;

CREATE FUNCTION hub_inspections_due(today date, soon date, look int, most int)
RETURNS TABLE (subject text, id uuid, agency_id uuid, number text, due_on date, late boolean, page uuid, who uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT d.subject, d.id, d.agency_id, d.number, d.due_on, d.late, d.page,
       CASE WHEN d.subject IN ('finding', 'look') THEN ARRAY(SELECT DISTINCT hub_officer_user(o.inspector_id) FROM site_officers o
           WHERE o.check_id = d.page AND o.agency_id = d.agency_id AND hub_officer_user(o.inspector_id) IS NOT NULL) ELSE '{}'::uuid[] END
   FROM (
       SELECT 'result' AS subject, c.id, c.agency_id, c.number, c.publish_by AS due_on, c.publish_by < today AS late, c.id AS page
       FROM site_checks c WHERE c.state = 'done' AND c.publish_by <= soon
       UNION ALL
       SELECT 'finding', f.id, f.agency_id, c.number, f.due_on, f.due_on < today, c.id
       FROM site_findings f JOIN site_checks c ON c.id = f.check_id WHERE f.state = 'open' AND f.case_id IS NULL AND c.done_at IS NOT NULL AND f.due_on <= soon
       UNION ALL
       SELECT 'look', f.id, f.agency_id, c.number, f.rectified_on + look, f.rectified_on + look < today, c.id
       FROM site_findings f JOIN site_checks c ON c.id = f.check_id WHERE f.state = 'rectified' AND f.case_id IS NULL
       UNION ALL
       SELECT 'programme', p.id, p.agency_id, p.from_on::text, p.due_on, p.due_on < today, p.id
       FROM inspection_programmes p WHERE p.state = 'approved' AND p.published_on IS NULL AND p.due_on <= soon
   ) AS d WHERE NOT EXISTS (SELECT 1 FROM inspection_reminders r WHERE r.subject = d.subject AND r.id = d.id AND r.due_on = d.due_on AND (r.late OR NOT d.late))
   ORDER BY d.due_on, d.subject, d.id LIMIT most $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_officer_user(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_officer_user(uuid) TO hub_app;
REVOKE ALL ON FUNCTION hub_inspections_due(date, date, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_inspections_due(date, date, int, int) TO hub_worker;
