// Real case C in the browsers of both sides: Zigong asks, the line is cut, both go on,
// it is joined; Dazu finds the buyer; then a bundle is carried by hand. A photo and the
// letter go along by their digest, a reminder arrives as a remark. A joint action and a
// joint meeting of both follow. At the end an operator suspends the partner, and two of
// them trust it anew.
// HUB_URL and OTHER_URL name the two hubs of a running `hub dev --hubs 2`.
//
//   HUB_URL=http://127.0.0.1:8080 OTHER_URL=http://127.0.0.1:8081 node e2e/two-hubs.mjs [--out DIR]
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hub as west, openBrowser, settled, signIn, window } from './browser.mjs';
import { meeting } from './two-meeting.mjs';

const east = (process.env.OTHER_URL ?? 'http://127.0.0.1:8081').replace(/\/$/, '');
const out = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : '';
if (out) mkdirSync(out, { recursive: true });
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);
const title = `省界废铅蓄电池协助 ${Date.now().toString(36)}`; // the data of a development hub stay between runs

const browser = await openBrowser();
const trouble = [];

async function enter(at, agency, person) {
  const w = await window(browser, { at });
  await signIn(w.page, agency, person, '/', at);
  trouble.push(w.trouble);
  w.page.at = at;
  return w.page;
}

async function keep(page, name) {
  if (!out) return;
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await settled(page);
    await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
  }
}

const call = (page, method, path, body, version) => page.evaluate(async ([m, p, b, v]) => {
  const r = await fetch(p, { method: m, headers: { ...(b ? { 'Content-Type': 'application/json' } : {}), ...(v ? { 'If-Match': `"${v}"` } : {}), 'Idempotency-Key': crypto.randomUUID() }, body: b ? JSON.stringify(b) : undefined });
  return r.status === 204 ? {} : r.json();
}, [method, path, body, version]);

/** Waits until a page of a hub shows the case in a state of its exchange. */
async function shows(page, id, text) {
  await page.goto(`${page.at}/referrals/${id}`);
  await page.locator('#exchange').getByText(text).first().waitFor();
  await settled(page);
}

/** Presses the button of an act, fills its dialog, and confirms. */
async function act(page, id, action, fill) {
  await page.goto(`${page.at}/referrals/${id}?act=${action}`);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await fill?.(dialog, page);
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click();
  const refused = dialog.locator('.note-red, .field-error').first().waitFor().then(async () => { throw new Error(`${action} was refused: ${(await dialog.locator('.note-red, .field-error').allInnerTexts()).join(' | ')}`); });
  refused.catch(() => undefined);
  await Promise.race([dialog.waitFor({ state: 'hidden' }), refused]);
  await settled(page);
}

const line = (state) => fetch(`${west}/dev/line`, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `line=${state}`, redirect: 'manual' });

/** A joint action of both: offered, joined, a mixed team, one visit across the border; both count it. */
async function together(zigong, dazu) {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
  const { id } = await call(zigong, 'POST', '/v1/referrals/joint-action', { title: `川渝跨界联合执法 ${Date.now().toString(36)}`, content: { joint_action: '川渝跨界联合执法', from_on: today, to_on: today, facts: '检查交界处废铅蓄电池收集、贮存单位（演示虚构）。' } });
  await act(zigong, id, 'joint_action.offer', async (d, page) => {
    await d.locator('.field', { hasText: '接收' }).locator('.ant-select').first().click();
    await page.keyboard.type('大足区生态环境局');
    await page.locator('.ant-select-item-option', { hasText: '在枢纽 chongqing' }).first().click();
    await d.getByRole('checkbox', { name: '本件不涉及国家秘密' }).check();
  });
  await shows(dazu, id, '两边一致');
  await act(dazu, id, 'joint_action.join', (d) => d.getByRole('textbox').first().fill('执法人员甲'));
  await act(dazu, id, 'joint_action.members', (d) => d.getByRole('textbox').first().fill('执法人员甲，DEMO-CQ-1'));
  await shows(zigong, id, '两边一致');
  await act(zigong, id, 'joint_action.members', (d) => d.getByRole('textbox').first().fill('执法人员甲，DEMO-SC-1\n执法人员乙，DEMO-SC-2'));
  await act(zigong, id, 'joint_action.arrange', async (d, page) => {
    await d.getByLabel('查验编号').fill('JC-演示-1');
    await d.getByLabel('被检查单位').fill('大足某回收站（演示虚构）');
    await d.getByLabel('所在地行政区划代码').fill('500111');
    await d.getByLabel('日期', { exact: true }).fill(today);
    await d.getByLabel('参加人员的执法证号').click();
    for (const who of ['DEMO-SC-1', 'DEMO-SC-2', 'DEMO-CQ-1']) await page.locator('.ant-select-item-option', { hasText: who }).first().click();
    await keep(page, 'joint-arrange');
    await page.keyboard.press('Escape');
  });
  await call(zigong, 'POST', `/v1/referrals/${id}/joint-action/found`, { number: 'JC-演示-1', problems: 2 }, (await call(zigong, 'GET', `/v1/referrals/${id}`)).version);
  await shows(dazu, id, '两边一致');
  await dazu.locator('#joint').getByText('跨界').first().waitFor();
  await dazu.locator('#joint').getByText('在枢纽 sichuan').first().waitFor();
  await keep(dazu, 'joint');
  const counts = await Promise.all([zigong, dazu].map(async (p) => (await call(p, 'GET', `/v1/referrals/${id}`)).joint.count));
  must(JSON.stringify(counts[0]) === JSON.stringify(counts[1]) && counts[0].visits === 1, `the hubs count ${JSON.stringify(counts)}`);
  told('联合执法：商请、参加、混合编组、跨界检查，两边计数相同');
}

