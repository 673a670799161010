// A joint meeting of four agencies from the first plan to the promise that is kept: a
// meeting of last month is recorded, with a promise that nobody kept; the coordinator
// plans and invites, and the unkept promise heads the agenda; agencies answer and take
// positions, it is held, minuted and countersigned; what it resolved is a task, and heads
// the next agenda until done. The coordinator's desk shows all of it on one page.
// HUB_URL names a running `hub dev`.
//
//   HUB_URL=http://127.0.0.1:8080 node e2e/meeting.mjs [--out DIR]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { choose } from './acting.mjs';
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast } from './cast.mjs';

const out = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : '';
if (out) mkdirSync(out, { recursive: true });
const mark = Date.now().toString(36); // the data of a development hub stay between runs
const series = `行刑衔接联席会议 ${mark}`;
const broken = `对线索反馈超期的案件逐件答复环境部门（${mark}）`;
const promise = `对久拖未决的案件作出是否立案的决定（${mark}）`;
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);

/** Day and time of the office, some minutes from now. */
const office = (minutes) => {
  const [day, time] = new Date(Date.now() + minutes * 60_000).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).split(' ');
  return { day, time: time.slice(0, 5) };
};
const days = (n) => office(n * 24 * 60).day;

async function keep(page, name) {
  if (!out) return;
  for (const [width, height] of [[390, 844], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await settled(page);
    await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
  }
}

/** Fills a day with its time. */
async function when(scope, label, day, time) {
  const field = scope.locator('.field', { hasText: label }).first();
  await field.getByRole('textbox').first().fill(day);
  await field.getByLabel('时间（北京时间）').or(field.locator('.day-time')).first().fill(time);
}

/** Presses a button of the bar, fills its dialog, and confirms. */
async function step(page, name, fill) {
  await page.locator('.meet-bar').getByRole('button', { name, exact: true }).click();
  await confirm(page, name, fill);
}

async function confirm(page, name, fill) {
  const dialog = page.getByRole('dialog', { name });
  await dialog.waitFor();
  await fill?.(dialog);
  await dialog.getByRole('button', { name: '确定', exact: true }).or(dialog.getByRole('button', { name: '确 定' })).click();
  const refused = dialog.locator('.note-red, .field-error').first().waitFor().then(async () => {
    throw new Error(`“${name}” was refused: ${(await dialog.locator('.note-red, .field-error').allInnerTexts()).join(' | ')}`);
  });
  refused.catch(() => undefined);
  await Promise.race([dialog.waitFor({ state: 'hidden' }), refused]);
  await settled(page);
}

const item = (page, text) => page.locator('.meet-agenda > li', { hasText: text });
const section = (page, title) => page.locator('.section', { has: page.getByRole('heading', { name: title, exact: true }) });

async function plan(page) {
  await page.goto(`${hub}/meetings?tab=series`);
  await page.getByRole('button', { name: '建立会议制度' }).click();
  await page.getByLabel('名称').fill(series);
  await page.getByLabel('地点').fill('分局三楼会议室');
  for (const name of ['益阳市公安局赫山分局', '益阳市赫山区人民检察院', '益阳市赫山区市场监督管理局']) { // typed: a long list draws only its first lines
    await page.getByLabel('成员单位').fill(name);
    await page.locator('.ant-select-dropdown:visible').getByText(name, { exact: true }).click();
  }
  await page.keyboard.press('Escape');
  await page.locator('main .meet-acts').getByRole('button', { name: '建立会议制度' }).click();
  await page.getByText(series).waitFor();
}

/** A meeting that was held before the hub knew of it, with a promise whose day has passed. */
async function lastMonth(page, others) {
  const url = await next(page, days(-26));
  await step(page, '补记已开的会议', async (d) => {
    for (const name of ['赫山公安', '赫山检察', '赫山市场监管']) await d.getByRole('checkbox', { name }).check();
    await d.getByLabel('理由').fill('会议在平台启用前召开，按会议记录补记');
  });
  await resolve(page, broken, '赫山公安', days(-12));
  await page.getByRole('button', { name: '按议程起草' }).click();
  await section(page, '会议纪要').locator('textarea').first().waitFor();
  await step(page, '送会签');
  for (const who of [...others, page]) {
    await who.goto(url);
    await step(who, '会签纪要');
  }
  await step(page, '归档');
}

/** Notes who does what until when. */
async function resolve(page, what, owner, day) {
  const box = section(page, '议定事项');
  await box.getByLabel('做什么').fill(what);
  await choose(page, box, '责任单位', owner);
  await box.getByLabel('完成日期').fill(day);
  await box.getByRole('button', { name: '加一项' }).click();
  await box.locator('td', { hasText: what }).waitFor();
}

/** Prepares a meeting of the series. */
async function next(page, day) {
  await page.goto(`${hub}/meetings`);
  await page.getByRole('button', { name: '召集会议' }).click();
  await choose(page, page, '会议制度', series);
  await when(page, '会议时间', day, '09:30');
  await page.locator('main .meet-acts').getByRole('button', { name: '召集会议' }).click();
  await page.waitForURL(/meetings\/[0-9a-f-]{36}/);
  await page.locator('.meet-bar').waitFor();
  return page.url();
}

/** Puts a case that lies with the police on the list for the next meeting, as its officer does. */
const ask = (page) => page.evaluate(async () => {
  const { items } = await (await fetch('/v1/referrals?kind=criminal&box=sent&state=received')).json();
  const said = await fetch(`/v1/referrals/${items[0].id}/meeting-marks`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ reason: '立案决定久拖未决' }) });
  return [201, 409].includes(said.status); // 409: it is marked already
});

