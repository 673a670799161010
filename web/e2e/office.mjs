// What an office does beside its cases: a case of others is opened in an emergency and the
// look judged afterwards, the read log is narrowed, a reason is given outside one's tasks;
// an item is granted to a township by two persons and a list refused line by line; a shared
// desk signs in another organ's name until that is taken back; somebody is on duty and on
// leave where a sender looks for the desk. HUB_URL names a running `hub dev`.
import { choose } from './acting.mjs';
import { hub, openBrowser, patience, settled } from './browser.mjs';
import { Cast, openCase, people } from './cast.mjs';
import { looks, shared } from './looks.mjs';

people.operatorTwo = { agency: '平台运行维护单位', name: '平台运维人员乙' };

const mark = Date.now().toString(36);
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);
const shots = process.env.SHOTS ?? '';
const faults = [];
const look = async (page, name) => { faults.push(...(await looks(page, name, { shots, widths: shared['zh-CN'], again: true })).map((f) => `${name}: ${f}`)); };
const get = (page, path) => page.evaluate(async (p) => (await fetch(p)).json(), path);

async function lead(page, title) {
  const to = (await get(page, '/v1/agencies')).items.find((a) => a.code === 'heshan-env').id;
  return page.evaluate(async ({ t, organ }) => (await fetch('/v1/referrals/lead', {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ title: t, content: { facts: '雨水口有油花，来源待查。', place: '资江大道' }, send: { to: organ, no_state_secret: true } }),
  })).json(), { t: title, organ: to });
}

/** 紧急查阅: by its number, for a reason, after a fresh login; the sender's head judges. */
async function glass(cast, l) {
  const desk = await cast.as('desk');
  await desk.goto(`${hub}/referrals/${l.id}`);
  await desk.getByText('没有找到这件案件').waitFor();
  await desk.goto(`${hub}/reads?tab=glass`);
  await desk.getByRole('button', { name: '打开一件案件' }).click();
  const d = desk.getByRole('dialog', { name: '打开一件案件' });
  const reason = `油花已漂到取水口上游，需要核对来源 ${mark}`;
  await d.getByLabel('案件编号').fill(l.number);
  await d.getByRole('radio', { name: '环境污染、生态破坏正在发生或者即将扩大' }).check();
  await d.getByLabel('具体情况').fill(reason);
  await d.getByRole('button', { name: '打开并通知各机关' }).click();
  const again = d.getByRole('button', { name: '重新登录确认' });
  const banner = desk.getByText(/紧急查阅，可查看至/).first();
  await again.or(banner).first().waitFor();
  if (await again.isVisible()) {
    await again.click();
    await desk.getByRole('button', { name: desk.person }).first().click({ timeout: patience });
    await desk.waitForURL((u) => u.pathname === '/reads');
    must(await d.getByLabel('具体情况').inputValue() === reason, 'the reason was lost on the way');
    await d.getByRole('button', { name: '打开并通知各机关' }).click();
    await banner.waitFor();
  }
  must(await desk.locator('.next-do').getByRole('button').count() === 0, 'a look can act');
  await look(desk, 'glass-case');

  const head = await cast.as('marketHead');
  await head.goto(`${hub}/reads?tab=glass&waiting=1`);
  const row = head.locator('.glass > li', { hasText: mark });
  await row.getByRole('button', { name: '复核' }).click();
  const review = head.getByRole('dialog', { name: '复核' });
  await review.getByRole('radio', { name: '理由正当' }).check();
  await review.getByLabel('说明').fill('已与查阅人核实，情况属实');
  await review.getByRole('button', { name: '作出复核意见' }).click();
  await head.getByText('已记入复核意见').first().waitFor();
  const market = await cast.as('outsider');
  await openCase(market, l.id);
  await market.locator('#course').getByText(mark).first().waitFor();
  await market.locator('summary', { hasText: '查阅记录' }).click();
  await market.locator('.told').getByText('值班民警').first().waitFor();
  told('a case of others was opened in an emergency and could only be read; its sender judged the look and sees it in the record');
}

