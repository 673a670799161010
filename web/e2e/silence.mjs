// 对方逾期未办, as people meet it: a reminder, a phone record, the next joint meeting, the
// letter that the law gives, drafted by a handler and sent by the head alone, and the one
// tap with which the other side answers. What the hub refuses of anything written stays
// where it was written. HUB_URL names a running `hub dev` with the demo story, whose clock
// is moved on here: this walk comes last.
import { confirm } from './acting.mjs';
import { hub, openBrowser, patience, settled } from './browser.mjs';
import { Cast, openCase } from './cast.mjs';
import { looks, shared } from './looks.mjs';

const mark = Date.now().toString(36);
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);
const get = (page, path) => page.evaluate(async (p) => (await fetch(p)).json(), path);
const shots = process.env.SHOTS ?? '';
const faults = [];

async function look(page, name) {
  faults.push(...(await looks(page, name, { shots, widths: shared['zh-CN'], again: true })).map((f) => `${name}: ${f}`));
}

/** One of the ways that are open, beside what it does. */
const exit = (page, name) => page.locator('.silent').first().getByRole('button', { name, exact: true });

/** A case on which the police are late and whose first silence gives the letter that is wanted: carried by a step or not. */
async function find(page, byStep) {
  const found = await page.evaluate(async (step) => {
    const { items } = await (await fetch('/v1/referrals?box=sent&limit=100')).json();
    for (const r of items) {
      const s = await (await fetch(`/v1/referrals/${r.id}/silence`)).json();
      const x = s.overdue?.[0];
      if (x?.mine && x.clock.owes.code === 'heshan-police' && (x.letter.action === 'criminal.suggest_supervision') === step && x.letter.sent.length === 0) return { id: r.id, clock: x.clock.id };
    }
    return undefined;
  }, byStep);
  must(found, `the police are late with nothing that gives ${byStep ? 'a suggestion' : 'a letter'}`);
  return found;
}

/** Reminder, call and meeting on a case that the police have not decided on in time. */
async function remind(cast) {
  const page = await cast.as('handler');
  await page.goto(hub);
  const { id } = await find(page, true);
  await openCase(page, id);
  await exit(page, '发一行提醒').click();
  const line = page.getByRole('textbox', { name: '发一行提醒' });
  must((await line.inputValue()).startsWith('请告知“'), 'the reminder is not written already');
  const words = `机密★一年 请告知本案办理情况 ${mark}`;
  await line.fill(words);
  await page.getByRole('button', { name: '发出', exact: true }).click();
  await page.locator('.silent .note-red').getByText('密级标志').waitFor();
  must(await line.inputValue() === words, 'a refused reminder lost its words');
  await line.fill(`请告知本案办理情况 ${mark}`);
  await page.getByRole('button', { name: '发出', exact: true }).click();
  await line.waitFor({ state: 'detached' });

  await exit(page, '记录电话').click();
  await page.getByRole('textbox', { name: '记录电话' }).fill(`9时20分与值班民警通话，答复正在审查 ${mark}`);
  await page.locator('.silent').getByRole('button', { name: '登记', exact: true }).click();
  await page.locator('.lane').getByText(`答复正在审查 ${mark}`).first().waitFor();
  told('a reminder refused for a secrecy mark kept its words; mended it went out, and a call is on record');

  const put = async () => {
    await exit(page, '列入联席会议').click();
    await page.getByRole('textbox', { name: '列入的理由' }).fill(`催办未答复，提请会上明确时限 ${mark}`);
    await page.locator('.text-form').getByRole('button', { name: '列入联席会议' }).click();
    await page.locator('.mark').getByText(mark).waitFor();
  };
  if (await exit(page, '列入联席会议').isEnabled()) await put(); // else the story has put it on the list
  await page.getByRole('button', { name: '撤下' }).first().click();
  await page.getByRole('textbox', { name: '撤下的理由' }).fill('先行电话沟通');
  await page.locator('.marks .text-form').getByRole('button', { name: '撤下' }).click();
  await page.getByText('已撤下').first().waitFor();
  await put();
  await look(page, 'silence');
  const coordinator = await cast.as('coordinator');
  await coordinator.goto(`${hub}/meeting-marks`);
  await coordinator.getByText(mark).first().waitFor();
  told('taken off the next joint meeting and put on it again; the coordinator finds it on the list');

  const desk = await cast.as('desk');
  await desk.goto(`${hub}/notices`);
  await desk.getByText('催办').first().waitFor();
  return id;
}

