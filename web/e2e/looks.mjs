// What every page must pass wherever it is looked at: no axe violation of
// WCAG 2.2 AA, no sideways scroll, a heading, a title.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { settled } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The names under which axe counts what it looked for; what has no name here is no gate. */
export const standard = 'WCAG 2.2 AA';

/**
 * What is wrong with the page as it stands; an empty list is a pass. Without axe only what
 * costs nothing is asked; without names rules of axe that are left out.
 */
export async function faults(page, withAxe = true, without = []) {
  if (withAxe && !(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(async ({ only, rules }) => {
    const found = only === null ? [] : (await window.axe.run(document, { runOnly: only, rules, resultTypes: ['violations'], iframes: false })).violations
      .map((v) => `${v.id} ×${v.nodes.length}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) found.push(`${wide} px too wide`);
    if (document.querySelector('h1, main .empty') === null) found.push('no heading');
    if (document.title === '') found.push('no title');
    return found;
  }, { only: withAxe ? tags : null, rules: Object.fromEntries(without.map((r) => [r, { enabled: false }])) });
}

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

/** Both widths in full. */
export const full = [{ size: wide, axe: true }, { size: narrow, axe: true }];

/**
 * Between the two languages each width is seen by axe once: Chinese wide, English narrow,
 * whose words are the longer ones. axe is most of the time of a look, and two of its rules
 * are three quarters of axe: colours are the same in both languages, so their contrast is
 * asked wide, and narrow at the first page of each route only; the size of what is pressed
 * is asked where it is pressed by a finger.
 */
export const shared = {
  'zh-CN': [{ size: wide, axe: true, without: ['target-size'] }, { size: narrow, axe: false }],
  en: [{ size: narrow, axe: true, again: ['color-contrast'] }],
};

/**
 * Looks at a page at each width; shots names a folder for pictures, again says that a page
 * of the same route was looked at before.
 */
export async function looks(page, name, { shots = '', widths = full, again = false } = {}) {
  const found = new Map(); // fault → widths
  if (shots) mkdirSync(shots, { recursive: true });
  for (const w of widths) {
    await page.setViewportSize(w.size);
    await settled(page);
    const without = [...w.without ?? [], ...(again ? w.again ?? [] : [])];
    for (const f of await faults(page, w.axe, without)) found.set(f, [...(found.get(f) ?? []), w.size.width]);
    if (shots) await page.screenshot({ path: join(shots, `${name.replace(/[^\p{L}\p{N}.]+/gu, '-')}-${w.size.width}.png`), fullPage: true });
  }
  await page.setViewportSize(wide);
  return [...found].map(([f, at]) => `at ${at.join(' and ')} px: ${f}`);
}
