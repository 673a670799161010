-- Rule packs and holiday tables that an installation has loaded, and the one row
-- whose version tells every process that the book has changed. Fresh tables and a
-- view: takes no lock that matters.
-- +goose Up

CREATE TABLE rule_packs (                     -- 规则包、放假安排
    id          uuid PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('rules', 'holidays')),
    name        text NOT NULL,                -- of the pack; the year of a holiday table
    version     int  NOT NULL,                -- 1, 2, … of one name
    file        text NOT NULL,                -- name of the file, for problems with their lines
    text        text NOT NULL,                -- as it was proposed, byte for byte
    sha256      bytea NOT NULL,
    state       text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'active', 'replaced', 'refused')),
    proposed_by uuid NOT NULL REFERENCES users,
    proposed_at timestamptz NOT NULL,
    decided_by  uuid REFERENCES users,
    decided_at  timestamptz,
    reason      text NOT NULL DEFAULT '',     -- why it was refused
    position    bigint UNIQUE,                -- rule_book.version that its activation made: packs are laid in this order
    UNIQUE (kind, name, version)
);
CREATE UNIQUE INDEX rule_packs_waiting ON rule_packs (kind, name) WHERE state = 'proposed';
CREATE UNIQUE INDEX rule_packs_active ON rule_packs (kind, name) WHERE state = 'active';

CREATE TABLE rule_book (                      -- 规则库: one row
    id      int PRIMARY KEY CHECK (id = 1),
    version bigint NOT NULL
);
INSERT INTO rule_book (id, version) VALUES (1, 0);

-- Who runs the hub must see which open cases a pack would move and may read none of
-- them: the view says number, kind and clock and nothing of what the case holds. It
-- runs with its owner's rights, so row-level security of hub_app does not narrow it.
CREATE VIEW open_clocks AS
SELECT c.id, c.rule_id, c.edition, c.owes_id, c.state, c.started_at, c.due_at, c.pauses, c.grants, c.provisional,
    k.number, k.kind AS case_kind, o.short_name AS owes_name, o.region AS owes_region, o.sector AS owes_sector,
    s.region AS sender_region, s.sector AS sender_sector, coalesce(r.region, '') AS receiver_region, coalesce(r.sector, '') AS receiver_sector
FROM clocks c
JOIN cases k ON k.id = c.case_id
JOIN agencies o ON o.id = c.owes_id
JOIN agencies s ON s.id = k.sender_id
LEFT JOIN agencies r ON r.id = k.receiver_id
WHERE c.state IN ('running', 'paused') AND c.due_at IS NOT NULL;

GRANT SELECT ON rule_packs, rule_book, open_clocks TO hub_app, hub_worker, hub_audit;
GRANT INSERT ON rule_packs TO hub_app;
GRANT UPDATE (state, decided_by, decided_at, reason, position) ON rule_packs TO hub_app; -- never the text
GRANT UPDATE ON rule_book TO hub_app;
