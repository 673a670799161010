-- Joint meetings (联席会议): series, meetings, agenda, minutes, resolutions. Who is
-- invited sees a meeting from the moment it was shared; nobody else ever does.
-- Fresh tables and a sequence: takes no lock that matters.
-- +goose Up

CREATE SEQUENCE meeting_numbers;              -- gaps are fine here: 文号 are drawn elsewhere

CREATE TABLE meeting_series (                 -- 联席会议制度: meets again and again
    id         uuid PRIMARY KEY,
    agency_id  uuid NOT NULL REFERENCES agencies, -- 牵头部门
    title      text NOT NULL,
    place      text NOT NULL,
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL
);

CREATE TABLE series_agencies (                -- 成员单位
    series_id uuid NOT NULL REFERENCES meeting_series,
    agency_id uuid NOT NULL REFERENCES agencies,
    PRIMARY KEY (series_id, agency_id)
);

CREATE TABLE meetings (
    id         uuid PRIMARY KEY,
    series_id  uuid REFERENCES meeting_series, -- NULL: a single meeting
    agency_id  uuid NOT NULL REFERENCES agencies, -- 召集机关
    number     text NOT NULL UNIQUE,
    title      text NOT NULL,
    place      text NOT NULL,
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    state      text NOT NULL CHECK (state IN ('draft', 'called', 'held', 'minuted', 'countersigned', 'closed', 'cancelled')),
    sequence   int  NOT NULL DEFAULT 0,       -- of the invitation, RFC 5545 3.8.7.4
    shared_at  timestamptz,                   -- from when the others see it
    held_at    timestamptz,
    closed_at  timestamptz,
    reason     text NOT NULL DEFAULT '',      -- why it was moved, cancelled, or recorded afterwards
    version    bigint NOT NULL DEFAULT 1,
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX meetings_by_series ON meetings (series_id, starts_at);

CREATE TABLE meeting_agencies (               -- 参会单位: reply, attendance, countersignature
    meeting_id uuid NOT NULL REFERENCES meetings,
    agency_id  uuid NOT NULL REFERENCES agencies,
    reply      text NOT NULL DEFAULT 'none' CHECK (reply IN ('none', 'accepted', 'declined', 'tentative')),
    reply_note text NOT NULL DEFAULT '',
    replied_at timestamptz,
    present    boolean NOT NULL DEFAULT false,
    attendees  text NOT NULL DEFAULT '',      -- titles or names, as the minutes say them
    signed_at  timestamptz,                   -- countersigned (会签)
    signed_by  uuid REFERENCES users,
    signed     text NOT NULL DEFAULT '',      -- SHA-256 of the minutes it countersigned
    PRIMARY KEY (meeting_id, agency_id)
);
CREATE INDEX meeting_agencies_by_agency ON meeting_agencies (agency_id, meeting_id);

CREATE TABLE meeting_items (                  -- 议题
    id         uuid PRIMARY KEY,
    meeting_id uuid NOT NULL REFERENCES meetings,
    position   int  NOT NULL,
    source     text NOT NULL CHECK (source IN ('own', 'marked', 'overdue', 'disputed', 'stuck')),
    case_id    uuid REFERENCES cases,         -- opened only by whoever takes part in the case
    number     text NOT NULL DEFAULT '',      -- of the case
    title      text NOT NULL,                 -- in the convener's words; never copied from a case
    state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'agreed', 'discussed')),
    outcome    text NOT NULL DEFAULT '',      -- what was agreed, before the meeting or in it
    agency_id  uuid NOT NULL REFERENCES agencies, -- who put it there
    created_at timestamptz NOT NULL
);
CREATE INDEX meeting_items_by_meeting ON meeting_items (meeting_id, position);

CREATE TABLE meeting_minutes (                -- 会议纪要, while it is written
    meeting_id uuid PRIMARY KEY REFERENCES meetings,
    text       text NOT NULL,
    version    bigint NOT NULL DEFAULT 1,
    edited_by  uuid NOT NULL REFERENCES users,
    edited_at  timestamptz NOT NULL
);

