-- Claims for ecological damage (生态环境损害赔偿) beyond one case: a slip of payment counts
-- once among all claims of an organ, and leads are screened in rounds (线索筛查).
-- Fresh tables: takes no lock that matters. The slips of claims that are there already
-- are read out of their flags; of two that carry the same one the first keeps it.
-- +goose Up

CREATE TABLE claim_slips (                    -- 缴款书号
    agency_id   uuid NOT NULL REFERENCES agencies, -- 索赔部门
    slip        text NOT NULL,                -- number without brackets and spaces
    case_id     uuid NOT NULL REFERENCES cases,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (agency_id, slip)
);
INSERT INTO claim_slips (agency_id, slip, case_id, recorded_at)
SELECT DISTINCT ON (c.sender_id, s.slip) c.sender_id, s.slip, c.id, c.updated_at
FROM cases c, jsonb_array_elements(c.flags -> 'claim' -> 'payments') p,
    LATERAL (SELECT upper(translate(translate(p ->> 'number', '（）〔〕［］【】()[]{} 　', ''), '０１２３４５６７８９', '0123456789')) AS slip) s
WHERE c.kind = 'compensation' AND s.slip <> ''
ORDER BY c.sender_id, s.slip, c.created_at;

CREATE TABLE screenings (                     -- 线索筛查轮次
    id        uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    year      int  NOT NULL,
    round     int  NOT NULL,                  -- within the year
    title     text NOT NULL,
    from_on   date NOT NULL,                  -- the time that is screened
    to_on     date NOT NULL,
    sources   text[] NOT NULL,                -- channels that are looked through
    state     text NOT NULL CHECK (state IN ('open', 'closed')),
    closing   text NOT NULL DEFAULT '',       -- 小结
    opened_at timestamptz NOT NULL,
    opened_by text NOT NULL,
    closed_at timestamptz,
    closed_by text NOT NULL DEFAULT '',
    version   bigint NOT NULL DEFAULT 1,
    UNIQUE (agency_id, year, round),
    CHECK (to_on >= from_on)
);

CREATE TABLE screening_candidates (           -- 筛查出的线索
    id           uuid PRIMARY KEY,
    screening_id uuid NOT NULL REFERENCES screenings,
    agency_id    uuid NOT NULL REFERENCES agencies,
    seq          int  NOT NULL,
    title        text NOT NULL,
    channel      text NOT NULL,               -- 线索渠道
    above        boolean NOT NULL,            -- 上级交办
    reference    text NOT NULL DEFAULT '',    -- number of the penalty, the report, the letter
    place        text NOT NULL DEFAULT '',
    found_on     date,
    lead_id      uuid REFERENCES cases,       -- the lead on this hub
    decision     text NOT NULL DEFAULT '' CHECK (decision IN ('', 'claim', 'not_pursued')),
    ground       text NOT NULL DEFAULT '',
    denied       text[] NOT NULL DEFAULT '{}', -- exceptions that do not apply
    reason       text NOT NULL DEFAULT '',
    claim_id     uuid REFERENCES cases,
    decided_at   timestamptz,
    decided_by   text NOT NULL DEFAULT '',
    UNIQUE (screening_id, seq)
);
CREATE INDEX screening_candidates_by_claim ON screening_candidates (claim_id) WHERE claim_id IS NOT NULL;

ALTER TABLE claim_slips          ENABLE ROW LEVEL SECURITY;
ALTER TABLE claim_slips          FORCE ROW LEVEL SECURITY;
ALTER TABLE screenings           ENABLE ROW LEVEL SECURITY;
ALTER TABLE screenings           FORCE ROW LEVEL SECURITY;
ALTER TABLE screening_candidates ENABLE ROW LEVEL SECURITY;
ALTER TABLE screening_candidates FORCE ROW LEVEL SECURITY;

CREATE POLICY claim_slips_own   ON claim_slips TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY claim_slips_owner ON claim_slips TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY screenings_own   ON screenings TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY screenings_owner ON screenings TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY screening_candidates_own   ON screening_candidates TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY screening_candidates_owner ON screening_candidates TO hub_owner USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON claim_slips TO hub_app;
GRANT SELECT, INSERT, UPDATE ON screenings, screening_candidates TO hub_app;
