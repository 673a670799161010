-- The numbers beside the boxes (待办、在办、已办) are counted from the indexes alone: what an
-- entry has to be looked at for stands in them. Columns were in their conditions before, so
-- that no update is dearer than it was. CREATE INDEX takes SHARE on participations, which
-- holds up writers while it builds (some seconds for a million rows); DROP INDEX and RENAME
-- take ACCESS EXCLUSIVE for a moment.
-- +goose Up

CREATE INDEX participations_open_counted ON participations (agency_id, touched_at DESC, case_id DESC) INCLUDE (turn, relation, stage)
    WHERE stage NOT IN ('closed', 'void');
CREATE INDEX participations_due_counted ON participations (agency_id, coalesce(due_at, 'infinity'::timestamptz), case_id) INCLUDE (stage) WHERE turn;
DROP INDEX participations_open;
DROP INDEX participations_due;
ALTER INDEX participations_open_counted RENAME TO participations_open;
ALTER INDEX participations_due_counted RENAME TO participations_due;
