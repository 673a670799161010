-- One list and two libraries of joint inspections (一单两库): check items, objects,
-- inspectors; and the plans that are drawn from them. Fresh tables and a view: takes
-- no lock that matters.
-- +goose Up

CREATE TABLE check_items (                    -- 抽查事项清单
    id           uuid PRIMARY KEY,
    agency_id    uuid NOT NULL REFERENCES agencies,
    code         text NOT NULL,
    version      int  NOT NULL,               -- 1, 2, … of a code; an edition is never edited once published
    title        text NOT NULL,
    basis        text NOT NULL,               -- document and article
    competence   text NOT NULL,               -- what one officer of the agency must know; may be empty
    published_on date,                        -- NULL: not published, may not be checked
    withdrawn_on date,
    updated_at   timestamptz NOT NULL,
    UNIQUE (agency_id, code, version)
);

CREATE TABLE check_objects (                  -- 检查对象名录库
    id              uuid PRIMARY KEY,
    agency_id       uuid NOT NULL REFERENCES agencies, -- whose library it is in
    code            text NOT NULL,            -- unified social credit code, or another number
    name            text NOT NULL,
    district        text NOT NULL,
    tags            text[] NOT NULL,
    tier            text NOT NULL CHECK (tier IN ('A', 'B', 'C', 'D', '')),
    closed          boolean NOT NULL,
    positive_from   date,                     -- on the positive list (监督执法正面清单), both days included
    positive_to     date,
    positive_reason text NOT NULL,
    updated_at      timestamptz NOT NULL,
    UNIQUE (agency_id, code)
);

CREATE TABLE inspectors (                     -- 执法检查人员名录库
    id                uuid PRIMARY KEY,
    agency_id         uuid NOT NULL REFERENCES agencies,
    number            text NOT NULL,          -- of the library
    name              text NOT NULL,
    certificate       text NOT NULL,          -- 执法证号; empty: none
    certificate_until date,
    competences       text[] NOT NULL,
    leaves            jsonb NOT NULL,         -- [{"from":"2026-10-01","to":"2026-10-07"}]
    recused_from      text[] NOT NULL,        -- codes of objects
    updated_at        timestamptz NOT NULL,
    UNIQUE (agency_id, number)
);

CREATE TABLE inspection_plans (               -- 联合抽查方案
    id           uuid PRIMARY KEY,
    agency_id    uuid NOT NULL REFERENCES agencies, -- initiator (发起部门), whose objects are drawn
    title        text NOT NULL,
    check_type   text NOT NULL CHECK (check_type IN ('daily', 'special')),
    from_on      date NOT NULL,
    to_on        date NOT NULL,
    districts    text[] NOT NULL,             -- of the pool; empty: all
    tags         text[] NOT NULL,             -- one of them; empty: all
    strata       jsonb NOT NULL,              -- [{"name":"A","numerator":1,"denominator":20,"minimum":0}]
    per_agency   int NOT NULL,
    max_visits   int NOT NULL,                -- of one officer in the period; 0: no limit
    state        text NOT NULL CHECK (state IN ('open', 'frozen', 'drawn', 'published')),
    created_by   uuid NOT NULL REFERENCES users,
    created_at   timestamptz NOT NULL
);

CREATE TABLE plan_agencies (                  -- 参与部门
    plan_id    uuid NOT NULL REFERENCES inspection_plans,
    agency_id  uuid NOT NULL REFERENCES agencies,
    state      text NOT NULL CHECK (state IN ('invited', 'joined', 'excluded')),
    planner_id uuid REFERENCES users,         -- who joined, and may know what was drawn
    joined_at  timestamptz,
    misses     int NOT NULL DEFAULT 0,        -- rounds that it let fail
    PRIMARY KEY (plan_id, agency_id)
);
CREATE INDEX plan_agencies_by_agency ON plan_agencies (agency_id, plan_id);

