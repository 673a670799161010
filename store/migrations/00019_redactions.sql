-- Destroying what must not be in the hub (涉密信息清除) and nothing else: values of
-- events are blanked by one function, which asks the record for the order of one
-- person and the act of another. docs/adr/0019 says why the database asks.
-- ALTER TABLE takes ACCESS EXCLUSIVE on documents for a moment (a nullable column,
-- no rewrite).
-- +goose Up

CREATE TABLE destroyed_blobs (                -- contents that must not be in the store, by digest
    sha256     bytea PRIMARY KEY,
    act_id     uuid NOT NULL REFERENCES events,
    at         timestamptz NOT NULL,
    removed_at timestamptz                    -- NULL: the bytes may still be on disk
);
CREATE INDEX destroyed_blobs_due ON destroyed_blobs (at) WHERE removed_at IS NULL;
GRANT SELECT, UPDATE (removed_at) ON destroyed_blobs TO hub_app, hub_worker;
GRANT SELECT ON destroyed_blobs TO hub_audit;

ALTER TABLE documents ADD COLUMN destroyed_at timestamptz;

REVOKE UPDATE ON event_values FROM hub_worker;

-- Blanks what the act names in its field redacts (docs/adr/0003) and what its order
-- names in its field places, wipes the given texts out of the case's rows, and gives
-- the digests whose bytes have to go.
-- +goose StatementBegin
CREATE FUNCTION carry_out_redaction(act uuid, texts text[]) RETURNS SETOF bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    mark   CONSTANT text := '〔涉密内容已清除〕';
    deed   record;
    ord    record;
    answer bytea;
    named  bytea;
    places jsonb;
    gone   bytea[];
    target uuid;
    field  text;
    size   int;
    pos    int := 2;
    word   text;
    col    record;
