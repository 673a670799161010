// The criminal procedure as people do it: four agencies in their browsers, and
// once more with the police on paper only. Fails loudly, says what it did.
//
//   HUB_URL=http://127.0.0.1:8080 node e2e/flow.mjs [--out DIR]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { act, allCharges, confirm, dropAnywhere, file, fromPaper, goTo, issue, issueNow, pick, seal } from './acting.mjs';
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast, openCase } from './cast.mjs';

const out = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : '';
if (out) mkdirSync(out, { recursive: true });

const started = Date.now();
const say = (text) => console.log(`${String(((Date.now() - started) / 1000).toFixed(1)).padStart(6)} s  ${text}`);

function must(ok, what) {
  if (!ok) throw new Error(what);
}

/** A picture of what somebody saw, at both widths. */
async function keep(page, name) {
  if (!out) return;
  await page.evaluate(() => scrollTo(0, 0));
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await settled(page);
    await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
  }
}

/** The officer drafts a case in the guide. */
async function draft(cast, title) {
  const page = await cast.as('handler');
  await page.goto(`${hub}/new`);
  await page.getByRole('button', { name: '开始 移送涉嫌犯罪案件' }).click();
  await page.getByLabel('案件名称').fill(title);
  await page.getByText('个人', { exact: true }).click();
  await page.getByLabel('名称或者姓名').fill('洗金作坊经营者');
  await page.getByLabel('公民身份号码').fill('110101199003070000');
  await page.getByLabel('罪名').first().fill('污染环境');
  await page.locator('.ant-select-dropdown:visible').locator('.ant-select-item-option', { hasText: '污染环境罪' }).first().click();
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  await page.getByText('校验').first().waitFor();
  const id = /referrals\/([0-9a-f-]{36})\/draft/.exec(page.url())?.[1];
  must(id, `the draft got no address: ${page.url()}`);
  say(`执法人员甲 拟稿，边写边存，号码校验位有误只提醒`);
  await keep(page, '02-draft-party');

  await page.getByRole('button', { name: '下一步：案情' }).click();
  await page.getByLabel('主要事实').fill('2024年8月30日，接到群众反映后，执法人员到一民房内的洗金作坊检查。现场正在使用汞洗金，废水未经处理排入水塘。');
  await page.getByLabel('案件来源').fill('群众反映');
  await page.getByLabel('违法行为发生日').fill('2024年8月30日');
  await page.getByLabel('发现日').fill('20240830');
  await page.getByLabel('追诉标准及达到的数值').fill('水塘排口土壤总砷超标 126.2 倍');
  await page.getByLabel('专案组人数').fill('2');
  await page.getByLabel('主办人').fill('执法人员甲');
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  await keep(page, '03-draft-facts');

  await page.getByRole('button', { name: '下一步：材料' }).click();
  await page.getByLabel('物品名称').or(page.getByRole('button', { name: '添加物品' })).first().waitFor();
  await page.getByRole('button', { name: '添加物品' }).click();
  await page.getByLabel('物品名称').fill('洗金设备');
  await page.getByLabel('数量').fill('1套');
  // A whole exported folder at once: sorted by name, confirmed by a person.
  const names = ['案件调查报告.pdf', '现场检查（勘察）笔录.pdf', '监测报告（沪环监字第2024-118号）.pdf', '涉案物品清单.pdf'];
  await pick(page, page.getByRole('button', { name: '选择文件', exact: true }), names.map(file));
  const sort = page.getByRole('dialog', { name: '确认归类' });
  await sort.getByRole('button', { name: `上传 ${names.length} 个文件` }).click();
  for (const n of names) await page.locator('.uploads li', { hasText: n }).getByText('已入卷').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.kind-missing').length === 1) // the list is drawn anew a moment later
    .catch(() => must(false, 'the four files did not land in four kinds'));
  say('四份材料按文件名归类，经确认入卷；清单上只剩照片缺失');
  await keep(page, '04-draft-materials');

  await page.getByRole('button', { name: '下一步：预览' }).click();
  await page.locator('.preview iframe').waitFor();
  await settled(page);
  // 移送前预审 stands open below the preview; what the hub cannot tell a person answers.
  const sheet = page.locator('#precheck .precheck-sheet').first();
  const asked = '实施行政执法的主体与程序合法';
  const opener = sheet.getByRole('button', { name: `填写判断 ${asked}` });
  const answer = sheet.locator('.precheck-answer');
  for (let n = 0; n < 3 && !(await answer.isVisible()); n++) { // the preview above grows while it loads, and may push the button from under a click
    await opener.click();
    await answer.waitFor({ timeout: 5_000 }).catch(() => undefined);
  }
  await answer.getByText('具备', { exact: true }).click();
  await answer.getByRole('button', { name: '保存' }).click();
  await answer.waitFor({ state: 'detached' });
  must(await page.locator('#precheck .precheck-sum').getByText('缺').count() > 0, 'the pre-check misses nothing in a file without a letter');
  say('移送前预审：系统列出缺项，办案人判断系统看不出的一项');
  await keep(page, '05-draft-preview');
  return id;
}

