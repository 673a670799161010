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

/** Turns a page over into another language where it stands; one without the button is loaded again. */
async function turn(page, lang) {
  const turned = await page.evaluate((l) => {
    const button = document.querySelector(`button[lang="${l}"]`);
    button?.click();
    return button !== null;
  }, lang);
  if (!turned) {
    await page.evaluate((l) => localStorage.setItem('hub.lang', l), lang);
    await page.reload();
  }
  await page.waitForFunction((l) => document.documentElement.lang === l, lang);
  await settled(page);
  await unfold(page);
}

/** A page costs most when it is loaded: both languages look at the same one. */
async function tour(browser, list) {
  const cast = new Cast(browser);
  for (const [who, name, path] of list) {
    const page = await cast.as(who);
    const before = cast.trouble.length;
    await visit(page, hub + path);
    await settled(page);
    await unfold(page);
    const again = seen.has(routeOf(path));
    seen.add(routeOf(path));
    for (const lang of Object.keys(widths)) {
      const told = cast.trouble.length;
      if (lang !== 'zh-CN') await turn(page, lang);
      const shots = option('--shots') && `${option('--shots')}/${lang}`;
      const found = [...await looks(page, name, { shots, widths: widths[lang], again }), ...cast.trouble.slice(lang === 'zh-CN' ? before : told)];
      gate(found.length === 0, `${lang} ${name}${found.map((f) => `\n       ${f}`).join('')}`);
    }
    await turn(page, 'zh-CN');
  }
}

const seen = new Set(); // routes
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
  const half = Math.ceil(list.length / 2); // two people look at once: a browser waits more than it works
  await Promise.all([tour(browser, list.slice(0, half)), tour(browser, list.slice(half))]);
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
