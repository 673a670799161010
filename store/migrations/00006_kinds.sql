-- What the other kinds of referral need: a third organ beside sender, receiver
-- and copied procuratorate, limits that are no law, time that was granted, and
-- how cases hang together. ALTER TABLE takes ACCESS EXCLUSIVE for a moment: the
-- defaults are constants, nothing is rewritten.
-- +goose Up

ALTER TABLE cases ADD COLUMN third_id uuid REFERENCES agencies;       -- 共同的上一级机关
ALTER TABLE clocks ADD COLUMN internal boolean NOT NULL DEFAULT false; -- 内部时限，非法定
ALTER TABLE clocks ADD COLUMN grants jsonb NOT NULL DEFAULT '[]';      -- 延长: by whom, when, how much

CREATE TABLE case_links (                     -- 关联案件: where a case comes from, what it belongs to
    from_id    uuid NOT NULL REFERENCES cases,
    to_id      uuid NOT NULL REFERENCES cases,
    relation   text NOT NULL,                 -- from follows to: upgraded, part, merged, related
    agency_id  uuid NOT NULL REFERENCES agencies,
    linked_at  timestamptz NOT NULL,
    PRIMARY KEY (from_id, to_id, relation),
    CHECK (from_id <> to_id)
);
CREATE INDEX case_links_back ON case_links (to_id);

-- A link is seen by who takes part in both cases.
ALTER TABLE case_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_links FORCE ROW LEVEL SECURITY;
CREATE POLICY case_links_seen ON case_links FOR SELECT TO hub_app USING (
    EXISTS (SELECT 1 FROM participations p WHERE p.case_id = case_links.from_id AND p.agency_id = hub_agency())
    AND EXISTS (SELECT 1 FROM participations p WHERE p.case_id = case_links.to_id AND p.agency_id = hub_agency()));
CREATE POLICY case_links_made   ON case_links FOR INSERT TO hub_app WITH CHECK (true);
CREATE POLICY case_links_worker ON case_links TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY case_links_audit  ON case_links FOR SELECT TO hub_audit USING (true);
CREATE POLICY case_links_owner  ON case_links TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON case_links TO hub_app, hub_worker;
GRANT SELECT ON case_links TO hub_audit;