BEGIN
    SELECT e.id, e.case_id, e.seq, e.user_id, e.recorded_at INTO deed FROM events e WHERE e.id = act AND e.kind = 'record.redacted' AND e.case_id IS NOT NULL
        AND EXISTS (SELECT FROM participations p WHERE p.case_id = e.case_id AND p.agency_id = hub_agency());
    SELECT v.value INTO answer FROM event_values v WHERE v.event_id = deed.id AND v.name = 'answers';
    SELECT e.id, e.seq, e.user_id INTO ord FROM events e WHERE e.kind = 'redaction.order' AND e.case_id = deed.case_id AND e.seq < deed.seq
        AND to_jsonb(e.id::text) = convert_from(answer, 'UTF8')::jsonb;
    IF ord.id IS NULL OR ord.user_id IS NULL OR deed.user_id IS NULL OR ord.user_id = deed.user_id THEN
        RAISE EXCEPTION 'a redaction needs the order of one person and the act of another' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT FROM events e JOIN event_values v ON v.event_id = e.id AND v.name = 'answers' AND v.value = answer
               WHERE e.case_id = deed.case_id AND e.id <> deed.id AND e.kind IN ('record.redacted', 'redaction.refuse')) THEN
        RAISE EXCEPTION 'this order was answered before' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT v.value INTO named FROM event_values v WHERE v.event_id = deed.id AND v.name = 'redacts';
    IF named IS DISTINCT FROM (SELECT v.value FROM event_values v WHERE v.event_id = ord.id AND v.name = 'targets') THEN
        RAISE EXCEPTION 'a redaction blanks what was ordered and nothing else' USING ERRCODE = 'insufficient_privilege';
    END IF;

    FOR i IN 1 .. coalesce(get_byte(named, 0) * 256 + get_byte(named, 1), 0) LOOP
        target := encode(substring(named FROM pos + 1 FOR 16), 'hex')::uuid;
        size := get_byte(named, pos + 16);
        field := convert_from(substring(named FROM pos + 18 FOR size), 'UTF8');
        pos := pos + 17 + size;
        UPDATE event_values v SET salt = NULL, value = NULL FROM events e
        WHERE v.event_id = target AND v.name = field AND e.id = target AND e.case_id = deed.case_id AND e.seq < ord.seq
            AND field NOT LIKE 'actor.%' AND e.kind NOT LIKE 'redaction.%' AND e.kind <> 'record.redacted';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no value % of event % can be blanked', field, target USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;

    SELECT convert_from(v.value, 'UTF8')::jsonb INTO places FROM event_values v WHERE v.event_id = ord.id AND v.name = 'places';
    SELECT array_agg(DISTINCT x.sha256) INTO gone FROM (
        SELECT e.sha256 FROM evidence e JOIN jsonb_array_elements(places) p ON p ->> 'kind' = 'evidence' AND e.id::text = p ->> 'id' WHERE e.case_id = deed.case_id
        UNION ALL
        SELECT d.sha256 FROM documents d JOIN jsonb_array_elements(places) p ON p ->> 'kind' = 'document' AND d.id::text = p ->> 'id' WHERE d.case_id = deed.case_id
    ) x;
    UPDATE materials m SET title = mark, original_at = '' FROM jsonb_array_elements(places) p
        WHERE m.case_id = deed.case_id AND p ->> 'kind' = 'evidence' AND m.evidence_id::text = p ->> 'id';
    UPDATE evidence e SET name = mark, claimed = '', lies = false FROM jsonb_array_elements(places) p
        WHERE e.case_id = deed.case_id AND p ->> 'kind' = 'evidence' AND e.id::text = p ->> 'id';
    UPDATE documents d SET input = '{}', state = 'void', reason = mark, destroyed_at = deed.recorded_at FROM jsonb_array_elements(places) p
        WHERE d.case_id = deed.case_id AND p ->> 'kind' = 'document' AND d.id::text = p ->> 'id';
    UPDATE blobs SET state = 'destroyed' WHERE sha256 = ANY (gone);
    INSERT INTO destroyed_blobs (sha256, act_id, at) SELECT g, deed.id, deed.recorded_at FROM unnest(gone) g ON CONFLICT DO NOTHING;

    -- Every column of free text of every table that hangs on the case, whatever is
    -- added later; a short text only where it stands alone. Words of the procedure
    -- (states, kinds, numbers) are no free text.
    FOR col IN
        SELECT c.table_name AS tab, c.column_name AS name, c.data_type = 'jsonb' AS json, c.table_name = 'cases' AS own
        FROM information_schema.columns c JOIN pg_class k ON k.relname = c.table_name AND k.relkind = 'r' AND k.relnamespace = 'public'::regnamespace
        WHERE c.table_schema = 'public' AND c.data_type IN ('text', 'jsonb')
            AND c.table_name NOT IN ('events', 'event_values', 'receipts', 'idempotency_keys')
            AND c.column_name NOT IN ('kind', 'number', 'region', 'state', 'before', 'relation', 'level', 'stage', 'case_kind', 'code', 'form', 'rule_id', 'next_rule',
                'edition', 'template', 'channel', 'topic', 'dedup', 'what', 'function', 'flags')
            AND (c.table_name = 'cases' OR EXISTS (SELECT FROM information_schema.columns k2
                WHERE k2.table_schema = 'public' AND k2.table_name = c.table_name AND k2.column_name = 'case_id'))
    LOOP
        FOREACH word IN ARRAY coalesce(texts, '{}') LOOP
            CONTINUE WHEN word = '';
            IF col.json THEN
                EXECUTE format('UPDATE %I SET %I = replace(%I::text, $1, $2)::jsonb WHERE %I = $3 AND position($1 IN %I::text) > 0',
                    col.tab, col.name, col.name, CASE WHEN col.own THEN 'id' ELSE 'case_id' END, col.name)
                USING CASE WHEN char_length(word) < 4 THEN to_jsonb(word)::text ELSE substring(to_jsonb(word)::text FROM 2 FOR char_length(to_jsonb(word)::text) - 2) END,
                    CASE WHEN char_length(word) < 4 THEN to_jsonb(mark)::text ELSE mark END, deed.case_id;
            ELSE
                EXECUTE format('UPDATE %I SET %I = replace(%I, $1, $2) WHERE %I = $3 AND (%I = $1 OR char_length($1) >= 4 AND position($1 IN %I) > 0)',
                    col.tab, col.name, col.name, CASE WHEN col.own THEN 'id' ELSE 'case_id' END, col.name, col.name)
                USING word, mark, deed.case_id;
            END IF;
        END LOOP;
    END LOOP;
    RETURN QUERY SELECT g FROM unnest(gone) g;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION carry_out_redaction(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION carry_out_redaction(uuid, text[]) TO hub_app;