async function agenda(page) {
  const first = page.locator('.meet-proposals li').first();
  await first.waitFor();
  const about = await first.getByRole('link').innerText();
  await first.getByRole('button', { name: '加入议程' }).click();
  await item(page, about).waitFor();
  await page.getByLabel('自拟议题').fill('通报本季度移送情况');
  await page.locator('.meet-add').getByRole('button', { name: '加入议程' }).click();
  await item(page, '通报本季度移送情况').waitFor();
  return about;
}

/** An agency answers, and says what it thinks of the case. */
async function answer(page, url, reply, stance) {
  await page.goto(url);
  await step(page, '答复参会', (d) => d.getByText(reply, { exact: true }).click());
  if (!stance) return;
  await item(page, stance.about).getByRole('button', { name: '表态' }).click();
  await confirm(page, '表态', async (d) => {
    await d.getByText(stance.word, { exact: true }).click();
    await d.getByLabel('说明').fill(stance.text);
  });
}

/** Moves the meeting to the next full minute that can be reached, and waits for it. */
async function beginSoon(page, url) {
  await page.goto(url);
  const at = office(new Date().getUTCSeconds() > 30 ? 2 : 1);
  await step(page, '改期', async (d) => {
    await when(d, '会议时间', at.day, at.time);
    const end = office(90);
    await when(d, '结束时间', end.day, end.time);
    await d.getByLabel('理由').fill('主持人下周出差，提前召开');
  });
  return at;
}

/** The convener shows the code of the room; one that is not of the room signs nobody in. */
async function signIn(page, guest, url) {
  await page.goto(url);
  await page.locator('.meet-bar').getByRole('button', { name: '签到二维码' }).click();
  const dialog = page.getByRole('dialog', { name: '签到二维码' });
  await dialog.locator('img').waitFor();
  await page.waitForFunction(() => document.querySelector('.meet-code')?.naturalWidth > 0);
  await keep(page, '4-code');
  await dialog.getByRole('button', { name: '关闭', exact: true }).last().click();
  await guest.goto(`${url}?sign=XJS1.x.y`);
  await guest.getByRole('button', { name: /^以“.*”签到$/ }).click();
  await guest.getByText('这不是本次会议的签到码').waitFor();
  await keep(guest, '4-sign');
}

async function hold(page, about) {
  await page.locator('.meet-bar').getByRole('button', { name: '登记到会，开会' }).waitFor();
  await step(page, '登记到会，开会', async (d) => {
    await d.getByLabel('赫山生态环境 到会人员（职务）').fill('分局负责人');
    await d.getByLabel('赫山公安 到会人员（职务）').fill('法制大队负责人');
    await d.getByRole('checkbox', { name: '赫山检察' }).uncheck();
    await d.getByRole('checkbox', { name: '赫山市场监管' }).check();
    await d.getByLabel('赫山市场监管 到会人员（职务）').fill('局负责人');
  });
  await item(page, about).getByRole('button', { name: '登记结果' }).click();
  await confirm(page, '登记结果', (d) => d.getByLabel('结果').fill('由公安机关在十日内作出决定'));
  await resolve(page, promise, '赫山公安', days(10));
}

