-- Visits of joint plans (检查任务): one visit, many checks (综合查一次), and what a
-- schedule needs: vehicles, travel, leave. What is drawn stays sealed until the visit
-- (ADR 0020): no role but that of the pages reads these tables, of the agencies only
-- those that take part, and of their people only named planners see a name before it.
-- Fresh tables; one new column with a constant default: ALTER TABLE takes ACCESS
-- EXCLUSIVE on inspectors for a moment.
-- +goose Up

ALTER TABLE inspectors ADD COLUMN territory text[] NOT NULL DEFAULT '{}'; -- districts; empty: all

CREATE TABLE inspection_visits (              -- one enterprise, one time, one team of several agencies
    id          uuid PRIMARY KEY,
    plan_id     uuid NOT NULL REFERENCES inspection_plans,
    round_id    uuid NOT NULL REFERENCES draw_rounds,
    number      int  NOT NULL,                -- 1, 2, … of the plan: what may be said before the visit
    code        text NOT NULL,                -- of the enterprise; sealed until the visit
    name        text NOT NULL,                -- sealed until the visit
    stratum     text NOT NULL,
    district    text NOT NULL,
    state       text NOT NULL CHECK (state IN ('planned', 'announced', 'under_way', 'done', 'cancelled')),
    day         date,                         -- NULL: not scheduled
    half        text NOT NULL DEFAULT '' CHECK (half IN ('', 'am', 'pm')), -- 上午, 下午
    vehicles    uuid[] NOT NULL DEFAULT '{}',
    merged_into uuid REFERENCES inspection_visits, -- made in the course of another; cancelled then
    reason      text NOT NULL DEFAULT '',     -- why it was cancelled
    version     bigint NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    UNIQUE (plan_id, number),
    UNIQUE (round_id, code),
    CHECK ((day IS NULL) = (half = ''))
);
CREATE INDEX inspection_visits_by_code ON inspection_visits (code) WHERE state IN ('planned', 'announced');
CREATE INDEX inspection_visits_by_day ON inspection_visits (day) WHERE day IS NOT NULL;

CREATE TABLE visit_agencies (                 -- 参加部门
    visit_id  uuid NOT NULL REFERENCES inspection_visits,
    agency_id uuid NOT NULL REFERENCES agencies,
    officers  int  NOT NULL,                  -- that it sends at least
    PRIMARY KEY (visit_id, agency_id)
);
CREATE INDEX visit_agencies_by_agency ON visit_agencies (agency_id, visit_id);

CREATE TABLE visit_items (                    -- what is checked there
    visit_id uuid NOT NULL REFERENCES inspection_visits,
    item_id  uuid NOT NULL REFERENCES check_items,
    PRIMARY KEY (visit_id, item_id)
);

CREATE TABLE visit_officers (                 -- the team
    visit_id     uuid NOT NULL REFERENCES inspection_visits,
    inspector_id uuid NOT NULL REFERENCES inspectors,
    agency_id    uuid NOT NULL REFERENCES agencies,
    drawn        boolean NOT NULL,            -- false: a substitute
    PRIMARY KEY (visit_id, inspector_id)
);
CREATE INDEX visit_officers_by_inspector ON visit_officers (inspector_id);

CREATE TABLE visit_merges (                   -- 合并检查建议
    id          uuid PRIMARY KEY,
    visit_id    uuid NOT NULL REFERENCES inspection_visits, -- stays
    other_id    uuid NOT NULL REFERENCES inspection_visits, -- goes into it
    state       text NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined')),
    agency_id   uuid NOT NULL REFERENCES agencies, -- that proposes
    proposed_at timestamptz NOT NULL,
    decided_at  timestamptz,
    reason      text NOT NULL DEFAULT '',
    CHECK (visit_id <> other_id)
);
CREATE UNIQUE INDEX visit_merges_open ON visit_merges (visit_id, other_id) WHERE state = 'proposed';
CREATE INDEX visit_merges_by_other ON visit_merges (other_id);

CREATE TABLE draw_openings (                  -- who has opened a sealed result, with a reason in the record
    round_id  uuid NOT NULL REFERENCES draw_rounds,
    user_id   uuid NOT NULL REFERENCES users,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, user_id)
);

