-- What is done about silence (沉默警示): papers in transit, marks for the joint
-- meeting, letters that a head may send, lists before a holiday.
-- ALTER TABLE takes ACCESS EXCLUSIVE on clocks and remarks for a moment (constant
-- defaults, no rewrite); the rest are fresh tables.
-- +goose Up

-- 已决定，文书在途. It stops no clock: until then the ladder is quiet, no more.
ALTER TABLE clocks ADD COLUMN quiet_until timestamptz;
ALTER TABLE remarks
    ADD COLUMN decided_on  date,                     -- day of the decision, as its organ says
    ADD COLUMN document_no text NOT NULL DEFAULT '',
    ADD COLUMN quiet_until timestamptz;              -- NULL: it quietened nothing

CREATE TABLE meeting_marks (                  -- 列入联席会议: for the next joint meeting
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    agency_id  uuid NOT NULL REFERENCES agencies, -- who wants to talk about it
    clock_id   uuid REFERENCES clocks,        -- the end that passed in silence, if one did
    reason     text NOT NULL,
    marked_by  uuid,                          -- NULL: a partner system
    marked_at  timestamptz NOT NULL,
    off_at     timestamptz,                   -- taken off the list
    off_reason text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX meeting_marks_open ON meeting_marks (case_id, agency_id) WHERE off_at IS NULL;
CREATE INDEX meeting_marks_by_case ON meeting_marks (case_id, marked_at);

CREATE TABLE silence_letters (                -- 催办函、建议书的草稿: own organ only, until its head sends it
    id          uuid PRIMARY KEY,
    case_id     uuid NOT NULL REFERENCES cases,
    agency_id   uuid NOT NULL REFERENCES agencies,
    clock_id    uuid NOT NULL REFERENCES clocks,
    kind        text NOT NULL,                -- kind of document
    text        text NOT NULL,                -- what the law asked and what has not come
    state       text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent')),
    document_id uuid REFERENCES documents,
    written_at  timestamptz NOT NULL,
    sent_at     timestamptz,
    version     bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX silence_letters_draft ON silence_letters (clock_id, agency_id) WHERE state = 'draft';
CREATE INDEX silence_letters_by_case ON silence_letters (case_id, written_at);

CREATE TABLE holiday_lists (                  -- 节前清单: whose people were told before which holiday
    last_day  date NOT NULL,                  -- last working day before it
    agency_id uuid NOT NULL REFERENCES agencies,
    told_at   timestamptz NOT NULL,
    PRIMARY KEY (last_day, agency_id)
);
CREATE INDEX clocks_owed ON clocks (owes_id, due_at) WHERE state = 'running';

GRANT SELECT, INSERT, UPDATE ON meeting_marks, silence_letters TO hub_app;
GRANT SELECT ON meeting_marks TO hub_worker;
GRANT SELECT, INSERT ON holiday_lists TO hub_worker;
GRANT SELECT ON meeting_marks, silence_letters, holiday_lists TO hub_audit;

-- A mark is read by every organ of its case and taken off by who made it.
ALTER TABLE meeting_marks ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_marks FORCE ROW LEVEL SECURITY;
CREATE POLICY meeting_marks_seen ON meeting_marks FOR SELECT TO hub_app
    USING (EXISTS (SELECT 1 FROM participations p WHERE p.case_id = meeting_marks.case_id AND p.agency_id = hub_agency()));
CREATE POLICY meeting_marks_made ON meeting_marks FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency());
CREATE POLICY meeting_marks_off ON meeting_marks FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY meeting_marks_worker ON meeting_marks FOR SELECT TO hub_worker USING (true);
CREATE POLICY meeting_marks_audit ON meeting_marks FOR SELECT TO hub_audit USING (true);
CREATE POLICY meeting_marks_owner ON meeting_marks TO hub_owner USING (true) WITH CHECK (true);

-- A draft is nobody else's business; what was sent is a document of the case.
ALTER TABLE silence_letters ENABLE ROW LEVEL SECURITY;
ALTER TABLE silence_letters FORCE ROW LEVEL SECURITY;
CREATE POLICY silence_letters_own ON silence_letters TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY silence_letters_audit ON silence_letters FOR SELECT TO hub_audit USING (true);
CREATE POLICY silence_letters_owner ON silence_letters TO hub_owner USING (true) WITH CHECK (true);
