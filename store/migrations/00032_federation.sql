-- Exchange with other hubs (枢纽间交换, XHP/1): partners, their organs, signed
-- messages both ways, receipts, files that travel by digest. Fresh tables, and ACCESS
-- EXCLUSIVE on agencies for the moment of a column with a constant default.
-- +goose Up

ALTER TABLE agencies ADD COLUMN peer text NOT NULL DEFAULT ''; -- 所属枢纽; empty: of this hub

CREATE TABLE peers (                          -- 伙伴枢纽
    id           uuid PRIMARY KEY,
    hub          text NOT NULL UNIQUE CHECK (hub ~ '^[a-z0-9][a-z0-9.-]{1,62}$'),
    name         text NOT NULL,
    root         text NOT NULL,               -- fingerprint of its root key, as two persons compared it
    metadata     bytea NOT NULL,              -- as the root signed it
    address      text NOT NULL,               -- where its exchange answers
    state        text NOT NULL CHECK (state IN ('proposed', 'trusted', 'suspended')),
    alarm        text NOT NULL DEFAULT '',    -- what an operator has to look at, as a code
    seen_at      timestamptz,                 -- the last answer or request of it that was genuine
    error        text NOT NULL DEFAULT '',    -- why the last call failed
    failures     int  NOT NULL DEFAULT 0,     -- in a row
    probe_at     timestamptz,                 -- not called before
    version      bigint NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL
);

CREATE TABLE own_metadata (                   -- 本枢纽的元数据, signed by its root: one row
    id       int PRIMARY KEY CHECK (id = 1),
    hub      text NOT NULL,
    root     text NOT NULL,
    metadata bytea NOT NULL,
    made_at  timestamptz NOT NULL
);

-- What a message is about and how far it came. It holds no content: see envelope_bytes.
CREATE TABLE envelopes (                      -- 往来函件
    id           uuid PRIMARY KEY,            -- of the message, the same on every retry
    peer_id      uuid NOT NULL REFERENCES peers,
    outgoing     boolean NOT NULL,
    conversation text NOT NULL,               -- hub of origin/case
    case_id      uuid NOT NULL,               -- no reference: what arrived out of order waits for its case
    seq          bigint NOT NULL,             -- gap-free per conversation and sending hub
    observed     bigint NOT NULL,             -- how much its sender had seen of the other side
    type         text NOT NULL,
    action       text NOT NULL,
    hash         bytea NOT NULL,
    prev         bytea NOT NULL,              -- hash of the message before, as it says
    from_id      uuid NOT NULL,               -- the organ that acts
    agency_id    uuid NOT NULL REFERENCES agencies, -- our organ: it writes, or it is written to
    occurred_at  timestamptz NOT NULL,
    -- outgoing: pending, received, refused, dead; incoming: stored, applied, crossed (settled without effect of its own)
    state        text NOT NULL CHECK (state IN ('pending', 'received', 'refused', 'dead', 'stored', 'applied', 'crossed')),
    attempts     int  NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL,
    error        text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,        -- written here, or durably stored here
    received_at  timestamptz,                 -- 到达: as the receiver's receipt says
    delivered_at timestamptz,                 -- 送达: in order at the desk
    event_id     uuid,                        -- of our record
    UNIQUE (peer_id, outgoing, conversation, seq)
);
CREATE INDEX envelopes_by_case ON envelopes (case_id, outgoing, seq);
CREATE INDEX envelopes_pending ON envelopes (peer_id, next_at) WHERE outgoing AND state = 'pending';
CREATE INDEX envelopes_stored ON envelopes (conversation, seq) WHERE NOT outgoing AND state = 'stored';

CREATE TABLE envelope_bytes (                 -- the messages themselves, byte for byte
    envelope_id uuid PRIMARY KEY REFERENCES envelopes,
    agency_id   uuid NOT NULL REFERENCES agencies,
    raw         bytea NOT NULL
);

CREATE TABLE envelope_refusals (              -- 拒收的函件: kept with the receipt they got
    id       uuid PRIMARY KEY,
    peer_id  uuid NOT NULL REFERENCES peers,
    message  text NOT NULL,
    hash     bytea NOT NULL,
    code     text NOT NULL,
    raw      bytea NOT NULL,
    receipt  bytea NOT NULL,
    at       timestamptz NOT NULL,
    UNIQUE (peer_id, hash)
);

