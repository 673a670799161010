-- A break-glass look that nobody judged within the limit is reminded of (复核催办).
-- ALTER TABLE takes ACCESS EXCLUSIVE on glass for a moment (a nullable column, no
-- rewrite); CREATE INDEX takes SHARE on it.
-- +goose Up

ALTER TABLE glass ADD COLUMN reminded_at timestamptz; -- NULL: not yet
CREATE INDEX glass_overdue ON glass (review_due_at) WHERE verdict = '';

-- The sweep reads what is overdue and marks what it told, nothing else.
GRANT SELECT, UPDATE (reminded_at) ON glass TO hub_worker;
CREATE POLICY glass_worker  ON glass FOR SELECT TO hub_worker USING (true);
CREATE POLICY glass_reminds ON glass FOR UPDATE TO hub_worker USING (true) WITH CHECK (true);