/** The letter that a step carries: drafted here, sent by the step of the head. */
async function suggest(cast, id) {
  const handler = await cast.as('handler');
  await exit(handler, '立案监督建议书').click();
  const letter = handler.locator('.letter');
  await letter.getByLabel('建议监督的理由').fill(`公安机关逾期未作决定，建议依法监督 ${mark}`);
  await letter.getByRole('button', { name: '存草稿' }).click();
  await handler.getByText('草稿已保存').first().waitFor();
  await letter.getByText('附件：').first().waitFor();
  const go = letter.getByRole('button', { name: '去办理：建议立案监督' });
  must(await go.isDisabled(), 'a handler may send the suggestion');
  const head = await cast.as('head');
  await openCase(head, id);
  await exit(head, '立案监督建议书').click();
  await head.locator('.letter').getByRole('button', { name: '去办理：建议立案监督' }).click();
  await confirm(head, '建议立案监督', async (d) => {
    must((await d.locator('textarea').first().inputValue()).includes(mark), 'the words of the draft did not come along');
    for (const box of await d.locator('.charge-list').getByRole('checkbox').all()) await box.check();
  });
  const procurator = await cast.as('procurator');
  await openCase(procurator, id);
  await procurator.getByText(mark).first().waitFor();
  told('the suggestion to supervise: drafted by the handler, sent by the head after a fresh login, read by the procuratorate');
}

/** What the hub refuses of a draft is there again after the drafter went elsewhere. */
async function refusedDraft(cast) {
  const page = await cast.as('handler');
  await page.goto(`${hub}/new?kind=administrative&step=party`);
  await page.locator('main').getByRole('textbox', { name: '标题' }).fill(`草稿被退回的案件 ${mark}`);
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  await page.getByRole('button', { name: /下一步/ }).click();
  const facts = page.locator('textarea').first();
  const words = `机密★一年。现场情况与检查记录一致 ${mark}`;
  await facts.fill(words);
  await page.locator('.save-bad').waitFor();
  must(await facts.inputValue() === words, 'the refusal took the words');
  await page.getByRole('link', { name: '在办' }).first().click(); // within the page: no reload asks
  await page.waitForURL((u) => u.search.includes('waiting'));
  await page.goBack();
  await page.locator('.save-bad').waitFor();
  must(await page.locator('textarea').first().inputValue() === words, 'what was refused is gone after another page');
  await page.reload();
  await page.locator('.save-bad').waitFor();
  must(await page.locator('textarea').first().inputValue() === words, 'what was refused is gone after a reload');
  await page.locator('textarea').first().fill(`现场情况与检查记录一致 ${mark}`);
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  await page.reload();
  await settled(page);
  must(await page.locator('textarea').first().inputValue() === `现场情况与检查记录一致 ${mark}`, 'the mended draft was not saved');
  told('a draft that was refused stays whole over another page and a reload, and is saved once mended');
}

