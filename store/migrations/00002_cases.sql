-- Cases and what hangs on them. Fresh tables: takes no lock that matters.
-- +goose Up

CREATE TABLE cases (                          -- 案件: one legal act, whatever its kind
    id            uuid PRIMARY KEY,
    kind          text NOT NULL,              -- criminal, …
    number        text NOT NULL UNIQUE,       -- internal number, not an official 文号
    title         text NOT NULL,
    region        text NOT NULL,
    state         text NOT NULL,
    flags         jsonb NOT NULL DEFAULT '{}',-- sub-states: supplement asked, track, withdrawal asked …
    content       jsonb NOT NULL DEFAULT '{}',-- the draft's fields, see referral.Content
    owner_id      uuid NOT NULL REFERENCES agencies,
    sender_id     uuid NOT NULL REFERENCES agencies,
    receiver_id   uuid REFERENCES agencies,
    copied_id     uuid REFERENCES agencies,   -- 抄送的同级检察机关
    custody_epoch int  NOT NULL DEFAULT 0,
    custody_id    uuid NOT NULL REFERENCES agencies,
    next_rule     text NOT NULL DEFAULT '',   -- duty that ends first, for lists; empty: what the state waits for
    next_id       uuid REFERENCES agencies,   -- organ that owes it
    synthetic     boolean NOT NULL DEFAULT false,
    version       bigint NOT NULL DEFAULT 1,
    created_by    uuid,               -- NULL: a partner system did it
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    sent_at       timestamptz,
    closed_at     timestamptz
);

CREATE SEQUENCE case_numbers;                 -- gaps are fine here: 文号 are drawn elsewhere

CREATE TABLE participations (                 -- who may see a case, in which relation
    case_id    uuid NOT NULL REFERENCES cases,
    agency_id  uuid NOT NULL REFERENCES agencies,
    relation   text NOT NULL,                 -- sender, receiver, procuratorate, past_receiver, superior, granted
    level      text NOT NULL DEFAULT 'content', -- flow: states and clocks only; content: facts and files too
    stage      text NOT NULL,                 -- copy of cases.state, so that lists need no join for filters
    turn       boolean NOT NULL DEFAULT false,-- is it this agency's turn
    due_at     timestamptz,                   -- its earliest running statutory clock
    touched_at timestamptz NOT NULL,
    case_kind  text NOT NULL,
    since      timestamptz NOT NULL,
    PRIMARY KEY (case_id, agency_id)
);
-- The inbox reads by agency, newest first; my turn reads by what is due first.
CREATE INDEX participations_inbox ON participations (agency_id, touched_at DESC, case_id DESC);
CREATE INDEX participations_turn ON participations (agency_id, due_at, case_id) WHERE turn;

CREATE TABLE watches (                        -- 关注
    case_id uuid NOT NULL REFERENCES cases,
    user_id uuid NOT NULL REFERENCES users,
    PRIMARY KEY (user_id, case_id)
);

CREATE TABLE parties (                        -- 当事人: suspects and enterprises
    id          uuid PRIMARY KEY,
    case_id     uuid NOT NULL REFERENCES cases,
    position    int  NOT NULL,
    kind        text NOT NULL,                -- enterprise, person, unknown
    name        text NOT NULL,
    credit_code text NOT NULL DEFAULT '',
    id_number   text NOT NULL DEFAULT '',     -- shown masked
    note        text NOT NULL DEFAULT ''
);
CREATE INDEX parties_by_case ON parties (case_id, position);

CREATE TABLE charges (                        -- 涉嫌罪名: one person, one offence
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    party_id   uuid NOT NULL REFERENCES parties,
    position   int  NOT NULL,
    offence    text NOT NULL,                 -- 罪名
    article    text NOT NULL DEFAULT '',      -- 刑法条款
    state      text NOT NULL,
    before     text NOT NULL DEFAULT '',      -- state before supervision began
    decided_on date,
    notified   boolean NOT NULL DEFAULT false,
    result     text NOT NULL DEFAULT ''
);
CREATE INDEX charges_by_case ON charges (case_id, position);

CREATE TABLE handoffs (                       -- 交接: one attempt at one authority
    id          uuid PRIMARY KEY,
    case_id     uuid NOT NULL REFERENCES cases,
    seq         int  NOT NULL,
    from_id     uuid NOT NULL REFERENCES agencies,
    to_id       uuid NOT NULL REFERENCES agencies,
    state       text NOT NULL,                -- sent, signed, forwarded, returned, withdrawn
    reason      text NOT NULL DEFAULT '',
    sent_at     timestamptz NOT NULL,
    arrived_at  timestamptz,
    signed_at   timestamptz,
    ended_at    timestamptz,
    UNIQUE (case_id, seq)
);

