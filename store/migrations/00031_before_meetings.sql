-- Before a meeting: times that suit (征询时间), positions on disputed items (会前消化);
-- and the register of memoranda (工作备忘录) between agencies. Fresh tables: takes no
-- lock that matters.
-- +goose Up

CREATE TABLE meeting_slots (                  -- times that the convener proposes
    id         uuid PRIMARY KEY,
    meeting_id uuid NOT NULL REFERENCES meetings,
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX meeting_slots_by_meeting ON meeting_slots (meeting_id, starts_at);

CREATE TABLE slot_answers (
    slot_id     uuid NOT NULL REFERENCES meeting_slots,
    agency_id   uuid NOT NULL REFERENCES agencies,
    answer      text NOT NULL CHECK (answer IN ('yes', 'maybe', 'no')),
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (slot_id, agency_id)
);

CREATE TABLE meeting_positions (              -- 会前表态
    item_id    uuid NOT NULL REFERENCES meeting_items ON DELETE CASCADE, -- an item taken off takes them along
    agency_id  uuid NOT NULL REFERENCES agencies,
    stance     text NOT NULL CHECK (stance IN ('agree', 'disagree', 'discuss')),
    text       text NOT NULL,
    taken_at   timestamptz NOT NULL,
    PRIMARY KEY (item_id, agency_id)
);

CREATE TABLE memoranda (
    id         uuid PRIMARY KEY,
    agency_id  uuid NOT NULL REFERENCES agencies, -- who keeps the entry
    number     text NOT NULL,                 -- 文号
    title      text NOT NULL,
    signed_on  date NOT NULL,
    from_on    date NOT NULL,
    to_on      date,                          -- NULL: until it is replaced
    levels     jsonb NOT NULL,                -- [{"text":"…","n":3,"unit":"working_days"}]: service levels it sets, internal limits, never the law's
    ended_on   date,                          -- before its day, by agreement
    end_reason text NOT NULL DEFAULT '',
    version    bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL
);

CREATE TABLE memorandum_parties (
    memorandum_id uuid NOT NULL REFERENCES memoranda,
    agency_id     uuid NOT NULL REFERENCES agencies,
    PRIMARY KEY (memorandum_id, agency_id)
);
CREATE INDEX memorandum_parties_by_agency ON memorandum_parties (agency_id);

-- +goose StatementBegin
CREATE FUNCTION hub_party_to(memorandum uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM memorandum_parties p WHERE p.memorandum_id = memorandum AND p.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
-- +goose StatementEnd

ALTER TABLE meeting_slots      ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_slots      FORCE ROW LEVEL SECURITY;
ALTER TABLE slot_answers       ENABLE ROW LEVEL SECURITY;
ALTER TABLE slot_answers       FORCE ROW LEVEL SECURITY;
ALTER TABLE meeting_positions  ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_positions  FORCE ROW LEVEL SECURITY;
ALTER TABLE memoranda          ENABLE ROW LEVEL SECURITY;
ALTER TABLE memoranda          FORCE ROW LEVEL SECURITY;
ALTER TABLE memorandum_parties ENABLE ROW LEVEL SECURITY;
ALTER TABLE memorandum_parties FORCE ROW LEVEL SECURITY;

CREATE POLICY slots_seen       ON meeting_slots FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id));
CREATE POLICY slots_made       ON meeting_slots FOR INSERT TO hub_app WITH CHECK (hub_convenes(meeting_id));
CREATE POLICY answers_seen     ON slot_answers FOR SELECT TO hub_app USING (EXISTS (SELECT 1 FROM meeting_slots s WHERE s.id = slot_id));
CREATE POLICY answers_made     ON slot_answers FOR INSERT TO hub_app
    WITH CHECK (agency_id = hub_agency() AND EXISTS (SELECT 1 FROM meeting_slots s WHERE s.id = slot_id));
CREATE POLICY answers_changed  ON slot_answers FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY positions_seen   ON meeting_positions FOR SELECT TO hub_app USING (EXISTS (SELECT 1 FROM meeting_items i WHERE i.id = item_id));
CREATE POLICY positions_made   ON meeting_positions FOR INSERT TO hub_app
    WITH CHECK (agency_id = hub_agency() AND EXISTS (SELECT 1 FROM meeting_items i WHERE i.id = item_id));
CREATE POLICY positions_again  ON meeting_positions FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY memoranda_seen   ON memoranda FOR SELECT TO hub_app USING (agency_id = hub_agency() OR hub_party_to(id));
CREATE POLICY memoranda_made   ON memoranda FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY memoranda_ended  ON memoranda FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY parties_seen     ON memorandum_parties FOR SELECT TO hub_app USING (hub_party_to(memorandum_id));
CREATE POLICY parties_made     ON memorandum_parties FOR INSERT TO hub_app
    WITH CHECK (EXISTS (SELECT 1 FROM memoranda m WHERE m.id = memorandum_id AND m.agency_id = hub_agency()));

CREATE POLICY slots_owner      ON meeting_slots TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY answers_owner    ON slot_answers TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY positions_owner  ON meeting_positions TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY memoranda_owner  ON memoranda TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY mparties_owner   ON memorandum_parties TO hub_owner USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON meeting_slots, memorandum_parties TO hub_app;
GRANT SELECT, INSERT, UPDATE ON slot_answers, meeting_positions TO hub_app;
GRANT SELECT, INSERT ON memoranda TO hub_app;
GRANT UPDATE (ended_on, end_reason, version) ON memoranda TO hub_app;
