-- What an archive (归档) calls a file goes with the file: a name that was destroyed by
-- order (ADR 0019) stays in no contents of any organ. A trigger on one column; takes
-- SHARE ROW EXCLUSIVE on evidence for a moment.
-- +goose Up

-- +goose StatementBegin
CREATE FUNCTION archives_forget_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE archives a SET contents = (
        SELECT jsonb_agg(CASE
            WHEN p ->> 'id' = 'file:' || NEW.id THEN (p - 'file' - 'media' - 'where') || jsonb_build_object('title', NEW.name)
            WHEN p ->> 'file' = OLD.name AND decode(p ->> 'sha256', 'base64') = NEW.sha256 THEN p - 'file' - 'media' - 'where' -- the sealed version of a paper
            ELSE p END ORDER BY n)
        FROM jsonb_array_elements(a.contents) WITH ORDINALITY AS x(p, n))
    WHERE a.case_id = NEW.case_id AND a.contents::text LIKE '%' || encode(NEW.sha256, 'base64') || '%';
    RETURN NULL;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION archives_forget_file() FROM PUBLIC;
CREATE TRIGGER evidence_forgotten AFTER UPDATE OF name ON evidence
    FOR EACH ROW WHEN (NEW.name = '〔涉密内容已清除〕' AND OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION archives_forget_file();
