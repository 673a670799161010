-- Yearly caps on checks (年度检查频次上限) and checks outside the own area (异地检查).
-- New columns with constant defaults: ALTER TABLE takes ACCESS EXCLUSIVE on
-- inspection_plans, inspection_visits, site_checks, site_parts and schedule_settings for
-- a moment; the foreign key takes SHARE ROW EXCLUSIVE on cases for a moment.
-- +goose Up

ALTER TABLE inspection_plans
    ADD COLUMN ordered_by text NOT NULL DEFAULT '';  -- 上级部署文件 of a special check: it does not count then

ALTER TABLE inspection_visits
    ADD COLUMN over_cap    text NOT NULL DEFAULT '', -- why it is made above the cap; empty: it is not
    ADD COLUMN over_cap_by uuid REFERENCES users;    -- the head who allowed it

ALTER TABLE site_checks
    ADD COLUMN district text NOT NULL DEFAULT '',    -- 区划 of the enterprise
    ADD COLUMN over_cap text NOT NULL DEFAULT '';    -- why it is made above the cap

ALTER TABLE site_parts
    ADD COLUMN letter_organ  text NOT NULL DEFAULT '', -- 异地检查协助函: the organ of the place that assists
    ADD COLUMN letter_number text NOT NULL DEFAULT '', -- its document
    ADD COLUMN letter_on     date,
    ADD COLUMN letter_case   uuid REFERENCES cases;    -- the assistance referral (协助请求), where it was made here

ALTER TABLE schedule_settings
    ADD COLUMN area text[] NOT NULL DEFAULT '{}';    -- 辖区: districts of the agency; empty: by its region code

CREATE INDEX site_checks_by_object ON site_checks (object_code, day) WHERE state <> 'cancelled';

-- Visits to enterprises in a span of days, of whatever agency: what a cap is counted
-- from. With its owner's rights, for a cap in total counts what others do; casework
-- shows of others' planned visits a number, and to whoever arranges one there alone.
-- +goose StatementBegin
CREATE FUNCTION hub_visits_to(asked text[], first_on date, last_on date)
RETURNS TABLE (code text, agency_id uuid, door uuid, check_type text, ordered boolean, done boolean, allowed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT c.object_code, p.agency_id, coalesce(c.planned_id, c.id), c.check_type, coalesce(q.ordered_by <> '', false), c.begun_at IS NOT NULL, c.over_cap <> ''
   FROM site_checks c JOIN site_parts p ON p.check_id = c.id LEFT JOIN inspection_plans q ON q.id = c.plan_id
   WHERE c.object_code = ANY (asked) AND c.state <> 'cancelled' AND c.day BETWEEN first_on AND last_on
   UNION ALL
   SELECT v.code, a.agency_id, v.id, q.check_type, q.ordered_by <> '', v.state IN ('under_way', 'done'), v.over_cap <> ''
   FROM inspection_visits v JOIN visit_agencies a ON a.visit_id = v.id JOIN inspection_plans q ON q.id = v.plan_id
   WHERE v.code = ANY (asked) AND v.state <> 'cancelled' AND v.day BETWEEN first_on AND last_on
     AND NOT EXISTS (SELECT 1 FROM site_checks c WHERE c.planned_id = v.id AND c.state <> 'cancelled') $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_visits_to(text[], date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_visits_to(text[], date, date) TO hub_app;
