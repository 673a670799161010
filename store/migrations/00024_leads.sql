-- 监督线索表: a procuratorate finds the criminal referrals copied to it, and the
-- charges in them that were refused or cancelled.
-- CREATE INDEX takes SHARE on participations and charges, which holds up writers
-- while it builds.
-- +goose Up

CREATE INDEX participations_copied_crime ON participations (agency_id, case_id) WHERE relation = 'procuratorate' AND case_kind = 'criminal';
CREATE INDEX charges_refused ON charges (case_id) WHERE state IN ('declined', 'upheld', 'cancelled');
