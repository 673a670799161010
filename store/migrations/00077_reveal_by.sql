-- Until when the agencies of a manual round commit and reveal (揭示截止时间): before it
-- no round is void and no agency is named. Rounds of before have none. A nullable column
-- takes ACCESS EXCLUSIVE on draw_rounds for a moment.
-- +goose Up

ALTER TABLE draw_rounds ADD COLUMN reveal_by timestamptz;

-- +goose Down

ALTER TABLE draw_rounds DROP COLUMN reveal_by;
