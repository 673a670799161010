// A browser for the tests: Debian's Chromium, an empty profile, nothing that
// calls home. HUB_URL says where the hub is, CHROMIUM where the browser is.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const hub = (process.env.HUB_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');

/** How long anything may take, in ms. A busy machine is slow; only a page that never answers is wrong. */
export const patience = 120_000;

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p));

export async function openBrowser() {
  if (!executablePath) throw new Error('no Chromium here: install the package chromium, or name one in CHROMIUM');
  return chromium.launch({
    executablePath, timeout: patience,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

const wires = new WeakMap(); // page → its requests without an answer

/**
 * A person's own window; UTC on purpose: the pages must show office time anyway.
 * Whatever the browser complains about goes into trouble: errors of scripts, of
 * the console (where a violated content security policy is told too), requests
 * to another origin, and answers of 500 and above.
 */
export async function window(browser, { width = 1440, height = 900, lang, at = hub } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, timezoneId: 'UTC', locale: 'zh-CN', reducedMotion: 'reduce', acceptDownloads: true, isMobile: width < 600, hasTouch: width < 600,
  });
  context.setDefaultTimeout(patience);
  context.setDefaultNavigationTimeout(patience);
  if (lang) await context.addInitScript((l) => { try { localStorage.setItem('hub.lang', l); } catch { /* a frame without storage */ } }, lang);
  const page = await context.newPage();
  const trouble = [];
  const open = new Set();
  wires.set(page, open);
  page.on('pageerror', (e) => trouble.push(`page error: ${e.message}`));
  page.on('console', (m) => {
    if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) trouble.push(`console: ${m.text()}`);
  });
  page.on('request', (r) => {
    const url = new URL(r.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== new URL(at).origin) trouble.push(`outside request: ${r.url()}`);
    const paper = r.isNavigationRequest() && r.frame() !== page.mainFrame(); // a viewer of PDFs in a frame
    if (url.pathname !== '/v1/stream' && !paper) open.add(r); // the live stream never ends
  });
  page.on('requestfinished', (r) => open.delete(r));
  page.on('requestfailed', (r) => open.delete(r));
  page.on('response', (r) => { if (r.status() >= 500) trouble.push(`${r.status()} ${r.request().method()} ${r.url()}`); });
  return { context, page, trouble };
}

/** Signs in through the agency's identity provider, as a person would. */
export async function signIn(page, agency, person, to = '/', at = hub) {
  await page.goto(`${at}/login?return_to=${encodeURIComponent(to)}`);
  await page.locator('.login').getByRole('link', { name: agency, exact: true }).click();
  await page.getByRole('button', { name: person }).first().click();
  await page.waitForURL((u) => u.origin === new URL(at).origin && !u.pathname.startsWith('/login') && !u.pathname.startsWith('/idp'));
}

const waiting = '.ant-skeleton, .ant-spin-spinning, .paper-wait, .shell-busy, .ant-btn-loading';

/** Waits until a page has what it asked for and has drawn it: no request without an answer, nothing that says wait. */
export async function settled(page) {
  const open = wires.get(page);
  const end = Date.now() + patience;
  for (let quiet = 0; quiet < 3;) {
    if (Date.now() > end) throw new Error(`${page.url()} never came to rest: ${[...open].map((r) => r.url()).join(', ') || 'it still says wait'}`);
    const drawn = await page.evaluate(async (selector) => {
      await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
      await document.fonts.ready;
      return document.readyState === 'complete' && document.querySelector('h1, .empty, .note') !== null && document.querySelector(selector) === null;
    }, waiting).catch(() => false); // the page is on its way to another address
    quiet = drawn && open.size === 0 ? quiet + 1 : 0;
  }
}
