-- Joint actions with organs of other hubs (跨枢纽联合执法行动): a visit knows the case that
-- it is reported to, and a plan or meeting finds its cases. New columns with constant
-- defaults: ACCESS EXCLUSIVE on site_checks for a moment, SHARE ROW EXCLUSIVE on cases for
-- the foreign key; the index takes SHARE on cases while it is built, seconds at 1,000,000.
-- +goose Up

ALTER TABLE site_checks
    ADD COLUMN joint_case uuid REFERENCES cases,              -- 联合执法行动 that the visit belongs to
    ADD COLUMN crossing   boolean NOT NULL DEFAULT false;     -- 跨界检查: in the partner's area

CREATE INDEX cases_by_origin ON cases ((content ->> 'plan')) WHERE kind IN ('joint_action', 'meeting_invitation');
