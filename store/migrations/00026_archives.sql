-- The archive of a closed case (归档): every organ that took part has its own, and
-- nobody else reads it, for it names what lies in the side volume (副卷).
-- A fresh table: takes no lock that matters.
-- +goose Up

CREATE TABLE archives (
    id           uuid PRIMARY KEY,
    case_id      uuid NOT NULL REFERENCES cases,
    agency_id    uuid NOT NULL REFERENCES agencies,
    state        text NOT NULL CHECK (state IN ('proposed', 'handed_over')),
    number       text NOT NULL,               -- 档号
    retention    text NOT NULL,               -- class of policies/archives, 保管期限
    basis        text NOT NULL,               -- what the organ itself bases the class on
    moved_reason text NOT NULL DEFAULT '',    -- why pieces of the side volume stand in the main one
    contents     jsonb NOT NULL,              -- 卷内目录 of both volumes, in order
    acts         jsonb NOT NULL,              -- 办理过程, of both volumes
    handovers    jsonb NOT NULL DEFAULT '[]', -- 移交: the first, and one for each supplement
    proposed_by  text NOT NULL,
    proposed_at  timestamptz NOT NULL,
    version      bigint NOT NULL DEFAULT 1,
    UNIQUE (case_id, agency_id)
);
CREATE UNIQUE INDEX archives_number ON archives (agency_id, number);

ALTER TABLE archives ENABLE ROW LEVEL SECURITY;
ALTER TABLE archives FORCE ROW LEVEL SECURITY;
CREATE POLICY archives_own   ON archives TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY archives_owner ON archives TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON archives TO hub_app;