/** Suspends the partner, and lets two operators trust it anew from its metadata and the paper. */
async function partner(operator) {
  const card = () => operator.locator('.peer-card', { hasText: 'chongqing' });
  await operator.goto(`${west}/peers`);
  const root = (await card().locator('.peer-root').first().innerText()).trim();
  await card().getByRole('button', { name: '停用' }).click();
  const stop = operator.getByRole('dialog');
  await stop.getByRole('textbox').fill('演练');
  await stop.locator('.ant-modal-footer .ant-btn-primary, .ant-modal-footer .ant-btn-dangerous').last().click();
  await card().getByText('已停用').waitFor();
  await keep(operator, 'peer-suspended');
  told('一人停用伙伴，立即生效');

  const metadata = await (await fetch(`${east}/.well-known/xhp-metadata`)).text();
  await operator.getByRole('button', { name: '提出伙伴枢纽' }).click();
  const propose = operator.getByRole('dialog');
  await propose.locator('input[type=file]').setInputFiles({ name: 'chongqing.json', mimeType: 'application/json', buffer: Buffer.from(metadata) });
  await propose.getByLabel(/书面协议上的根密钥指纹/).fill(root);
  await propose.getByLabel(/对方地址/).fill(east);
  await propose.locator('.ant-modal-footer .ant-btn-primary').click();
  await operator.getByText('本人提出，由另一名运维人员确认').waitFor();
  await keep(operator, 'peer-proposed');
  const second = await enter(west, '四川枢纽运行维护单位', '平台运维人员乙');
  await second.goto(`${west}/peers`);
  await second.getByRole('button', { name: '核对并确认' }).click();
  const compare = second.getByRole('dialog');
  await compare.getByRole('textbox').fill('0000');
  await compare.locator('.ant-modal-footer .ant-btn-primary').click();
  await compare.getByText('与提出的指纹不一致').waitFor();
  await compare.getByRole('textbox').fill(root.split(/\s+/).at(-1));
  await compare.locator('.ant-modal-footer .ant-btn-primary').click();
  await second.locator('.peer-card', { hasText: 'chongqing' }).getByText('已信任').waitFor();
  await second.getByRole('button', { name: '互通自检' }).click();
  await second.getByText('互通正常').waitFor();
  told('一人提出、另一人核对指纹后确认，自检正常');
}

