// An incident on a border, from one form: the grade starts the hours, the report goes to the
// department above, the neighbour in another organ gets a part of the same form and signs
// for it; its notice counts nothing down. HUB_URL names a running `hub dev`.
//
//   HUB_URL=http://127.0.0.1:8080 node e2e/emergency.mjs [--out DIR]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { confirm } from './acting.mjs';
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast, openCase } from './cast.mjs';

const out = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : '';
if (out) mkdirSync(out, { recursive: true });
const title = `界河槽罐车侧翻 ${Date.now().toString(36)}`; // the data of a development hub stay between runs
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);

async function keep(page, name) {
  if (!out) return;
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await settled(page);
    await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
  }
}

const read = (page, id) => page.evaluate(async (of) => (await fetch(`/v1/referrals/${of}`)).json(), id);
const clock = (r, rule) => r.clocks.find((c) => c.rule === rule && c.state === 'running');

/** Takes a step by its name in the address, and confirms. */
async function step(page, id, action, name, fill) {
  await page.goto(`${hub}/referrals/${id}?act=${action}`);
  await confirm(page, name, fill);
  await settled(page);
}

/** Chooses an organ and says that nothing is secret. */
const to = (page, organ) => async (dialog) => {
  await dialog.locator('.field', { hasText: '接收' }).locator('.ant-select').first().click();
  await page.keyboard.type(organ);
  await page.locator('.ant-select-dropdown:visible').getByText(organ, { exact: true }).first().click();
  await dialog.getByRole('checkbox', { name: '本件不涉及国家秘密' }).check();
};

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const duty = await cast.as('handler');
  await duty.goto(`${hub}/new?step=party&kind=emergency`);
  await duty.getByRole('textbox').first().fill(title);
  await duty.getByRole('button', { name: /^下一步/ }).click();
  await duty.getByRole('radio', { name: '一般（Ⅳ级）' }).check();
  for (const [label, text] of [['发生时间', '今日凌晨两时许'], ['发生地点', '界河赫山段'], ['信息来源', '交警通报'], ['起因、性质和基本过程', '槽罐车侧翻，约三吨废酸入河（演示虚构）。'], ['发展趋势、处置情况和下一步措施', '已筑坝拦截、投加石灰。']]) {
    await duty.getByRole('textbox', { name: label }).fill(text);
  }
  await duty.getByRole('checkbox', { name: '可能波及相邻行政区域' }).check();
  await duty.waitForURL(/\/referrals\/[0-9a-f-]{36}\/draft/);
  await settled(duty);
  const id = duty.url().match(/referrals\/([0-9a-f-]{36})/)[1];
  await keep(duty, 'form');
  for (let r = await read(duty, id); !r.content.neighbours || !r.content.measures; r = await read(duty, id)) await duty.waitForTimeout(200); // it saves by itself
  told('one form holds grade, course and whether neighbours are concerned');

  await step(duty, id, 'emergency.recognise', '初步认定级别');
  const hours = await read(duty, id);
  const four = clock(hours, 'xpr_emergency_report_IV_III');
  must(four?.due_at && Math.abs(Date.parse(four.due_at) - Date.parse(four.started_at) - 4 * 3_600_000) < 60_000, 'a common incident is not due four hours after it was recognised');
  const next = clock(hours, 'xpr_emergency_neighbour_notice');
  must(next && !next.due_at, 'the notice to the neighbours counts down');
  await duty.locator('.case-clocks .clock-name').filter({ hasText: '相邻' }).first().waitFor();
  await keep(duty, 'hours');
  told('four hours run for the report, and nothing counts down for the neighbours');

  await step(duty, id, 'emergency.send', '报告上级生态环境部门', to(duty, '益阳市生态环境局'));
  const sent = await read(duty, id);
  must(sent.state === 'sent' && !clock(sent, 'xpr_emergency_report_IV_III'), 'it was reported, and its hours run on');
  told('the department above has the report, and the hours are met');

  await openCase(duty, id);
  await duty.getByRole('button', { name: '转为 / 分送' }).click();
  await duty.getByRole('menuitem', { name: /分送另一机关/ }).click();
  await duty.waitForURL(/\/referrals\/[0-9a-f-]{36}\/draft/);
  const part = duty.url().match(/referrals\/([0-9a-f-]{36})/)[1];
  must(part !== id, 'the part is the case itself');
  await step(duty, part, 'emergency.notify', '通报相邻地区', to(duty, '益阳市生态环境局南县分局'));
  told('a part of the same form goes to the neighbour');

  const neighbour = await cast.as('neighbour');
  await openCase(neighbour, part);
  await neighbour.getByText('界河赫山段').first().waitFor();
  await keep(neighbour, 'neighbour');
  await step(neighbour, part, 'sign_for', '签收', (d) => d.getByRole('textbox').first().fill('执法人员戊'));
  await step(neighbour, part, 'emergency.instruct', '提出要求、回告情况', (d) => d.getByRole('textbox').first().fill('本县下游断面已加密监测，未见异常。'));
  must((await read(neighbour, part)).clocks.every((c) => !c.due_at), 'something counts down for the neighbour');
  told('the neighbour has signed, and tells in turn what it sees downstream');

  await step(duty, id, 'emergency.neighbours_told', '记录已通报相邻地区', (d) => d.getByRole('textbox').first().fill('已向南县分局通报并电话确认。'));
  must(!clock(await read(duty, id), 'xpr_emergency_neighbour_notice'), 'the neighbours were told, and the duty stands');
  const city = await cast.as('city');
  await step(city, id, 'sign_for', '签收', (d) => d.getByRole('textbox').first().fill('市局值班人员'));
  told('the duty to tell is met, with its moment on record; the department above has signed');
  must(cast.trouble.length === 0, `the browser complained: ${cast.trouble.join(' | ')}`);
} finally {
  await browser.close();
}