async function reads(cast) {
  const auditor = await cast.as('admin');
  await auditor.goto(`${hub}/reads`);
  await auditor.locator('table.reads').waitFor();
  await auditor.getByLabel('姓名').fill('执法人员甲');
  await auditor.keyboard.press('Enter');
  await auditor.waitForURL((u) => u.searchParams.get('person') === '执法人员甲');
  await settled(auditor);
  const names = await auditor.locator('table.reads tbody tr td:nth-child(2) strong').allInnerTexts();
  must(names.length > 0 && names.every((n) => n === '执法人员甲'), `the log narrowed by person shows ${names}`);
  await look(auditor, 'read-log');

  const page = await cast.as('procurator');
  const list = (await get(page, '/v1/referrals?box=copied&limit=100')).items;
  let id = '';
  for (const r of list) if ((await get(page, `/v1/referrals/${r.id}`)).ask_reason) { id = r.id; break; }
  must(id !== '', 'nothing that is copied asks for a reason');
  await openCase(page, id);
  const ask = page.locator('.why-look');
  await ask.getByLabel('理由').fill(`备案审查 ${mark}`);
  await ask.getByRole('button', { name: '记入查阅记录' }).click();
  await ask.waitFor({ state: 'detached' });
  const own = JSON.stringify(await get(page, `/v1/referrals/${id}/reads`));
  const other = JSON.stringify(await get(await cast.as('handler'), `/v1/referrals/${id}/reads`));
  must(own.includes(mark) && !other.includes(mark) && !other.includes('承办检察官'), 'the sender sees that the procuratorate looked');
  told('the read log narrows; a reason outside the own tasks stands in it, and no other organ learns of the procurator’s look');
}

/** 两法衔接录入单 and 监督线索表: what is copied by hand, as a table. */
async function sheets(cast) {
  const page = await cast.as('handler');
  const [r] = (await get(page, '/v1/referrals?box=sent&kind=criminal&state=received&limit=1')).items;
  await openCase(page, r.id);
  await page.locator('summary', { hasText: '两法衔接录入单' }).click();
  await page.locator('.platform-sheet').waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: '全部复制' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  must(copied.includes('\t') && copied.includes('赫山'), `copied: ${copied.slice(0, 80)}`);
  const leads = await cast.as('procurator');
  await leads.goto(`${hub}/supervision-leads`);
  await settled(leads);
  const books = [[page, await page.locator('a[href$="platform-sheet.xlsx"]').getAttribute('href')], [leads, await leads.locator('a[href*="supervision-leads.xlsx"]').first().getAttribute('href')]];
  for (const [who, href] of books) must((await who.evaluate(async (h) => new TextDecoder('latin1').decode((await (await fetch(h)).arrayBuffer()).slice(0, 2)), href)) === 'PK', `${href} is no workbook`);
  told('the sheet for the sharing platform is copied whole; it and the table of supervision leads come as XLSX');
}

/** An item granted to a township: one proposes, another puts it into force; then routing knows it. */
async function items(cast) {
  const one = await cast.as('operator');
  await one.goto(`${hub}/items?q=${encodeURIComponent('油烟')}`);
  const grant = one.getByRole('button', { name: /^赋权 / }).first();
  const item = (await grant.getAttribute('aria-label')).slice(3);
  await grant.click();
  const d = one.getByRole('dialog', { name: `把“${item}”交由乡镇街道行使` });
  await d.getByRole('button', { name: '提出' }).click();
  await d.getByText('必填').first().waitFor();
  await choose(one, d, '乡镇街道', '益阳市赫山区兰溪镇人民政府');
  await d.getByLabel('赋权文件').fill(`赋予乡镇行使部分行政处罚权的决定（演示虚构 ${mark}）`);
  await d.getByLabel('文号').fill(`演示〔2026〕${Date.now() % 1e5}号`);
  await d.getByRole('button', { name: '提出' }).click();
  await one.getByText('已提出，等待另一人启用').first().waitFor();
  await one.getByText('须由另一名协调人员或者系统运维人员启用').first().waitFor();
  await one.getByRole('textbox', { name: '内容（CSV）' }).fill(`事项编码,事项名称,类别,依据,条款,行政区划,主管领域,主管层级,生效日期\nwalk-${mark},演示事项,行政处罚,某条例,第三条,430903,没有这个领域,县级,2026-01-01\nwalk2-${mark},演示事项二,行政处罚,,第四条,430903,市场监管,县级,2026-01-01\n`);
  await one.getByRole('button', { name: '预览', exact: true }).click();
  await one.getByText('以下各行不能接受，请改正后再导入').waitFor();
  await one.getByText('第 2 行').first().waitFor();
  await look(one, 'items-kept');

  const two = await cast.as('operatorTwo');
  await two.goto(`${hub}/items`);
  const change = () => two.locator('.items-change').first();
  await change().getByRole('button', { name: '查看变更内容' }).click();
  await change().getByText(mark).first().waitFor();
  await change().getByRole('button', { name: '启用' }).click();
  const again = two.getByRole('button', { name: '重新登录确认' });
  const done = two.locator('.items-change', { hasText: '等待启用' });
  await Promise.race([again.waitFor(), done.first().waitFor({ state: 'detached' })]);
  if (await again.isVisible()) {
    await again.click();
    await two.getByRole('button', { name: two.person }).first().click({ timeout: patience });
    await two.waitForURL((u) => u.pathname === '/items');
    await change().getByRole('button', { name: '启用' }).click();
    await done.first().waitFor({ state: 'detached' });
  }
  await two.goto(`${hub}/items?q=${encodeURIComponent('油烟')}`);
  await two.getByText(mark).first().waitFor();
  told('an item was granted to a township by two persons; a list was refused line by line');
}

