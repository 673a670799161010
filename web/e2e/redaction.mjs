// What must not be in a case is destroyed: one person orders it, somebody of another
// organ carries it out, each after a fresh login; then no page of the case holds it.
// HUB_URL names a running `hub dev`.
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast } from './cast.mjs';

const secret = `误传内容${Date.now().toString(36)}`; // the data of a development hub stay between runs
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);

/** Confirms with a fresh login where the hub asks for one; true if it did. */
async function freshLogin(page, scope, otherwise) {
  const again = scope.getByRole('button', { name: '重新登录确认' });
  await again.or(otherwise).first().waitFor();
  if (!(await again.isVisible())) return false;
  await again.click();
  await page.getByRole('button', { name: page.person }).first().click();
  await page.waitForURL((u) => u.pathname.startsWith('/referrals/'));
  await settled(page);
  return true;
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const handler = await cast.as('handler');
  const id = await handler.evaluate(async (text) => {
    const list = await (await fetch('/v1/referrals?kind=criminal&box=sent&state=received')).json();
    const r = list.items[0];
    const said = await fetch(`/v1/referrals/${r.id}/remarks`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ kind: 'call', to: r.receiver.id, text }) });
    return said.status === 201 ? r.id : '';
  }, secret);
  must(id, 'the remark was not taken');

  const head = await cast.as('head');
  const dialog = head.getByRole('dialog');
  const write = async () => {
    await dialog.getByRole('searchbox', { name: /^涉密的词句/ }).fill(secret);
    await dialog.getByRole('button', { name: '查找' }).click();
    await dialog.getByRole('checkbox').first().waitFor();
    await dialog.getByRole('textbox', { name: '理由' }).fill('经保密工作机构认定，误传入非涉密平台');
    await dialog.getByRole('button', { name: '下达清除令' }).click();
  };
  await head.goto(`${hub}/referrals/${id}?redaction=order`);
  await write();
  if (await freshLogin(head, dialog, head.getByText('由您下令'))) await write();
  await head.getByText('由您下令，须另一人执行').waitFor();
  must(await head.getByRole('button', { name: '执行清除' }).count() === 0, 'who ordered it may carry it out');
  told('the head orders it, and cannot carry it out');

  const other = await cast.as('policeHead');
  const carry = async () => {
    await other.getByRole('button', { name: '执行清除' }).click();
    await other.locator('.ant-modal-confirm').getByRole('button', { name: '执行清除' }).click();
  };
  await other.goto(`${hub}/referrals/${id}`);
  await carry();
  const panel = other.locator('.section', { has: other.getByRole('heading', { name: '涉密信息清除' }) });
  if (await freshLogin(other, panel, panel.getByText('已执行').first())) await carry();
  await panel.getByText('已执行').first().waitFor();
  await panel.getByText('须另行处置的副本').waitFor();
  told('the head of another organ carries it out; the copies elsewhere are listed');

  for (const page of [handler, head, other]) {
    await page.goto(`${hub}/referrals/${id}`);
    await settled(page);
    must(!(await page.content()).includes(secret), 'the case still shows it');
  }
  const left = await handler.evaluate(async ({ of, text }) => {
    const paths = ['', '/timeline', '/redactions', '/deliveries'].map((p) => `/v1/referrals/${of}${p}`);
    const texts = await Promise.all([...paths, `/v1/referrals?q=${text}`].map(async (p) => (await fetch(p)).text()));
    return texts.filter((x) => x.includes(text)).length;
  }, { of: id, text: secret });
  must(left === 0, `${left} answers still hold it`);
  told('no page and no answer holds it any more');
  must(cast.trouble.length === 0, cast.trouble.join('\n'));
} finally {
  await browser.close();
}
