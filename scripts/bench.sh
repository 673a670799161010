#!/usr/bin/env bash
# Measures the whole hub (devkit/bench), then every Go benchmark, one package at
# a time so that they do not disturb each other. Results go to out/.
#
#   make bench ARGS='-parts lists -large 20000'   flags of devkit/bench
#   make bench BENCH=Verify COUNT=1               which Go benchmarks, how often; BENCH=- leaves them out
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p out
# shellcheck disable=SC2086 # several flags in one variable
go run ./devkit/bench ${ARGS:-}
[ "${BENCH:-.}" = - ] && exit 0
result=out/bench-$(date -u +%Y%m%dT%H%M%SZ)-$(git rev-parse --short HEAD 2>/dev/null || echo unknown).txt
{
  echo "commit $(git rev-parse HEAD 2>/dev/null || echo unknown)"
  echo "host   $(nproc) processors, $(uname -sr), $(go version | cut -d' ' -f3)"
} | tee "$result"
go test -p 1 -run '^$' -bench "${BENCH:-.}" -benchmem -count "${COUNT:-5}" -timeout 2h ./... 2>&1 | grep -v 'no test files' | tee -a "$result"
echo "result: $result"
