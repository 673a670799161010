-- Programmes of inspections (检查计划): annual, monthly, special. What an organ means to
-- inspect, who approved it, with whom it is filed and when it became public. A joint
-- plan may rest on one. A fresh table and a column: takes no lock that matters.
-- +goose Up

CREATE TABLE inspection_programmes (
    id           uuid PRIMARY KEY,
    agency_id    uuid NOT NULL REFERENCES agencies,
    kind         text NOT NULL CHECK (kind IN ('annual', 'monthly', 'special')),
    title        text NOT NULL,
    from_on      date NOT NULL,
    to_on        date NOT NULL,
    subjects     text NOT NULL,               -- 检查主体
    scope        text NOT NULL,               -- 对象范围
    manner       text NOT NULL,               -- 检查方式
    items        text NOT NULL,               -- 检查项目
    share        text NOT NULL,               -- 检查比例
    households   int  NOT NULL,               -- enterprises that are to be visited; 0: not said
    urgent       boolean NOT NULL,            -- amended and filed first, approved afterwards
    state        text NOT NULL CHECK (state IN ('draft', 'approved', 'withdrawn')),
    approved_by  uuid REFERENCES users,
    authority    text NOT NULL DEFAULT '',    -- who approved a special one: a government, or the superior of a vertical system
    document     text NOT NULL DEFAULT '',    -- its number
    approved_on  date,
    due_on       date,                        -- by when it has to be public
    due_rule     text NOT NULL DEFAULT '',    -- with the edition it was counted under
    due_edition  text NOT NULL DEFAULT '',
    filed_with   uuid REFERENCES agencies,    -- 备案机关
    filed_at     timestamptz,
    received_by  uuid REFERENCES users,
    received_at  timestamptz,
    published_on date,
    withdrawn_on date,
    reason       text NOT NULL DEFAULT '',    -- of the withdrawal
    version      bigint NOT NULL DEFAULT 1,
    created_by   uuid NOT NULL REFERENCES users,
    created_at   timestamptz NOT NULL,
    CHECK (from_on <= to_on)
);
CREATE INDEX programmes_by_agency ON inspection_programmes (agency_id, from_on DESC);
CREATE INDEX programmes_filed     ON inspection_programmes (filed_with, filed_at DESC) WHERE filed_with IS NOT NULL;

ALTER TABLE inspection_plans
    ADD COLUMN programme_id uuid REFERENCES inspection_programmes, -- 依据的检查计划
    ADD COLUMN no_programme text NOT NULL DEFAULT '';              -- why a special check goes without one

ALTER TABLE inspection_programmes ENABLE ROW LEVEL SECURITY;
ALTER TABLE inspection_programmes FORCE ROW LEVEL SECURITY;

CREATE POLICY programmes_seen     ON inspection_programmes FOR SELECT TO hub_app USING (agency_id = hub_agency() OR filed_with = hub_agency());
CREATE POLICY programmes_made     ON inspection_programmes FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY programmes_changed  ON inspection_programmes FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY programmes_received ON inspection_programmes FOR UPDATE TO hub_app
    USING (filed_with = hub_agency()) WITH CHECK (filed_with = hub_agency() AND received_at IS NOT NULL);
CREATE POLICY programmes_owner    ON inspection_programmes TO hub_owner USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON inspection_programmes TO hub_app;
GRANT UPDATE (title, from_on, to_on, subjects, scope, manner, items, share, households, urgent, state, approved_by, authority, document, approved_on,
    due_on, due_rule, due_edition, filed_with, filed_at, received_by, received_at, published_on, withdrawn_on, reason, version) ON inspection_programmes TO hub_app;
