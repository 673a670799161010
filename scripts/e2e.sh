#!/usr/bin/env bash
# Starts a development hub of its own on a free port, runs browser tests against
# it, and ends it. Needs bin/hub with the pages inside.
#
#   e2e.sh walks   procedures, one after the other, as people would
#   e2e.sh two     two hubs and the line between them
#   e2e.sh gates   every page once; figures go to out/pages.json
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:?walks, two or gates}
shift
[ "$what" = two ] && set -- --hubs 2 "$@"
dir=$(mktemp -d)
chmod 755 "$dir" # PostgreSQL runs as another user when we are root
bin/hub dev --listen 127.0.0.1:0 --dir "$dir/hub" "$@" >"$dir/out" 2>"$dir/err" &
hub=$!
end() {
  kill "$hub" 2>/dev/null || true
  wait "$hub" 2>/dev/null || true
  rm -rf "$dir"
}
trap end EXIT

# The address is printed once the demo story has been told; a busy machine may
# take minutes for what takes seconds.
for _ in $(seq 3000); do
  HUB_URL=$(sed -n 's#.*Xianjie *\(http://[^ ]*\).*#\1#p' "$dir/out")
  [ "$what" = two ] && OTHER_URL=$(sed -n 2p <<<"$HUB_URL") && HUB_URL=$(sed -n 1p <<<"${OTHER_URL:+$HUB_URL}")
  [ -n "$HUB_URL" ] && break
  kill -0 "$hub" 2>/dev/null || { cat "$dir/err" >&2; echo 'e2e: the hub did not start' >&2; exit 1; }
  sleep 0.1
done
[ -n "$HUB_URL" ] || { cat "$dir/err" >&2; echo 'e2e: the hub was not ready within five minutes' >&2; exit 1; }
export HUB_URL OTHER_URL
cd web
npm run "$what" </dev/null
