-- Visits of joint inspections (现场检查), what was found, and the public page.
-- What the public may read are the views at the end and nothing else: they name
-- every column, show a plan once its lists are fixed and a visit once its result is
-- published. Fresh tables and views: takes no lock that matters.
-- +goose Up

CREATE SEQUENCE visit_numbers;

CREATE TABLE visits (
    id               uuid PRIMARY KEY,
    number           text NOT NULL UNIQUE,    -- 查验编号
    planned_id       uuid UNIQUE,             -- the planned visit that it carries out; NULL: made by hand
    plan_id          uuid REFERENCES inspection_plans, -- NULL: a case-driven check (个案检查)
    agency_id        uuid NOT NULL REFERENCES agencies, -- who leads
    object_code      text NOT NULL,
    object_name      text NOT NULL,
    place            text NOT NULL,
    day              date NOT NULL,
    half             text NOT NULL CHECK (half IN ('am', 'pm')),
    purpose          text NOT NULL,
    check_type       text NOT NULL CHECK (check_type IN ('daily', 'special', 'case')),
    announced        boolean NOT NULL,        -- 提前告知
    urgent           text NOT NULL,           -- why it could not wait for approval; empty: it waits
    official_code    text NOT NULL DEFAULT '',-- 检查码, where a region has one
    voucher          text NOT NULL DEFAULT '',-- 查验凭证, once it may begin
    state            text NOT NULL CHECK (state IN ('planned', 'begun', 'done', 'published', 'withdrawn', 'cancelled')),
    begun_at         timestamptz,
    done_at          timestamptz,
    conclusion       text NOT NULL DEFAULT '' CHECK (conclusion IN ('', 'clean', 'corrected', 'problems')),
    summary          text NOT NULL DEFAULT '',
    publish_by       date,                    -- insp_result_publish, counted from the day it was done
    published_at     timestamptz,
    withdrawn_at     timestamptz,
    withdrawn_reason text NOT NULL DEFAULT '',
    created_by       uuid NOT NULL REFERENCES users,
    created_at       timestamptz NOT NULL
);
CREATE INDEX visits_by_plan ON visits (plan_id, day, number);
CREATE INDEX visits_public ON visits (published_at DESC, id DESC) WHERE published_at IS NOT NULL;

CREATE TABLE visit_agencies (
    visit_id    uuid NOT NULL REFERENCES visits,
    agency_id   uuid NOT NULL REFERENCES agencies,
    approved_by uuid REFERENCES users,        -- 检查前审批
    approved_at timestamptz,
    edition     int NOT NULL DEFAULT 0,       -- of what the agency recorded on the spot
    summary     text NOT NULL DEFAULT '',
    PRIMARY KEY (visit_id, agency_id)
);
CREATE INDEX visit_agencies_by_agency ON visit_agencies (agency_id, visit_id);

CREATE TABLE visit_officers (
    visit_id     uuid NOT NULL REFERENCES visits,
    inspector_id uuid NOT NULL REFERENCES inspectors,
    agency_id    uuid NOT NULL REFERENCES agencies,
    name         text NOT NULL,               -- as they were when the visit was made
    certificate  text NOT NULL,
    valid_until  date,
    PRIMARY KEY (visit_id, inspector_id)
);

CREATE TABLE visit_items (                    -- 检查表: items in the version that was planned
    visit_id  uuid NOT NULL REFERENCES visits,
    item_id   uuid NOT NULL REFERENCES check_items,
    agency_id uuid NOT NULL REFERENCES agencies,
    result    text NOT NULL DEFAULT '' CHECK (result IN ('', 'ok', 'problem', 'skipped')),
    note      text NOT NULL DEFAULT '',
    PRIMARY KEY (visit_id, item_id)
);

CREATE TABLE visit_files (
    id         uuid PRIMARY KEY,
    visit_id   uuid NOT NULL REFERENCES visits,
    agency_id  uuid NOT NULL REFERENCES agencies,
    name       text NOT NULL,
    sha256     bytea NOT NULL,
    size       bigint NOT NULL,
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    UNIQUE (visit_id, agency_id, sha256)      -- sent twice by a phone: one file
);

