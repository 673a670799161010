// A visit on a telephone (390 px): arranged, approved by the head, shown at the door by
// its voucher, written down, without a network and beside a second device, signed, ended
// and published; an urgent one that is approved afterwards; findings handed over; plan
// and actual; a planned visit dragged in the calendar. HUB_URL names a running `hub dev`.
//
//   HUB_URL=http://127.0.0.1:8080 node e2e/visit.mjs [--out DIR]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { choose } from './acting.mjs';
import { hub, openBrowser, settled, signIn, window } from './browser.mjs';
import { Cast, people } from './cast.mjs';

const out = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : '';
if (out) mkdirSync(out, { recursive: true });
const told = (text) => console.log(`  ${text}`);
const must = (ok, text) => { if (!ok) throw new Error(text); };
const keep = async (page, name) => { await settled(page); if (out) await page.screenshot({ path: join(out, `${name}.png`), fullPage: true }); };
const due = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

/** Asks the hub as the person of a window. */
const get = (page, path) => page.evaluate(async (p) => (await fetch(p)).json(), path);
const section = (page, title) => page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) });

/** Takes a step of the visit. */
async function step(page, title, fill) {
  await page.locator('.site-steps').getByRole('button', { name: title }).click();
  const dialog = page.getByRole('dialog', { name: title });
  await fill?.(dialog);
  await dialog.getByRole('button', { name: '确认办理' }).click();
  await dialog.waitFor({ state: 'detached' });
  await settled(page);
}

/** Who is invited says that he cannot come, with the reason, and then that he comes after all. */
async function replied(page, id) {
  const answer = async () => (await get(page, `/v1/inspection/checks/${id}`)).officers.map((o) => o.reply).find(Boolean);
  await step(page, '答复能否参加', async (d) => {
    await d.getByText('不能参加', { exact: true }).click();
    must(await d.getByRole('button', { name: '确认办理' }).isDisabled(), 'a refusal needs no reason');
    await d.getByRole('textbox').fill('当天开庭（演示虚构）');
  });
  await page.getByText('当天开庭（演示虚构）').waitFor();
  must(await answer() === 'no', 'the refusal is not kept');
  await step(page, '答复能否参加', (d) => d.getByText('能参加', { exact: true }).click());
  must(await answer() === 'yes', 'the second answer is not kept');
  told('an invitation refused with its reason, and accepted after all');
}

/** Arranges a case-driven visit for today; gives its address. */
async function arrange(page, name, urgent, third) {
  await page.goto(`${hub}/inspection/checks?new=1`);
  await page.getByLabel('检查对象名称').fill(name);
  await page.getByLabel('统一社会信用代码或编号').fill(`演示-${Date.now()}`);
  await page.getByLabel('检查事由').fill('群众举报（演示虚构）');
  await page.getByLabel('区划').fill('000003'); // the library does not know the enterprise
  const form = section(page, '安排现场检查');
  await choose(page, form, '检查事项', 'HJ-01 危险废物规范化环境管理');
  await choose(page, form, '检查事项', 'HJ-02 排污许可证后管理');
  await page.keyboard.press('Escape');
  await choose(page, form, '检查人员', '执法人员01 DEMO-HJ-001');
  await choose(page, form, '检查人员', '执法人员02 DEMO-HJ-002');
  if (third) await choose(page, form, '检查人员', third);
  await page.keyboard.press('Escape');
  if (urgent) {
    await page.getByText('情况紧急，先检查、后补批准').click();
    await page.getByLabel('紧急的理由').fill('正在偷排（演示虚构）');
  }
  await page.getByRole('button', { name: '安排', exact: true }).click();
  await page.waitForURL(/\/inspection\/checks\/[0-9a-f-]{36}$/);
  await settled(page);
  return page.url();
}

/** The head finds the visit among those that wait, and approves it. */
async function approve(page, name) {
  await page.goto(`${hub}/inspection/checks?show=waits`);
  await page.getByRole('link', { name }).first().click();
  await step(page, '批准检查');
}

