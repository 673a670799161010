-- A visit whose check is arranged is not merged any more: its agencies, items and team
-- were approved and invited as they were. Whoever decides on a merge does not see the
-- checks of the other plan, so a function with its owner's rights tells of a visit
-- whether there is one, and nothing else. The view is replaced under ACCESS EXCLUSIVE for
-- a moment; the index takes SHARE on site_checks while it is built, seconds at 100,000.
-- +goose Up

CREATE INDEX site_checks_by_visit ON site_checks (planned_id) WHERE planned_id IS NOT NULL AND state <> 'cancelled';

-- +goose StatementBegin
CREATE FUNCTION hub_visit_arranged(visit uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM site_checks c WHERE c.planned_id = visit AND c.state <> 'cancelled') $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_visit_arranged(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_visit_arranged(uuid) TO hub_app;

CREATE OR REPLACE VIEW visit_pairs AS
    SELECT mine.id AS visit_id, mine.plan_id, mine.number, mine.day, theirs.id AS other_id, theirs.plan_id AS other_plan_id, theirs.number AS other_number, theirs.day AS other_day,
        p.title AS other_title, p.agency_id AS other_agency_id, p.from_on AS other_from, p.to_on AS other_to
    FROM inspection_visits mine JOIN inspection_visits theirs ON theirs.code = mine.code AND theirs.plan_id <> mine.plan_id
    JOIN inspection_plans p ON p.id = theirs.plan_id
    WHERE mine.state = 'planned' AND theirs.state IN ('planned', 'announced') AND hub_joined_plan(mine.plan_id)
      AND NOT EXISTS (SELECT 1 FROM site_checks c WHERE c.planned_id IN (mine.id, theirs.id) AND c.state <> 'cancelled');