async function minutes(page) {
  await page.getByRole('button', { name: '按议程起草' }).click();
  const text = section(page, '会议纪要').locator('textarea').first();
  await text.waitFor();
  const drafted = await text.inputValue();
  must(/参加会议的单位：.*法制大队负责人.*赫山市场监管（局负责人）/.test(drafted) && /缺席单位：赫山检察/.test(drafted) && /会前已经达成一致/.test(drafted), `drafted as ${drafted}`);
  await text.fill(`${drafted}\n会议由分局负责人主持。`);
  await page.getByRole('button', { name: '保存纪要' }).click();
  await page.getByText(/已保存/).waitFor();
  await settled(page);
  await step(page, '送会签');
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const [convener, police, procurator, market] = [await cast.as('coordinator'), await cast.as('policeHead'), await cast.as('procCoordinator'), await cast.as('marketHead')];

  must(await ask(await cast.as('handler')), 'no case could be marked for the meeting');
  await plan(convener);
  await lastMonth(convener, [police, procurator, market]);
  told('the meeting of last month is recorded; one of its promises was not kept');
  const url = await next(convener, days(9));
  const first = convener.locator('.meet-carried li').first();
  await first.getByText(broken).waitFor();
  must(/逾期 12 天/.test(await first.innerText()), `what heads the agenda is ${await first.innerText()}`);
  told('the unkept promise of four agencies heads the next agenda, 12 days overdue');
  const about = await agenda(convener);
  await keep(convener, '1-planned');
  await step(convener, '发出通知');
  await convener.getByText('尚未表态').first().waitFor();
  told(`planned from the proposed agenda: ${about}`);

  await answer(police, url, '参加', { about, word: '须讨论', text: '现有样品不足，需补充监测' });
  await keep(police, '2-answered');
  await answer(procurator, url, '暂定');
  await answer(market, url, '参加');
  await convener.goto(url);
  await convener.getByText('现有样品不足，需补充监测').waitFor();
  await item(convener, about).getByRole('button', { name: '会前消化单' }).click();
  await convener.getByRole('dialog', { name: '会前消化单' }).locator('iframe').waitFor();
  await convener.keyboard.press('Escape');
  await item(convener, '通报本季度移送情况').getByRole('button', { name: '会前消化' }).click();
  await confirm(convener, '会前消化', (d) => d.getByLabel('结果').fill('书面通报，不再上会'));
  await keep(convener, '3-positions');
  told('three agencies answered, one took a position; an item was settled beforehand');

  const at = await beginSoon(convener, url);
  await answer(police, url, '参加');
  told(`moved to ${at.time}; the police replied again`);
  await signIn(convener, police, url);
  await hold(convener, about);
  await keep(convener, '4-held');
  await minutes(convener);
  told('held, attendance and a resolution noted, minutes drafted and sent');

  for (const page of [police, market, convener]) {
    await page.goto(url);
    await step(page, '会签纪要');
  }
  await convener.getByText('已会签').first().waitFor();
  await step(convener, '制发会议纪要');
  await section(convener, '文书').getByText(/〔\d{4}〕/).first().waitFor();
  await step(convener, '归档');
  await keep(convener, '5-closed');
  told('countersigned by those who were there, issued and closed');

  const following = await next(convener, days(40));
  await convener.locator('.meet-carried', { hasText: promise }).waitFor();
  must((await convener.locator('.meet-carried li').first().innerText()).includes(broken), 'the longest unkept promise does not come first');
  await keep(convener, '6-next');
  told('both resolutions head the next agenda, the overdue one first');
  await convener.goto(`${hub}/meetings`);
  await convener.getByText('下次会议要决定的事项').waitFor();
  await section(convener, '承诺兑现').locator('tr', { hasText: '赫山公安' }).waitFor();
  await section(convener, '协作质量').locator('table').waitFor();
  await keep(convener, '6-desk');
  told('the desk shows on one page what is to be decided, promises kept and broken, and how the agencies work together');

  await police.goto(`${hub}/meetings?tab=tasks`);
  const row = police.locator('tr', { hasText: promise });
  await row.getByRole('button', { name: '报告办结' }).click();
  await confirm(police, '报告办结', (d) => d.getByLabel('办理情况').fill('已经立案并书面告知'));
  await keep(police, '7-tasks');
  await convener.goto(following);
  await convener.locator('.meet-carried').getByRole('button', { name: '确认办结' }).click();
  await confirm(convener, '确认办结');
  await convener.locator('.meet-carried', { hasText: promise }).waitFor({ state: 'detached' });
  told('kept, accepted, and off the agenda');
  must(cast.trouble.length === 0, cast.trouble.join('\n'));
} finally {
  await browser.close();
}
