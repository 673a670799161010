#!/usr/bin/env bash
# Lints both contracts, the hub's and the protocol's between hubs, with the recommended rules
# of Redocly; a warning fails too.
set -euo pipefail
cd "$(dirname "$0")/../tools"
report=$(mktemp) && trap 'rm -f "$report"' EXIT
for contract in api/openapi.yaml federation/xhp.yaml; do
    npx redocly lint --config ../.redocly.yaml --format json "../$contract" >"$report" 2>/dev/null </dev/null || true
    node --input-type=module - "$report" "$contract" <<'JS'
import { readFileSync } from 'node:fs';
const [report, contract] = process.argv.slice(2);
const { problems } = JSON.parse(readFileSync(report, 'utf8')); // fails if the linter did not run
const found = problems.filter((p) => !p.ignored); // .redocly.lint-ignore.yaml says why
for (const p of found) console.error(`${p.severity} ${p.ruleId}: ${p.message}\n  ${p.location[0]?.pointer ?? ''}`);
const operations = readFileSync(`../${contract}`, 'utf8').match(/^ +operationId:/gm)?.length ?? 0;
console.log(`${contract}: ${operations} operations, ${found.length} to mend`);
process.exit(found.length === 0 ? 0 : 1);
JS
done