CREATE TABLE clocks (                         -- 期限
    id           uuid PRIMARY KEY,
    case_id      uuid NOT NULL REFERENCES cases,
    rule_id      text NOT NULL,
    edition      text NOT NULL,               -- the rule a clock was started under stays its rule
    owes_id      uuid NOT NULL REFERENCES agencies,
    charge_id    uuid REFERENCES charges,
    state        text NOT NULL,               -- running, paused, met, cancelled
    started_at   timestamptz NOT NULL,        -- legal time of the start fact
    due_at       timestamptz,                 -- legal line; NULL for prompt duties
    due_day      date,
    amber_at     timestamptz,
    also         jsonb NOT NULL DEFAULT '[]',
    pauses       jsonb NOT NULL DEFAULT '[]', -- [from, to] pairs
    presumed     boolean NOT NULL DEFAULT false,
    provisional  boolean NOT NULL DEFAULT false,
    flagged      boolean NOT NULL DEFAULT false,
    option_right boolean NOT NULL DEFAULT false, -- a right, not a duty
    fired        int NOT NULL DEFAULT 0,      -- 1 half time, 2 superior, 4 expired
    ended_at     timestamptz,                 -- legal time of the act that met it
    started_by   uuid NOT NULL,
    ended_by     uuid
);
CREATE INDEX clocks_by_case ON clocks (case_id);
CREATE INDEX clocks_due ON clocks (due_at) WHERE state = 'running';
CREATE INDEX clocks_amber ON clocks (amber_at) WHERE state = 'running' AND fired = 0;

CREATE TABLE blobs (                          -- bytes known to the evidence store, by digest
    sha256   bytea PRIMARY KEY,
    sm3      bytea NOT NULL,
    size     bigint NOT NULL,
    detected text NOT NULL,
    state    text NOT NULL DEFAULT 'available', -- quarantine, available, blocked
    first_at timestamptz NOT NULL
);

CREATE TABLE evidence (                       -- 电子证据: a file in a case
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    agency_id  uuid NOT NULL REFERENCES agencies,
    sha256     bytea NOT NULL REFERENCES blobs,
    name       text NOT NULL,
    claimed    text NOT NULL DEFAULT '',
    lies       boolean NOT NULL DEFAULT false,-- the content contradicts the name
    created_by uuid,               -- NULL: a partner system did it
    created_at timestamptz NOT NULL
);
CREATE INDEX evidence_by_case ON evidence (case_id, created_at);

CREATE TABLE uploads (                        -- 续传: an upload in progress
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    agency_id  uuid NOT NULL REFERENCES agencies,
    name       text NOT NULL,
    size       bigint NOT NULL,
    created_by uuid,               -- NULL: a partner system did it
    created_at timestamptz NOT NULL
);

CREATE TABLE materials (                      -- 移送材料
    id          uuid PRIMARY KEY,
    case_id     uuid NOT NULL REFERENCES cases,
    position    int  NOT NULL,
    code        text NOT NULL,                -- checklist kind, for example doc_investigation_report
    title       text NOT NULL,
    form        text NOT NULL DEFAULT 'copy', -- original, copy
    pages       int  NOT NULL DEFAULT 0,
    original_at text NOT NULL DEFAULT '',     -- where the original is
    evidence_id uuid REFERENCES evidence,
    round       int  NOT NULL DEFAULT 0,      -- 0 first transmission, 1.. supplement rounds
    agency_id   uuid NOT NULL REFERENCES agencies,
    removed     boolean NOT NULL DEFAULT false
);
CREATE INDEX materials_by_case ON materials (case_id, position);

CREATE TABLE items (                          -- 涉案物品
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    position   int  NOT NULL,
    name       text NOT NULL,
    quantity   text NOT NULL DEFAULT '',
    feature    text NOT NULL DEFAULT '',
    place      text NOT NULL DEFAULT '',
    seized_on  date,                          -- 查封扣押日
    form       text NOT NULL DEFAULT '',      -- moved, kept, disposed; empty until handed over
    keeper     text NOT NULL DEFAULT '',
    seal_no    text NOT NULL DEFAULT '',
    daily_fen  bigint NOT NULL DEFAULT 0,
    payer      text NOT NULL DEFAULT '',
    custodian_id uuid NOT NULL REFERENCES agencies
);
CREATE INDEX items_by_case ON items (case_id, position);

CREATE TABLE documents (                      -- 文书
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    agency_id  uuid NOT NULL REFERENCES agencies,
    kind       text NOT NULL,
    number     text NOT NULL DEFAULT '',      -- 文号
    template   text NOT NULL,                 -- template edition
    input      jsonb NOT NULL,                -- what it was rendered from; renders to the same bytes
    sha256     bytea NOT NULL,                -- of the rendered PDF
    sealed_id  uuid REFERENCES evidence,      -- 盖章件
    state      text NOT NULL,                 -- issued, sealed, void
    reason     text NOT NULL DEFAULT '',
    issued_by  uuid,
    issued_at  timestamptz NOT NULL
);
CREATE INDEX documents_by_case ON documents (case_id, issued_at);
CREATE UNIQUE INDEX documents_number ON documents (number) WHERE number <> '';

CREATE TABLE document_numbers (               -- gap-free per organ, kind and year, under a row lock
    agency_id uuid NOT NULL REFERENCES agencies,
    kind      text NOT NULL,
    year      int  NOT NULL,
    last      int  NOT NULL,
    PRIMARY KEY (agency_id, kind, year)
);

CREATE TABLE remarks (                        -- 电话记录、催办、说明: what is said beside the procedure
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    agency_id  uuid NOT NULL REFERENCES agencies,
    kind       text NOT NULL,                 -- call, reminder, in_transit, read
    to_id      uuid REFERENCES agencies,
    text       text NOT NULL,
    made_by    uuid,
    made_at    timestamptz NOT NULL
);
CREATE INDEX remarks_by_case ON remarks (case_id, made_at);
