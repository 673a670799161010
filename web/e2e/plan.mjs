// A joint plan from the lists to the public page: a file that is refused line by line, one
// that is imported, a plan that another agency joins, a draw with nonces of both, the
// sealed result opened, a visit merged with that of a third agency, which declined first, a calendar by its
// secret link, a programme, the draw published, read without a login and withdrawn. HUB_URL names a
// running `hub dev`.
//
//   HUB_URL=http://127.0.0.1:8080 node e2e/plan.mjs [--out DIR]
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choose } from './acting.mjs';
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast } from './cast.mjs';

const out = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : '';
if (out) mkdirSync(out, { recursive: true });
const told = (text) => console.log(`  ${text}`);
const must = (ok, text) => { if (!ok) throw new Error(text); };
const keep = async (page, name) => { await settled(page); if (out) await page.screenshot({ path: join(out, `${name}.png`), fullPage: true }); };
const mark = Date.now().toString(36).toUpperCase();
const tag = `走查${mark}`;
const title = `走查方案${mark}（演示虚构）`;
const ahead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const from = ahead(2);
const to = ahead(14);

/** Asks the hub as the person of a window. */
const ask = (page, path, body) => page.evaluate(async ([p, b]) => {
  const r = await fetch(`/v1/inspection${p}`, b ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(b) } : {});
  if (!r.ok) throw new Error(`${p}: ${await r.text()}`);
  return r.json();
}, [path, body]);

const enterprises = (n) => ['统一社会信用代码,名称,区划,标签,风险等级,状态', ...Array.from({ length: n }, (_, i) => `走查-${mark}-${i},某走查企业${mark}第${i}号（演示虚构）,003,${tag},A,存续`)].join('\n');

/** Takes a step with a plan. */
async function act(page, name, fill) {
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog', { name });
  await fill?.(dialog);
  await dialog.getByRole('button', { name: '确定' }).click();
  await dialog.waitFor({ state: 'detached' });
  await settled(page);
}

/** A file whose lines are refused keeps out, and all of them can be taken along; a good one goes in. */
async function importLists(page) {
  await page.goto(`${hub}/inspection?tab=objects`);
  await settled(page);
  const file = page.locator('.insp-import input[type=file]');
  await file.setInputFiles({ name: '名录.csv', mimeType: 'text/csv', buffer: Buffer.from(['统一社会信用代码,名称,风险等级', ...Array.from({ length: 230 }, () => ',没有代码（演示虚构）,A')].join('\n')) });
  await page.getByText('现在一行也没有导入').waitFor();
  must(!(await page.getByRole('button', { name: '导入', exact: true }).isVisible()), 'a refused file can be imported');
  const [whole] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载全部问题行（CSV）' }).click()]);
  must(readFileSync(await whole.path(), 'utf8').split('\r\n').length > 230, 'the list of refused lines is not whole');
  await keep(page, '1-refused');
  await file.setInputFiles({ name: '名录.csv', mimeType: 'text/csv', buffer: Buffer.from(enterprises(10)) });
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await page.getByText('已导入').waitFor();
  must((await ask(page, `/objects?find=${encodeURIComponent(mark)}`)).total === 10, 'not ten enterprises were imported');
  told('a file refused line by line and taken along whole; a good one looked at and imported');
}

async function newPlan(page) {
  await page.goto(`${hub}/inspection?tab=new`);
  await page.getByLabel('方案名称').fill(title);
  const days = page.locator('.insp-form .day > .plain-input');
  await days.nth(0).fill(from);
  await days.nth(1).fill(to);
  const form = page.locator('.insp-form');
  await choose(page, form, '邀请的部门', '益阳市赫山区市场监督管理局');
  await page.keyboard.press('Escape');
  await choose(page, form, '本部门的抽查事项', 'HJ-01 v1 危险废物规范化环境管理');
  await page.keyboard.press('Escape');
  await page.getByLabel('A 级（%）').fill('10');
  await page.getByLabel('只抽带这些标签的').fill(tag);
  await page.getByRole('button', { name: '建立方案' }).click();
  await page.waitForURL(/\/inspection\/plans\/[0-9a-f-]{36}$/);
  await settled(page);
  return page.url();
}

