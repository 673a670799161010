// A case that came to its end is archived: contents in two volumes, the count of the
// archive office, the main volume as one file, and what comes afterwards. HUB_URL names
// a running `hub dev`.
import { readFile } from 'node:fs/promises';
import { file, pick } from './acting.mjs';
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast, openCase } from './cast.mjs';

const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);

/** A step through the public interface, as whoever is signed in at the page. */
async function step(page, id, name, body) {
  const answer = await page.evaluate(async ({ at, path, what }) => {
    const now = await (await fetch(at)).json();
    const charges = now.parties.flatMap((p) => p.charges.map((c) => c.id));
    const done = await fetch(`${at}/${path}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'If-Match': `"${now.version}"`, 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify(what.charges ? { ...what, charges } : what),
    });
    return done.ok ? '' : `${done.status} ${await done.text()}`;
  }, { at: `/v1/referrals/${id}`, path: name, what: body });
  must(answer === '', `${name}: ${answer}`);
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const handler = await cast.as('handler');
  const [police, desk] = [await cast.as('officer'), await cast.as('desk')];
  const id = await handler.evaluate(async () => {
    const list = await (await fetch('/v1/referrals?kind=criminal&box=sent&state=received')).json();
    for (const r of list.items) {
      const now = await (await fetch(`/v1/referrals/${r.id}`)).json();
      if (now.receiver?.code === 'heshan-police') return r.id;
    }
    return '';
  });
  must(id, 'the demo story has no case that the police may refuse to file');
  await step(police, id, 'criminal/decline', { charges: true, reason: '证据不足', document_no: '赫公不立字〔2026〕1号' });
  await step(police, id, 'criminal/notify-decision', { charges: true, document_no: '赫公告字〔2026〕1号' });
  await step(desk, id, 'criminal/return-file', { pages: 3 });
  await step(handler, id, 'criminal/sign-for-file', { pages: 3, officer: '执法人员甲' });
  await step(handler, id, 'criminal/resume-penalty', { charges: true });
  await step(handler, id, 'close', {});

  const number = `2026-${Date.now().toString(36)}`;
  await openCase(handler, id);
  await handler.getByRole('button', { name: '归档' }).click();
  await handler.waitForURL(`**/referrals/${id}/archive`);
  await settled(handler);
  must(await handler.getByText('尚未拟定').count() === 1, 'the archive is there already');
  const form = handler.locator('.section', { has: handler.getByRole('heading', { name: '归档信息' }) });
  must(await form.getByRole('button', { name: '拟定目录' }).isDisabled(), 'it can be proposed without a number and a term');
  await form.getByLabel('档号').fill(number);
  await form.getByLabel('保管期限').click();
  await handler.locator('.ant-select-dropdown:visible').getByText('定期30年', { exact: true }).click();
  await form.getByLabel('定期依据').fill('本机关保管期限表第3条');
  await form.getByRole('button', { name: '拟定目录' }).click();
  await handler.getByText('已拟定，待移交').waitFor();
  told('the handler proposes contents, number and term');

  const lines = (volume) => handler.evaluate(async ({ of, v }) => (await (await fetch(`/v1/referrals/${of}/archive`)).json()).pieces.filter((p) => p.volume === v).length, { of: id, v: volume });
  const [main, side] = [await lines('main'), await lines('side')];
  must(main > 2 && side > 0, `${main} pieces in the main volume, ${side} in the side volume: the walk shows nothing`);
  const hand = handler.locator('.section', { has: handler.getByRole('heading', { name: '移交档案室' }) });
  await hand.getByLabel('清点正卷（件）').fill(String(main + 1));
  await hand.getByLabel('清点副卷（件）').fill(String(side));
  await hand.getByLabel('接收人').fill('档案员');
  await hand.getByRole('button', { name: '登记移交' }).click();
  await hand.getByText('清点数与目录不符').waitFor();
  told('another count than the contents name is refused');
  await hand.getByLabel('清点正卷（件）').fill(String(main));
  await hand.getByRole('button', { name: '登记移交' }).click();
  await handler.getByText('已移交归档').waitFor();
  await handler.getByText(`正卷 ${main} 件、副卷 ${side} 件`).waitFor();
  told('both sides count alike: it is handed over');

  const [download] = await Promise.all([handler.waitForEvent('download'), handler.getByRole('link', { name: '导出正卷' }).click()]);
  const zip = await readFile(await download.path());
  must(zip.subarray(0, 2).toString() === 'PK' && zip.includes('manifest.sig') && !zip.includes('审批表'), 'the main volume is no signed ZIP, or holds a piece of the side volume');
  told(`the main volume comes down as one file, ${zip.length} bytes`);

  const fresh = handler.locator('.section', { has: handler.getByRole('heading', { name: '归档后新增' }) });
  await pick(handler, fresh.getByRole('button', { name: '上传新到的材料' }), file('迟到的回函.pdf'));
  await fresh.getByText('迟到的回函').waitFor();
  await fresh.getByLabel('清点正卷（件）').fill('1');
  await fresh.getByLabel('清点副卷（件）').fill('0');
  await fresh.getByLabel('接收人').fill('档案员');
  await fresh.getByLabel('补充理由').fill('归档后收到');
  await fresh.getByRole('button', { name: '补充归档' }).click();
  await handler.getByText('第 1 次补充').waitFor();
  told('what comes afterwards is a supplement');

  const shown = await desk.goto(`${hub}/referrals/${id}/archive`);
  await settled(desk);
  must(shown.ok() && await desk.getByText(number).count() === 0, 'the police see the archive of another organ');
  told('the police see their own archive and no other');
  must(cast.trouble.length === 0, cast.trouble.join('\n'));
} finally {
  await browser.close();
}
