-- Replies to invitations to a visit (检查组成员答复): of each officer of the team who is
-- invited, whether he comes. A fresh table: takes no lock that matters.
-- +goose Up

CREATE TABLE site_replies (
    check_id     uuid NOT NULL,
    inspector_id uuid NOT NULL,
    agency_id    uuid NOT NULL REFERENCES agencies,
    comes        boolean NOT NULL,
    note         text NOT NULL DEFAULT '',    -- why not
    replied_by   uuid NOT NULL REFERENCES users,
    replied_at   timestamptz NOT NULL,
    PRIMARY KEY (check_id, inspector_id),
    FOREIGN KEY (check_id, inspector_id) REFERENCES site_officers
);
ALTER TABLE site_replies ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_replies FORCE ROW LEVEL SECURITY;
CREATE POLICY site_replies_seen  ON site_replies FOR SELECT TO hub_app USING (hub_in_site_check(check_id));
CREATE POLICY site_replies_made  ON site_replies FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency() AND hub_in_site_check(check_id));
CREATE POLICY site_replies_again ON site_replies FOR UPDATE TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY site_replies_owner ON site_replies TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON site_replies TO hub_app;
