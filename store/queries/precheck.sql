-- name: ListPrecheckAnswers :many
SELECT a.sheet, a.line, a.verdict, a.remark, a.agency_id, a.made_at, coalesce(u.name, '')::text AS made_name
FROM precheck_answers a LEFT JOIN users u ON u.id = a.made_by WHERE a.case_id = @case_id;

-- name: SavePrecheckAnswer :exec
-- The last answer counts; the record keeps the earlier ones.
INSERT INTO precheck_answers (case_id, sheet, line, verdict, remark, agency_id, made_by, made_at)
VALUES (@case_id, @sheet, @line, @verdict, @remark, @agency_id, @made_by, @made_at)
ON CONFLICT (case_id, sheet, line) DO UPDATE SET verdict = excluded.verdict, remark = excluded.remark, made_by = excluded.made_by, made_at = excluded.made_at;