/** Who stands at the desk: on duty, on leave with a deputy; a sender sees both. */
async function desks(cast, l) {
  const admin = await cast.as('admin');
  const organ = (await get(admin, '/v1/me')).agency.id;
  const on = (d) => new Date(Date.now() + (8 + 24 * d) * 3_600_000).toISOString().slice(0, 10);
  await admin.goto(`${hub}/admin/${organ}/duty`);
  await admin.getByRole('button', { name: '排班' }).click();
  const shift = admin.getByRole('dialog');
  await choose(admin, shift, '值班人', '执法人员乙');
  await shift.getByLabel('开始').fill(on(-1));
  await shift.getByLabel('时刻').nth(0).fill('18:00');
  await shift.getByLabel('结束').fill(on(1));
  await shift.getByLabel('时刻').nth(1).fill('08:30');
  await shift.getByLabel('电话').fill('0737-0000000');
  await shift.getByRole('button', { name: '保存' }).click();
  await shift.waitFor({ state: 'hidden' });
  const market = await cast.as('outsider');
  const route = await get(market, '/v1/routing?item=air-straw&kind=lead');
  must(route.suggestions.some((s) => s.agency.code === 'heshan-env' && s.desk.on_duty.some((p) => p.name === '执法人员乙')), `nobody is on duty: ${JSON.stringify(route.suggestions.map((s) => s.desk))}`);

  const city = await cast.as('city');
  await city.goto(`${hub}/desk`);
  const line = city.locator('.window-lines li', { hasText: l.title });
  await line.getByRole('button', { name: `签收 ${l.number}` }).click();
  const d = city.getByRole('dialog');
  await d.getByRole('button', { name: '签收', exact: true }).click();
  await city.getByText(/已以.*名义签收 1 件/).first().waitFor();
  await look(city, 'shared-desk');
  must((await city.evaluate(async (id) => (await fetch(`/v1/referrals/${id}`)).status, l.id)) === 404, 'whoever signs at a shared desk reads the case');
  await openCase(market, l.id);
  await market.locator('#course').getByText('代为签收').first().waitFor();

  await admin.goto(`${hub}/admin/${organ}/desks`);
  await admin.getByRole('button', { name: '撤回委托' }).click();
  const end = admin.getByRole('dialog');
  await end.getByLabel('原因').fill('演示：改由本机关签收');
  await end.getByRole('button', { name: '保存' }).click();
  await end.waitFor({ state: 'hidden' });
  await city.reload();
  await city.getByText('没有委托给您的窗口').waitFor();
  await admin.getByRole('button', { name: '委托窗口' }).click();
  const add = admin.getByRole('dialog');
  await add.getByLabel('受托窗口或者人员').click();
  await admin.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '市局执法人员' }).first().click();
  await add.getByLabel('委托书及文号').fill(`益环赫委〔2026〕${Date.now() % 1e4}号`);
  await add.getByLabel('结束日').fill(on(60));
  await add.getByRole('button', { name: '保存' }).click();
  await add.waitFor({ state: 'hidden' });
  await look(admin, 'shared-desks-admin');
  told('who is on duty shows where a sender looks; a shared desk signed in the organ’s name, lost that at once, and got it again');
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const market = await cast.as('outsider');
  const l = await lead(market, `油花线索 ${mark}`);
  await glass(cast, l);
  await reads(cast);
  await sheets(cast);
  await items(cast);
  await desks(cast, l);
  must(cast.trouble.length === 0, cast.trouble.join('\n'));
  must(faults.length === 0, faults.join('\n'));
} catch (err) {
  if (shots) for (const [i, context] of browser.contexts().entries()) for (const page of context.pages()) await page.screenshot({ path: `${shots}/failed-${i}.png`, fullPage: true }).catch(() => undefined);
  throw err;
} finally {
  await browser.close();
}