/** Both agencies commit to a nonce of their own, reveal it, and one enterprise is drawn. */
async function drawn(page, market, url) {
  await market.goto(url);
  await act(market, '确认参加', async (dialog) => {
    await choose(market, dialog, '本部门的抽查事项', 'SC-01 v1 特种设备使用安全');
    await market.keyboard.press('Escape');
  });
  await page.reload();
  await act(page, '冻结名单并公布哈希', (d) => d.getByText('各部门分别承诺').click());
  await act(page, '生成随机数并承诺');
  await market.reload();
  await act(market, '生成随机数并承诺');
  await act(market, '揭示随机数');
  await page.reload();
  await act(page, '揭示随机数');
  await act(page, '现场开抽', (d) => d.getByLabel('现场数').fill('走查 7'));
  await page.getByText('已抽取 1 户').waitFor();
  must(!(await page.content()).includes(`某走查企业${mark}`), 'the page names what was drawn');
  await act(page, '启封名单', (d) => d.getByLabel('理由').fill('安排检查（演示虚构）'));
  await page.getByText(`某走查企业${mark}`).first().waitFor();
  await keep(page, '2-drawn');
  told('frozen, committed and revealed by both, drawn, sealed, opened');
}

/** A third agency plans the same enterprises; its planner declines what is proposed, then accepts it. */
async function merged(page, neighbour, plan) {
  const load = async (library, text) => {
    const file = Buffer.from(text).toString('base64');
    const seen = await ask(neighbour, '/imports', { library, file });
    await ask(neighbour, '/imports', { library, file, apply: seen.digest });
  };
  await load('items', `事项编码,版本,事项名称,依据,专业,公布日期\nNX-${mark},1,走查事项,演示虚构,,2026-01-15\n`);
  await load('inspectors', ['编号,姓名,执法证号,有效期至,专业', ...[1, 2, 3].map((n) => `NX-${mark}-${n},执法人员${n},DEMO-NX-${mark}-${n},${ahead(700)},`)].join('\n'));
  await load('objects', enterprises(10));
  const item = (await ask(neighbour, '/items')).items.find((x) => x.code === `NX-${mark}`).id;
  const theirs = await ask(neighbour, '/plans', { title: `邻县${title}`, check_type: 'daily', from, to, tags: [tag], districts: [], per_agency: 2, agencies: [], items: [item], strata: [{ name: 'A', numerator: 1, denominator: 1, minimum: 0 }] });
  await ask(neighbour, `/plans/${theirs.id}/freeze`, { mode: 'open' });
  await ask(neighbour, `/plans/${theirs.id}/draw`, {});
  await ask(neighbour, `/plans/${theirs.id}/open`, { reason: '安排检查（演示虚构）' });
  await ask(neighbour, `/plans/${theirs.id}/visits`, {});
  await page.goto(`${hub}/inspection/plans/${plan}/schedule`);
  await page.getByRole('button', { name: '生成检查任务' }).click();
  await page.getByText('综合查一次：同一企业的其他检查').waitFor();
  await page.getByRole('button', { name: '提出合并' }).click();
  await page.getByText('待答复').waitFor();
  await keep(page, '3-proposed');
  await neighbour.goto(`${hub}/inspection/plans/${theirs.id}/schedule`);
  const no = neighbour.getByRole('button', { name: '不接受' });
  must(await no.isDisabled(), 'a merge is declined without a reason');
  await neighbour.getByLabel('理由').fill('人员另有安排（演示虚构）');
  await no.click();
  await neighbour.getByText('未接受').waitFor();
  await page.reload();
  await page.getByText('人员另有安排（演示虚构）').waitFor();
  await page.getByRole('button', { name: '提出合并' }).click();
  await page.getByText('待答复').waitFor();
  await neighbour.reload();
  await neighbour.getByRole('button', { name: '接受', exact: true }).click();
  await neighbour.getByText('已合并').waitFor();
  const { visits } = await ask(page, `/plans/${plan}/schedule`);
  must(visits.length === 1 && visits[0].agencies.length === 3, `the visit is made by ${visits[0]?.agencies.length} agencies`);
  told('a visit of a third agency proposed for a merge, declined with its reason, proposed again, accepted: one visit of three');
  return visits[0];
}

/** A programme of the year: drafted, approved, filed, received, made public. */
async function programme(page, head, city, nobody) {
  const name = `走查计划${mark}（演示虚构）`;
  await page.goto(`${hub}/inspection?tab=programmes&new`);
  await page.getByLabel('计划名称').fill(name);
  const days = page.locator('.insp-form .day > .plain-input');
  await days.nth(0).fill(ahead(0));
  await days.nth(1).fill(ahead(90));
  for (const label of ['对象范围', '检查方式', '检查项目']) await page.getByLabel(label).fill('演示虚构');
  await page.getByRole('button', { name: '保存' }).click();
  await page.waitForURL(/\/inspection\/programmes\/[0-9a-f-]{36}$/);
  const url = page.url();
  await head.goto(url);
  await act(head, '批准');
  await page.reload();
  await act(page, '报送备案');
  await city.goto(url);
  await act(city, '出具备案回执');
  await page.reload();
  await act(page, '登记公布');
  await page.getByText('已备案').waitFor();
  await page.getByText('期间已检查').waitFor();
  await nobody.goto(`${hub}/public/programmes`);
  await nobody.getByText(name).first().waitFor();
  told('a programme drafted, approved, filed for its receipt, public');
}

