-- Break-glass looks (紧急查阅): a person of an organ without a part in a case opens
-- that one case for some hours, and somebody else decides whether that was right.
-- Fresh tables; CREATE POLICY takes ACCESS EXCLUSIVE on cases and evidence for a moment.
-- +goose Up

CREATE TABLE glass (
    id            uuid PRIMARY KEY,
    case_id       uuid NOT NULL REFERENCES cases,
    number        text NOT NULL,              -- of the case: who opened it cannot read the case any more
    agency_id     uuid NOT NULL REFERENCES agencies, -- whose person opened it
    user_id       uuid NOT NULL REFERENCES users,
    function      text NOT NULL,
    sender_id     uuid NOT NULL REFERENCES agencies, -- of the case; decides whether it was right
    ground        text NOT NULL,              -- of a closed list
    reason        text NOT NULL,
    opened_at     timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    review_due_at timestamptz NOT NULL,       -- internal limit
    verdict       text NOT NULL DEFAULT '' CHECK (verdict IN ('', 'justified', 'not_justified')),
    remark        text NOT NULL DEFAULT '',
    reviewed_by   uuid REFERENCES users,
    reviewed_at   timestamptz,
    CHECK (reviewed_by <> user_id)
);
CREATE INDEX glass_by_user ON glass (user_id, case_id, expires_at);
CREATE INDEX glass_by_agency ON glass (agency_id, opened_at DESC, id DESC);
CREATE INDEX glass_by_sender ON glass (sender_id, opened_at DESC, id DESC);
CREATE INDEX glass_waiting ON glass (sender_id) WHERE verdict = '';

CREATE TABLE glass_tries (                    -- every attempt, also at what there is not
    id        uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    user_id   uuid NOT NULL REFERENCES users,
    at        timestamptz NOT NULL
);
CREATE INDEX glass_tries_by_user ON glass_tries (user_id, at);

-- What was opened and why stays as it was written; a review fills in its own columns.
GRANT SELECT, INSERT ON glass, glass_tries TO hub_app;
GRANT UPDATE (verdict, remark, reviewed_by, reviewed_at) ON glass TO hub_app;
GRANT SELECT ON glass, glass_tries TO hub_audit;

ALTER TABLE glass       ENABLE ROW LEVEL SECURITY;
ALTER TABLE glass       FORCE ROW LEVEL SECURITY;
ALTER TABLE glass_tries ENABLE ROW LEVEL SECURITY;
ALTER TABLE glass_tries FORCE ROW LEVEL SECURITY;
CREATE POLICY glass_own    ON glass FOR SELECT TO hub_app USING (agency_id = hub_agency() OR sender_id = hub_agency());
-- The organ that runs the hub: its auditor sees that there are any.
CREATE POLICY glass_hub    ON glass FOR SELECT TO hub_app USING (
    EXISTS (SELECT 1 FROM users u WHERE u.agency_id = hub_agency() AND 'operator' = ANY (u.functions)));
CREATE POLICY glass_made   ON glass FOR INSERT TO hub_app WITH CHECK (sender_id = hub_agency() AND agency_id <> hub_agency());
CREATE POLICY glass_judged ON glass FOR UPDATE TO hub_app USING (sender_id = hub_agency()) WITH CHECK (sender_id = hub_agency());
CREATE POLICY glass_audit  ON glass FOR SELECT TO hub_audit USING (true);
CREATE POLICY glass_owner  ON glass TO hub_owner USING (true) WITH CHECK (true);
CREATE POLICY glass_tries_own   ON glass_tries TO hub_app USING (agency_id = hub_agency()) WITH CHECK (agency_id = hub_agency());
CREATE POLICY glass_tries_audit ON glass_tries FOR SELECT TO hub_audit USING (true);
CREATE POLICY glass_tries_owner ON glass_tries TO hub_owner USING (true) WITH CHECK (true);

-- Which states a case is in somebody else's hands in: a draft, a case taken back and
-- one that is void are nobody's emergency.
-- +goose StatementBegin
CREATE FUNCTION handed_over(state text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT state NOT IN ('draft', 'reported', 'refused', 'approved', 'withdrawn', 'void') $$;
-- +goose StatementEnd

-- A transaction that names a look of its organ reads the one case of that look, and
-- its files. It locks and changes nothing: there is no such policy for UPDATE.
-- +goose StatementBegin
CREATE FUNCTION hub_glass() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT g.case_id FROM glass g WHERE g.id = nullif(current_setting('hub.glass', true), '')::uuid AND g.agency_id = hub_agency() $$;
-- +goose StatementEnd
CREATE POLICY cases_glass    ON cases    FOR SELECT TO hub_app USING (id = (SELECT hub_glass()) AND handed_over(state));
CREATE POLICY evidence_glass ON evidence FOR SELECT TO hub_app USING (case_id = (SELECT hub_glass()));

-- Whose case a number or an id names, past row-level security: the sending organ and
-- nothing else.
-- +goose StatementBegin
CREATE FUNCTION glass_sender(wanted_number text, wanted_id uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT c.sender_id FROM public.cases c WHERE (c.number = wanted_number OR c.id = wanted_id) AND c.sent_at IS NOT NULL AND public.handed_over(c.state) $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION glass_sender(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION glass_sender(text, uuid) TO hub_app;