async function finding(page, n, text) {
  await page.getByRole('button', { name: '加一个问题' }).click();
  const box = page.locator('.site-finding', { hasText: `问题 ${n}` }).first();
  await box.getByLabel('问题', { exact: false }).first().fill(text);
  await box.getByLabel('整改责任').fill('企业负责人');
  await box.getByLabel('整改期限').first().fill(due);
}

/** No network: everything goes on, nothing is lost, it is sent once there is one again. */
async function offline(page, context, id) {
  await context.setOffline(true);
  await page.getByText('没有网络').waitFor();
  await page.locator('.site-item').first().getByText('有问题').click();
  await finding(page, 1, '危险废物标识不全（演示虚构）');
  await page.locator('input[type=file]').setInputFiles({ name: '现场照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('现场照片（演示虚构）') });
  await page.getByText('待上传（在本机）').waitFor();
  await page.locator('.site-draft', { hasText: '离线草稿已保存' }).waitFor();
  if (out) await page.screenshot({ path: join(out, '4-offline.png'), fullPage: true });
  await context.setOffline(false);
  await page.locator('.site-draft', { hasText: '记录与平台一致' }).waitFor();
  await page.getByText('待上传（在本机）').waitFor({ state: 'detached' });
  await settled(page);
  const c = await get(page, `/v1/inspection/checks/${id}`);
  must(c.findings.length === 1 && c.files.length === 1 && c.items.some((x) => x.result === 'problem'), 'what was written without a network did not arrive');
  told('written without a network, kept on the device, sent by itself');
}

/** What the hub refuses stays on the device whole: after the refusal, and after the page was left. */
async function refused(page, id) {
  const words = '机密★一年 危险废物台账缺页（演示虚构）';
  await finding(page, 2, words);
  const before = await get(page, `/v1/inspection/checks/${id}`);
  await page.getByRole('button', { name: '提交记录' }).click();
  await page.locator('.site-draft', { hasText: '没有提交，草稿已保存在本机' }).waitFor();
  await page.getByText('密级标志').first().waitFor();
  const box = page.locator('.site-finding', { hasText: '问题 2' }).first();
  const whole = async () => [await box.getByLabel('问题', { exact: false }).first().inputValue(), await box.getByLabel('整改责任').inputValue(), await box.getByLabel('整改期限').first().inputValue()].join();
  must(await whole() === [words, '企业负责人', due].join(), `the refusal took from the draft: ${await whole()}`);
  await page.reload();
  await page.locator('.site-draft', { hasText: '草稿已保存在本机，尚未提交' }).waitFor();
  must(await whole() === [words, '企业负责人', due].join(), `the draft came back as ${await whole()}`);
  const after = await get(page, `/v1/inspection/checks/${id}`);
  must(after.findings.length === before.findings.length, 'what was refused arrived');
  await box.getByRole('button').first().click(); // taken out again
  await page.locator('.site-draft', { hasText: '记录与平台一致' }).waitFor();
  told('a draft that the hub refused stayed whole on the device, over a reload too');
}

/** A draft outlives its page; a colleague was faster; both records are joined. */
async function overtaken(page, id) {
  await finding(page, 2, '台账未更新（演示虚构）');
  await page.locator('.site-draft', { hasText: '草稿已保存在本机' }).waitFor();
  await page.evaluate(async (at) => { // the other device
    const c = await (await fetch(at)).json();
    const mine = c.agencies.find((a) => a.id === c.mine);
    const body = {
      seen: mine.edition, summary: '', items: c.items.map((x) => ({ item: x.id, result: x.result || 'ok', note: '另一台设备' })), signatures: [],
      findings: [...c.findings.map((f) => ({ text: f.text, owner: f.owner, due: f.due })), { text: '雨污分流不到位（演示虚构）', owner: '企业负责人', due: c.findings[0].due }],
    };
    const r = await fetch(`${at}/record`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (!r.ok) throw new Error(await r.text());
  }, `/v1/inspection/checks/${id}`);
  await page.reload();
  await page.getByRole('button', { name: '合并两份记录' }).waitFor();
  await keep(page, '5-overtaken');
  await page.getByRole('button', { name: '合并两份记录' }).click();
  await page.getByRole('button', { name: '提交记录' }).click();
  await page.locator('.site-draft', { hasText: '记录与平台一致' }).waitFor();
  const texts = (await get(page, `/v1/inspection/checks/${id}`)).findings.map((f) => f.text);
  must(['标识不全', '台账未更新', '雨污分流'].every((x) => texts.some((t) => t.includes(x))), `joined to ${texts.join('、')}`);
  told('a second device was faster: both records joined, nothing lost');
}

/** An officer whom no account is known of: his agency says who he is, and he is told from then on. */
async function known(page, id) {
  const officer = async () => (await get(page, `/v1/inspection/checks/${id}`)).officers.find((o) => o.name === '执法人员01');
  const o = await officer();
  must(o.reached === 'none', `the officer is reached already: ${o.reached}`);
  const line = page.locator('.site-officers li', { hasText: 'DEMO-HJ-001' });
  await line.getByText('没有对应账号，由本部门转告').waitFor();
  await line.getByRole('button', { name: '对应账号' }).click();
  const dialog = page.getByRole('dialog', { name: '对应账号' });
  const confirm = dialog.getByRole('button', { name: '确认办理' });
  must(await confirm.isDisabled(), 'nobody was chosen, and it can be confirmed');
  await choose(page, dialog, '对应账号', '执法人员乙');
  await keep(page, '1-account');
  await confirm.click();
  await dialog.waitFor({ state: 'detached' });
  await line.getByText('没有对应账号，由本部门转告').waitFor({ state: 'detached' });
  must((await officer()).reached !== 'none', 'the account was not kept');
  const back = await page.evaluate(async (at) => (await fetch(at, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{}' })).status, `/v1/inspection/inspectors/${o.id}/account`);
  must(back === 204 && (await officer()).reached === 'none', `taken back: ${back}`); // the next walk on this hub finds it as this one did
  told('an officer without a known account is given one, is told from then on; and it is taken back');
}

/** A finding put right, looked at again and found wanting, with a new deadline; put right once more, and confirmed. */
async function looked(page, id) {
  const words = '标识不全';
  const row = page.locator('.site-findings li', { hasText: words });
  const finding = async () => (await get(page, `/v1/inspection/checks/${id}`)).findings.find((f) => f.text.includes(words));
  const take = async (title, what, fill) => {
    await row.getByRole('button', { name: title, exact: true }).click();
    const dialog = page.getByRole('dialog', { name: title });
    const confirm = dialog.getByRole('button', { name: '确认办理' });
    await dialog.getByLabel('情况').fill(what);
    await fill?.(dialog, confirm);
    await keep(page, `11-${title}`);
    await confirm.click();
    await dialog.waitFor({ state: 'detached' });
    await settled(page);
  };
  await take('登记整改', '标识已补齐（演示虚构）');
  must((await finding()).state === 'rectified', 'not noted as put right');
  const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  await take('回头看', '贮存间仍缺标识（演示虚构）', async (dialog, confirm) => {
    await dialog.getByText('没有整改到位', { exact: true }).click();
    must(await confirm.isDisabled(), 'what is not put right needs no new deadline');
    await dialog.getByLabel('新的整改期限').fill(later);
  });
  const again = await finding();
  must(again.state === 'open' && again.due === later, `not right: ${again.state}, due ${again.due}`);
  await row.getByText('没有整改到位 · 贮存间仍缺标识（演示虚构）').waitFor();
  await take('登记整改', '贮存间标识已补齐（演示虚构）');
  await take('回头看', '现场核对，标识齐全（演示虚构）');
  must((await finding()).state === 'confirmed', 'not confirmed');
  await row.getByText('复查到位').waitFor();
  must(await row.getByRole('button').count() === 0, 'a finding that is confirmed can still be changed');
  told('looked at again: not right, with a new deadline; then right');
}

/** Somebody signs by hand in the last box. */
async function stroke(page) {
  const pad = page.locator('.site-finding .site-pad svg').last();
  await pad.scrollIntoViewIfNeeded();
  const at = await pad.boundingBox();
  await page.mouse.move(at.x + 30, at.y + 40);
  await page.mouse.down();
  for (const [x, y] of [[80, 20], [120, 60], [180, 30]]) await page.mouse.move(at.x + x, at.y + y, { steps: 3 });
  await page.mouse.up();
}

const submit = async (page) => {
  await page.getByRole('button', { name: '提交记录' }).click();
  await page.locator('.site-draft', { hasText: '记录与平台一致' }).waitFor();
};

/** The enterprise signs; with one officer the visit does not end, with two it may, and the record shows who they are. */
async function sign(page, id) {
  await page.getByRole('button', { name: '被检查单位签名' }).click();
  await page.locator('.site-finding', { hasText: '被检查单位' }).last().getByLabel('签名人').fill('企业现场负责人');
  await stroke(page);
  await page.getByRole('button', { name: '执法人员01 签名' }).click();
  await stroke(page);
  await submit(page);
  await page.locator('.site-steps').getByRole('button', { name: '完成检查' }).click();
  const dialog = page.getByRole('dialog', { name: '完成检查' });
  await dialog.getByText('发现问题，限期整改').click();
  await dialog.getByRole('button', { name: '确认办理' }).click();
  await dialog.getByText(/至少2名检查人员签名，现有1名/).waitFor();
  must((await dialog.textContent()).includes('第四十二条'), 'the refusal names no article');
  await keep(page, '6-one-officer');
  await dialog.getByRole('button', { name: '取消' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '执法人员02 签名' }).click();
  await stroke(page);
  await submit(page);
  const c = await get(page, `/v1/inspection/checks/${id}`);
  must(c.signatures.filter((s) => s.officer && s.drawn).length === 2, 'two officers signed, and the record shows others');
  told('the enterprise signed; one officer is not enough, two are');
}

/** Market supervision hands what it found over to environment, in one go. */
async function handOver(page) {
  const { items } = await get(page, '/v1/inspection/plans');
  let plan = '';
  for (const p of items) {
    const r = await get(page, `/v1/inspection/plans/${p.id}/report`);
    const me = (await get(page, '/v1/me')).agency.id;
    if (r.findings?.some((f) => f.agency === me && !f.case)) plan = p.id;
  }
  if (!plan) return told('no finding of market supervision is left to hand over');
  await page.goto(`${hub}/inspection/handover?plan=${plan}`);
  await settled(page);
  await page.getByLabel('选中的全部设为 接收机关').click();
  await page.locator('.ant-select-dropdown:visible').getByText('益阳市生态环境局赫山分局', { exact: true }).click();
  await page.getByRole('button', { name: /^移交 \d+ 个问题$/ }).click();
  await page.getByText(/^已移交 \d+ 个$/).waitFor();
  await keep(page, '8-handed-over');
  must(await page.locator('td a[href^="/referrals/"]').count() > 0, 'no line leads to its referral');
  await page.goto(`${hub}/inspection/plans/${plan}/report`);
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 XLSX' }).click()]);
  must((await sheet.failure()) === null, 'the sheet of the report did not arrive');
  await keep(page, '9-report');
  told('findings handed over, each line leads to its referral; plan and actual as XLSX');
}

/** A planner drags a visit in the calendar to another half day; the hub asks every rule, and a place it refuses is told. */
async function drag(page) {
  const { items } = await get(page, '/v1/inspection/plans');
  for (const p of items.filter((x) => x.state === 'drawn')) {
    const { visits } = await get(page, `/v1/inspection/plans/${p.id}/schedule`);
    const [v] = visits.filter((x) => x.name && x.state === 'planned' && x.day).sort((a, b) => b.day.localeCompare(a.day)); // the last week has half days that nobody goes
    if (!v) continue;
    await page.goto(`${hub}/inspection/calendar?at=${v.day}`);
    await settled(page);
    const card = page.locator('article[draggable=true]', { hasText: v.name }).first();
    await card.waitFor();
    for (const box of await page.locator('.sched-half').all()) {
      const day = await box.locator('..').getAttribute('aria-label');
      const half = (await box.locator('h4').textContent()) === '上午' ? 'am' : 'pm';
      if (day < p.from || day > p.to || (day === v.day && half === v.half) || await box.locator('article').count() > 0) continue;
      await card.dragTo(box);
      const dialog = page.getByRole('dialog', { name: `调整第 ${v.number} 号检查` });
      await dialog.waitFor();
      await dialog.getByRole('button', { name: '保存' }).click();
      const refused = dialog.getByText('不能调整到这个时间');
      await Promise.race([dialog.waitFor({ state: 'detached' }), refused.waitFor()]);
      if (await dialog.isVisible()) {
        await dialog.getByRole('button', { name: '取消' }).click();
        await dialog.waitFor({ state: 'detached' });
        continue;
      }
      const now = (await get(page, `/v1/inspection/plans/${p.id}/schedule`)).visits.find((x) => x.id === v.id);
      must(now.day === day && now.half === half, `dragged to ${day} ${half}, it is on ${now.day} ${now.half}`);
      await page.locator(`section[aria-label="${day}"] article`, { hasText: v.name }).waitFor();
      await keep(page, '10-dragged');
      return told(`a visit dragged in the calendar from ${v.day} ${v.half} to ${day} ${half}`);
    }
  }
  throw new Error('no visit could be dragged to another half day');
}

const browser = await openBrowser();
let shown;
try {
  const phone = await window(browser, { width: 390, height: 844 });
  await signIn(phone.page, people.handler.agency, people.handler.name);
  const { page } = phone;
  shown = page;
  const cast = new Cast(browser, 'zh-CN');
  const head = await cast.as('head');
  const name = `某电镀有限公司（演示虚构）${Date.now() % 100000}`;

  const url = await arrange(page, name, false, '执法人员甲 DEMO-HJ-007');
  const id = url.split('/').at(-1);
  await replied(page, id);
  await known(page, id);
  must(!(await page.getByRole('button', { name: '出示证件，开始检查' }).isVisible()), 'begins without approval');
  await keep(page, '1-waits');
  await approve(head, name);
  await keep(head, '2-approved');
  await page.goto(url);
  const image = page.getByAltText('查验凭证二维码');
  await image.waitFor();
  must(await image.evaluate((i) => i.decode().then(() => i.naturalWidth > 0)), 'the voucher does not show');
  await step(page, '出示证件，开始检查', (d) => d.getByText('执法证件已向当事人出示').click());
  await keep(page, '3-begun');
  told('arranged, approved, begun with voucher and certificates');

  await offline(page, phone.context, id);
  await refused(page, id);
  await overtaken(page, id);
  await sign(page, id);
  await keep(page, '6-signed');
  await step(page, '完成检查', (d) => d.getByText('发现问题，限期整改').click());
  await head.goto(url);
  await step(head, '公布结果');
  must((await get(head, `/v1/inspection/checks/${id}`)).state === 'published', 'not published');
  await page.goto(url);
  await keep(page, '7-done');
  told('signed, ended, published');
  await looked(page, id);

  const urgent = await arrange(page, `紧急${name}`, true);
  await step(page, '出示证件，开始检查', (d) => d.getByText('执法证件已向当事人出示').click());
  await page.getByAltText('查验凭证二维码').waitFor();
  await approve(head, `紧急${name}`);
  must((await get(head, `/v1/inspection/checks/${urgent.split('/').at(-1)}`)).agencies.every((a) => a.approved_at), 'not approved afterwards');
  told('an urgent visit, approved afterwards');

  await handOver(await cast.as('outsider'));
  await drag(await cast.as('handler'));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  must(!wide, 'the page scrolls sideways at 390 px');
  const trouble = [...cast.trouble, ...phone.trouble].filter((t) => !/ERR_INTERNET_DISCONNECTED/.test(t));
  must(trouble.length === 0, trouble.join('\n'));
} catch (err) {
  if (out) await shown?.screenshot({ path: join(out, 'failed.png'), fullPage: true }).catch(() => undefined);
  throw err;
} finally {
  await browser.close();
}
