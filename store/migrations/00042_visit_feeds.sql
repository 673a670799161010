-- Calendars of visits by a secret link (日程订阅): of one officer, or of a whole agency.
-- A calendar program reads them without a login, so a function with its owner's rights
-- says whose link it is; what is read then is what that agency sees. A fresh table:
-- takes no lock that matters.
-- +goose Up

CREATE TABLE visit_feeds (
    id           uuid PRIMARY KEY,
    agency_id    uuid NOT NULL REFERENCES agencies,
    user_id      uuid NOT NULL REFERENCES users, -- who made it, and takes it back
    inspector_id uuid REFERENCES inspectors,     -- NULL: all visits of the agency
    secret       bytea NOT NULL UNIQUE CHECK (length(secret) = 32), -- SHA-256 of the link's secret, which is not kept
    created_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX visit_feeds_by_user ON visit_feeds (user_id, created_at);

ALTER TABLE visit_feeds ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_feeds FORCE ROW LEVEL SECURITY;
CREATE POLICY visit_feeds_own   ON visit_feeds TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY visit_feeds_owner ON visit_feeds TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON visit_feeds TO hub_app;

-- +goose StatementBegin
CREATE FUNCTION hub_visit_feed(asked bytea) RETURNS TABLE (agency_id uuid, user_id uuid, inspector_id uuid, functions text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT f.agency_id, f.user_id, f.inspector_id, u.functions FROM visit_feeds f JOIN users u ON u.id = f.user_id AND u.agency_id = f.agency_id
   WHERE f.secret = asked AND f.revoked_at IS NULL $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION hub_visit_feed(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_visit_feed(bytea) TO hub_app;
