// What the inbox costs: bytes over the line, cold and warm, and when it has
// painted, on a line of 4 Mbit/s and 40 ms as DevTools emulates it. Bytes are
// what came over the line, headers included; their median counts, and of the
// times the shortest: the others say how busy the machine was.
import { hub, settled, signIn, window } from './browser.mjs';
import { people } from './cast.mjs';

const rounds = 5;
const line = { offline: false, latency: 40, downloadThroughput: 500_000, uploadThroughput: 500_000 }; // bytes per second

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function open(page) {
  await page.goto(`${hub}/`);
  await page.locator('.lines tr').nth(1).waitFor();
  await settled(page);
}

async function once(browser) {
  const { page, context } = await window(browser);
  await signIn(page, people.handler.agency, people.handler.name, '/?box=todo');
  await settled(page);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  let bytes = 0;
  let plain = 0;
  cdp.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
  cdp.on('Network.responseReceived', (e) => { if (/javascript|css/.test(e.response.mimeType) && !/^br$/i.test(e.response.headers['Content-Encoding'] ?? e.response.headers['content-encoding'] ?? '') && !e.response.fromDiskCache) plain++; });
  await cdp.send('Network.emulateNetworkConditions', line);
  await cdp.send('Network.clearBrowserCache');
  await page.addInitScript(() => {
    window.paint = 0;
    new PerformanceObserver((l) => { for (const e of l.getEntries()) window.paint = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await open(page);
  const cold = bytes / 1000;
  const paint = await page.evaluate(() => window.paint);
  bytes = 0;
  await open(page);
  const warm = bytes / 1000;
  await context.close();
  return { cold, warm, paint, plain };
}

/** Medians in kB, the shortest paint in ms, and how many scripts or sheets came without brotli. */
export async function weights(browser) {
  const all = [];
  for (let i = 0; i < rounds; i++) all.push(await once(browser));
  return { cold_kb: median(all.map((x) => x.cold)), warm_kb: median(all.map((x) => x.warm)), lcp_ms: Math.min(...all.map((x) => x.paint)), uncompressed: Math.max(...all.map((x) => x.plain)) };
}
