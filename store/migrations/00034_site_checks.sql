-- Visits of joint inspections (现场检查), what was found, and the public page.
-- What the public may read are the views at the end and nothing else: they name
-- every column, show a plan once its lists are fixed and a visit once its result is
-- published. Fresh tables and views: takes no lock that matters.
-- +goose Up

CREATE SEQUENCE site_numbers;

CREATE TABLE site_checks (
    id               uuid PRIMARY KEY,
    number           text NOT NULL UNIQUE,    -- 查验编号
    planned_id       uuid REFERENCES inspection_visits, -- the planned visit that it carries out; NULL: none was laid out
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
CREATE INDEX site_checks_by_plan ON site_checks (plan_id, day, number);
CREATE INDEX site_checks_public ON site_checks (published_at DESC, id DESC) WHERE published_at IS NOT NULL;

CREATE TABLE site_parts (
    check_id    uuid NOT NULL REFERENCES site_checks,
    agency_id   uuid NOT NULL REFERENCES agencies,
    approved_by uuid REFERENCES users,        -- 检查前审批
    approved_at timestamptz,
    edition     int NOT NULL DEFAULT 0,       -- of what the agency recorded on the spot
    summary     text NOT NULL DEFAULT '',
    PRIMARY KEY (check_id, agency_id)
);
CREATE INDEX site_parts_by_agency ON site_parts (agency_id, check_id);

CREATE TABLE site_officers (
    check_id     uuid NOT NULL REFERENCES site_checks,
    inspector_id uuid NOT NULL REFERENCES inspectors,
    agency_id    uuid NOT NULL REFERENCES agencies,
    name         text NOT NULL,               -- as they were when the visit was made
    certificate  text NOT NULL,
    valid_until  date,
    PRIMARY KEY (check_id, inspector_id)
);

CREATE TABLE site_items (                    -- 检查表: items in the version that was planned
    check_id  uuid NOT NULL REFERENCES site_checks,
    item_id   uuid NOT NULL REFERENCES check_items,
    agency_id uuid NOT NULL REFERENCES agencies,
    result    text NOT NULL DEFAULT '' CHECK (result IN ('', 'ok', 'problem', 'skipped')),
    note      text NOT NULL DEFAULT '',
    PRIMARY KEY (check_id, item_id)
);

CREATE TABLE site_files (
    id         uuid PRIMARY KEY,
    check_id   uuid NOT NULL REFERENCES site_checks,
    agency_id  uuid NOT NULL REFERENCES agencies,
    name       text NOT NULL,
    sha256     bytea NOT NULL,
    size       bigint NOT NULL,
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    UNIQUE (check_id, agency_id, sha256)      -- sent twice by a phone: one file
);

CREATE TABLE site_findings (
    id          uuid PRIMARY KEY,
    check_id    uuid NOT NULL REFERENCES site_checks,
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
    UNIQUE (check_id, agency_id, number)
);
CREATE INDEX site_findings_case ON site_findings (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE site_signatures (
    check_id  uuid NOT NULL REFERENCES site_checks,
    agency_id uuid NOT NULL REFERENCES agencies, -- whose officer took it down
    party     text NOT NULL CHECK (party IN ('officer', 'enterprise', 'witness')),
    position  int  NOT NULL,
    name      text NOT NULL,
    drawn     text NOT NULL,                  -- strokes as an SVG path; empty: named only
    refusal   text NOT NULL,                  -- why it was not signed; empty: it was
    PRIMARY KEY (check_id, agency_id, position)
);

CREATE TABLE plan_withdrawals (               -- 撤下公示
    plan_id      uuid PRIMARY KEY REFERENCES inspection_plans,
    agency_id    uuid NOT NULL REFERENCES agencies,
    reason       text NOT NULL,
    withdrawn_at timestamptz NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION hub_in_site_check(asked uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM site_parts v WHERE v.check_id = asked AND v.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
CREATE FUNCTION hub_leads_site_check(asked uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM site_checks v WHERE v.id = asked AND v.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
-- +goose StatementEnd

ALTER TABLE site_checks           ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_checks           FORCE ROW LEVEL SECURITY;
ALTER TABLE site_parts   ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_parts   FORCE ROW LEVEL SECURITY;
ALTER TABLE site_officers   ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_officers   FORCE ROW LEVEL SECURITY;
ALTER TABLE site_items      ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_items      FORCE ROW LEVEL SECURITY;
ALTER TABLE site_files      ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_files      FORCE ROW LEVEL SECURITY;
ALTER TABLE site_findings   ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_findings   FORCE ROW LEVEL SECURITY;
ALTER TABLE site_signatures ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_signatures FORCE ROW LEVEL SECURITY;
ALTER TABLE plan_withdrawals ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_withdrawals FORCE ROW LEVEL SECURITY;

-- Who takes part sees the whole visit; each agency writes down what is its own.
CREATE POLICY site_checks_seen        ON site_checks FOR SELECT TO hub_app USING (agency_id = hub_agency() OR hub_in_site_check(id));
CREATE POLICY site_checks_made        ON site_checks FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY site_checks_changed     ON site_checks FOR UPDATE TO hub_app USING (hub_in_site_check(id)) WITH CHECK (hub_in_site_check(id));
CREATE POLICY site_parts_seen   ON site_parts FOR SELECT TO hub_app USING (hub_in_site_check(check_id));
CREATE POLICY site_parts_made   ON site_parts FOR INSERT TO hub_app WITH CHECK (hub_leads_site_check(check_id));
CREATE POLICY site_parts_own    ON site_parts FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY site_team_seen    ON site_officers FOR SELECT TO hub_app USING (hub_in_site_check(check_id));
CREATE POLICY site_team_made    ON site_officers FOR INSERT TO hub_app WITH CHECK (hub_leads_site_check(check_id));
CREATE POLICY site_items_seen   ON site_items FOR SELECT TO hub_app USING (hub_in_site_check(check_id));
CREATE POLICY site_items_made   ON site_items FOR INSERT TO hub_app WITH CHECK (hub_leads_site_check(check_id));
CREATE POLICY site_items_own    ON site_items FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY site_files_seen   ON site_files FOR SELECT TO hub_app USING (hub_in_site_check(check_id));
CREATE POLICY site_files_made   ON site_files FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency() AND hub_in_site_check(check_id));
CREATE POLICY site_finds_seen   ON site_findings FOR SELECT TO hub_app USING (hub_in_site_check(check_id));
CREATE POLICY site_finds_own    ON site_findings TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency() AND hub_in_site_check(check_id));
CREATE POLICY site_signs_seen   ON site_signatures FOR SELECT TO hub_app USING (hub_in_site_check(check_id));
CREATE POLICY site_signs_own    ON site_signatures TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency() AND hub_in_site_check(check_id));
CREATE POLICY withdrawals_seen   ON plan_withdrawals FOR SELECT TO hub_app USING (hub_in_plan(plan_id));
CREATE POLICY withdrawals_made   ON plan_withdrawals FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency() AND hub_in_plan(plan_id));

CREATE POLICY site_checks_owner       ON site_checks TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY site_parts_owner  ON site_parts TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY site_team_owner   ON site_officers TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY site_items_owner  ON site_items TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY site_files_owner  ON site_files TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY site_finds_owner  ON site_findings TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY site_signs_owner  ON site_signatures TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY withdrawals_owner  ON plan_withdrawals TO hub_owner USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON site_checks, site_parts, site_items, site_findings TO hub_app;
GRANT SELECT, INSERT ON site_officers, site_files, site_signatures, plan_withdrawals TO hub_app;
GRANT DELETE ON site_findings, site_signatures TO hub_app; -- what an agency recorded is replaced as a whole until the visit is done
GRANT USAGE ON SEQUENCE site_numbers TO hub_app;

-- The public page (公开). A plan shows from its first round on: until then its lists
-- are not fixed. Of what was drawn nothing shows before the file is published.
CREATE VIEW public_plans AS
SELECT p.id, p.title, p.check_type, p.from_on, p.to_on, p.strata, p.per_agency, p.state, a.name AS initiator, p.created_at,
    w.withdrawn_at, coalesce(w.reason, '') AS withdrawn_reason,
    (SELECT count(*) FROM site_checks v WHERE v.plan_id = p.id AND v.published_at IS NOT NULL) AS results
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
    (SELECT count(*) FROM site_findings f WHERE f.check_id = v.id AND v.state = 'published') AS findings,
    ARRAY (SELECT a.short_name FROM site_parts p JOIN agencies a ON a.id = p.agency_id WHERE p.check_id = v.id ORDER BY a.short_name) AS agencies,
    ARRAY (SELECT i.title FROM site_items x JOIN check_items i ON i.id = x.item_id WHERE x.check_id = v.id AND v.state = 'published' ORDER BY i.code) AS items
FROM site_checks v
WHERE v.published_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plan_withdrawals w WHERE w.plan_id = v.plan_id);

GRANT SELECT ON public_plans, public_parts, public_items, public_rounds, public_files, public_results TO hub_app;
