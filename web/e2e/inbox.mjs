// The inbox as somebody uses it all day: keys, several signed for at once with one that
// somebody else had signed meanwhile, filters that are kept and shared; and going on from a
// lead: its own paper with a number, a formal referral without retyping, a part for another
// authority, the whole family on one page. HUB_URL names a running `hub dev`.
import { choose, confirm, issueNow } from './acting.mjs';
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast, openCase } from './cast.mjs';
import { looks, shared } from './looks.mjs';

const mark = Date.now().toString(36);
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);
const shots = process.env.SHOTS ?? '';
const faults = [];
const look = async (page, name) => { faults.push(...(await looks(page, name, { shots, widths: shared['zh-CN'], again: true })).map((f) => `${name}: ${f}`)); };
const get = (page, path) => page.evaluate(async (p) => (await fetch(p)).json(), path);

const post = (page, path, body, headers = {}) => page.evaluate(async ({ p, b, h }) => {
  const answer = await fetch(p, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), ...h }, body: JSON.stringify(b) });
  return { status: answer.status, body: await answer.json() };
}, { p: path, b: body, h: headers });

/** Leads that wait at the bureau. */
async function send(page, titles) {
  const agencies = (await get(page, '/v1/agencies')).items;
  const to = agencies.find((a) => a.code === 'heshan-env').id;
  const out = [];
  for (const title of titles) {
    const made = await post(page, '/v1/referrals/lead', { title, content: { facts: `${title}：厂区后沟有油污，来源待查。`, place: '青龙河桥下' }, send: { to, no_state_secret: true } });
    must(made.status === 201 || made.status === 200, `a lead was not sent: ${JSON.stringify(made)}`);
    out.push(made.body);
  }
  return out;
}

async function keys(page, leads, colleague) {
  await page.goto(`${hub}/?box=todo&kind=lead`);
  const line = (l) => page.locator(`[data-line="${l.id}"]`);
  for (const l of leads) await line(l).waitFor();
  await settled(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: '键盘操作' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: '键盘操作' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('/');
  must(await page.getByRole('searchbox').first().evaluate((e) => e === document.activeElement), '/ does not lead to the search');
  await page.keyboard.press('Escape');

  const at = () => page.evaluate(() => document.activeElement?.getAttribute('data-line') ?? '');
  const reach = async (id) => {
    for (let n = 0; n < 60; n++) {
      await page.keyboard.press('j');
      if (await at() === id) return;
    }
    throw new Error(`J never came to ${id}`);
  };
  const order = await page.locator('[data-line]').evaluateAll((all) => all.map((a) => a.getAttribute('data-line')));
  const three = leads.map((l) => l.id).sort((a, b) => order.indexOf(a) - order.indexOf(b));
  for (const id of three) {
    await reach(id);
    await page.keyboard.press('x');
  }
  await page.getByText('签收 3 件', { exact: true }).waitFor();
  await page.keyboard.press('k');
  must(await at() === order[order.indexOf(three.at(-1)) - 1], 'K does not go back');
  await reach(three[2]);
  await page.keyboard.press('s');
  await page.getByText(/已关注/).first().waitFor();
  must((await get(page, '/v1/referrals?box=watched&limit=100')).items.some((r) => r.id === three[2]), 'S followed nothing');

  const taken = leads.find((l) => l.id === three[1]); // somebody else is quicker with one of them
  const signed = await post(colleague, `/v1/referrals/${taken.id}/sign-for`, { officer: '执法人员乙' }, { 'If-Match': `"${taken.version}"` });
  must(signed.status === 200, `the colleague could not sign: ${JSON.stringify(signed)}`);
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: /^签收 \d 件$/ });
  await dialog.waitFor();
  if (await dialog.getByText('签收 3 件').first().isVisible()) { // else the list was fresher than the hand
    await dialog.getByRole('button', { name: '签收 3 件' }).click();
    await dialog.getByText('已签收 2 件，未签成 1 件，共 3 件').waitFor();
    await dialog.locator('.bulk-bad').getByText(taken.title).waitFor();
    if (shots) await page.screenshot({ path: `${shots}/bulk-refused.png` });
    await dialog.getByRole('button', { name: '取消' }).click();
  } else {
    await dialog.getByRole('button', { name: '签收 2 件' }).click();
    await dialog.getByRole('button', { name: '完成' }).click();
  }
  await dialog.waitFor({ state: 'hidden' });
  for (const l of leads) must((await get(page, `/v1/referrals/${l.id}`)).state === 'received', `${l.title} was not signed for`);
  told('keys move, choose, follow and sign; of three signed for at once the one that was signed already held up no other');
  await page.goto(`${hub}/?box=todo`);
  await settled(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/referrals\//);
}

async function filters(page, colleague) {
  await page.goto(`${hub}/?box=received`);
  await page.getByRole('combobox', { name: '事项' }).selectOption({ label: '线索通报' });
  await page.waitForURL(/kind=lead/);
  await page.getByRole('button', { name: '常用筛选' }).click();
  await page.getByRole('menuitem', { name: '保存当前条件' }).click();
  const dialog = page.getByRole('dialog', { name: '保存当前条件' });
  await dialog.getByRole('textbox', { name: '名称' }).fill(`收到的线索 ${mark}`);
  await dialog.getByRole('checkbox', { name: '本机关人员都可以使用' }).check();
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText(`已保存“收到的线索 ${mark}”`).waitFor();
  await colleague.goto(`${hub}/?box=todo`);
  await colleague.getByRole('button', { name: '常用筛选' }).click();
  await colleague.getByRole('menuitem', { name: new RegExp(mark) }).click();
  await colleague.waitForURL((u) => u.searchParams.get('kind') === 'lead' && u.searchParams.get('box') === 'received');
  await page.goto(`${hub}/?box=todo`);
  await page.getByRole('button', { name: '常用筛选' }).click();
  await page.getByRole('button', { name: `删除“收到的线索 ${mark}”` }).click();
  await page.locator('.ant-modal-confirm').getByRole('button', { name: '删除' }).click();
  await page.waitForFunction(async (m) => !(await (await fetch('/v1/me/filters')).json()).items.some((f) => f.name.includes(m)), mark);
  told('a filter was kept, used by a colleague, and deleted');
}