CREATE TABLE visit_findings (
    id          uuid PRIMARY KEY,
    visit_id    uuid NOT NULL REFERENCES visits,
    agency_id   uuid NOT NULL REFERENCES agencies,
    number      int  NOT NULL,                -- 1, 2, … of the agency in the visit
    item_id     uuid REFERENCES check_items,
    text        text NOT NULL,
    owner       text NOT NULL,                -- who puts it right
    due_on      date NOT NULL,
    state       text NOT NULL CHECK (state IN ('open', 'rectified', 'confirmed')),
    rectified_on date,
    rectified   text NOT NULL DEFAULT '',
    looked_on   date,                         -- 回头看
    looked      text NOT NULL DEFAULT '',
    case_id     uuid REFERENCES cases,        -- the referral that hands it over
    UNIQUE (visit_id, agency_id, number)
);
CREATE INDEX visit_findings_case ON visit_findings (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE visit_signatures (
    visit_id  uuid NOT NULL REFERENCES visits,
    agency_id uuid NOT NULL REFERENCES agencies, -- whose officer took it down
    party     text NOT NULL CHECK (party IN ('officer', 'enterprise', 'witness')),
    position  int  NOT NULL,
    name      text NOT NULL,
    drawn     text NOT NULL,                  -- strokes as an SVG path; empty: named only
    refusal   text NOT NULL,                  -- why it was not signed; empty: it was
    PRIMARY KEY (visit_id, agency_id, position)
);

CREATE TABLE plan_withdrawals (               -- 撤下公示
    plan_id      uuid PRIMARY KEY REFERENCES inspection_plans,
    agency_id    uuid NOT NULL REFERENCES agencies,
    reason       text NOT NULL,
    withdrawn_at timestamptz NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION hub_in_visit(visit uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM visit_agencies v WHERE v.visit_id = visit AND v.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
CREATE FUNCTION hub_leads_visit(visit uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM visits v WHERE v.id = visit AND v.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
-- +goose StatementEnd

ALTER TABLE visits           ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits           FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_agencies   ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_agencies   FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_officers   ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_officers   FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_items      ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_items      FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_files      ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_files      FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_findings   ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_findings   FORCE ROW LEVEL SECURITY;
ALTER TABLE visit_signatures ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_signatures FORCE ROW LEVEL SECURITY;
ALTER TABLE plan_withdrawals ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_withdrawals FORCE ROW LEVEL SECURITY;

-- Who takes part sees the whole visit; each agency writes down what is its own.
CREATE POLICY visits_seen        ON visits FOR SELECT TO hub_app USING (agency_id = hub_agency() OR hub_in_visit(id));
CREATE POLICY visits_made        ON visits FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY visits_changed     ON visits FOR UPDATE TO hub_app USING (hub_in_visit(id)) WITH CHECK (hub_in_visit(id));
CREATE POLICY visit_parts_seen   ON visit_agencies FOR SELECT TO hub_app USING (hub_in_visit(visit_id));
CREATE POLICY visit_parts_made   ON visit_agencies FOR INSERT TO hub_app WITH CHECK (hub_leads_visit(visit_id));
CREATE POLICY visit_parts_own    ON visit_agencies FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY visit_team_seen    ON visit_officers FOR SELECT TO hub_app USING (hub_in_visit(visit_id));
CREATE POLICY visit_team_made    ON visit_officers FOR INSERT TO hub_app WITH CHECK (hub_leads_visit(visit_id));
CREATE POLICY visit_items_seen   ON visit_items FOR SELECT TO hub_app USING (hub_in_visit(visit_id));
CREATE POLICY visit_items_made   ON visit_items FOR INSERT TO hub_app WITH CHECK (hub_leads_visit(visit_id));
CREATE POLICY visit_items_own    ON visit_items FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY visit_files_seen   ON visit_files FOR SELECT TO hub_app USING (hub_in_visit(visit_id));
CREATE POLICY visit_files_made   ON visit_files FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency() AND hub_in_visit(visit_id));
CREATE POLICY visit_finds_seen   ON visit_findings FOR SELECT TO hub_app USING (hub_in_visit(visit_id));
CREATE POLICY visit_finds_own    ON visit_findings TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency() AND hub_in_visit(visit_id));
CREATE POLICY visit_signs_seen   ON visit_signatures FOR SELECT TO hub_app USING (hub_in_visit(visit_id));
CREATE POLICY visit_signs_own    ON visit_signatures TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency() AND hub_in_visit(visit_id));
CREATE POLICY withdrawals_seen   ON plan_withdrawals FOR SELECT TO hub_app USING (hub_in_plan(plan_id));
CREATE POLICY withdrawals_made   ON plan_withdrawals FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency() AND hub_in_plan(plan_id));