/** The calendar by its secret link tells when, and nobody whom. */
async function feed(page) {
  await page.goto(`${hub}/inspection/calendar`);
  await settled(page);
  await page.getByRole('button', { name: '生成链接' }).click();
  const address = await page.locator('p[role=status] .insp-code').textContent();
  const text = await page.evaluate(async (a) => (await fetch(new URL(a).pathname, { credentials: 'omit' })).text(), address);
  must(text.startsWith('BEGIN:VCALENDAR') && !text.includes(mark), 'the calendar names an enterprise, or is none');
  told('a calendar by its secret link');
}

/** Published once its only visit was called off with its reason; the public reads it; withdrawn, the reason stays. */
async function published(page, head, reader, url, visit) {
  const plan = url.split('/').at(-1);
  const read = async (n) => { // each another reader: an answer to the public is kept for a minute
    const r = await reader(n);
    await r.goto(`${hub}/public/plans/${plan}`);
    await settled(r);
    return r;
  };
  let nobody = await read(1);
  await nobody.getByText('检查完成后公布抽查包').waitFor();
  must(!(await nobody.content()).includes(`某走查企业${mark}`), 'the public reads a drawn name');
  await head.goto(url);
  await head.getByRole('button', { name: '公布', exact: true }).click();
  const dialog = head.getByRole('dialog', { name: '公布' });
  await dialog.getByText('现场检查已经全部完成').click();
  await dialog.getByRole('button', { name: '确定' }).click();
  await dialog.getByText('还有1家没有检查').waitFor(); // nobody has been there
  await dialog.getByRole('button', { name: '取消' }).click();
  await dialog.waitFor({ state: 'detached' });
  const check = await ask(page, '/checks', { plan, code: visit.code, day: from, half: 'am', purpose: '走查（演示虚构）', announced: false });
  await ask(page, `/checks/${check.id}/cancel`, { reason: '企业停产（演示虚构）' });
  await act(head, '公布', (d) => d.getByText('现场检查已经全部完成').click());
  nobody = await read(2);
  const link = nobody.getByRole('link', { name: '下载抽查包' });
  const [file] = await Promise.all([nobody.waitForEvent('download'), link.click()]);
  must(readFileSync(await file.path(), 'utf8').includes(`某走查企业${mark}`), 'the file does not say what was drawn');
  await keep(nobody, '4-public');
  const draws = await nobody.evaluate(async () => (await fetch('/v1/public/draws.csv')).text());
  must(draws.split('\n').some((l) => l.startsWith(title) && l.includes('已公布') && l.includes('各部门分别承诺')), 'the file of draws lacks the plan');
  await act(head, '撤下公示', (d) => d.getByLabel('理由').fill('走查结束（演示虚构）'));
  nobody = await read(3);
  await nobody.getByText('走查结束（演示虚构）').waitFor();
  must(!(await nobody.getByRole('link', { name: '下载抽查包' }).isVisible()), 'a withdrawn draw can still be downloaded');
  await keep(nobody, '5-withdrawn');
  told('refused while nobody was there, published, read without a login, withdrawn with its reason');
}

const browser = await openBrowser();
let shown;
try {
  const cast = new Cast(browser, 'zh-CN');
  const page = await cast.as('handler');
  shown = page;
  await importLists(page);
  const url = await newPlan(page);
  await drawn(page, await cast.as('outsider'), url);
  const visit = await merged(page, await cast.as('neighbour'), url.split('/').at(-1));
  await feed(page);
  await programme(page, await cast.as('head'), await cast.as('city'), await cast.as('reader 0'));
  await published(page, await cast.as('head'), (n) => cast.as(`reader ${n}`), url, visit);
  const { trouble } = cast;
  must(trouble.length === 0, trouble.join('\n'));
} catch (err) {
  if (out) await shown?.screenshot({ path: join(out, 'failed.png'), fullPage: true }).catch(() => undefined);
  throw err;
} finally {
  await browser.close();
}
