-- Courier bundles (交换包): which files a partner's bundle brought, so that they are taken
-- without being fetched; and from when on a message that was given up is tried again.
-- A fresh table, and ACCESS EXCLUSIVE on envelopes for the moment of a nullable column.
-- +goose Up

-- Only what a partner's own bundle brought counts as its files: a digest alone opens nothing.
CREATE TABLE carried_files (                  -- 随交换包到达的材料
    peer_id uuid NOT NULL REFERENCES peers,
    sha256  bytea NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (peer_id, sha256)
);

ALTER TABLE envelopes ADD COLUMN again_at timestamptz; -- 重新发送: the ladder counts from here

GRANT SELECT, INSERT ON carried_files TO hub_app, hub_worker;
GRANT SELECT ON carried_files TO hub_audit;