CREATE POLICY visits_owner       ON visits TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY visit_parts_owner  ON visit_agencies TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY visit_team_owner   ON visit_officers TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY visit_items_owner  ON visit_items TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY visit_files_owner  ON visit_files TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY visit_finds_owner  ON visit_findings TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY visit_signs_owner  ON visit_signatures TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY withdrawals_owner  ON plan_withdrawals TO hub_owner USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON visits, visit_agencies, visit_items, visit_findings TO hub_app;
GRANT SELECT, INSERT ON visit_officers, visit_files, visit_signatures, plan_withdrawals TO hub_app;
GRANT DELETE ON visit_findings, visit_signatures TO hub_app; -- what an agency recorded is replaced as a whole until the visit is done
GRANT USAGE ON SEQUENCE visit_numbers TO hub_app;

-- The public page (公开). A plan shows from its first round on: until then its lists
-- are not fixed. Of what was drawn nothing shows before the file is published.
CREATE VIEW public_plans AS
SELECT p.id, p.title, p.check_type, p.from_on, p.to_on, p.strata, p.per_agency, p.state, a.name AS initiator, p.created_at,
    w.withdrawn_at, coalesce(w.reason, '') AS withdrawn_reason,
    (SELECT count(*) FROM visits v WHERE v.plan_id = p.id AND v.published_at IS NOT NULL) AS results
FROM inspection_plans p JOIN agencies a ON a.id = p.agency_id LEFT JOIN plan_withdrawals w ON w.plan_id = p.id
WHERE EXISTS (SELECT 1 FROM draw_rounds r WHERE r.plan_id = p.id);

CREATE VIEW public_parts AS
SELECT p.plan_id, p.agency_id, a.name, a.short_name, p.state FROM plan_agencies p JOIN agencies a ON a.id = p.agency_id
WHERE p.state <> 'invited' AND EXISTS (SELECT 1 FROM draw_rounds r WHERE r.plan_id = p.plan_id);

CREATE VIEW public_items AS
SELECT p.plan_id, i.agency_id, i.code, i.version, i.title, i.basis FROM plan_items p JOIN check_items i ON i.id = p.item_id
WHERE i.published_on IS NOT NULL AND EXISTS (SELECT 1 FROM draw_rounds r WHERE r.plan_id = p.plan_id);

CREATE VIEW public_rounds AS
SELECT plan_id, number, mode, state, objects, objects_out, officers, officers_out, drawn, objects_hash, officers_hash, terms_hash, core, digest,
    frozen_at, drawn_at, ended_at, missing, reason
FROM draw_rounds;

CREATE VIEW public_files AS
SELECT r.plan_id, s.file FROM draw_sealed s JOIN draw_rounds r ON r.id = s.round_id
WHERE r.state = 'published' AND s.file IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plan_withdrawals w WHERE w.plan_id = r.plan_id);

-- A withdrawn result keeps its number, day and reason; what it said is gone.
CREATE VIEW public_results AS
SELECT v.id, v.plan_id, v.number, v.day, v.check_type, v.published_at, v.withdrawn_at, v.withdrawn_reason,
    CASE WHEN v.state = 'published' THEN v.object_code ELSE '' END AS object_code,
    CASE WHEN v.state = 'published' THEN v.object_name ELSE '' END AS object_name,
    CASE WHEN v.state = 'published' THEN v.conclusion ELSE '' END AS conclusion,
    CASE WHEN v.state = 'published' THEN v.summary ELSE '' END AS summary,
    (SELECT count(*) FROM visit_findings f WHERE f.visit_id = v.id AND v.state = 'published') AS findings,
    ARRAY (SELECT a.short_name FROM visit_agencies p JOIN agencies a ON a.id = p.agency_id WHERE p.visit_id = v.id ORDER BY a.short_name) AS agencies,
    ARRAY (SELECT i.title FROM visit_items x JOIN check_items i ON i.id = x.item_id WHERE x.visit_id = v.id AND v.state = 'published' ORDER BY i.code) AS items
FROM visits v
WHERE v.published_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plan_withdrawals w WHERE w.plan_id = v.plan_id);

GRANT SELECT ON public_plans, public_parts, public_items, public_rounds, public_files, public_results TO hub_app;
