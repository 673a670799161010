#!/usr/bin/env bash
# Builds the pages if Node.js is there; the hub runs without them and says so.
set -euo pipefail
cd "$(dirname "$0")/.."
if command -v npm >/dev/null 2>&1; then
  make web
else
  echo 'Node.js is not installed: the hub starts with a placeholder instead of its pages.'
fi
