// A browser for the tests: Debian's Chromium, an empty profile, nothing that
// calls home. HUB_URL says where the hub is, CHROMIUM where the browser is.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const hub = (process.env.HUB_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p));

export async function openBrowser() {
  if (!executablePath) throw new Error('no Chromium here: install the package chromium, or name one in CHROMIUM');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** A person's own window; UTC on purpose: the pages must show office time anyway. */
export async function window(browser, { width = 1440, height = 900 } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, timezoneId: 'UTC', locale: 'zh-CN', reducedMotion: 'reduce', acceptDownloads: true, isMobile: width < 600, hasTouch: width < 600,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const trouble = [];
  page.on('pageerror', (e) => trouble.push(`page error: ${e.message}`));
  page.on('console', (m) => {
    if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) trouble.push(`console: ${m.text()}`);
  });
  page.on('request', (r) => {
    const url = new URL(r.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== new URL(hub).origin) trouble.push(`outside request: ${r.url()}`);
  });
  return { context, page, trouble };
}

/** Signs in through the agency's identity provider, as a person would. */
export async function signIn(page, agency, person, to = '/') {
  await page.goto(`${hub}/login?return_to=${encodeURIComponent(to)}`);
  await page.getByRole('link', { name: agency, exact: true }).click();
  await page.getByRole('button', { name: person }).first().click();
  await page.waitForURL((u) => u.origin === new URL(hub).origin && !u.pathname.startsWith('/login') && !u.pathname.startsWith('/idp'));
}

/** Waits until the page has what it asked for. */
export async function settled(page) {
  await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => undefined); // the live stream never ends
  await page.evaluate(() => document.fonts.ready);
}