/** A letter that is no step of the procedure, on a reply that never came. */
async function letter(cast) {
  const handler = await cast.as('handler');
  await handler.goto(hub);
  const { id, clock: late } = await find(handler, false);
  await openCase(handler, id);
  await handler.getByText('对方逾期未办').waitFor();
  await exit(handler, '催办函').click();
  const box = handler.locator('.letter');
  await box.getByLabel('补充的话').fill(`案件等待认定意见 ${mark}`);
  await box.getByRole('button', { name: '存草稿' }).click();
  await handler.getByText('草稿已保存').first().waitFor();
  must(await box.getByRole('button', { name: '签发并送对方' }).isDisabled(), 'a handler may send the letter');
  await box.getByRole('button', { name: '看成文' }).click();
  const paper = handler.getByRole('dialog', { name: '催办函' });
  await paper.locator('iframe').waitFor();
  await look(handler, 'urging-letter-paper');
  await paper.getByRole('button', { name: /Close|关闭/ }).first().click();
  await look(handler, 'urging-letter');

  const head = await cast.as('head');
  await openCase(head, id);
  await exit(head, '催办函').click();
  const sends = head.locator('.letter');
  const own = `案件等待认定意见，请一并说明取证要求 ${mark}`;
  await box.getByLabel('补充的话').fill(`案件等待认定意见（经办人补充） ${mark}`); // meanwhile the handler goes on
  await box.getByRole('button', { name: '存草稿' }).click();
  await handler.waitForFunction(() => !document.querySelector('.letter .ant-btn-loading'));
  await sends.getByRole('button', { name: '签发并送对方' }).click();
  const again = sends.getByRole('button', { name: '重新登录确认' });
  const stale = sends.locator('.note-red');
  await again.or(stale).first().waitFor();
  if (await again.isVisible()) {
    await again.click();
    await head.getByRole('button', { name: head.person }).first().click({ timeout: patience });
    await head.waitForURL((u) => u.pathname.startsWith('/referrals/'));
    await exit(head, '催办函').click();
  }
  await sends.getByLabel('补充的话').fill(own);
  await sends.getByRole('button', { name: '签发并送对方' }).click();
  await head.getByText('催办函已发出').first().waitFor();
  const r = await get(head, `/v1/referrals/${id}`);
  const made = r.documents.filter((d) => d.kind === 'urging_letter');
  must(made.length === 1 && made[0].number.includes('催〔'), `the case holds ${JSON.stringify(made)}`);
  await exit(head, '催办函').click();
  await sends.getByLabel('补充的话').fill(`再催一次 ${mark}`);
  await sends.getByRole('button', { name: '签发并送对方' }).click();
  await sends.locator('.note-red').getByText('今天已经').waitFor();
  must(await sends.getByLabel('补充的话').inputValue() === `再催一次 ${mark}`, 'a refused letter lost its words');
  told('the urging letter: drafted with its annexes, read as a paper, sent by the head alone; a second one on the same day is refused and keeps its words');

  const police = await cast.as('officer');
  await openCase(police, id);
  await police.locator('#documents').getByText('催办函').waitFor();
  await police.getByRole('button', { name: '已决定，文书在途' }).click();
  await police.getByText('已告知对方；期限照常计算').first().waitFor();
  await look(police, 'in-transit');
  await handler.reload();
  await handler.locator('.silent-said').getByText('文书在途').waitFor();
  const clock = (await get(handler, `/v1/referrals/${id}`)).clocks.find((c) => c.id === late);
  must(clock.state === 'running' && clock.light === 'red', `one tap changed the clock: ${JSON.stringify(clock)}`);
  told('the police answered in one tap; no clock stands still');

  for (let tries = 0; !(await (await fetch(`${hub}/dev/sms`)).text()).includes('XJ-'); tries++) {
    must(tries < 60, 'no text message was sent');
    await new Promise((r) => { setTimeout(r, 1000); });
  }
  told('the expired periods went out as text messages too, with number and link only');
}

const browser = await openBrowser();
try {
  const moved = await fetch(`${hub}/dev/clock`, { method: 'POST', redirect: 'manual', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'days=9' });
  must(moved.status === 303, `moving the clock answered ${moved.status}`);
  const cast = new Cast(browser, 'zh-CN');
  const id = await remind(cast);
  await suggest(cast, id);
  await refusedDraft(cast);
  await letter(cast);
  must(cast.trouble.length === 0, cast.trouble.join('\n'));
  must(faults.length === 0, faults.join('\n'));
} catch (err) {
  if (shots) for (const [i, context] of browser.contexts().entries()) for (const page of context.pages()) await page.screenshot({ path: `${shots}/failed-${i}.png`, fullPage: true }).catch(() => undefined);
  throw err;
} finally {
  await browser.close();
}
