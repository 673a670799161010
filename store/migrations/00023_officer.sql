-- Who of an organ handles a case (承办人): each participating organ names its own.
-- ALTER TABLE takes ACCESS EXCLUSIVE on participations for a moment (a nullable
-- column, no rewrite; the foreign key also takes SHARE ROW EXCLUSIVE on users);
-- CREATE INDEX takes SHARE on it, which holds up writers while it builds.
-- +goose Up

ALTER TABLE participations ADD COLUMN officer_id uuid REFERENCES users;
CREATE INDEX participations_officer ON participations (agency_id, officer_id, touched_at DESC, case_id DESC) WHERE officer_id IS NOT NULL;
