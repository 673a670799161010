// Gates of the pages: every route, in Chinese at 1440 and 390 px and in English
// at 390 px, must show no axe violation (WCAG 2.2 AA), no sideways scroll, no request to
// another origin and no complaint of the browser; the inbox must stay light.
//
//   HUB_URL=http://127.0.0.1:8080 node e2e/gates.mjs [--shots DIR] [--out FILE] [--only WORD] [--all]
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast } from './cast.mjs';
import { full, looks, shared } from './looks.mjs';
import { routeOf, routes } from './routes.mjs';
import { visits } from './visits.mjs';
import { weights } from './weights.mjs';

const limits = { cold_kb: 400, warm_kb: 15, lcp_ms: 2500, uncompressed: 0 };
const widths = process.argv.includes('--all') ? { 'zh-CN': full, en: full } : shared; // --all: axe at both widths in both languages
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : '');
const only = option('--only');

let failed = 0;
function gate(ok, text) {
  if (!ok) failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${text}`);
}

/** Everything that can be opened on a page is open, so that it is looked at too. */
const unfold = (page) => page.evaluate(() => { for (const d of document.querySelectorAll('main details')) d.open = true; });

/** Goes to an address; a page that is just reloading itself aborts the first try. */
async function visit(page, url) {
  try {
    await page.goto(url);
  } catch (err) {
    if (!/ERR_ABORTED/.test(String(err))) throw err;
    await page.goto(url);
  }
}

async function tour(browser, list, lang) {
  const cast = new Cast(browser, lang);
  const seen = new Set(); // routes
  for (const [who, name, path] of list) {
    const page = await cast.as(who);
    const before = cast.trouble.length;
    await visit(page, hub + path);
    await settled(page);
    await unfold(page);
    const shots = option('--shots') && `${option('--shots')}/${lang}`;
    const found = [...await looks(page, name, { shots, widths: widths[lang], again: seen.has(routeOf(path)) }), ...cast.trouble.slice(before)];
    seen.add(routeOf(path));
    if (lang === 'en' && await page.evaluate(() => document.documentElement.lang) !== 'en') found.push('the page is not in English');
    gate(found.length === 0, `${lang} ${name}${found.map((f) => `\n       ${f}`).join('')}`);
  }
}

const started = Date.now();
const browser = await openBrowser();
try {
  const weight = await weights(browser);
  for (const [what, limit] of Object.entries(limits)) gate(weight[what] <= limit && (what === 'uncompressed' || weight[what] > 0), `inbox ${what} ${weight[what].toFixed(1)} of ${limit}`);
  const cast = new Cast(browser);
  const all = await visits((who) => cast.as(who));
  const reached = new Set(all.map(([, , path]) => routeOf(path)));
  for (const r of routes) gate(reached.has(r), `route ${r} is looked at`);
  const list = all.filter(([, name]) => name.includes(only));
  await Promise.all(Object.keys(widths).map((lang) => tour(browser, list, lang)));
  const figures = { date: new Date().toISOString(), ...weight, pages: list.length, looks: list.length * Object.values(widths).flat().length, failed, seconds: (Date.now() - started) / 1000 };
  console.log(JSON.stringify(figures));
  const out = option('--out');
  if (out) {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify(figures, undefined, 2)}\n`);
  }
} catch (err) {
  failed++;
  console.error(err instanceof Error ? err.stack : err);
} finally {
  await browser.close();
}
console.log(failed ? `${failed} gates failed` : 'all gates hold');
process.exitCode = failed ? 1 : 0;
