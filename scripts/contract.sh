#!/usr/bin/env bash
# Lints the contract with the recommended rules of Redocly; a warning fails too.
set -euo pipefail
cd "$(dirname "$0")/../tools"
report=$(mktemp) && trap 'rm -f "$report"' EXIT
npx redocly lint --config ../.redocly.yaml --format json ../api/openapi.yaml >"$report" 2>/dev/null </dev/null || true
node --input-type=module - "$report" <<'JS'
import { readFileSync } from 'node:fs';
const { problems, totals } = JSON.parse(readFileSync(process.argv[2], 'utf8')); // fails if the linter did not run
for (const p of problems) console.error(`${p.severity} ${p.ruleId}: ${p.message}\n  ${p.location[0]?.pointer ?? ''}`);
const operations = readFileSync('../api/openapi.yaml', 'utf8').match(/^ +operationId:/gm)?.length ?? 0;
console.log(`contract: ${operations} operations, ${totals.errors} errors, ${totals.warnings} warnings`);
process.exit(problems.length === 0 ? 0 : 1);
JS