CREATE TABLE meeting_resolutions (            -- 议定事项
    id          uuid PRIMARY KEY,
    meeting_id  uuid NOT NULL REFERENCES meetings,
    series_id   uuid REFERENCES meeting_series,
    number      int  NOT NULL,                -- 1, 2, … of the meeting
    text        text NOT NULL,
    owner_id    uuid NOT NULL REFERENCES agencies, -- 责任单位
    due_on      date NOT NULL,
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'reported', 'accepted', 'withdrawn')),
    report      text NOT NULL DEFAULT '',
    reported_at timestamptz,
    ended_at    timestamptz,                  -- accepted or withdrawn
    note        text NOT NULL DEFAULT '',     -- why it was sent back, put off or withdrawn
    first_due   date NOT NULL,                -- before it was ever put off
    fired       int  NOT NULL DEFAULT 0,      -- 1 the end is near, 2 it has passed
    created_at  timestamptz NOT NULL,
    UNIQUE (meeting_id, number)
);
CREATE INDEX meeting_resolutions_owed ON meeting_resolutions (owner_id, due_on);
CREATE INDEX meeting_resolutions_due ON meeting_resolutions (due_on) WHERE state = 'open' AND fired < 2;
CREATE INDEX meeting_resolutions_by_series ON meeting_resolutions (series_id, created_at);

CREATE TABLE meeting_papers (                 -- 会议材料
    id         uuid PRIMARY KEY,
    meeting_id uuid NOT NULL REFERENCES meetings,
    agency_id  uuid NOT NULL REFERENCES agencies,
    name       text NOT NULL,
    sha256     bytea NOT NULL,
    size       bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX meeting_papers_by_meeting ON meeting_papers (meeting_id, created_at);

CREATE TABLE meeting_documents (              -- 会议通知、会议纪要、督办函, as issued
    id            uuid PRIMARY KEY,
    meeting_id    uuid NOT NULL REFERENCES meetings,
    resolution_id uuid REFERENCES meeting_resolutions, -- of a 督办函
    agency_id     uuid NOT NULL REFERENCES agencies,
    kind          text NOT NULL,
    number        text NOT NULL UNIQUE,
    template      text NOT NULL,
    input         jsonb NOT NULL,
    sha256        bytea NOT NULL,
    issued_by     uuid NOT NULL REFERENCES users,
    issued_at     timestamptz NOT NULL
);
CREATE INDEX meeting_documents_by_meeting ON meeting_documents (meeting_id, issued_at);

-- With its owner's rights: who is invited decides who sees, and the tables that say
-- so are themselves shut.
-- +goose StatementBegin
CREATE FUNCTION hub_in_meeting(meeting uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM meetings m LEFT JOIN meeting_agencies p ON p.meeting_id = m.id AND p.agency_id = nullif(current_setting('hub.agency', true), '')::uuid
    WHERE m.id = meeting AND (m.agency_id = nullif(current_setting('hub.agency', true), '')::uuid OR (p.agency_id IS NOT NULL AND m.shared_at IS NOT NULL))) $$;
CREATE FUNCTION hub_convenes(meeting uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM meetings m WHERE m.id = meeting AND m.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
CREATE FUNCTION hub_in_series(series uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM series_agencies s WHERE s.series_id = series AND s.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
-- +goose StatementEnd

ALTER TABLE meeting_series      ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_series      FORCE ROW LEVEL SECURITY;
ALTER TABLE series_agencies     ENABLE ROW LEVEL SECURITY;
ALTER TABLE series_agencies     FORCE ROW LEVEL SECURITY;
ALTER TABLE meetings            ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings            FORCE ROW LEVEL SECURITY;
ALTER TABLE meeting_agencies    ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_agencies    FORCE ROW LEVEL SECURITY;
ALTER TABLE meeting_items       ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_items       FORCE ROW LEVEL SECURITY;
ALTER TABLE meeting_minutes     ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_minutes     FORCE ROW LEVEL SECURITY;
ALTER TABLE meeting_resolutions ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_resolutions FORCE ROW LEVEL SECURITY;
ALTER TABLE meeting_papers      ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_papers      FORCE ROW LEVEL SECURITY;
ALTER TABLE meeting_documents   ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_documents   FORCE ROW LEVEL SECURITY;

CREATE POLICY series_seen       ON meeting_series FOR SELECT TO hub_app USING (agency_id = hub_agency() OR hub_in_series(id));
CREATE POLICY series_made       ON meeting_series FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY members_seen      ON series_agencies FOR SELECT TO hub_app USING (hub_in_series(series_id));
CREATE POLICY members_made      ON series_agencies FOR INSERT TO hub_app
    WITH CHECK (EXISTS (SELECT 1 FROM meeting_series s WHERE s.id = series_id AND s.agency_id = hub_agency()));
CREATE POLICY meetings_seen     ON meetings FOR SELECT TO hub_app USING (agency_id = hub_agency() OR hub_in_meeting(id));
CREATE POLICY meetings_made     ON meetings FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY meetings_changed  ON meetings FOR UPDATE TO hub_app USING (hub_in_meeting(id)) WITH CHECK (hub_in_meeting(id));
CREATE POLICY invited_seen      ON meeting_agencies FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id));
CREATE POLICY invited_made      ON meeting_agencies FOR INSERT TO hub_app WITH CHECK (hub_convenes(meeting_id));
CREATE POLICY invited_changed   ON meeting_agencies FOR UPDATE TO hub_app
    USING (hub_convenes(meeting_id) OR hub_in_meeting(meeting_id)) WITH CHECK (hub_in_meeting(meeting_id));
CREATE POLICY items_of_meeting  ON meeting_items FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id));
CREATE POLICY items_of_convener ON meeting_items TO hub_app USING (hub_convenes(meeting_id)) WITH CHECK (hub_convenes(meeting_id));
CREATE POLICY minutes_seen      ON meeting_minutes FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id));
CREATE POLICY minutes_written   ON meeting_minutes TO hub_app USING (hub_convenes(meeting_id)) WITH CHECK (hub_convenes(meeting_id));
-- A resolution of a series stands before every member until it is done.
CREATE POLICY resolutions_seen  ON meeting_resolutions FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id) OR hub_in_series(series_id));
CREATE POLICY resolutions_made  ON meeting_resolutions FOR INSERT TO hub_app WITH CHECK (hub_convenes(meeting_id));
CREATE POLICY resolutions_kept  ON meeting_resolutions FOR UPDATE TO hub_app
    USING (hub_convenes(meeting_id) OR owner_id = hub_agency()) WITH CHECK (hub_convenes(meeting_id) OR owner_id = hub_agency());