/** Opinions, report, approval, letter and seal. */
async function prepare(cast, id) {
  const handler = await cast.as('handler');
  const legal = await cast.as('legal');
  const head = await cast.as('head');
  await openCase(handler, id);
  await act(handler, '填写执法机构意见', (d) => d.getByLabel('执法机构意见').fill('主体和程序合法，有证据证明有涉嫌环境犯罪的事实发生，建议移送。'));
  await openCase(legal, id);
  await act(legal, '填写法制机构意见', (d) => d.getByLabel('法制机构意见').fill('证据和法律依据审核无异议，同意移送。'));
  await openCase(handler, id);
  await act(handler, '报请负责人审批');
  say('两机构意见齐备，报请负责人');
  await head.goto(`${hub}/?box=signing`);
  await head.locator('.lines').getByRole('link').first().waitFor();
  await head.locator('.lines .line-sub').getByText('移送涉嫌犯罪案件').first().waitFor(); // a line says what kind of case it is
  await keep(head, '06-head-signing');
  await openCase(head, id);
  await keep(head, '07-head-case');
  await act(head, '批准移送', (d) => d.getByLabel('批示意见').fill('同意移送。'));
  say('负责人重新登录确认后批准移送');
  await openCase(handler, id);
  await issue(handler, '涉嫌犯罪案件移送书');
  await seal(handler, '涉嫌犯罪案件移送书');
  say('移送书制作、编号、盖章上传');
  await keep(handler, '08-letter-sealed');
}

async function transmit(cast, id) {
  const page = await cast.as('handler');
  await openCase(page, id);
  await act(page, '移送公安机关并抄送检察机关', async (d) => {
    await d.getByText('还缺必备材料').waitFor(); // the own-level organs are chosen already
    await d.getByLabel('说明理由').fill('现场照片整理后补送');
    await d.getByRole('checkbox', { name: '本件不涉及国家秘密' }).check();
    if (out) await page.screenshot({ path: join(out, '09-transmit-dialog-1440.png') });
  });
  await page.locator('.case-head').getByText('待签收').waitFor();
  say('移送公安机关，抄送检察机关，缺的材料写明理由');
}

