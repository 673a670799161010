-- Joint meetings with organs of other hubs (跨枢纽联席会议): their replies, signatures and
-- reports arrive in messages, which workers carry out. Grants and policies: ACCESS EXCLUSIVE
-- on meetings, meeting_agencies and meeting_resolutions for a moment.
-- +goose Up

CREATE POLICY meetings_heard ON meetings FOR UPDATE TO hub_worker USING (true) WITH CHECK (true);
GRANT UPDATE (state, reason, version) ON meetings TO hub_worker;
GRANT UPDATE (reply, reply_note, replied_at, signed_at, signed) ON meeting_agencies TO hub_worker;
GRANT UPDATE (state, report, reported_at) ON meeting_resolutions TO hub_worker;

-- For whom a worker writes: organs of other hubs alone.
-- +goose StatementBegin
CREATE FUNCTION meeting_heard() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF current_user = 'hub_worker' AND (new.reply, new.reply_note, new.signed_at, new.signed) IS DISTINCT FROM (old.reply, old.reply_note, old.signed_at, old.signed)
        AND NOT (new.signed_at IS NULL AND new.signed = '' AND (new.reply, new.reply_note) IS NOT DISTINCT FROM (old.reply, old.reply_note))
        AND NOT EXISTS (SELECT 1 FROM agencies a WHERE a.id = new.agency_id AND a.peer <> '') THEN
        RAISE EXCEPTION 'an organ of this hub replies and signs for itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN new;
END $$;
-- +goose StatementEnd
CREATE TRIGGER meeting_agencies_heard BEFORE UPDATE ON meeting_agencies FOR EACH ROW EXECUTE FUNCTION meeting_heard();