CREATE TABLE vehicles (
    id        uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    name      text NOT NULL,
    seats     int  NOT NULL CHECK (seats > 0),
    retired   boolean NOT NULL DEFAULT false,
    UNIQUE (agency_id, name)
);

CREATE TABLE schedule_settings (              -- 排期参数 of an initiator
    agency_id  uuid PRIMARY KEY REFERENCES agencies,
    base       text NOT NULL,                 -- district that teams start from
    half_day   int  NOT NULL,                 -- minutes
    visit      int  NOT NULL,                 -- minutes at an enterprise
    per_half   int  NOT NULL,                 -- enterprises of a team in a half day
    near       int  NOT NULL,                 -- minutes from one enterprise to the next in a district
    far        int  NOT NULL,                 -- between districts without a line of their own
    travel     jsonb NOT NULL,                -- [{"from":"003","to":"004","minutes":35}]
    merge_days int  NOT NULL,                 -- 合并窗口: visits so many days apart may become one
    updated_at timestamptz NOT NULL
);

CREATE TABLE schedules (                      -- 排期: each time one was made
    id          uuid PRIMARY KEY,
    plan_id     uuid NOT NULL REFERENCES inspection_plans,
    number      int  NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('run', 'replan', 'move')),
    made_by     uuid NOT NULL REFERENCES users,
    made_at     timestamptz NOT NULL,
    objective   bigint NOT NULL,
    bound       bigint NOT NULL,              -- no schedule is better than this
    scheduled   int NOT NULL,
    unscheduled int NOT NULL,
    detail      jsonb NOT NULL,               -- terms, moves and reasons by number of visit; no name of an enterprise
    UNIQUE (plan_id, number)
);

-- With their owner's rights: who takes part decides who sees, and the tables that say
-- so are themselves shut. A merge makes a visit visible to the agencies of the other plan.
-- +goose StatementBegin
CREATE FUNCTION hub_joined_plan(plan uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM plan_agencies p WHERE p.plan_id = plan AND p.state = 'joined' AND p.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
CREATE FUNCTION hub_sees_visit(visit uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM inspection_visits v WHERE v.id = visit AND hub_joined_plan(v.plan_id))
       OR EXISTS (SELECT 1 FROM visit_agencies a WHERE a.visit_id = visit AND a.agency_id = nullif(current_setting('hub.agency', true), '')::uuid)
       OR EXISTS (SELECT 1 FROM visit_merges m JOIN inspection_visits v ON v.id IN (m.visit_id, m.other_id) AND v.id <> visit
                  WHERE visit IN (m.visit_id, m.other_id) AND hub_joined_plan(v.plan_id)) $$;
CREATE FUNCTION hub_visits_with(other uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM visit_agencies mine JOIN visit_agencies theirs ON theirs.visit_id = mine.visit_id
    WHERE mine.agency_id = nullif(current_setting('hub.agency', true), '')::uuid AND theirs.agency_id = other) $$;
-- +goose StatementEnd

-- Visits of two plans to the same enterprise, seen from either: which, when and by whom,
-- without the name. Planners are told of them, and nobody else (casework).
CREATE VIEW visit_pairs AS
    SELECT mine.id AS visit_id, mine.plan_id, mine.number, mine.day, theirs.id AS other_id, theirs.plan_id AS other_plan_id, theirs.number AS other_number, theirs.day AS other_day,
        p.title AS other_title, p.agency_id AS other_agency_id, p.from_on AS other_from, p.to_on AS other_to
    FROM inspection_visits mine JOIN inspection_visits theirs ON theirs.code = mine.code AND theirs.plan_id <> mine.plan_id
    JOIN inspection_plans p ON p.id = theirs.plan_id
    WHERE mine.state = 'planned' AND theirs.state IN ('planned', 'announced') AND hub_joined_plan(mine.plan_id);

-- When officers and vehicles are on visits, of whatever plan: times and nothing else.
CREATE VIEW officer_bookings AS
    SELECT o.inspector_id, v.plan_id, v.day, v.half FROM visit_officers o JOIN inspection_visits v ON v.id = o.visit_id
    WHERE v.day IS NOT NULL AND v.state IN ('planned', 'announced', 'under_way');
CREATE VIEW vehicle_bookings AS
    SELECT DISTINCT unnest(v.vehicles) AS vehicle_id, v.plan_id, v.day, v.half FROM inspection_visits v
    WHERE v.day IS NOT NULL AND v.state IN ('planned', 'announced', 'under_way');

ALTER TABLE inspection_visits ENABLE ROW LEVEL SECURITY;
ALTER TABLE inspection_visits FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_agencies    ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_agencies    FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_items       ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_items       FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_officers    ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_officers    FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_merges      ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_merges      FORCE ROW LEVEL SECURITY;
ALTER TABLE draw_openings     ENABLE ROW LEVEL SECURITY;
ALTER TABLE draw_openings     FORCE ROW LEVEL SECURITY;
ALTER TABLE vehicles          ENABLE ROW LEVEL SECURITY;
ALTER TABLE vehicles          FORCE ROW LEVEL SECURITY;
ALTER TABLE schedule_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule_settings FORCE ROW LEVEL SECURITY;
ALTER TABLE schedules         ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedules         FORCE ROW LEVEL SECURITY;

CREATE POLICY visits_seen      ON inspection_visits FOR SELECT TO hub_app USING (hub_joined_plan(plan_id) OR hub_sees_visit(id));
CREATE POLICY visits_made      ON inspection_visits FOR INSERT TO hub_app WITH CHECK (hub_joined_plan(plan_id));
CREATE POLICY visits_changed   ON inspection_visits FOR UPDATE TO hub_app USING (hub_sees_visit(id)) WITH CHECK (hub_sees_visit(id));
CREATE POLICY parts_of_visit   ON visit_agencies TO hub_app USING (hub_sees_visit(visit_id)) WITH CHECK (hub_sees_visit(visit_id));
CREATE POLICY items_of_visit   ON visit_items TO hub_app USING (hub_sees_visit(visit_id)) WITH CHECK (hub_sees_visit(visit_id));
CREATE POLICY team_of_visit    ON visit_officers TO hub_app USING (hub_sees_visit(visit_id)) WITH CHECK (hub_sees_visit(visit_id));
CREATE POLICY merges_seen      ON visit_merges FOR SELECT TO hub_app USING (agency_id = hub_agency() OR hub_sees_visit(visit_id) OR hub_sees_visit(other_id));
CREATE POLICY merges_made      ON visit_merges FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency() AND (hub_sees_visit(visit_id) OR hub_sees_visit(other_id)));
CREATE POLICY merges_decided   ON visit_merges FOR UPDATE TO hub_app USING (hub_sees_visit(visit_id) OR hub_sees_visit(other_id)) WITH CHECK (true);
CREATE POLICY openings_of_plan ON draw_openings TO hub_app
    USING (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id)) WITH CHECK (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id));