try {
  const operator = await enter(west, '四川枢纽运行维护单位', '系统运维人员');
  await operator.goto(`${west}/peers`);
  await operator.getByRole('button', { name: '互通自检' }).click();
  await operator.getByText('互通正常').waitFor();
  await keep(operator, 'peers');
  told('两个枢纽互信，自检正常');

  const zigong = await enter(west, '自贡市生态环境局', '执法人员甲');
  const dazu = await enter(east, '重庆市大足区生态环境局', '执法人员甲');
  const desk = await enter(east, '重庆市大足区生态环境局', '收发人员');
  const { id } = await call(zigong, 'POST', '/v1/referrals/assistance', { title, content: { facts: '省界查获废铅蓄电池14吨（演示虚构）。', purpose: 'joint_investigation', basis: '行政处罚法第二十六条' } });
  await zigong.goto(`${west}/referrals/${id}/draft?step=materials`);
  await settled(zigong);
  const photo = { name: '废铅蓄电池现场照片.png', mimeType: 'image/png', buffer: await zigong.screenshot() };
  await zigong.locator('input[type=file]').first().setInputFiles(photo);
  await zigong.getByRole('dialog').getByRole('button', { name: '上传 1 个文件' }).click();
  for (let r = await call(zigong, 'GET', `/v1/referrals/${id}`); r.evidence.length === 0; r = await call(zigong, 'GET', `/v1/referrals/${id}`)) await zigong.waitForTimeout(200);
  const letter = await call(zigong, 'POST', `/v1/referrals/${id}/documents`, { kind: 'assistance_letter' });
  must(letter.documents?.length === 1, `the letter was not issued: ${JSON.stringify(letter).slice(0, 300)}`);
  await act(zigong, id, 'assistance.request', async (d, page) => {
    await d.locator('.field', { hasText: '接收' }).locator('.ant-select').first().click();
    await page.keyboard.type('大足区生态环境局');
    await page.locator('.ant-select-item-option', { hasText: '在枢纽 chongqing' }).first().click();
    await keep(page, 'pick');
    await d.getByRole('checkbox', { name: '本件不涉及国家秘密' }).check();
  });
  await shows(zigong, id, '已送达对方机关');
  await shows(desk, id, '已到达并办理');
  await shows(desk, id, '已到达并办理');
  const files = desk.locator('#exchange details', { hasText: '随函材料' });
  await files.locator('summary').click();
  await files.getByText('摘要一致').first().waitFor();
  must(await desk.locator('#exchange').getByText('摘要一致').count() === 2, 'photo and letter are not both here under their digest');
  await desk.locator('#documents').getByText(letter.documents[0].number).first().waitFor();
  await keep(desk, 'files');
  told('请求到达大足，接收机关标明所在枢纽；照片和文书按摘要取到，摘要一致');

  await line('cut');
  await act(zigong, id, 'withdraw', (d) => d.getByRole('textbox').first().fill('收购方已自行到案（演示虚构）'));
  await act(desk, id, 'sign_for', (d) => d.getByRole('textbox').first().fill('收发人员'));
  await shows(zigong, id, '等待收讫');
  await keep(zigong, 'cut');
  must(!(await call(zigong, 'GET', `/v1/referrals/${id}`)).actions.some((a) => a.allowed), 'a withdrawal that nobody confirmed lets Zigong go on');
  told('线路断开：撤回与签收交叉，任何一方都不能越过对方');
  await line('join');
  await shows(zigong, id, '两边一致');
  must((await call(zigong, 'GET', `/v1/referrals/${id}`)).sub_states.withdrawal_asked, 'the withdrawal did not become a request');
  told('线路接通：签收在先，撤回转为撤回请求');

  await call(zigong, 'POST', `/v1/referrals/${id}/remarks`, { kind: 'reminder', to: (await call(zigong, 'GET', `/v1/referrals/${id}`)).receiver.id, text: '请告知找人进展' });
  await shows(dazu, id, '催办提醒');
  await dazu.getByText('请告知找人进展').first().waitFor();
  told('催办作为函告到达，成为对方案件中的记录');

  await act(dazu, id, 'refuse_withdrawal', (d) => d.getByRole('textbox').first().fill('已开始查找'));
  await act(dazu, id, 'assistance.agree', (d) => d.getByRole('textbox').first().fill('执法人员甲'));
  await act(dazu, id, 'assistance.deliver', (d) => d.getByRole('textbox').first().fill('收购方已在大足找到并询问。'));
  await shows(zigong, id, '对方已决定');
  await shows(zigong, id, '两边一致');
  const [a, b] = [await call(zigong, 'GET', `/v1/referrals/${id}/exchange`), await call(dazu, 'GET', `/v1/referrals/${id}/exchange`)];
  must(a.digest === b.digest && a.messages.length === b.messages.length, 'the hubs show different cases');
  await keep(zigong, 'done');
  await keep(dazu, 'done-east');
  told('大足提交结果，两边摘要相同');

  await line('cut');
  await act(zigong, id, 'close');
  await zigong.goto(`${west}/referrals/${id}`);
  const [file] = await Promise.all([zigong.waitForEvent('download'), zigong.getByRole('button', { name: '导出交换包' }).click()]);
  const bundle = readFileSync(await file.path());
  await desk.goto(`${east}/peers`);
  await desk.getByLabel('导入交换包').setInputFiles({ name: 'bundle.zip', mimeType: 'application/zip', buffer: bundle });
  await desk.getByText('来自 sichuan 的交换包').waitFor();
  await keep(desk, 'courier');
  await line('join');
  await shows(desk, id, '两边一致');
  must((await call(desk, 'GET', `/v1/referrals/${id}`)).state === 'closed', 'the closing did not come by courier');
  told('线路再断：办结由交换包送达');

  await together(zigong, dazu);
  await meeting({
    head: await enter(west, '自贡市生态环境局', '局负责人'), desk, guest: await enter(east, '重庆市大足区生态环境局', '局负责人'),
    organ: '重庆市大足区生态环境局', short: '大足区生态环境局', shows, act, call, keep,
  });
  told('联席会议：跨枢纽邀请、答复、送纪要，对方会签后召集方可见');
  await partner(operator);
  must(trouble.flat().length === 0, `the browser complained: ${trouble.flat().join(' | ')}`);
} finally {
  await line('join').catch(() => undefined);
  await browser.close();
}
