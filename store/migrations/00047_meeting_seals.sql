-- Sealed versions of meeting papers (盖章件): the scan or the e-sealed file beside the paper
-- as issued. Nothing is replaced: a second one stands beside the first, the latest counts.
-- A fresh table; takes no lock that matters.
-- +goose Up

CREATE TABLE meeting_seals (
    id          uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES meeting_documents,
    meeting_id  uuid NOT NULL REFERENCES meetings,
    agency_id   uuid NOT NULL REFERENCES agencies,
    name        text NOT NULL,
    sha256      bytea NOT NULL,
    size        bigint NOT NULL,
    checked     jsonb NOT NULL,               -- 盖章件核对, as with papers of a case
    sealed_by   uuid NOT NULL REFERENCES users,
    sealed_at   timestamptz NOT NULL
);
CREATE INDEX meeting_seals_by_meeting ON meeting_seals (meeting_id, document_id, sealed_at);

ALTER TABLE meeting_seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE meeting_seals FORCE ROW LEVEL SECURITY;
CREATE POLICY seals_seen  ON meeting_seals FOR SELECT TO hub_app USING (hub_in_meeting(meeting_id));
CREATE POLICY seals_made  ON meeting_seals FOR INSERT TO hub_app WITH CHECK (hub_convenes(meeting_id) AND agency_id = hub_agency());
CREATE POLICY seals_owner ON meeting_seals TO hub_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON meeting_seals TO hub_app;
