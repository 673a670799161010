#!/usr/bin/env bash
# Installs what the hub needs on Debian and is not there yet. Says what it does;
# a second run does nothing.
#
#   setup.sh run    what `make run` needs: PostgreSQL's programs
#   setup.sh test   also a browser, Chinese fonts, pdftotext, npm packages
set -euo pipefail
cd "$(dirname "$0")/.."
for_what=${1:-run}

say() { printf 'setup: %s\n' "$*"; }
missing() { ! command -v "$1" >/dev/null 2>&1; }

missing go && { say 'Go 1.26 or later is missing (go.dev/dl)'; exit 1; }

packages=()
has_postgres() {
  [ -n "${PG_BINDIR:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || ! missing initdb
}
has_postgres || packages+=(postgresql)
if [ "$for_what" = test ]; then
  missing node && { say 'Node.js 20.19 or later is missing (nodejs.org); the pages and their tests need it'; exit 1; }
  { missing chromium && missing chromium-browser; } && packages+=(chromium)
  compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || packages+=(fonts-noto-cjk)
  missing pdftotext && packages+=(poppler-utils)
fi

if [ ${#packages[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || missing apt-get; then
    say "these packages are missing, please install them: ${packages[*]}"
    exit 1
  fi
  say "installing ${packages[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if ! has_postgres; then
    # Only the programs: Debian would also start a server of its own.
    quiet=/etc/postgresql-common/createcluster.d/zz-no-cluster.conf
    mkdir -p "${quiet%/*}" && echo 'create_main_cluster = false' > "$quiet"
    trap 'rm -f "$quiet"' EXIT
  fi
  apt-get update -q </dev/null
  apt-get install -q -y --no-install-recommends "${packages[@]}" </dev/null
fi

# npm writes node_modules/.package-lock.json last; newer than the lock means done.
npm_ci() {
  local done=$1/node_modules/.package-lock.json
  [ -f "$1/package-lock.json" ] || return 0
  [ -f "$done" ] && [ ! "$1/package-lock.json" -nt "$done" ] && return 0
  say "npm ci in $1"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund </dev/null)
  touch "$done"
}
if [ "$for_what" = test ]; then
  npm_ci web
  npm_ci tools
  npm_ci api/login/testdata/oidc-provider
  npm_ci domain/ical/testdata/ical.js
fi
