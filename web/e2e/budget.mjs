// Gates of the pages: bytes, paint, outside requests, accessibility, width.
//
//   HUB_URL=http://127.0.0.1:8080 node e2e/budget.mjs [--out DIR] [--lang en]
//
// Bytes are what came over the line, headers included. The line is held to
// 4 Mbit/s with 40 ms, as DevTools throttles it.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { hub, openBrowser, settled, signIn, window } from './browser.mjs';
import { people } from './cast.mjs';

const limits = { coldKB: 400, warmKB: 15, lcpMs: 2500 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : '');
const out = option('--out');
if (out) mkdirSync(out, { recursive: true });

let failed = 0;
function gate(ok, text) {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${text}`);
  if (!ok) failed++;
}

async function metered(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  let bytes = 0;
  cdp.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
  cdp.on('Network.dataReceived', () => undefined);
  return { cdp, take: () => { const n = bytes; bytes = 0; return n; } };
}

async function weights(browser) {
  const { page } = await window(browser);
  await signIn(page, people.handler.agency, people.handler.name);
  const meter = await metered(page);
  await meter.cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 500_000, uploadThroughput: 500_000 });
  await meter.cdp.send('Network.clearBrowserCache');
  await page.addInitScript(() => {
    window.lcp = 0;
    new PerformanceObserver((l) => { for (const e of l.getEntries()) window.lcp = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  meter.take();
  await page.goto(`${hub}/`);
  await page.locator('.lines tr').first().waitFor();
  await settled(page);
  const cold = meter.take() / 1000;
  const lcp = await page.evaluate(() => window.lcp);
  await page.goto(`${hub}/`);
  await page.locator('.lines tr').first().waitFor();
  await settled(page);
  const warm = meter.take() / 1000;
  gate(cold <= limits.coldKB, `inbox cold ${cold.toFixed(0)} kB of ${limits.coldKB}`);
  gate(warm <= limits.warmKB, `inbox warm ${warm.toFixed(1)} kB of ${limits.warmKB}`);
  gate(lcp > 0 && lcp <= limits.lcpMs, `inbox largest paint ${lcp.toFixed(0)} ms of ${limits.lcpMs} at 4 Mbit/s`);
  await page.context().close();
}

/** Every page with the person who uses it, and what must be open on it. */
async function tour(browser) {
  const one = async (who) => {
    const w = await window(browser);
    if (option('--lang')) await w.context.addInitScript((l) => localStorage.setItem('hub.lang', l), option('--lang'));
    await signIn(w.page, people[who].agency, people[who].name);
    return w;
  };
  const list = async (page, box) => page.evaluate(async (b) => (await (await fetch(`/v1/referrals?box=${b}`)).json()).items, box);
  const handler = await one('handler');
  const sent = await list(handler.page, 'sent');
  const at = (state) => sent.find((r) => r.state === state)?.id ?? sent[0].id;
  const officer = await one('officer');
  const procurator = await one('procurator');
  const head = await one('head');
  const copied = (await list(procurator.page, 'copied'))[0];
  const got = (await list(officer.page, 'received')).find((r) => r.state === 'received') ?? (await list(officer.page, 'received'))[0];
  const signing = (await list(head.page, 'signing'))[0];
  const pages = [
    ['inbox', handler, '/'], ['inbox empty', handler, '/?box=received'], ['search', handler, '/?q=涉嫌'], ['new', handler, '/new'],
    ['draft party', handler, `/referrals/${at('draft')}/draft?step=party`], ['draft facts', handler, `/referrals/${at('draft')}/draft?step=facts`],
    ['draft materials', handler, `/referrals/${at('draft')}/draft?step=materials`], ['draft preview', handler, `/referrals/${at('draft')}/draft?step=preview`],
    ['case draft', handler, `/referrals/${at('draft')}`], ['case approved', handler, `/referrals/${at('approved')}`], ['transmit', handler, `/referrals/${at('approved')}?act=criminal.transmit`],
    ['case received', handler, `/referrals/${at('received')}`], ['from paper', handler, `/referrals/${at('received')}?act=criminal.decline&paper=1`], ['items', handler, `/referrals/${at('received')}?act=criminal.handover_items`],
    ['case decided', handler, `/referrals/${at('decided')}`],
    ['police case', officer, `/referrals/${got?.id}`], ['supplement', officer, `/referrals/${got?.id}?act=ask_supplement`], ['track', officer, `/referrals/${got?.id}?act=criminal.set_track`],
    ['procurator case', procurator, `/referrals/${copied?.id}`], ['opinion', procurator, '/new'], ['signing', head, '/'], ['approve', head, `/referrals/${signing?.id}?act=criminal.approve`],
    ['notices', handler, '/notices'], ['rules', handler, '/rules'], ['rule', handler, '/rules/fwd_decide_transfer?start=2026-09-30'], ['me', handler, '/me'], ['admin', handler, '/admin'], ['nothing', handler, '/nothing'],
  ];
  for (const [name, w, path] of pages) {
    const before = w.trouble.length;
    await w.page.goto(hub + path);
    await settled(w.page);
    await w.page.waitForTimeout(300);
    for (const d of await w.page.locator('main details').all()) await d.evaluate((el) => { el.open = true; });
    await w.page.waitForTimeout(200);
    await audit(w.page, name, w.trouble.slice(before));
  }
  const login = await window(browser);
  await login.page.goto(`${hub}/login`);
  await login.page.getByRole('listitem').first().waitFor();
  await audit(login.page, 'login', login.trouble);
}

async function audit(page, name, trouble) {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true }).catch(() => undefined);
  await page.evaluate(axe).catch(async () => page.addScriptTag({ content: axe }));
  const found = await page.evaluate(async () => {
    const r = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return r.violations.map((v) => `${v.id} ×${v.nodes.length}: ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? n.all[0]?.message ?? ''}`).join(' | ')}`);
  });
  const wide = {};
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.waitForTimeout(150);
    wide[width] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (out) await page.screenshot({ path: join(out, `${name.replace(/ /g, '-')}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const sideways = Object.entries(wide).filter(([, n]) => n > 0).map(([w, n]) => `${n} px too wide at ${w}`);
  const problems = [...found, ...sideways, ...trouble];
  gate(problems.length === 0, `${name}${problems.length ? `\n       ${problems.join('\n       ')}` : ''}`);
}

const browser = await openBrowser();
try {
  await weights(browser);
  if (!process.argv.includes('--weights')) await tour(browser);
} finally {
  await browser.close();
}
console.log(failed ? `${failed} gates failed` : 'all gates hold');
process.exitCode = failed ? 1 : 0;
