// A claim for ecological damage from the town's lead to the bought carbon sink, as four
// organs do it in their browsers: a published case (Xuancheng, Jixi county, 2023), entered
// late with its days. 33,090 yuan of damage and 15,000 for the appraisal are 48,090; the
// statement of performance is issued, and neither the clock of 2024 nor the article of
// 2026 shows anywhere. Then a small damage is settled in one sitting: assessed, agreed and
// paid on one page, four papers in one print job. HUB_URL names a running `hub dev`.
//
//   HUB_URL=http://127.0.0.1:8080 node e2e/claim.mjs [--out DIR]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { act, choose, confirm, file, issue, pick, seal } from './acting.mjs';
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast, openCase } from './cast.mjs';

const out = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : '';
if (out) mkdirSync(out, { recursive: true });
const mark = Date.now().toString(36); // the data of a development hub stay between runs
const title = `采石毁坏林地 ${mark}`;
const obligor = `采石毁坏林地的赔偿义务人 ${mark}`;
const began = Date.now();
const told = (text) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);
const must = (ok, text) => { if (!ok) throw new Error(text); };
const [handed, started, met, bought] = ['2023-09-04', '2023-10-16', '2023-10-30', '2023-11-09'];

async function keep(page, name) {
  if (!out) return;
  await page.evaluate(() => scrollTo(0, 0));
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await settled(page);
    await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
  }
}

/** Says in the form of an act that it was done on a day of 2023 (补录). */
async function on(dialog, day) {
  await dialog.getByRole('checkbox', { name: '补录：这件事在更早的时候已经办理' }).check();
  const late = dialog.locator('.late');
  await late.getByLabel('实际办理时间').fill(day);
  await late.getByLabel('补录依据').fill('按公开案例补录');
}

/** An act of 2023: its day, and whatever else its form asks for. */
const then = (day, fill) => async (dialog) => {
  await fill?.(dialog);
  await on(dialog, day);
};
const says = (text) => (dialog) => dialog.locator('.field:has(> label .field-must) textarea').last().fill(text);

async function receiver(page, dialog, name) {
  await dialog.getByRole('combobox', { name: '接收机关' }).click();
  await page.keyboard.type(name);
  await page.locator('.ant-select-dropdown:visible').getByText(name, { exact: true }).click();
}

const saved = (page) => page.getByText(/已保存 \d\d:\d\d/).waitFor();

/** The town writes the lead in the guide and sends it to the county's forestry bureau. */
async function lead(cast) {
  const town = await cast.as('claimTown');
  await town.goto(`${hub}/new?kind=lead&step=party`);
  await town.locator('main').getByLabel('标题').fill(title);
  await town.getByText('身份不明', { exact: true }).click();
  await town.getByLabel('称谓（身份不明可以不填）').fill(obligor);
  await saved(town);
  await town.waitForURL(/referrals\/[0-9a-f-]{36}\/draft/);
  const id = town.url().match(/referrals\/([0-9a-f-]{36})/)[1];
  await town.getByRole('button', { name: '下一步：案情' }).click();
  await town.getByLabel('线索内容').fill('采石毁坏林地，造成森林植被和生态服务功能损害。');
  await town.getByRole('textbox', { name: /^来源/ }).fill('乡镇发现');
  await town.getByLabel('地点').fill(`扬溪镇 ${mark}`);
  await town.getByLabel('发现日期').fill(handed);
  await saved(town);
  await town.goto(`${hub}/referrals/${id}/draft?step=preview`);
  await town.getByRole('button', { name: '去办理：发送线索' }).click();
  await confirm(town, '发送线索', then(handed, async (d) => {
    await receiver(town, d, '绩溪县林业局');
    await d.getByRole('checkbox', { name: '本件不涉及国家秘密' }).check();
  }));
  const county = await cast.as('claimCounty');
  await openCase(county, id);
  await act(county, '签收', then(handed, (d) => d.getByLabel('签收人').fill('县局工作人员')));
  await act(county, '转有权机关', then(started, async (d) => {
    await receiver(county, d, '宣城市林业局');
    await d.getByLabel('移送理由').fill('由市政府指定的市林业局启动索赔');
  }));
  told(`${handed} 扬溪镇把线索交绩溪县林业局，转市政府指定的宣城市林业局`);
  return id;
}

