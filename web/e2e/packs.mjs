// 规则包与放假安排 in a browser: an empty page, a pack with faults at their lines,
// a holiday table that one person loads, a pack and a switch that take two. Every
// page on the way is checked with axe (WCAG 2.2 AA), at 1440 and 390 px. HUB_URL
// names a running `hub dev`. SHOTS names a folder for pictures.
import { readFileSync } from 'node:fs';
import { hub, openBrowser, settled, signIn, window } from './browser.mjs';
import { faults } from './looks.mjs';

const operators = '平台运行维护单位';
const mark = Date.now().toString(36); // the data of a development hub stay between runs
const violations = new Map(); // what is wrong → on which pages
let pages = 0;
const told = (text) => console.log(`✓ ${text}`);
const must = (ok, text) => { if (!ok) throw new Error(text); };
const says = (page, text) => page.getByText(text).first().waitFor();

async function looks(page, name) {
  await settled(page);
  pages++;
  for (const text of await faults(page)) violations.set(text, [...(violations.get(text) ?? []), name]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/packs-${name}.png`, fullPage: true });
}

const pack = (unit) => `name: sample-${mark}
rules:
  - id: loc_sample_${mark}
    title: {zh: 样例期限, en: Sample period}
    says: {zh: 样例：三日内回复, en: "sample: a reply within three days"}
    trigger: {zh: 收到函件, en: the letter is received}
    owes: receiver
    n: 3
    unit: ${unit}
    counting: cal_17
    applies_to: [any]
    from: 2026-01-01
    basis: [{doc: memo, article: 样例}]
    confidence: internal
`;

const content = (page) => page.getByLabel('内容（YAML）');

async function proposes(page) {
  await signIn(page, operators, '系统运维人员', '/rules');
  await page.getByText('规则包与放假安排').first().click();
  await page.getByRole('heading', { name: '提出规则包或者放假安排' }).waitFor();
  await looks(page, 'start');
  await page.getByRole('button', { name: '检查并试算' }).click();
  await says(page, '请先选择文件或者粘贴内容');
  await content(page).fill(pack('fortnights'));
  await page.getByRole('button', { name: '检查并试算' }).click();
  await says(page, '第 9 行');
  await says(page, '不认识的单位');
  must(await page.getByRole('button', { name: '提出', exact: true }).count() === 0, 'a pack with faults can be proposed');
  await looks(page, 'faults');
  told('规则包有问题：逐行指出，不能提出');

  await content(page).fill(pack('calendar_days'));
  await page.getByRole('button', { name: '检查并试算' }).click();
  await says(page, '检查通过');
  await page.getByRole('button', { name: '提出', exact: true }).click();
  const card = page.locator('.pack-card').filter({ hasText: `sample-${mark}` });
  await card.getByText('须由另一名系统运维人员启用').waitFor();
  must(await card.getByRole('button', { name: '启用', exact: true }).count() === 0, 'the proposer may activate');
  told('一人提出，本人不能启用');

  const low = page.locator('table.rules tbody tr').filter({ has: page.getByRole('button', { name: /提出启用/ }) }).first();
  if (await low.count() > 0) {
    await low.getByRole('button').click();
    await says(page, '等待第二人启用');
    told('依据未核实的规则：一人提出启用');
  }
  await page.locator('input[type=file]').setInputFiles({ name: '2027.yaml', mimeType: 'text/yaml', buffer: readFileSync(new URL('../../policies/rules/testdata/holidays/2027.yaml', import.meta.url)) });
  await says(page, '内容：2027.yaml');
  await page.getByRole('button', { name: '检查并试算' }).click();
  await says(page, '检查通过');
  await looks(page, 'replay');
  await page.getByRole('button', { name: '提出', exact: true }).click();
  await page.locator('.pack-card').filter({ hasText: '2027' }).filter({ hasText: '一人即可启用' }).first().waitFor();
  await looks(page, 'waiting');
  told('放假安排：载入文件、试算、提出');
}

async function confirms(page, name, person) {
  const card = () => page.locator('.pack-card').filter({ hasText: name }).filter({ has: page.getByRole('button', { name: '启用', exact: true }) }).first();
  await card().getByRole('button', { name: '内容' }).click();
  await card().locator('.pack-text li').first().waitFor();
  await card().getByRole('button', { name: '启用', exact: true }).click();
  const again = page.getByRole('button', { name: '重新登录确认' });
  await Promise.race([again.waitFor(), says(page, '已启用，各进程数秒内生效')]);
  if (await again.count() > 0) {
    await looks(page, 'fresh-login');
    await again.click();
    await page.getByRole('button', { name: person }).first().click();
    await page.waitForURL((u) => u.pathname === '/rules/packs');
    await card().getByRole('button', { name: '启用', exact: true }).click();
    await says(page, '已启用，各进程数秒内生效');
  }
}

async function activates(page) {
  await signIn(page, operators, '平台运维人员乙', '/rules/packs');
  await confirms(page, `sample-${mark}`, '平台运维人员乙');
  told('另一人重新登录后启用');
  await confirms(page, '2027', '平台运维人员乙');
  if (await page.locator('.pack-card').filter({ hasText: 'switch_' }).getByRole('button', { name: '启用', exact: true }).count() > 0) {
    await confirms(page, 'switch_', '平台运维人员乙');
    await says(page, '启用中');
    told('依据未核实的规则：另一人启用，处处标明');
  }
  await looks(page, 'active');
  await page.goto(`${hub}/rules/loc_sample_${mark}`);
  await page.getByRole('heading', { name: '样例期限' }).waitFor();
}

async function narrow(browser) {
  const all = [];
  for (const [lang, agency, person] of [['zh-CN', operators, '系统运维人员'], ['en', operators, '审计人员']]) {
    const w = await window(browser, { width: 390, height: 844, lang });
    await signIn(w.page, agency, person, '/rules/packs');
    await w.page.locator('main h1').waitFor();
    await looks(w.page, `narrow-${lang}`);
    must(await w.page.evaluate(() => document.documentElement.scrollWidth <= 390), `${lang}: the page is wider than 390 px`);
    all.push(...w.trouble);
  }
  return all;
}

const browser = await openBrowser();
const one = await window(browser);
const two = await window(browser);
let failed = false;
try {
  await proposes(one.page);
  await activates(two.page);
  const trouble = [...await narrow(browser), ...one.trouble, ...two.trouble];
  must(violations.size === 0, 'pages with faults');
  must(trouble.length === 0, `browser:\n${[...new Set(trouble)].join('\n')}`);
  console.log(`${pages} looks at pages, no faults`);
} catch (err) {
  failed = true;
  console.error(err instanceof Error ? err.stack : err);
  for (const [text, on] of violations) console.error(`${text}\n  on ${on.join(', ')}`);
  for (const [name, w] of [['one', one], ['two', two]]) {
    if (process.env.SHOTS) await w.page.screenshot({ path: `${process.env.SHOTS}/failed-${name}.png`, fullPage: true }).catch(() => undefined);
  }
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
