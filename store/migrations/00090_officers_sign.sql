-- Which officer of the team signed the record of a visit (检查人员签名): a signature of the
-- officers names one of the team, each once, so that it can be counted how many have signed.
-- What was signed before keeps a name alone. ADD COLUMN takes ACCESS EXCLUSIVE for a moment,
-- the key and the index a lock against writes while they look at the rows, none of which has
-- the column yet.
-- +goose Up

ALTER TABLE site_signatures ADD COLUMN inspector_id uuid;
ALTER TABLE site_signatures ADD CONSTRAINT site_signatures_officer FOREIGN KEY (check_id, inspector_id) REFERENCES site_officers (check_id, inspector_id);
ALTER TABLE site_signatures ADD CONSTRAINT site_signatures_of_officers CHECK (inspector_id IS NULL OR party = 'officer');
CREATE UNIQUE INDEX site_signatures_once ON site_signatures (check_id, inspector_id) WHERE inspector_id IS NOT NULL;
