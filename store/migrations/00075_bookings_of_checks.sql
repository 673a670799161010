-- Officers are booked by every check that waits or is under way (现场检查占用), not by the
-- scheduled visits alone: a case-driven one, one of a plan that was never laid out, and one
-- that was arranged before its visit had a half day. The view still tells times; the ids
-- beside them name nothing to whoever may not read the check or the visit. It is replaced
-- under ACCESS EXCLUSIVE for a moment, its columns of before first, so that a hub of the
-- version before reads it; the index takes SHARE on site_checks while it is built, seconds
-- at 100,000.
-- +goose Up

CREATE INDEX site_checks_live ON site_checks (day, half) WHERE state IN ('planned', 'begun');

CREATE OR REPLACE VIEW officer_bookings AS
    SELECT o.inspector_id, v.plan_id, v.day, v.half, v.id AS visit_id, NULL::uuid AS check_id FROM visit_officers o JOIN inspection_visits v ON v.id = o.visit_id
    WHERE v.day IS NOT NULL AND v.state IN ('planned', 'announced', 'under_way')
    UNION ALL
    SELECT o.inspector_id, c.plan_id, c.day, c.half, NULL::uuid, c.id FROM site_officers o JOIN site_checks c ON c.id = o.check_id
    WHERE c.state IN ('planned', 'begun')
      AND NOT EXISTS (SELECT 1 FROM inspection_visits v WHERE v.id = c.planned_id AND v.day IS NOT NULL AND v.state IN ('planned', 'announced', 'under_way'));