async function together(cast) {
  const title = `洗金作坊经营者涉嫌污染环境案（页面 ${Date.now() % 1e6}）`;
  const id = await draft(cast, title);
  await prepare(cast, id);

  const outsider = await cast.as('outsider');
  await outsider.goto(`${hub}/referrals/${id}`);
  await outsider.getByText('没有找到这件案件').waitFor();
  await transmit(cast, id);
  await outsider.goto(`${hub}/?q=${encodeURIComponent(title)}`);
  await outsider.getByText('没有找到与').waitFor();
  say('无关机关打开和搜索都找不到');

  const desk = await cast.as('desk');
  await desk.goto(`${hub}/?box=todo`);
  await desk.getByRole('link', { name: title }).waitFor();
  await keep(desk, '10-desk-inbox');
  await desk.getByRole('link', { name: title }).click();
  await desk.locator('#next-title').waitFor();
  await act(desk, '签收并出具回执', (d) => d.getByLabel('签收人').fill('值班民警'));
  say('值班民警签收，出具回执');

  const officer = await cast.as('officer');
  await goTo(officer, title, title);
  await officer.locator('#next-title').waitFor();
  await goTo(officer, '告知补正', '告知补正');
  await officer.getByRole('dialog', { name: '告知补正' }).getByRole('button', { name: '取消' }).click();
  await act(officer, '告知补正', async (d) => {
    await d.getByRole('checkbox', { name: '现场照片或者录音录像及清单' }).check();
    await d.getByLabel('补正说明').fill('请补送现场照片。');
  });
  say('办案民警一次性告知补正');

  const handler = await cast.as('handler');
  await openCase(handler, id);
  await handler.locator('.kind-asked').waitFor();
  await keep(handler, '11-supplement-asked');
  await dropAnywhere(handler, [file('现场照片.pdf')]);
  await handler.getByRole('dialog', { name: '确认归类' }).getByRole('button', { name: '上传 1 个文件' }).click();
  await handler.locator('.uploads li', { hasText: '现场照片.pdf' }).getByText('已入卷').waitFor();
  await act(handler, '提交补正', (d) => d.getByLabel('补正说明').fill('现场照片已补送。'));
  say('补正现场照片，立案期限没有停');

  await openCase(officer, id);
  await act(officer, '决定立案', async (d) => {
    await allCharges(d);
    await d.getByLabel('文书文号').fill(`益公赫立字〔2026〕${Date.now() % 1e6}号`);
  });
  await act(officer, '书面通知决定', async (d) => {
    await allCharges(d);
    await d.getByLabel('文书文号').fill(`益公赫立告字〔2026〕${Date.now() % 1e6}号`);
  });
  say('决定立案并书面通知');
  await keep(officer, '12-police-case');

  await openCase(handler, id);
  await act(handler, '移交涉案物品', (d) => d.getByText('移交实物', { exact: true }).click());
  await openCase(desk, id);
  await act(desk, '清点签收涉案物品', (d) => d.getByLabel('签收人').fill('值班民警'));
  say('涉案物品移交并清点签收');

  await tellParty(cast, id);

  const procurator = await cast.as('procurator');
  await procurator.goto(`${hub}/?box=copied`);
  await procurator.getByRole('link', { name: title }).click();
  await procurator.getByText('抄送机关').first().waitFor();
  await keep(procurator, '13-procurator-case');
  say('检察机关看到移送书、状态和期限，看不到案卷');

  await openCase(handler, id);
  await handler.getByText('已签收').first().waitFor();
  await handler.locator('.case-clocks summary', { hasText: '已结束的期限' }).click();
  await handler.locator('.clock:visible').first().click();
  await handler.locator('.explain').waitFor();
  say('期限逐日说明可查');
  return id;
}

/** A scan with more or fewer pages than its paper is taken for a reason. */
async function takenAnyway(way, done) {
  const why = way.getByRole('textbox', { name: '确属本文书的理由' });
  await why.or(way.getByText(done)).first().waitFor();
  if (await why.isVisible()) {
    await why.fill('只扫描了盖章页');
    await way.getByRole('button', { name: '写明理由，仍然附上' }).click();
  }
  await way.getByText(done).waitFor();
}

/** 告知当事人: the notice, its seal, the proof of service, and the entry that it was done. */
async function tellParty(cast, id) {
  const page = await cast.as('handler');
  await openCase(page, id);
  await page.locator('.next-do').getByRole('link', { name: '告知当事人' }).click();
  const way = page.locator('#party-notice');
  await way.getByText('应当告知').waitFor();
  await way.getByRole('button', { name: '预览并制作告知书' }).click();
  await issueNow(page, '移送案件告知书');
  await pick(page, way.getByRole('button', { name: '上传盖章件' }), file('告知书（盖章）.pdf'));
  await takenAnyway(way, '已盖章');
  await way.getByRole('button', { name: '预览并制作送达回证' }).click();
  await issueNow(page, '送达回证');
  await pick(page, way.getByRole('button', { name: '上传签收的回证' }), file('送达回证（签收）.pdf'));
  await takenAnyway(way, '送达回证已上传');
  await keep(page, '12-party-notice');
  await way.getByRole('button', { name: '登记已告知' }).click();
  await confirm(page, '告知当事人', (d) => d.getByLabel('告知情况').fill('当日直接送达，当事人在送达回证上签名。'));
  await way.getByText('已告知', { exact: true }).waitFor();
  say('告知当事人：告知书、盖章、送达回证、登记');
}

