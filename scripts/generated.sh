#!/usr/bin/env bash
# Is what generators wrote still what they would write?
#
#   generated.sh client DIR    write types and calls of the Go client for partner systems
#   generated.sh sums          remember what the SQL code was generated from
#   generated.sh compare       generate everything into a scratch folder and compare
#
# The sums let `go test` see a forgotten `make gen` in a millisecond. They prove
# only that nobody touched either side since; `compare` generates for real.
set -euo pipefail
cd "$(dirname "$0")/.."

sums() {
  (cd store && sha256sum sqlc.yaml migrations/*.sql queries/*.sql dbsqlc/*.go)
}

# What a token may call, without the formats of texts: an id or a day is a string to a partner.
client() {
  : "${OAPI:?the command that runs oapi-codegen}"
  local contract; contract=$(mktemp)
  go run ./cmd/hub openapi --partner | sed -E '/^ *format: "?(uuid|date|email|uri|binary)"?$/d' > "$contract"
  $OAPI -config client/hubapi/models.yaml -o "$1/models.gen.go" "$contract"
  rm -f "$contract"
  go run ./cmd/hub openapi --calls --out "$1/calls.gen.go"
}

case ${1:-} in
client)
  client "${2:?where to}"
  ;;
sums)
  sums > store/dbsqlc/SOURCE.sha256
  ;;
compare)
  : "${SQLC:?the command that runs sqlc}"
  scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
  failed=0
  same() { # what it is, committed file or folder, fresh one
    if diff -ru "$2" "$3" | head -n 60; then echo "ok    $1"; else echo "STALE $1: run make gen and commit the result" >&2; failed=1; fi
  }

  go run ./cmd/hub openapi --out "$scratch/openapi.yaml"
  same 'api/openapi.yaml (hub openapi)' api/openapi.yaml "$scratch/openapi.yaml"

  mkdir -p "$scratch/store" && cp -r store/sqlc.yaml store/migrations store/queries "$scratch/store/"
  env $SQLC generate -f "$scratch/store/sqlc.yaml"
  cp store/dbsqlc/SOURCE.sha256 "$scratch/store/dbsqlc/" 2>/dev/null || true
  same 'store/dbsqlc (sqlc)' store/dbsqlc "$scratch/store/dbsqlc"
  sums > "$scratch/sums"
  same 'store/dbsqlc/SOURCE.sha256' store/dbsqlc/SOURCE.sha256 "$scratch/sums"

  mkdir -p "$scratch/hubapi" && cp client/hubapi/client.go client/hubapi/models.yaml "$scratch/hubapi/"
  client "$scratch/hubapi"
  same 'client/hubapi (oapi-codegen, hub openapi --calls)' client/hubapi "$scratch/hubapi"

  (cd web && npx openapi-typescript ../api/openapi.yaml -o "$scratch/schema.d.ts" >/dev/null </dev/null)
  same 'web/src/api/schema.d.ts (openapi-typescript)' web/src/api/schema.d.ts "$scratch/schema.d.ts"
  exit $failed
  ;;
*)
  echo 'usage: generated.sh sums | client DIR | compare' >&2
  exit 2
  ;;
esac
