-- What may become of a joint plan before its draw: an invited agency declines (函告不参加),
-- the initiator takes an invitation back (撤回邀请), the plan is called off (取消方案); each
-- with its reason. The public page says that a plan it shows was called off, and until
-- when a manual round waits. Constant defaults and CHECK constraints: ACCESS EXCLUSIVE on
-- inspection_plans and plan_agencies while their rows are looked at, seconds at 100,000.
-- +goose Up

ALTER TABLE plan_agencies
    DROP CONSTRAINT plan_agencies_state_check,
    ADD CONSTRAINT plan_agencies_state_check CHECK (state IN ('invited', 'joined', 'declined', 'recalled', 'excluded')),
    ADD COLUMN reason   text NOT NULL DEFAULT '',           -- why it declined, was recalled or excluded
    ADD COLUMN ended_at timestamptz;

ALTER TABLE inspection_plans
    DROP CONSTRAINT inspection_plans_state_check,
    ADD CONSTRAINT inspection_plans_state_check CHECK (state IN ('open', 'frozen', 'drawn', 'published', 'cancelled')),
    ADD COLUMN cancelled_at     timestamptz,
    ADD COLUMN cancelled_reason text NOT NULL DEFAULT '';
GRANT UPDATE (cancelled_at, cancelled_reason) ON inspection_plans TO hub_app;

-- Whatever a verb does: only a plan that was not drawn is called off, and nothing of one
-- that was goes on.
-- +goose StatementBegin
CREATE FUNCTION hub_plan_moves() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.state = 'cancelled' OR NEW.state = 'cancelled' AND OLD.state NOT IN ('open', 'frozen') THEN
        RAISE EXCEPTION 'a plan does not go from % to %', OLD.state, NEW.state;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION hub_round_of_plan() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM inspection_plans p WHERE p.id = NEW.plan_id AND p.state = 'cancelled') THEN
        RAISE EXCEPTION 'the plan was called off';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER inspection_plans_move BEFORE UPDATE ON inspection_plans FOR EACH ROW EXECUTE FUNCTION hub_plan_moves();
CREATE TRIGGER draw_rounds_of_plan BEFORE INSERT ON draw_rounds FOR EACH ROW EXECUTE FUNCTION hub_round_of_plan();

-- An agency that declined, or whose invitation was taken back, still sees that it did; of
-- what is sealed, and of the nonces, it sees nothing.
-- +goose StatementBegin
CREATE FUNCTION hub_part_of_plan(plan uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM plan_agencies p WHERE p.plan_id = plan AND p.state IN ('joined', 'excluded') AND p.agency_id = nullif(current_setting('hub.agency', true), '')::uuid) $$;
-- +goose StatementEnd
ALTER POLICY sealed_of_plan ON draw_sealed
    USING (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id AND hub_part_of_plan(r.plan_id))) WITH CHECK (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id AND hub_part_of_plan(r.plan_id)));
ALTER POLICY nonces_of_plan ON draw_nonces
    USING (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id AND hub_part_of_plan(r.plan_id))) WITH CHECK (EXISTS (SELECT 1 FROM draw_rounds r WHERE r.id = round_id AND hub_part_of_plan(r.plan_id)));

CREATE OR REPLACE VIEW public_plans AS
SELECT p.id, p.title, p.check_type, p.from_on, p.to_on, p.strata, p.per_agency, p.state, a.name AS initiator, p.created_at,
    w.withdrawn_at, coalesce(w.reason, '') AS withdrawn_reason,
    (SELECT count(*) FROM site_checks v WHERE v.plan_id = p.id AND v.published_at IS NOT NULL) AS results,
    p.cancelled_at, p.cancelled_reason
FROM inspection_plans p JOIN agencies a ON a.id = p.agency_id LEFT JOIN plan_withdrawals w ON w.plan_id = p.id
WHERE EXISTS (SELECT 1 FROM draw_rounds r WHERE r.plan_id = p.id);

CREATE OR REPLACE VIEW public_parts AS
SELECT p.plan_id, p.agency_id, a.name, a.short_name, p.state FROM plan_agencies p JOIN agencies a ON a.id = p.agency_id
WHERE p.state IN ('joined', 'excluded') AND EXISTS (SELECT 1 FROM draw_rounds r WHERE r.plan_id = p.plan_id);

CREATE OR REPLACE VIEW public_rounds AS
SELECT plan_id, number, mode, state, objects, objects_out, officers, officers_out, drawn, objects_hash, officers_hash, terms_hash, core, digest,
    frozen_at, drawn_at, ended_at, missing, reason, reveal_by
FROM draw_rounds;
