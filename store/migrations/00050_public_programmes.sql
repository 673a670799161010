-- Published programmes of inspections (检查计划) on the public page.
-- A fresh view: takes no lock that matters.
-- +goose Up

-- A programme shows from the day on which it became public. Of one that was withdrawn
-- name, period, day and reason stay; what it said is gone.
CREATE VIEW public_programmes AS
SELECT p.id, a.name AS agency, p.kind, p.title, p.from_on, p.to_on, p.published_on, p.withdrawn_on, p.reason AS withdrawn_reason,
    CASE WHEN p.state = 'approved' THEN p.subjects ELSE '' END AS subjects,
    CASE WHEN p.state = 'approved' THEN p.scope ELSE '' END AS scope,
    CASE WHEN p.state = 'approved' THEN p.manner ELSE '' END AS manner,
    CASE WHEN p.state = 'approved' THEN p.items ELSE '' END AS items,
    CASE WHEN p.state = 'approved' THEN p.share ELSE '' END AS share,
    CASE WHEN p.state = 'approved' THEN p.households ELSE 0 END AS households,
    CASE WHEN p.state = 'approved' THEN p.authority ELSE '' END AS authority,
    CASE WHEN p.state = 'approved' THEN p.document ELSE '' END AS document
FROM inspection_programmes p JOIN agencies a ON a.id = p.agency_id
WHERE p.published_on IS NOT NULL AND p.state IN ('approved', 'withdrawn');

GRANT SELECT ON public_programmes TO hub_app;
