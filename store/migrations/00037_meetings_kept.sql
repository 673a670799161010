-- Joint meetings, kept in order: who may move a meeting from which state to which,
-- whose reply and whose countersignature a row takes; marks taken off by the meeting
-- that settled them; the reminder to take a position.
-- ALTER TABLE takes ACCESS EXCLUSIVE on meeting_marks and meeting_agencies for a
-- moment (new columns without default, no rewrite).
-- +goose Up

ALTER TABLE meeting_marks ADD COLUMN meeting_id uuid REFERENCES meetings; -- that took it off; NULL: its own organ did
ALTER TABLE meeting_agencies ADD COLUMN reminded_for timestamptz;         -- beginning of the meeting it was reminded of (会前表态)

-- The table of domain/meeting, as far as a row can tell: TestMeetingMoves compares the
-- two. The owner of the tables, who migrates and restores, belongs to no organ.
-- +goose StatementBegin
CREATE FUNCTION meeting_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    ours boolean := old.agency_id = hub_agency();
BEGIN
    IF hub_agency() IS NULL THEN
        RETURN new;
    END IF;
    IF new.state <> old.state AND NOT (
        ours AND (old.state, new.state) IN (('draft', 'called'), ('draft', 'held'), ('draft', 'cancelled'), ('called', 'held'), ('called', 'cancelled'), ('held', 'minuted'), ('countersigned', 'closed'))
        OR NOT ours AND (old.state, new.state) = ('minuted', 'held')
        OR (old.state, new.state) = ('minuted', 'countersigned')
            AND NOT EXISTS (SELECT 1 FROM meeting_agencies p WHERE p.meeting_id = new.id AND p.present AND p.signed_at IS NULL)
    ) THEN
        RAISE EXCEPTION 'a meeting does not go from % to % by this organ', old.state, new.state USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT ours AND to_jsonb(new) - '{state,reason,version}'::text[] <> to_jsonb(old) - '{state,reason,version}'::text[] THEN
        RAISE EXCEPTION 'time, place and title are the convener''s' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN new;
END $$;
CREATE FUNCTION meeting_seats() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    own boolean := old.agency_id = hub_agency();
    holds boolean := hub_convenes(old.meeting_id);
BEGIN
    IF hub_agency() IS NULL THEN
        RETURN new;
    END IF;
    IF NOT own AND (new.signed_at IS NOT NULL AND new.signed_at IS DISTINCT FROM old.signed_at OR new.signed <> '' AND new.signed <> old.signed) THEN
        RAISE EXCEPTION 'an organ countersigns for itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT own AND (new.reply, new.reply_note) IS DISTINCT FROM (old.reply, old.reply_note) AND NOT (holds AND new.reply = 'none') THEN
        RAISE EXCEPTION 'an organ replies for itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT holds AND (new.present, new.attendees) IS DISTINCT FROM (old.present, old.attendees) THEN
        RAISE EXCEPTION 'attendance is the convener''s' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN new;
END $$;
-- +goose StatementEnd
CREATE TRIGGER meetings_move BEFORE UPDATE ON meetings FOR EACH ROW EXECUTE FUNCTION meeting_moves();
CREATE TRIGGER meeting_agencies_seat BEFORE UPDATE ON meeting_agencies FOR EACH ROW EXECUTE FUNCTION meeting_seats();

-- Number, series, convener and who founded it never change.
REVOKE UPDATE ON meetings, meeting_agencies FROM hub_app;
GRANT UPDATE (title, place, starts_at, ends_at, state, sequence, shared_at, held_at, closed_at, reason, version) ON meetings TO hub_app;
GRANT UPDATE (reply, reply_note, replied_at, present, attendees, signed_at, signed_by, signed) ON meeting_agencies TO hub_app;

-- The convener of a meeting takes off the marks of a case on its agenda, and says so.
CREATE POLICY meeting_marks_settled ON meeting_marks FOR UPDATE TO hub_app
    USING (EXISTS (SELECT 1 FROM meeting_items i WHERE i.case_id = meeting_marks.case_id AND hub_convenes(i.meeting_id)))
    WITH CHECK (off_at IS NOT NULL AND hub_convenes(meeting_id));

-- Who has not taken a position is reminded by the sweep.
CREATE POLICY items_worker     ON meeting_items FOR SELECT TO hub_worker USING (true);
CREATE POLICY positions_worker ON meeting_positions FOR SELECT TO hub_worker USING (true);
CREATE POLICY invited_reminded ON meeting_agencies FOR UPDATE TO hub_worker USING (true) WITH CHECK (true);
GRANT SELECT ON meeting_items, meeting_positions TO hub_worker;
GRANT UPDATE (reminded_for) ON meeting_agencies TO hub_worker;
