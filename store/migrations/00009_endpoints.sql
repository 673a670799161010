-- Endpoints: where an organ's notices go beside mail and text message. Fresh
-- tables, and ACCESS EXCLUSIVE on deliveries for the moment of adding columns; the
-- foreign key is checked against no row, for every value is NULL. The index takes
-- SHARE, which holds up writers while it builds.
-- +goose Up

CREATE TABLE endpoints (                      -- 接收端点
    id            uuid PRIMARY KEY,
    agency_id     uuid NOT NULL REFERENCES agencies,
    kind          text NOT NULL CHECK (kind IN ('webhook', 'wecom', 'dingtalk')),
    name          text NOT NULL,
    url           text NOT NULL,              -- without the key that opens a robot
    topics        text[] NOT NULL DEFAULT '{}', -- groups of notices; empty: all
    scheme        text NOT NULL DEFAULT '',   -- v1, v1a; empty: a robot
    public_key    text NOT NULL DEFAULT '',   -- whpk_…, with v1a
    allow         text[] NOT NULL DEFAULT '{}', -- intranet prefixes that two persons allowed
    state         text NOT NULL CHECK (state IN ('waiting', 'active', 'paused', 'removed')),
    why           text NOT NULL DEFAULT '',   -- why it is paused: hand, failing, gone
    created_by    text NOT NULL,
    version       bigint NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL,
    held_until    timestamptz,                -- nothing is sent before
    drain_until   timestamptz,                -- somebody is sending; also his token
    failures      int NOT NULL DEFAULT 0,     -- in a row
    failing_since timestamptz,
    last_at       timestamptz,
    last_ok_at    timestamptz,                -- the last that was taken
    tested_at     timestamptz,                -- tests keep their distance
    last_result   text NOT NULL DEFAULT ''
);
CREATE INDEX endpoints_by_agency ON endpoints (agency_id) WHERE state <> 'removed';

CREATE TABLE endpoint_secrets (               -- 端点密钥
    endpoint_id uuid PRIMARY KEY REFERENCES endpoints,
    agency_id   uuid NOT NULL REFERENCES agencies,
    secret      text NOT NULL,                -- whsec_…, whsk_…, or the key in a robot's address
    sign        text NOT NULL DEFAULT '',     -- what DingTalk's signature is made with
    old_secret  text NOT NULL DEFAULT '',     -- signs as well until old_until
    old_until   timestamptz
);

CREATE TABLE delivery_attempts (              -- 投递记录: what endpoints answered
    id          uuid PRIMARY KEY,
    delivery_id uuid NOT NULL REFERENCES deliveries,
    endpoint_id uuid NOT NULL REFERENCES endpoints,
    at          timestamptz NOT NULL,
    status      int NOT NULL,                 -- of HTTP; 0: no answer
    took_ms     int NOT NULL,
    answer      text NOT NULL
);
CREATE INDEX delivery_attempts_by_endpoint ON delivery_attempts (endpoint_id, at DESC);
CREATE INDEX delivery_attempts_by_delivery ON delivery_attempts (delivery_id, at);

ALTER TABLE deliveries ADD COLUMN endpoint_id uuid REFERENCES endpoints, ADD COLUMN notice_id uuid;
CREATE INDEX deliveries_by_endpoint ON deliveries (endpoint_id, next_at) WHERE endpoint_id IS NOT NULL AND state IN ('pending', 'sending');
CREATE INDEX deliveries_of_endpoint ON deliveries (endpoint_id, created_at DESC) WHERE endpoint_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON endpoints, delivery_attempts TO hub_app, hub_worker;
GRANT SELECT, INSERT, UPDATE ON endpoint_secrets TO hub_app;
GRANT SELECT ON endpoint_secrets TO hub_worker;
GRANT SELECT ON endpoints, delivery_attempts TO hub_audit;

-- An organ reads no other organ's secrets; an act writes deliveries for the
-- endpoints of others, but needs no secret for it.
ALTER TABLE endpoint_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE endpoint_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY endpoint_secrets_own ON endpoint_secrets TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY endpoint_secrets_worker ON endpoint_secrets FOR SELECT TO hub_worker USING (true);
CREATE POLICY endpoint_secrets_owner ON endpoint_secrets TO hub_owner USING (true) WITH CHECK (true);
