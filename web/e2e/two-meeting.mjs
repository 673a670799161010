// A joint meeting of two hubs: called at one, answered and countersigned at the other,
// each in its own pages.
import { readFileSync } from 'node:fs';
import { settled } from './browser.mjs';

const must = (ok, text) => { if (!ok) throw new Error(text); };
const section = (page, title) => page.locator('.section', { has: page.getByRole('heading', { name: title, exact: true }) });

/** Day and time of the office at an instant. */
const office = (at) => {
  const [day, time] = new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).split(' ');
  return { day, time: time.slice(0, 5) };
};

/** Fills a day with its time. */
async function when(scope, label, { day, time }) {
  const field = scope.locator('.field', { hasText: label }).first();
  await field.getByRole('textbox').first().fill(day);
  await field.getByLabel('时间（北京时间）').or(field.locator('.day-time')).first().fill(time);
}

/** Presses a button of the meeting's bar, fills its dialog, and confirms. */
async function step(page, name, fill) {
  await page.locator('.meet-bar').getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog', { name });
  await dialog.waitFor();
  await fill?.(dialog);
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click();
  const refused = dialog.locator('.note-red, .field-error').first().waitFor().then(async () => { throw new Error(`“${name}” was refused: ${(await dialog.locator('.note-red, .field-error').allInnerTexts()).join(' | ')}`); });
  refused.catch(() => undefined);
  await Promise.race([dialog.waitFor({ state: 'hidden' }), refused]);
  await settled(page);
}

/** Waits until something that came over the line is there. */
async function comes(page, what, ask) {
  for (let n = 0; n < 100; n++) {
    const got = await ask();
    if (got) return got;
    await page.waitForTimeout(300);
  }
  throw new Error(`${what} did not come within half a minute`);
}

/**
 * The convener's head calls a meeting with an organ of the other hub; that organ's
 * desk finds it waiting and signs for it, its head replies, reads the minutes and signs them as it read them; the
 * convener's page shows the signature.
 */
export async function meeting({ head, desk, guest, organ, short, shows, act, call, keep }) {
  const title = `川渝联席会议 ${Date.now().toString(36)}`;
  await head.goto(`${head.at}/meetings?tab=new`);
  await head.getByLabel('会议名称').fill(title);
  const start = Math.ceil((Date.now() + 20_000) / 60_000) * 60_000; // the next full minute that invitation and reply leave time for
  await when(head, '会议时间', office(start));
  await when(head, '结束时间', office(start + 5_400_000));
  await head.getByLabel('邀请单位').fill(organ);
  await head.locator('.ant-select-dropdown:visible').getByText(`${organ}（在枢纽 chongqing）`).click();
  await head.keyboard.press('Escape');
  await head.locator('main .meet-acts').getByRole('button', { name: '召集会议' }).click();
  await head.waitForURL(/meetings\/[0-9a-f-]{36}/);
  const url = head.url();
  await head.getByLabel('自拟议题').fill('通报废铅蓄电池跨省转移情况');
  await head.locator('.meet-add').getByRole('button', { name: '加入议程' }).click();
  await head.locator('.meet-agenda > li', { hasText: '通报废铅蓄电池' }).waitFor();
  await step(head, '发出通知');

  const id = await comes(desk, 'the invitation', async () => (await call(desk, 'GET', '/v1/referrals?kind=meeting_invitation&box=received')).items.find((r) => r.title === title)?.id);
  await desk.goto(`${desk.at}/`);
  await desk.getByText(title).first().waitFor();
  await act(desk, id, 'sign_for', (d) => d.getByRole('textbox').first().fill('联络员'));
  await act(guest, id, 'meeting_invitation.attend', (d) => d.getByRole('textbox').first().fill('分管负责人'));
  const seat = head.locator('.meet-agencies li', { hasText: short });
  await comes(head, 'the reply', async () => { await head.goto(url); return (await seat.innerText()).includes('参加'); });
  await keep(head, 'meeting-replied');

  await head.waitForTimeout(Math.max(0, start - Date.now()));
  await head.goto(url);
  await step(head, '登记到会，开会', async (d) => {
    await d.getByRole('checkbox', { name: short }).check();
    await d.getByLabel(`${short} 到会人员（职务）`).fill('分管负责人');
  });
  const resolved = section(head, '议定事项');
  await resolved.getByLabel('做什么').fill('互通危险废物经营单位名单');
  await resolved.getByLabel('责任单位').click();
  await head.locator('.ant-select-dropdown:visible').getByText(short).first().click();
  await resolved.getByLabel('完成日期').fill(office(start + 30 * 86_400_000).day);
  await resolved.getByRole('button', { name: '加一项' }).click();
  await resolved.locator('td', { hasText: '互通危险废物' }).waitFor();
  await head.getByRole('button', { name: '按议程起草' }).click();
  await section(head, '会议纪要').locator('textarea').first().waitFor();
  await step(head, '送会签');
  await step(head, '会签纪要');

  await comes(guest, 'the minutes', async () => (await call(guest, 'GET', `/v1/referrals/${id}`)).invited?.minutes);
  await shows(guest, id, '两边一致');
  await guest.locator('#invited').getByText('互通危险废物经营单位名单').waitFor();
  const [file] = await Promise.all([guest.waitForEvent('download'), guest.locator('#invited').getByRole('link', { name: /会议纪要（送会签）/ }).click()]);
  must(readFileSync(await file.path(), 'utf8').includes((await call(guest, 'GET', `/v1/referrals/${id}`)).invited.minutes), 'the minutes that came do not name the digest that is signed');
  await keep(guest, 'meeting-minutes');
  await act(guest, id, 'meeting_invitation.countersign');
  await comes(head, 'the signature', async () => { await head.goto(url); return (await seat.innerText()).includes('已会签'); });
  await head.locator('.page-head').getByText('已会签').waitFor();
  await keep(head, 'meeting-signed');
  const [a, b] = await Promise.all([call(head, 'GET', url.replace(head.at, '/v1')), call(guest, 'GET', `/v1/referrals/${id}`)]);
  must(b.invited.signed === a.signs, `signed ${b.invited.signed}, the minutes are ${a.signs}`);
}
