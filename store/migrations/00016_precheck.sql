-- What people answered to the sheets a file is checked against before it is sent
-- (移送前预审), and what was found when a sealed version was laid beside its paper
-- (盖章件核对).
-- ALTER TABLE takes ACCESS EXCLUSIVE on documents for a moment (constant default, no
-- rewrite).
-- +goose Up

CREATE TABLE precheck_answers (
    case_id   uuid NOT NULL REFERENCES cases,
    sheet     text NOT NULL,              -- ids of policies/reviews
    line      text NOT NULL,
    verdict   text NOT NULL,              -- met, missing, not_applicable; empty: a remark alone
    remark    text NOT NULL,
    agency_id uuid NOT NULL REFERENCES agencies,
    made_by   uuid REFERENCES users,      -- NULL: a partner system
    made_at   timestamptz NOT NULL,
    PRIMARY KEY (case_id, sheet, line)
);

-- Who takes part in a case sees its answers; whoever may write, the verbs say.
ALTER TABLE precheck_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE precheck_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY precheck_seen ON precheck_answers FOR SELECT TO hub_app
    USING (EXISTS (SELECT 1 FROM participations p WHERE p.case_id = precheck_answers.case_id AND p.agency_id = hub_agency()));
CREATE POLICY precheck_made ON precheck_answers FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY precheck_changed ON precheck_answers FOR UPDATE TO hub_app
    USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY precheck_owner ON precheck_answers TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON precheck_answers TO hub_app;

ALTER TABLE documents ADD COLUMN sealed_check jsonb NOT NULL DEFAULT '{}';
