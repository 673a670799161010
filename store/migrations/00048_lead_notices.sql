-- Supervision leads (监督线索): which lines a procuratorate was told of, and on which day it
-- was looked at last; indexes by which the table reads what is open and not all that ever
-- was. Fresh tables; each CREATE INDEX takes SHARE on its table, which holds up writes while
-- it is built (a second or two for a million rows).
-- +goose Up

CREATE TABLE lead_lines (
    agency_id uuid NOT NULL REFERENCES agencies,
    ground    text NOT NULL,
    line_id   uuid NOT NULL,                  -- the clock, the charge or the case that it is about
    told_at   timestamptz NOT NULL,
    PRIMARY KEY (agency_id, ground, line_id)
);
CREATE TABLE lead_tells (
    agency_id uuid PRIMARY KEY REFERENCES agencies,
    told_on   date NOT NULL
);

CREATE INDEX participations_open_crime ON participations (agency_id, case_id)
    WHERE relation = 'procuratorate' AND case_kind = 'criminal' AND stage NOT IN ('closed', 'void');
CREATE INDEX charges_pending ON charges (case_id) WHERE state = 'pending';

ALTER TABLE lead_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE lead_lines FORCE ROW LEVEL SECURITY;
ALTER TABLE lead_tells ENABLE ROW LEVEL SECURITY;
ALTER TABLE lead_tells FORCE ROW LEVEL SECURITY;
CREATE POLICY lead_lines_worker ON lead_lines TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY lead_tells_worker ON lead_tells TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY lead_lines_owner  ON lead_lines TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY lead_tells_owner  ON lead_tells TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON lead_lines TO hub_worker;
GRANT SELECT, INSERT, UPDATE ON lead_tells TO hub_worker;