/** The city's forestry bureau goes on from the lead, and its head starts the claim. */
async function start(cast, from) {
  const city = await cast.as('claimHandler');
  await openCase(city, from);
  await act(city, '签收', then(started, (d) => d.getByLabel('签收人').fill('损害赔偿经办人')));
  await city.getByRole('button', { name: '转为 / 分送' }).click();
  await city.getByRole('menuitem', { name: '生态环境损害赔偿', exact: true }).click();
  await city.waitForURL(/draft\?step=facts/);
  const id = city.url().match(/referrals\/([0-9a-f-]{36})/)[1];
  must(id !== from, 'the claim has the address of its lead');
  await city.getByLabel('损害事实和初步核查情况').fill('采石毁坏林地0.4311公顷，造成森林植被和生态服务功能损害。');
  await city.getByLabel('启动索赔的依据').fill('市政府指定市林业局为赔偿权利人指定的部门；初步核查认定造成生态环境损害。');
  await saved(city);
  await openCase(city, id);
  await act(city, '开始初步核查', then(started));
  await act(city, '记录初步核查结果', then(started, async (d) => {
    await d.getByRole('radio', { name: '造成生态环境损害', exact: true }).check();
    await d.getByLabel('核查情况').fill('现场核查，林地被采石毁坏。');
  }));
  await act(city, '报请启动索赔', then(started));
  const head = await cast.as('claimHead');
  await openCase(head, id);
  await act(head, '决定启动索赔', then(started, (d) => d.getByLabel('批示意见').fill('同意启动索赔。')));
  told(`${started} 初步核查认定造成损害，负责人决定启动索赔`);
  return id;
}

/** Assessed, noticed, consulted and agreed on one day. */
async function consult(cast, id) {
  const city = await cast.as('claimHandler');
  await openCase(city, id);
  await act(city, '记录损害数额', then(met, async (d) => {
    await d.getByRole('radio', { name: '鉴定评估机构' }).check();
    await d.getByLabel('生态环境损害').fill('33090');
    await d.getByLabel('鉴定评估等费用').fill('15000');
    await d.getByText('48090.00').waitFor();
    await says('毁坏林地0.4311公顷，生态系统服务功能损失和恢复费用33090元，鉴定评估费用15000元。')(d);
  }));
  await act(city, '送达磋商告知书', then(met));
  await act(city, '记录磋商会议', then(met, async (d) => {
    const others = ['检察机关', '公安机关', '生态环境部门', '自然资源部门'];
    for (const [i, name] of others.entries()) {
      await d.getByRole('button', { name: '增加一人' }).click();
      if (i === 0) await choose(city, d, '第 2 人身份', '检察机关');
      await d.getByLabel(`第 ${i + 2} 人姓名或者机关名称`).fill(name);
    }
    await says('检察、公安、生态环境、自然资源等机关参加，与赔偿义务人磋商并达成一致。')(d);
  }));
  await act(city, '签订赔偿协议', async (d) => {
    await d.getByRole('button', { name: '增加节点' }).click();
    await choose(city, d, '第 1 个节点的方式', '替代修复');
    await d.getByLabel('第 1 个节点的内容').fill('向林场购买等值林业碳汇');
    await d.getByLabel('第 1 个节点的完成日期', { exact: true }).fill(bought);
    await d.getByLabel('第 1 个节点的抵缴金额').fill('33090');
    await says('赔偿33090元，以购买等值林业碳汇替代修复；另行支付鉴定评估费用15000元。')(d);
    await on(d, met);
    await d.getByRole('button', { name: '确认办理' }).click(); // nothing was said of the court yet
    await d.getByText('请确认', { exact: true }).waitFor();
    await d.getByRole('checkbox', { name: '已向赔偿义务人说明不申请司法确认的后果' }).check();
  });
  await issue(city, '磋商会议纪要');
  await city.locator('.claim-rounds').getByText(/签名件未上传/).waitFor();
  await seal(city, '磋商会议纪要');
  const rounds = city.locator('.claim-rounds li', { hasText: '第 1 次磋商' });
  await rounds.getByText(/纪要签名件已归入/).waitFor();
  must(/检察机关：检察机关.*有关机关：自然资源部门/.test(await rounds.innerText()), `the round says ${await rounds.innerText()}`);
  await city.locator('#agreement > summary').click();
  await city.locator('#agreement').getByRole('button', { name: '打印核对单' }).click();
  await city.getByRole('dialog', { name: '赔偿协议内容核对' }).locator('iframe').waitFor();
  await city.keyboard.press('Escape');
  told(`${met} 磋商会议有检察、公安、生态环境、自然资源参加；签订协议 33,090 + 15,000 = 48,090 元，说明未经司法确认的后果；纪要签名归入`);
  await keep(city, '1-agreed');
}

