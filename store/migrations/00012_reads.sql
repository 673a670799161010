-- The read log says in which function, in what relation and why somebody looked
-- (查阅记录), and who opened a case in an emergency (紧急查阅).
-- ALTER TABLE takes ACCESS EXCLUSIVE on reads for a moment (constant defaults, no
-- rewrite); CREATE INDEX takes SHARE on it, which holds up readers' notes while it builds.
-- +goose Up

ALTER TABLE reads
    ADD COLUMN number   text NOT NULL DEFAULT '',      -- of the case: the hub's auditor reads no case
    ADD COLUMN function text NOT NULL DEFAULT '',      -- in which the person looked
    ADD COLUMN relation text NOT NULL DEFAULT '',      -- of the organ to the case, at that moment
    ADD COLUMN reason   text NOT NULL DEFAULT '',      -- asked for only outside one's own tasks
    ADD COLUMN outside  boolean NOT NULL DEFAULT false,-- outside one's own tasks
    ADD COLUMN discreet boolean NOT NULL DEFAULT false,-- by a procuratorate, supervision or audit
    ADD COLUMN glass_id uuid;                          -- the emergency that it was part of
CREATE INDEX reads_by_agency ON reads (agency_id, at DESC, id DESC);
CREATE INDEX reads_by_time ON reads (at DESC, id DESC);

CREATE TABLE break_glass (                    -- 紧急查阅: who opened a case without access, until when
    id          uuid PRIMARY KEY,
    case_id     uuid NOT NULL REFERENCES cases,
    number      text NOT NULL,                -- of the case: the opener's organ has no part in it
    agency_id   uuid NOT NULL REFERENCES agencies,
    user_id     uuid NOT NULL REFERENCES users,
    function    text NOT NULL,
    ground      text NOT NULL,                -- line: superior organ; duty: on duty at that moment
    reason      text NOT NULL,
    opened_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    state       text NOT NULL,                -- waiting, justified, unjustified
    reviewer_id uuid REFERENCES users,
    review_agency_id uuid REFERENCES agencies,
    review_text text NOT NULL DEFAULT '',
    reviewed_at timestamptz
);
CREATE INDEX break_glass_by_case ON break_glass (case_id, opened_at);
CREATE INDEX break_glass_by_user ON break_glass (user_id, ends_at);
CREATE INDEX break_glass_waiting ON break_glass (opened_at) WHERE state = 'waiting';
GRANT SELECT, INSERT, UPDATE ON break_glass TO hub_app, hub_worker;
GRANT SELECT ON break_glass TO hub_audit;

-- What was noted stays as it was noted.
REVOKE UPDATE ON reads FROM hub_app, hub_worker;
