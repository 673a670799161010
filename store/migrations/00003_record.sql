-- The record: events, their values, the log over them, receipts; deliveries and
-- idempotency keys. Fresh tables: takes no lock that matters.
-- +goose Up

CREATE TABLE events (                         -- 办理记录: append-only, hash-chained per subject
    id           uuid PRIMARY KEY,
    subject_kind text NOT NULL,
    subject_id   text NOT NULL,
    case_id      uuid REFERENCES cases,       -- for visibility; NULL when the subject is no case
    seq          bigint NOT NULL,
    kind         text NOT NULL,               -- the action
    agency_id    uuid,                        -- whose act it is
    recorder_id  uuid,                        -- who recorded it, another organ when taken from paper
    user_id      uuid,
    function     text NOT NULL DEFAULT '',
    occurred_at  timestamptz NOT NULL,        -- legal time
    recorded_at  timestamptz NOT NULL,        -- server time
    prev         bytea NOT NULL,
    commitments  jsonb NOT NULL,              -- [{name, digest}], in order
    hash         bytea NOT NULL,
    encoded      bytea NOT NULL,              -- the exact bytes that were hashed
    UNIQUE (subject_kind, subject_id, seq)
);
CREATE INDEX events_by_case ON events (case_id, seq);

CREATE TABLE event_values (                   -- the openings of the commitments; may be blanked
    event_id uuid NOT NULL REFERENCES events,
    position int  NOT NULL,
    name     text NOT NULL,
    salt     bytea,
    value    bytea,
    PRIMARY KEY (event_id, position)
);

CREATE TABLE confirmations (                  -- 代录的确认: the counterpart's word on a recorded act
    event_id uuid PRIMARY KEY REFERENCES events,
    case_id  uuid NOT NULL REFERENCES cases,
    by_id    uuid NOT NULL REFERENCES agencies, -- who is asked
    state    text NOT NULL,                   -- waiting, confirmed, objected
    text     text NOT NULL DEFAULT '',
    at       timestamptz
);
CREATE INDEX confirmations_by_case ON confirmations (case_id);

CREATE TABLE log_leaves (                     -- order of the log; leaf is NULL until sequenced
    event_id uuid PRIMARY KEY REFERENCES events,
    leaf     bigint UNIQUE
);
CREATE INDEX log_unsequenced ON log_leaves (event_id) WHERE leaf IS NULL;

CREATE TABLE log_hashes (                     -- stored hashes of the Merkle tree (tlog numbering)
    idx  bigint PRIMARY KEY,
    hash bytea NOT NULL
);

CREATE TABLE checkpoints (                    -- signed tree heads
    size  bigint PRIMARY KEY,
    note  bytea NOT NULL,
    at    timestamptz NOT NULL
);

CREATE TABLE receipts (                       -- 回执
    id       uuid PRIMARY KEY,
    case_id  uuid NOT NULL REFERENCES cases,
    event_id uuid NOT NULL REFERENCES events,
    kind     text NOT NULL,                   -- received, delivered, acknowledged, decided, …
    jws      bytea NOT NULL,
    at       timestamptz NOT NULL
);
CREATE INDEX receipts_by_case ON receipts (case_id, at);

CREATE TABLE deliveries (                     -- 送达: the truth about notifications
    id          uuid PRIMARY KEY,
    case_id     uuid REFERENCES cases,
    event_id    uuid,
    agency_id   uuid NOT NULL REFERENCES agencies,
    user_id     uuid REFERENCES users,        -- NULL: the organ's shared desk
    channel     text NOT NULL,                -- inapp, email, sms, call
    topic       text NOT NULL,                -- what happened: an action or clock.half …
    level       text NOT NULL,                -- info, warn, urgent
    params      jsonb NOT NULL,               -- number, kind, link: never case content
    state       text NOT NULL,                -- pending, digest, sending, sent, failed, undeliverable, read
    attempts    int NOT NULL DEFAULT 0,
    next_at     timestamptz NOT NULL,
    claimed_at  timestamptz,
    last_error  text NOT NULL DEFAULT '',
    proof       text NOT NULL DEFAULT '',     -- SMTP answer, gateway id, phone record
    dedup       text NOT NULL,
    created_at  timestamptz NOT NULL,
    sent_at     timestamptz,
    read_at     timestamptz,
    UNIQUE (dedup)
);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state IN ('pending', 'digest');
CREATE INDEX deliveries_inapp ON deliveries (agency_id, created_at DESC) WHERE channel = 'inapp';
CREATE INDEX deliveries_by_case ON deliveries (case_id, created_at);

CREATE TABLE preferences (                    -- 通知偏好
    user_id uuid NOT NULL REFERENCES users,
    topic   text NOT NULL,
    channel text NOT NULL,
    on_off  boolean NOT NULL,
    PRIMARY KEY (user_id, topic, channel)
);

CREATE TABLE idempotency_keys (               -- kept as long as the case
    agency_id uuid NOT NULL,
    key       text NOT NULL,
    operation text NOT NULL,
    body_hash bytea NOT NULL,
    case_id   uuid,
    status    int,
    answer    bytea,
    at        timestamptz NOT NULL,
    PRIMARY KEY (agency_id, key)
);

CREATE TABLE reads (                          -- 查阅记录: who opened which case
    id        uuid PRIMARY KEY,
    case_id   uuid NOT NULL,
    agency_id uuid NOT NULL,
    user_id   uuid NOT NULL,
    what      text NOT NULL,
    at        timestamptz NOT NULL
);
CREATE INDEX reads_by_case ON reads (case_id, at);
