-- Values of events are seen by whom the event is seen by, as their neighbours are: until
-- now nothing but the join to events kept them apart. An insert is checked by nothing, so
-- that an act costs what it did.
-- ALTER TABLE takes ACCESS EXCLUSIVE on event_values for a moment.
-- +goose Up

ALTER TABLE event_values ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_values FORCE ROW LEVEL SECURITY;

-- The policies of events hold inside of this question, too.
CREATE POLICY event_values_seen ON event_values FOR SELECT TO hub_app
    USING (EXISTS (SELECT 1 FROM events e WHERE e.id = event_values.event_id));
CREATE POLICY event_values_made ON event_values FOR INSERT TO hub_app WITH CHECK (true);
CREATE POLICY event_values_worker ON event_values TO hub_worker USING (true) WITH CHECK (true);
CREATE POLICY event_values_audit ON event_values FOR SELECT TO hub_audit USING (true);
CREATE POLICY event_values_owner ON event_values TO hub_owner USING (true) WITH CHECK (true);
