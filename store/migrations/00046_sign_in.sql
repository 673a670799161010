-- People who signed in at a joint meeting (扫码签到). New table only.
-- +goose Up

CREATE TABLE meeting_signins (
    meeting_id uuid NOT NULL REFERENCES meetings,
    user_id    uuid NOT NULL REFERENCES users,
    agency_id  uuid NOT NULL REFERENCES agencies,
    name       text NOT NULL,                     -- as the login said it on that day
    at         timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, user_id),
    FOREIGN KEY (meeting_id, agency_id) REFERENCES meeting_agencies
);

ALTER TABLE meeting_signins ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_signins FORCE ROW LEVEL SECURITY;
CREATE POLICY signins_seen  ON meeting_signins FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id));
CREATE POLICY signins_made  ON meeting_signins FOR INSERT TO hub_app WITH CHECK (agency_id = hub_agency() AND hub_in_meeting(meeting_id));
CREATE POLICY signins_owner ON meeting_signins TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON meeting_signins TO hub_app;
