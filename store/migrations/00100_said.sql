-- How much the other hub had said when it carried a message of ours out: a receipt may overtake
-- a message, and a withdrawal that an acceptance crossed gives nothing back. A column without
-- a default: the lock is held for a moment. What was delivered before is as it was judged then.
-- +goose Up

ALTER TABLE envelopes ADD COLUMN said bigint;  -- messages of theirs by then, told with delivered_at

UPDATE envelopes SET said = 0 WHERE outgoing AND delivered_at IS NOT NULL;
