-- Calendars of a plan's joint team (联合检查组日程订阅), beside those of an officer and of
-- an agency. The column is nullable and the function is replaced as a whole, its answer
-- having one column more; a hub of the version before reads the columns it knows.
-- +goose Up

ALTER TABLE visit_feeds ADD COLUMN plan_id uuid REFERENCES inspection_plans,
    ADD CONSTRAINT visit_feeds_of_one CHECK (plan_id IS NULL OR inspector_id IS NULL);

-- +goose StatementBegin
DROP FUNCTION hub_visit_feed(bytea);
CREATE FUNCTION hub_visit_feed(asked bytea) RETURNS TABLE (agency_id uuid, user_id uuid, inspector_id uuid, functions text[], plan_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT f.agency_id, f.user_id, f.inspector_id, u.functions, f.plan_id FROM visit_feeds f JOIN users u ON u.id = f.user_id AND u.agency_id = f.agency_id
   WHERE f.secret = asked AND f.revoked_at IS NULL $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_visit_feed(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_visit_feed(bytea) TO hub_app;