/** The carbon sink is shown and accepted, the appraisal paid, and the claim found performed. */
async function perform(cast, id) {
  const city = await cast.as('claimHandler');
  await openCase(city, id);
  await act(city, '记录修复进展', then(bought, async (d) => {
    await d.getByRole('combobox', { name: '修复节点' }).click();
    await city.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
    await says('向林场购买等值林业碳汇，替代修复完成。')(d);
    await pick(city, d.getByRole('button', { name: '选择文件' }), file('林业碳汇购买凭证.pdf'));
    await d.locator('.charge-list').getByRole('checkbox', { name: '林业碳汇购买凭证.pdf', checked: true }).waitFor();
  }));
  await act(city, '修复节点验收合格', then(bought, (d) => d.getByLabel('验收情况').fill('凭证与协议约定一致，验收合格。')));
  await act(city, '记录缴款或者替代修复', then(bought, async (d) => {
    await d.getByRole('radio', { name: '支付评估、应急费用' }).check();
    await d.getByLabel('金额（元）').fill('15000');
  }));
  const head = await cast.as('claimHead');
  await openCase(head, id);
  await act(head, '决定无需修复效果评估', then(bought, (d) => d.getByLabel('无需评估的理由').fill('替代修复为购买碳汇，没有修复工程可供评估（演示虚构：公开案例未说明）。')));
  await openCase(city, id);
  await act(city, '确认履行完毕', then(bought, (d) => d.locator('textarea').first().fill('赔偿责任已经履行完毕。')));
  await issue(city, '履行赔偿责任情况说明');
  await act(city, '办结', then(bought));
  told(`${bought} 购买等值林业碳汇，支付评估费用，履行完毕，出具情况说明，办结`);
}

/** The text of a working copy: one file of a ZIP. */
function words(docx) {
  const bytes = Buffer.from(docx, 'base64');
  let at = bytes.readUInt32LE(bytes.length - 22 + 16); // the directory; nothing is said behind it
  for (; bytes.readUInt32LE(at) === 0x02014b50; at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)) {
    if (bytes.subarray(at + 46, at + 46 + bytes.readUInt16LE(at + 28)).toString() !== 'word/document.xml') continue;
    const [method, size, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const raw = bytes.subarray(from, from + size);
    return (method === 8 ? inflateRawSync(raw) : raw).toString().replace(/<[^>]*>/g, '');
  }
  throw new Error('the working copy has no text');
}

/** What stands there in the end: the sums, the statement under the law of its day, and no later law. */
async function stands(cast, id) {
  const city = await cast.as('claimHandler');
  await openCase(city, id);
  await settled(city);
  const figures = (await city.locator('.claim-figures').innerText()).replace(/\s+/g, ' ');
  must(/协议数额 48090\.00 已履行 48090\.00 尚欠 0\.00/.test(figures), `the page says ${figures}`);
  await city.evaluate(() => { for (const d of document.querySelectorAll('main details')) d.open = true; });
  const clocks = await city.locator('.case-clocks').innerText();
  must(!/通报检察机关/.test(clocks), `a clock of 2024 shows: ${clocks}`);
  must(!/一千零五十六/.test(await city.locator('main').innerText()), 'the page names an article of 2026');
  const seen = await city.evaluate(async (of) => {
    const r = await (await fetch(`/v1/referrals/${of}`)).json();
    const d = r.documents.find((x) => x.kind === 'performance_statement');
    const raw = new Uint8Array(await (await fetch(`/v1/referrals/${of}/documents/${d.id}/content?format=docx`)).arrayBuffer());
    return { state: r.state, number: d.number, rules: r.clocks.map((k) => k.rule), docx: btoa(Array.from(raw, (b) => String.fromCharCode(b)).join('')) };
  }, id);
  const statement = words(seen.docx);
  must(seen.state === 'closed' && seen.number, `the claim is ${seen.state}, its statement ${seen.number}`);
  must(!seen.rules.includes('dmg_notify_procuratorate'), 'a clock of 2024 ran');
  must(/48090\.00元/.test(statement) && /行政处罚法/.test(statement) && !/一千零五十六/.test(statement), `the statement says ${statement}`);
  told(`48,090 元全部履行；${seen.number} 依照当时的行政处罚法，没有2024年的通报期限，也没有第一千零五十六条`);
  await keep(city, '2-closed');
}

