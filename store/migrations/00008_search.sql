-- Search (检索), lists that stay cheap with a million cases, and saved filters.
-- CREATE INDEX takes SHARE on participations, which holds up writers while it
-- builds; DROP INDEX takes ACCESS EXCLUSIVE for a moment.
-- +goose Up

-- What one organ can find one case by: hashes of pairs of characters, made in
-- domain/search from what that organ may read of the case, organ and month hashed
-- in. No row-level security stands on it, because under it PostgreSQL does not
-- use an index on arrays: the rows hold no text, and every reader joins with the
-- participations and with cases, where the policies are.
-- The keys lie out of line, so that a word found in thousands of cases reads
-- thousands of short rows and not their keys.
CREATE TABLE case_terms (
    agency_id uuid  NOT NULL REFERENCES agencies,
    case_id   uuid  NOT NULL REFERENCES cases,
    terms     int[] NOT NULL,
    PRIMARY KEY (agency_id, case_id)
) WITH (toast_tuple_target = 128);
ALTER TABLE case_terms ALTER COLUMN terms SET STORAGE EXTERNAL;
CREATE INDEX case_terms_keys ON case_terms USING gin (terms) WITH (fastupdate = off);
GRANT SELECT, INSERT, UPDATE ON case_terms TO hub_app, hub_worker;
GRANT SELECT ON case_terms TO hub_audit;

-- Cases from before search. The keys are hashed in Go, so a worker takes them
-- from here, newest first, while the hub runs.
CREATE TABLE unsearched (case_id uuid PRIMARY KEY REFERENCES cases);
INSERT INTO unsearched SELECT id FROM cases;
GRANT SELECT, INSERT, UPDATE, DELETE ON unsearched TO hub_worker; -- UPDATE: to lock rows
GRANT SELECT ON unsearched TO hub_audit;

-- Which way a case went, seen from one organ. Inlined, so that the index below
-- and the queries say the same.
-- +goose StatementBegin
CREATE FUNCTION side(relation text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE relation WHEN 'sender' THEN 'sent' WHEN 'receiver' THEN 'received' WHEN 'past_receiver' THEN 'received' ELSE 'copied' END $$;
-- +goose StatementEnd

-- Open cases are few beside those that are over; each list reads its own.
CREATE INDEX participations_open ON participations (agency_id, touched_at DESC, case_id DESC) WHERE stage NOT IN ('closed', 'void');
CREATE INDEX participations_over ON participations (agency_id, touched_at DESC, case_id DESC) WHERE stage IN ('closed', 'void');
CREATE INDEX participations_side ON participations (agency_id, side(relation), touched_at DESC, case_id DESC);
CREATE INDEX participations_supervised ON participations (agency_id, touched_at DESC, case_id DESC) WHERE relation = 'superior' OR case_kind = 'supervision';
DROP INDEX participations_inbox;

CREATE TABLE saved_filters (                  -- 常用筛选
    id         uuid PRIMARY KEY,
    agency_id  uuid NOT NULL REFERENCES agencies,
    user_id    uuid NOT NULL REFERENCES users,
    name       text NOT NULL,
    query      text NOT NULL,                 -- as it stands in the address of the page
    shared     boolean NOT NULL DEFAULT false,-- everybody of the organ sees it
    created_at timestamptz NOT NULL,
    UNIQUE (user_id, name)
);
CREATE INDEX saved_filters_shared ON saved_filters (agency_id) WHERE shared;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_filters TO hub_app;
GRANT SELECT ON saved_filters TO hub_audit;
