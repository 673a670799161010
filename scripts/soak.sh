#!/usr/bin/env bash
# Runs every test with the counts the project promises, and keeps the result
# with its commit and date.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p out
result=out/soak-$(date -u +%Y%m%dT%H%M%SZ)-$(git rev-parse --short HEAD 2>/dev/null || echo unknown).txt
{
  echo "commit $(git rev-parse HEAD 2>/dev/null || echo unknown)"
  echo "date   $(date -u +%FT%TZ)"
  echo "host   $(nproc) processors, $(uname -sr), $(go version | cut -d' ' -f3)"
} > "$result"
HUB_TEST_SCALE=soak go test -count=1 -timeout 12h -v ./... 2>&1 | tee -a "$result" | grep -E '^(ok|FAIL|---|panic)' | grep -v '^--- PASS' || true
echo "result: $result"
! grep -qE '^(FAIL|panic:)' "$result"