CREATE TABLE envelope_receipts (              -- 枢纽间回执
    id          uuid PRIMARY KEY,
    envelope_id uuid NOT NULL REFERENCES envelopes,
    peer_id     uuid NOT NULL REFERENCES peers,
    ours        boolean NOT NULL,             -- given by us for theirs, or taken for ours
    kind        text NOT NULL,
    jws         bytea NOT NULL,
    at          timestamptz NOT NULL,
    sent_at     timestamptz,                  -- of ours: the partner has it
    UNIQUE (envelope_id, ours, kind)
);
CREATE INDEX envelope_receipts_unsent ON envelope_receipts (peer_id, at) WHERE ours AND sent_at IS NULL;

CREATE TABLE envelope_files (                 -- 随函材料: named by digest, fetched apart
    envelope_id uuid NOT NULL REFERENCES envelopes,
    peer_id     uuid NOT NULL REFERENCES peers,
    case_id     uuid NOT NULL,
    agency_id   uuid NOT NULL REFERENCES agencies, -- our organ
    evidence_id uuid NOT NULL,
    sha256      bytea NOT NULL,
    size        bigint NOT NULL,
    name        text NOT NULL,
    outgoing    boolean NOT NULL,
    held_at     timestamptz,                  -- incoming: the bytes are here and have this digest
    attempts    int NOT NULL DEFAULT 0,
    next_at     timestamptz NOT NULL,
    error       text NOT NULL DEFAULT '',
    PRIMARY KEY (envelope_id, evidence_id)
);
CREATE INDEX envelope_files_by_digest ON envelope_files (sha256) WHERE outgoing;
CREATE INDEX envelope_files_wanted ON envelope_files (next_at) WHERE NOT outgoing AND held_at IS NULL;
CREATE INDEX envelope_files_by_case ON envelope_files (case_id);

CREATE TABLE peer_nonces (                    -- request tokens already used
    peer_id uuid NOT NULL REFERENCES peers,
    nonce   text NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (peer_id, nonce)
);
CREATE INDEX peer_nonces_by_age ON peer_nonces (at);

-- Nobody of this hub logs in for an organ of another one, whatever a verb forgets.
-- +goose StatementBegin
CREATE FUNCTION hub_own_organ() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM agencies a WHERE a.id = NEW.agency_id AND a.peer <> '') THEN
        RAISE EXCEPTION 'agency % belongs to another hub', NEW.agency_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER issuers_of_own_organs BEFORE INSERT ON issuers FOR EACH ROW EXECUTE FUNCTION hub_own_organ();
CREATE TRIGGER clients_of_own_organs BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION hub_own_organ();

GRANT SELECT, INSERT, UPDATE ON peers, own_metadata, envelopes, envelope_files TO hub_app, hub_worker;
GRANT SELECT, INSERT ON envelope_bytes, envelope_refusals, envelope_receipts, peer_nonces TO hub_app, hub_worker;
GRANT UPDATE (sent_at) ON envelope_receipts TO hub_app, hub_worker;
GRANT DELETE ON peer_nonces TO hub_worker;
GRANT DELETE ON parties, charges, items TO hub_worker;  -- a referral that is sent anew replaces its draft
GRANT SELECT ON peers, own_metadata, envelopes, envelope_refusals, envelope_receipts, envelope_files TO hub_audit;

-- A message holds what its case holds: our organ that wrote it or is written to reads it.
ALTER TABLE envelope_bytes ENABLE ROW LEVEL SECURITY;
ALTER TABLE envelope_bytes FORCE ROW LEVEL SECURITY;
CREATE POLICY envelope_bytes_seen   ON envelope_bytes FOR SELECT TO hub_app USING (agency_id = hub_agency());
CREATE POLICY envelope_bytes_made   ON envelope_bytes FOR INSERT TO hub_app WITH CHECK (true);
CREATE POLICY envelope_bytes_worker ON envelope_bytes TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY envelope_bytes_owner  ON envelope_bytes TO hub_owner USING (true) WITH CHECK (true);
