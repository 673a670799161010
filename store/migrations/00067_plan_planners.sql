-- Who of the initiator plans a joint plan: an agency that proposes to merge a visit of
-- another plan into its own has to tell that planner, and does not see the plan. A
-- function with its owner's rights names organ and user, and nothing else. Takes no lock
-- that matters.
-- +goose Up

-- +goose StatementBegin
CREATE FUNCTION hub_plan_planner(plan uuid) RETURNS TABLE (agency_id uuid, user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT a.agency_id, a.planner_id FROM inspection_plans p JOIN plan_agencies a ON a.plan_id = p.id AND a.agency_id = p.agency_id
   WHERE p.id = plan AND a.planner_id IS NOT NULL $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_plan_planner(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_plan_planner(uuid) TO hub_app;
