-- Organs, people and how they log in. Fresh tables: takes no lock that matters.
-- +goose Up

CREATE TABLE agencies (                       -- 机关
    id           uuid PRIMARY KEY,
    code         text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
    name         text NOT NULL,               -- 全称
    short_name   text NOT NULL,               -- 简称
    sector       text NOT NULL,               -- environment, police, procuratorate, market, …
    level        text NOT NULL,               -- county, city, province, nation, township
    region       text NOT NULL CHECK (region ~ '^[0-9]{6}$'),   -- GB/T 2260
    superior_id  uuid REFERENCES agencies,    -- 上级机关
    acts_for_id  uuid REFERENCES agencies,    -- 以其名义办案的机关 (a branch acts in this organ's name)
    doc_prefix   text NOT NULL DEFAULT '',    -- 机关代字
    email        text NOT NULL DEFAULT '',
    phone        text NOT NULL DEFAULT '',
    synthetic    boolean NOT NULL DEFAULT false,
    closed_on    date,
    version      bigint NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL
);

CREATE TABLE issuers (                        -- 身份提供方: which issuer speaks for which organ
    id            uuid PRIMARY KEY,
    agency_id     uuid NOT NULL REFERENCES agencies,
    code          text NOT NULL UNIQUE,
    url           text NOT NULL UNIQUE,
    client_id     text NOT NULL,
    client_secret text NOT NULL DEFAULT '',   -- empty: public client with PKCE
    role_claim    text NOT NULL DEFAULT 'roles',
    role_map      jsonb NOT NULL DEFAULT '{}',-- claim value → function, an allow-list
    min_acr       text NOT NULL DEFAULT '',
    enabled       boolean NOT NULL DEFAULT true,
    version       bigint NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL
);

CREATE TABLE clients (                        -- 接口客户端: partner systems with access tokens
    id         uuid PRIMARY KEY,
    issuer_id  uuid NOT NULL REFERENCES issuers,
    client_id  text NOT NULL,
    agency_id  uuid NOT NULL REFERENCES agencies,
    scopes     text[] NOT NULL DEFAULT '{}',
    enabled    boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    UNIQUE (issuer_id, client_id)
);

CREATE TABLE units (                          -- 内设机构
    id         uuid PRIMARY KEY,
    agency_id  uuid NOT NULL REFERENCES agencies,
    name       text NOT NULL,
    kind       text NOT NULL,                 -- desk, enforcement, legal, leadership, other
    created_at timestamptz NOT NULL,
    UNIQUE (agency_id, name)
);

CREATE TABLE users (                          -- 人员: a principal is (issuer, subject)
    id           uuid PRIMARY KEY,
    agency_id    uuid NOT NULL REFERENCES agencies,
    issuer_id    uuid NOT NULL REFERENCES issuers,
    subject      text NOT NULL,
    name         text NOT NULL,
    title        text NOT NULL DEFAULT '',
    email        text NOT NULL DEFAULT '',
    phone        text NOT NULL DEFAULT '',
    unit_id      uuid REFERENCES units,
    functions    text[] NOT NULL DEFAULT '{}',
    lang         text NOT NULL DEFAULT 'zh-CN',
    last_seen_at timestamptz,
    version      bigint NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL,
    UNIQUE (issuer_id, subject)
);
CREATE INDEX users_by_agency ON users (agency_id);

CREATE TABLE presidings (                     -- 主持工作: who may approve in place of the chief
    id         uuid PRIMARY KEY,
    agency_id  uuid NOT NULL REFERENCES agencies,
    user_id    uuid NOT NULL REFERENCES users,
    document   text NOT NULL,
    from_day   date NOT NULL,
    to_day     date,
    created_at timestamptz NOT NULL,
    CHECK (to_day IS NULL OR to_day >= from_day)
);

CREATE TABLE leaves (                         -- 请假与代办
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users,
    deputy_id  uuid NOT NULL REFERENCES users,
    from_day   date NOT NULL,
    to_day     date NOT NULL CHECK (to_day >= from_day),
    created_at timestamptz NOT NULL,
    CHECK (user_id <> deputy_id)
);

CREATE TABLE duty_shifts (                    -- 值班表
    id         uuid PRIMARY KEY,
    agency_id  uuid NOT NULL REFERENCES agencies,
    user_id    uuid NOT NULL REFERENCES users,
    from_at    timestamptz NOT NULL,
    to_at      timestamptz NOT NULL CHECK (to_at > from_at),
    phone      text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
CREATE INDEX duty_shifts_by_time ON duty_shifts (agency_id, to_at);

CREATE TABLE sessions (                       -- 登录会话: only the hash of the cookie is kept
    hash         bytea PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users,
    agency_id    uuid NOT NULL REFERENCES agencies,
    issuer_id    uuid NOT NULL REFERENCES issuers,
    functions    text[] NOT NULL,
    idp_session  text NOT NULL DEFAULT '',    -- sid claim, for back-channel logout
    step_up_at   timestamptz,
    created_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_idp ON sessions (issuer_id, idp_session);

CREATE TABLE logout_tokens (                  -- jti of back-channel logout tokens already used
    issuer_id uuid NOT NULL REFERENCES issuers,
    jti       text NOT NULL,
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (issuer_id, jti)
);