/** The lead's own paper, and a part of it for another authority. */
async function fromSender(page, l) {
  await openCase(page, l.id);
  await page.locator('#documents summary', { hasText: '可以制作的文书' }).click();
  await page.locator('#documents .doc', { hasText: '线索通报函' }).getByRole('button', { name: '制作', exact: true }).click();
  await issueNow(page, '线索通报函');
  const row = page.locator('#documents .doc', { hasText: '线索通报函' });
  await row.locator('.doc-no', { hasText: /线〔\d{4}〕\d+号/ }).waitFor();
  const docx = await row.getByRole('link', { name: '下载可编辑文本（DOCX）' }).getAttribute('href');
  const kinds = await page.evaluate(async (paths) => Promise.all(paths.map(async (p) => new TextDecoder('latin1').decode((await (await fetch(p)).arrayBuffer()).slice(0, 4)))), [await row.getByRole('link', { name: '下载 线索通报函' }).getAttribute('href'), docx]);
  must(kinds[0] === '%PDF' && kinds[1].startsWith('PK'), `the paper came as ${kinds}`);
  await look(page, 'lead-paper');
  told('the lead has its own letter with a number, as PDF and DOCX');

  await page.getByRole('button', { name: '转为 / 分送' }).click();
  await page.getByRole('menuitem', { name: '分送另一机关（单独计期）' }).click();
  await page.waitForURL(/\/draft/);
  const part = /referrals\/([0-9a-f-]{36})/.exec(page.url())[1];
  must((await get(page, `/v1/referrals/${part}`)).content.facts.includes(l.title), 'the part has to be typed again');
  await openCase(page, part);
  await page.locator('.next-do').getByRole('button', { name: '发送线索' }).click();
  await confirm(page, '发送线索', async (d) => {
    await choose(page, d, '接收机关', '益阳市公安局赫山分局');
    await d.getByRole('checkbox', { name: '本件不涉及国家秘密' }).check();
  });
  const family = page.locator('.family');
  await family.getByText(l.number).first().waitFor();
  const clocks = async (id) => (await get(page, `/v1/referrals/${id}`)).clocks.filter((c) => c.state === 'running').map((c) => `${c.rule} ${c.owes.code}`);
  const [own, other] = [await clocks(l.id), await clocks(part)];
  must(own.length > 0 && other.length > 0 && own.every((c) => !other.includes(c)), `clocks of the parts: ${own} and ${other}`);
  told('a part went to another authority with clocks of its own');
  return part;
}

/** Two cases that hang together without one having become the other. */
async function link(page, one, other) {
  await openCase(page, one.id);
  await page.getByRole('button', { name: '转为 / 分送' }).click();
  await page.getByRole('menuitem', { name: '关联已有案件' }).click();
  const d = page.getByRole('dialog', { name: '关联另一件案件' });
  await d.getByLabel('编号、标题或者当事人').fill(other.number);
  await d.getByRole('button', { name: `关联 ${other.number}` }).click();
  await d.waitFor({ state: 'hidden' });
  await page.locator('.family').getByText(other.number).first().waitFor();
  told('a case is linked with another one by its number');
}

/** The bureau makes a formal referral of it. */
async function upgrade(page, l, part) {
  await openCase(page, l.id);
  await page.getByRole('button', { name: '转为 / 分送' }).click();
  await page.getByRole('menuitem', { name: '移送涉嫌犯罪案件' }).click();
  await page.waitForURL(/\/draft/);
  const id = /referrals\/([0-9a-f-]{36})/.exec(page.url())[1];
  await page.getByLabel('主要事实').waitFor();
  must((await page.getByLabel('主要事实').inputValue()).includes(l.title), 'the facts have to be typed again');
  await openCase(page, id);
  await page.locator('.family').getByText('转为').first().waitFor();
  const cases = (await get(page, `/v1/referrals/${id}/family`)).cases.map((c) => c.id);
  must(cases.includes(l.id) && !cases.includes(part), `the family of the receiver: ${cases}; the part for another authority is not theirs to see`);
  await look(page, 'family');
  told('the lead became a criminal referral without retyping; the family shows what the reader may know of');
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const market = await cast.as('outsider');
  const env = await cast.as('handler');
  const legal = await cast.as('legal');
  const leads = await send(market, [1, 2, 3].map((n) => `河边油污线索 ${mark} ${n}`));
  await keys(env, leads, await cast.as('head'));
  await look(env, 'case-of-inbox');
  await filters(env, legal);
  await env.goto(`${hub}/?box=todo`);
  await look(env, 'inbox');
  await link(env, leads[1], leads[2]);
  const part = await fromSender(market, leads[0]);
  await upgrade(env, leads[0], part);
  must(cast.trouble.length === 0, cast.trouble.join('\n'));
  must(faults.length === 0, faults.join('\n'));
} catch (err) {
  if (shots) for (const [i, context] of browser.contexts().entries()) for (const page of context.pages()) await page.screenshot({ path: `${shots}/failed-${i}.png`, fullPage: true }).catch(() => undefined);
  throw err;
} finally {
  await browser.close();
}