CREATE TABLE plan_items (
    plan_id uuid NOT NULL REFERENCES inspection_plans,
    item_id uuid NOT NULL REFERENCES check_items,
    PRIMARY KEY (plan_id, item_id)
);

-- Two agencies sit in one plan. With its owner's rights: who is in it decides who sees it.
-- +goose StatementBegin
CREATE FUNCTION hub_plans_with(other uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM plan_agencies mine JOIN plan_agencies theirs ON theirs.plan_id = mine.plan_id
    WHERE mine.agency_id = nullif(current_setting('hub.agency', true), '')::uuid AND mine.state = 'joined' AND theirs.agency_id = other AND theirs.state = 'joined') $$;
CREATE FUNCTION hub_in_plan(plan uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM plan_agencies p WHERE p.plan_id = plan AND p.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
-- +goose StatementEnd

-- Names of one enterprise in the libraries of all agencies: an object in two lists
-- with different names shows there, and nothing else of another's library does.
CREATE VIEW object_names AS SELECT code, name, agency_id FROM check_objects;

ALTER TABLE check_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_items FORCE ROW LEVEL SECURITY;
ALTER TABLE check_objects ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_objects FORCE ROW LEVEL SECURITY;
ALTER TABLE inspectors ENABLE ROW LEVEL SECURITY;
ALTER TABLE inspectors FORCE ROW LEVEL SECURITY;
ALTER TABLE inspection_plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE inspection_plans FORCE ROW LEVEL SECURITY;
ALTER TABLE plan_agencies ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_agencies FORCE ROW LEVEL SECURITY;
ALTER TABLE plan_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_items FORCE ROW LEVEL SECURITY;

-- Items are public once published. Inspectors of another agency are seen for a joint
-- plan alone: the freeze needs certificate, competence and leave, and no name.
CREATE POLICY items_seen      ON check_items FOR SELECT TO hub_app USING (agency_id = hub_agency() OR published_on IS NOT NULL);
CREATE POLICY items_made      ON check_items FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY items_changed   ON check_items FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY objects_own     ON check_objects TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY inspectors_own  ON inspectors TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY inspectors_plan ON inspectors FOR SELECT TO hub_app USING (hub_plans_with(agency_id));
CREATE POLICY plans_seen      ON inspection_plans FOR SELECT TO hub_app USING (agency_id = hub_agency() OR hub_in_plan(id));
CREATE POLICY plans_made      ON inspection_plans FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY plans_changed   ON inspection_plans FOR UPDATE TO hub_app USING (hub_in_plan(id)) WITH CHECK (hub_in_plan(id));
CREATE POLICY parts_seen      ON plan_agencies FOR SELECT TO hub_app USING (hub_in_plan(plan_id));
CREATE POLICY parts_made      ON plan_agencies FOR INSERT TO hub_app WITH CHECK (EXISTS (SELECT 1 FROM inspection_plans p WHERE p.id = plan_id AND p.agency_id = hub_agency()));
CREATE POLICY parts_changed   ON plan_agencies FOR UPDATE TO hub_app USING (hub_in_plan(plan_id)) WITH CHECK (hub_in_plan(plan_id));
CREATE POLICY plan_items_seen ON plan_items FOR SELECT TO hub_app USING (hub_in_plan(plan_id));
CREATE POLICY plan_items_made ON plan_items FOR INSERT TO hub_app WITH CHECK (hub_in_plan(plan_id));

CREATE POLICY items_owner      ON check_items TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY objects_owner    ON check_objects TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY inspectors_owner ON inspectors TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY plans_owner      ON inspection_plans TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY parts_owner      ON plan_agencies TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY plan_items_owner ON plan_items TO hub_owner USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON check_items, check_objects, inspectors, plan_agencies TO hub_app;
GRANT SELECT, INSERT ON inspection_plans, plan_items TO hub_app;
GRANT UPDATE (state) ON inspection_plans TO hub_app;
GRANT SELECT ON object_names TO hub_app;
