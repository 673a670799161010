-- Keys that parts are sealed to for an organ which keeps the private half itself (机关自持
-- 加密密钥). A fresh table.
-- +goose Up

CREATE TABLE agency_sealing_keys (            -- 机关加密公钥
    kid       text PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies,
    jwk       jsonb NOT NULL,
    from_at   timestamptz NOT NULL,
    until_at  timestamptz                     -- replaced then; the organ opens older parts with the older key
);
CREATE UNIQUE INDEX agency_sealing_keys_present ON agency_sealing_keys (agency_id) WHERE until_at IS NULL;
GRANT SELECT, INSERT ON agency_sealing_keys TO hub_app;
GRANT UPDATE (until_at) ON agency_sealing_keys TO hub_app;
GRANT SELECT ON agency_sealing_keys TO hub_worker, hub_audit;