/** 小额快办: one page from the assessment to the closing, and its four papers at once. */
async function oneSitting(cast) {
  const handler = await cast.as('handler');
  await handler.goto(`${hub}/new?kind=compensation&step=party`);
  await handler.locator('main').getByLabel('标题').fill(`洗车污水漫流损害赔偿 ${mark}`);
  await handler.getByLabel('名称或者姓名').fill(`某洗车场 ${mark}`);
  await saved(handler);
  await handler.waitForURL(/referrals\/[0-9a-f-]{36}\/draft/);
  const id = handler.url().match(/referrals\/([0-9a-f-]{36})/)[1];
  await handler.getByRole('button', { name: '下一步：案情' }).click();
  await handler.getByLabel('损害事实和初步核查情况').fill('污水漫流入渠约十立方米，已恢复。');
  await handler.getByLabel('启动索赔的依据').fill('造成损害，事实简单、责任无争议。');
  await saved(handler);
  await openCase(handler, id);
  await act(handler, '报请启动索赔');
  const head = await cast.as('head');
  await openCase(head, id);
  await act(head, '决定启动索赔');
  await handler.goto(`${hub}/referrals/${id}/settle`);
  const page = handler.locator('main');
  await page.getByLabel('生态环境损害').fill('1917');
  await page.getByLabel('损害评估情况').fill('依据监测报告综合认定。');
  await page.getByLabel('磋商会议记录').fill('义务人对事实和数额没有异议，愿意当场缴清。');
  await page.getByLabel('履行方式、时间等约定').fill('当场一次缴清。');
  await page.getByRole('checkbox', { name: '已向赔偿义务人说明不申请司法确认的后果' }).check();
  await page.getByLabel('缴款书号').fill(`演缴〔2026〕${Date.now() % 1e6}号`);
  await handler.getByRole('button', { name: '登记并打印文书' }).click();
  await handler.getByRole('button', { name: '仍要签订' }).click();
  await page.getByText('已办结。').first().waitFor();
  const print = page.getByRole('link', { name: '打印全部文书（4 份）' });
  await print.waitFor();
  const job = await handler.evaluate(async (href) => { const a = await fetch(href); return { status: a.status, type: a.headers.get('content-type'), size: (await a.blob()).size }; }, await print.getAttribute('href'));
  must(job.status === 200 && /pdf/.test(job.type) && job.size > 10_000, `the print job is ${JSON.stringify(job)}`);
  const r = await handler.evaluate(async (of) => (await fetch(`/v1/referrals/${of}`)).json(), id);
  must(r.state === 'closed' && r.claim.open_fen === 0 && r.documents.filter((d) => d.number || d.kind === 'consult_minutes').length === 4, `it is ${r.state}, ${r.claim.open_fen} fen owed, ${r.documents.length} papers`);
  told('小额快办：一页完成评估、磋商、协议、缴款和办结，四份文书一次打印');
  await keep(handler, '3-sitting');
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const id = await start(cast, await lead(cast));
  await consult(cast, id);
  await perform(cast, id);
  await stands(cast, id);
  await oneSitting(cast);
  must(cast.trouble.length === 0, cast.trouble.join('\n'));
} finally {
  await browser.close();
}
