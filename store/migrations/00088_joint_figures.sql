-- Figures of visits made together over a time and a district (联合检查实施率), of all
-- agencies: one agency sees its own visits alone, and the figure of a district is of all. A
-- function with its owner's rights gives counts, no number, no name, and only of visits
-- that were made. The reason why a visit was called off stands beside it from now on, in the
-- column that had the reason of a withdrawn result. Takes no lock that matters.
-- +goose Up

-- +goose StatementBegin
CREATE FUNCTION hub_joint_figures(from_on date, to_on date, one_agency uuid)
RETURNS TABLE (district text, agencies int, planned boolean, merged int, visits bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT d.district, d.agencies, d.planned, d.merged, count(*) FROM (
       SELECT c.district, (SELECT count(*)::int FROM site_parts p WHERE p.check_id = c.id) AS agencies, c.plan_id IS NOT NULL AS planned,
           (SELECT count(*)::int FROM inspection_visits v WHERE v.merged_into = c.planned_id) AS merged
       FROM site_checks c
       WHERE c.done_at IS NOT NULL AND c.day BETWEEN from_on AND to_on
         AND (one_agency IS NULL OR EXISTS (SELECT 1 FROM site_parts p WHERE p.check_id = c.id AND p.agency_id = one_agency))
   ) AS d GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_joint_figures(date, date, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_joint_figures(date, date, uuid) TO hub_app;
