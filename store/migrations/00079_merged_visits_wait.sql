-- Whether a plan's period lasts, for whoever asks: a visit of one's own plan that became
-- part of another plan's stays sealed until that one is made or its period is over, and
-- the other plan itself may not be seen. It tells one day, as yes or no.
-- +goose Up

-- +goose StatementBegin
CREATE FUNCTION hub_plan_lasts(plan uuid, today date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM inspection_plans p WHERE p.id = plan AND p.to_on >= today) $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_plan_lasts(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_plan_lasts(uuid, date) TO hub_app;