CREATE POLICY vehicles_own     ON vehicles TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY vehicles_joint   ON vehicles FOR SELECT TO hub_app USING (hub_plans_with(agency_id));
CREATE POLICY settings_own     ON schedule_settings TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY settings_joint   ON schedule_settings FOR SELECT TO hub_app USING (hub_plans_with(agency_id));
CREATE POLICY schedules_seen   ON schedules FOR SELECT TO hub_app USING (hub_joined_plan(plan_id));
CREATE POLICY schedules_made   ON schedules FOR INSERT TO hub_app WITH CHECK (hub_joined_plan(plan_id));
-- Officers of an agency that joins a visit by a merge are seen as those of a plan are.
CREATE POLICY inspectors_visit ON inspectors FOR SELECT TO hub_app USING (hub_visits_with(agency_id));

CREATE POLICY visits_owner     ON inspection_visits TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY parts_owner_v    ON visit_agencies TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY items_owner_v    ON visit_items TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY team_owner       ON visit_officers TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY merges_owner     ON visit_merges TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY openings_owner   ON draw_openings TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY vehicles_owner   ON vehicles TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY settings_owner   ON schedule_settings TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY schedules_owner  ON schedules TO hub_owner USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON inspection_visits, visit_merges, vehicles, schedule_settings TO hub_app;
GRANT SELECT, INSERT ON draw_openings, schedules TO hub_app;
GRANT SELECT, INSERT, DELETE ON visit_agencies, visit_items, visit_officers TO hub_app; -- a merge moves them, a substitute replaces one
GRANT SELECT ON visit_pairs, officer_bookings, vehicle_bookings TO hub_app;
