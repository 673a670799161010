-- The list of enforcement items of an installation (执法事项清单), its grants to
-- townships, and the changes by which both come about. Fresh tables: takes no lock
-- that matters.
-- +goose Up

CREATE TABLE item_changes (                   -- 清单变更: a file, or one grant, that somebody proposed
    id          uuid PRIMARY KEY,
    file        text NOT NULL,
    text        text NOT NULL,                -- CSV as it was proposed
    sha256      bytea NOT NULL,
    rows        int  NOT NULL,
    state       text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'active', 'refused')),
    proposed_by uuid NOT NULL REFERENCES users,
    proposed_at timestamptz NOT NULL,
    decided_by  uuid REFERENCES users,
    decided_at  timestamptz,
    reason      text NOT NULL DEFAULT ''      -- why it was refused
);
CREATE INDEX item_changes_by_time ON item_changes (proposed_at DESC, id DESC);

CREATE TABLE enforcement_items (              -- 执法事项: one edition a row
    id         uuid PRIMARY KEY,
    code       text NOT NULL,
    title      text NOT NULL,
    kind       text NOT NULL,                 -- penalty, compulsion, inspection
    law        text NOT NULL,
    number     text NOT NULL,
    article    text NOT NULL,
    region     text NOT NULL,                 -- six digits; empty nationwide
    sectors    text[] NOT NULL,
    designated boolean NOT NULL,              -- 由地方人民政府确定的部门
    levels     text[] NOT NULL,
    from_day   date NOT NULL,
    to_day     date,
    confidence text NOT NULL,
    words      text[] NOT NULL,
    found      text NOT NULL,                 -- what a search looks through, folded
    change_id  uuid NOT NULL REFERENCES item_changes,
    UNIQUE (code, region, from_day)
);

CREATE TABLE item_grants (                    -- 赋权乡镇街道
    id          uuid PRIMARY KEY,
    code        text NOT NULL,
    township_id uuid NOT NULL REFERENCES agencies,
    document    text NOT NULL,
    number      text NOT NULL,
    from_day    date NOT NULL,
    to_day      date,
    change_id   uuid NOT NULL REFERENCES item_changes,
    UNIQUE (code, township_id, from_day)
);
CREATE INDEX item_grants_by_township ON item_grants (township_id);

CREATE TABLE item_list (                      -- one row: its lock lets one change in at a time
    id      int PRIMARY KEY CHECK (id = 1),
    version bigint NOT NULL
);
INSERT INTO item_list (id, version) VALUES (1, 0);

-- The list is published by law and says nothing of a case: every organ reads all of it.
GRANT SELECT ON item_changes, enforcement_items, item_grants, item_list TO hub_app, hub_worker, hub_audit;
GRANT INSERT ON item_changes, enforcement_items, item_grants TO hub_app;
GRANT UPDATE (state, decided_by, decided_at, reason) ON item_changes TO hub_app; -- never the text
GRANT UPDATE ON enforcement_items, item_grants, item_list TO hub_app;
