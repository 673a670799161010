-- The desk's own list (轮到本机关) is ordered by when its duty ends, cases without
-- one last: the index has to say that in the same words, or every turn of the
-- organ is read and sorted for one page.
-- CREATE INDEX takes SHARE on participations, which holds up writers while it
-- builds; DROP INDEX takes ACCESS EXCLUSIVE for a moment.
-- +goose Up

CREATE INDEX participations_due ON participations (agency_id, coalesce(due_at, 'infinity'::timestamptz), case_id) WHERE turn;
DROP INDEX participations_turn;
