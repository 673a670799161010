#!/bin/sh
# Runs once, when the database directory is new: the hub's roles, each with the
# password of the installation. `hub migrate --bootstrap` makes the database.
set -eu
for role in hub_owner hub_app hub_worker hub_audit; do
  psql -v ON_ERROR_STOP=1 -v role="$role" -v password="$POSTGRES_PASSWORD" -U "$POSTGRES_USER" <<'SQL'
CREATE ROLE :"role" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'password';
SQL
done