async function onPaper(cast) {
  const title = `洗金作坊经营者涉嫌污染环境案（纸质 ${Date.now() % 1e6}）`;
  const id = await draft(cast, title);
  await prepare(cast, id);
  await transmit(cast, id);
  const page = await cast.as('handler');
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(await page.evaluate(async () => (await (await fetch('/v1/me')).json()).now)));
  await openCase(page, id);
  await fromPaper(page, '签收并出具回执', { date: today, number: `益公赫受字〔2026〕${Date.now() % 1e6}号`, scan: file('接受案件回执扫描件.pdf') }, (d) => d.getByLabel('签收人').fill('值班民警'));
  await page.getByText('由对方代录').first().waitFor();
  await fromPaper(page, '决定不予立案', { date: today, number: `益公赫不立字〔2026〕${Date.now() % 1e6}号` }, async (d) => {
    await allCharges(d);
    await d.getByLabel('不予立案的理由').fill('现有证据不足以证明达到追诉标准。');
  });
  await fromPaper(page, '书面通知决定', { date: today, number: `益公赫不立通字〔2026〕${Date.now() % 1e6}号` }, allCharges);
  say('公安机关只用纸质文书：回执、不予立案、通知均由移送机关代录');
  await keep(page, '14-on-paper');

  const desk = await cast.as('desk');
  await openCase(desk, id);
  await desk.locator('#course').getByRole('button', { name: '确认属实' }).first().click();
  await desk.locator('#course').getByText('已确认').first().waitFor();
  await desk.locator('#course').getByRole('button', { name: '提出异议' }).first().click();
  const objection = desk.getByRole('dialog', { name: '提出异议' });
  await objection.getByLabel('异议').fill('文号登记有误。');
  await objection.getByRole('button', { name: '提出异议' }).click();
  await desk.locator('#course').getByText('有异议').first().waitFor();
  say('公安机关一键确认一项，对另一项提出异议');
  await keep(desk, '15-confirm-records');

  const head = await cast.as('head');
  await openCase(head, id);
  await act(head, '申请复议', async (d) => {
    await allCharges(d);
    await d.getByLabel('申请复议的事实和理由').fill('监测数据超过追诉标准，请予复议。');
  });
  await head.locator('.case-main').getByText('复议中').waitFor();
  say('负责人申请复议，复议期限开始计算');
  await keep(head, '16-reconsideration');
}

const browser = await openBrowser();
const cast = new Cast(browser);
try {
  const login = await cast.as('handler');
  await login.goto(`${hub}/`);
  await login.locator('.lines, .empty').first().waitFor();
  await keep(login, '01-inbox');
  await together(cast);
  await onPaper(cast);
  must(cast.trouble.length === 0, `the browser complained:\n  ${cast.trouble.join('\n  ')}`);
  say('全部完成，浏览器没有报错，没有站外请求');
} catch (err) {
  if (process.env.SHOTS) await (await cast.as('handler')).screenshot({ path: `${process.env.SHOTS}/failed.png`, fullPage: true }).catch(() => undefined);
  console.error(`FAILED after ${((Date.now() - started) / 1000).toFixed(1)} s: ${err.message}`);
  for (const [i, context] of browser.contexts().entries()) {
    for (const page of context.pages()) if (out) await page.screenshot({ path: join(out, `failed-${i}.png`), fullPage: true }).catch(() => undefined);
  }
  if (cast.trouble.length) console.error(cast.trouble.join('\n'));
  process.exitCode = 1;
} finally {
  await browser.close();
}