CREATE POLICY resolutions_out   ON meeting_resolutions FOR DELETE TO hub_app USING (hub_convenes(meeting_id));
CREATE POLICY papers_seen       ON meeting_papers FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id));
CREATE POLICY papers_made       ON meeting_papers FOR INSERT TO hub_app WITH CHECK (hub_in_meeting(meeting_id) AND agency_id = hub_agency());
CREATE POLICY issued_seen       ON meeting_documents FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id));
CREATE POLICY issued_made       ON meeting_documents FOR INSERT TO hub_app WITH CHECK (hub_convenes(meeting_id) AND agency_id = hub_agency());

-- The sweep reminds of resolutions; the writer of invitations reads when a meeting is.
CREATE POLICY meetings_worker    ON meetings FOR SELECT TO hub_worker USING (true);
CREATE POLICY invited_worker     ON meeting_agencies FOR SELECT TO hub_worker USING (true);
CREATE POLICY resolutions_worker ON meeting_resolutions TO hub_worker USING (true) WITH CHECK (true);

CREATE POLICY series_owner      ON meeting_series TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY members_owner     ON series_agencies TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY meetings_owner    ON meetings TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY invited_owner     ON meeting_agencies TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY agenda_owner      ON meeting_items TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY minutes_owner     ON meeting_minutes TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY resolutions_owner ON meeting_resolutions TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY papers_owner      ON meeting_papers TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY issued_owner      ON meeting_documents TO hub_owner USING (true) WITH CHECK (true);

GRANT USAGE ON SEQUENCE meeting_numbers TO hub_app;
GRANT SELECT, INSERT ON meeting_series, series_agencies, meeting_papers, meeting_documents TO hub_app;
GRANT SELECT, INSERT, UPDATE ON meetings, meeting_agencies, meeting_minutes TO hub_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON meeting_items, meeting_resolutions TO hub_app; -- what a draft held, not what was decided
GRANT SELECT ON meetings, meeting_agencies, meeting_resolutions TO hub_worker;
GRANT UPDATE (fired) ON meeting_resolutions TO hub_worker;
