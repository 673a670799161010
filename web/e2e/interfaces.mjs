// 对外接口: a webhook and a robot are registered, confirmed by a second person, tested with
// the button, their signatures checked as the other side would, keys changed, notices sent
// again, one that is dead shown as such, and all removed. HUB_URL names a running `hub dev`,
// whose sink listens at /dev/hooks.
import { createHmac, createPublicKey, verify } from 'node:crypto';
import { choose } from './acting.mjs';
import { hub, openBrowser } from './browser.mjs';
import { Cast } from './cast.mjs';
import { looks, shared } from './looks.mjs';

const mark = Date.now().toString(36);
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);
const shots = process.env.SHOTS ?? '';
const faults = [];
const look = async (page, name) => { faults.push(...(await looks(page, name, { shots, widths: shared['zh-CN'], again: true })).map((f) => `${name}: ${f}`)); };
const card = (page, name) => page.getByRole('article', { name, exact: true });
const button = (page, what, name) => page.getByRole('button', { name: `${what} ${name}`, exact: true });

/** The newest call of an address, as a partner's system got it. */
async function newest(of) {
  const answer = await fetch(`${hub}/dev/hooks?raw=1&for=${of}`);
  if (!answer.ok) return undefined;
  const text = await answer.text();
  const cut = text.indexOf('\n\n');
  const headers = Object.fromEntries(text.slice(0, cut).split('\n').map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 2)]));
  return { id: headers['webhook-id'], at: headers['webhook-timestamp'], signatures: headers['webhook-signature'].split(' '), body: text.slice(cut + 2) };
}
const hmac = (secret, c) => `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${c.id}.${c.at}.${c.body}`).digest('base64')}`;

/** Registers an endpoint on this machine; gives the secret that is shown once. */
async function add(page, sort, name, address) {
  await page.goto(`${hub}/interfaces`);
  await page.getByRole('button', { name: '登记端点' }).first().click();
  const d = page.getByRole('dialog', { name: '登记端点' });
  await d.getByRole('radio', { name: sort }).check();
  await d.getByLabel('名称').fill(name);
  await d.getByLabel(sort.includes('机器人') ? '机器人地址' : '地址').fill(address);
  if (sort.startsWith('钉钉')) await d.getByLabel('加签密钥').fill('SECwalk');
  await d.getByRole('button', { name: '保存' }).click();
  await d.getByText(/须用 https|内网/).first().waitFor(); // an intranet address is named as such, or it is none
  await d.getByLabel('内网网段').fill('127.0.0.0/8');
  await d.getByRole('button', { name: '保存' }).click();
  await d.waitFor({ state: 'hidden' });
  let secret = '';
  if (sort.includes('HMAC')) secret = await shown(page); // of ed25519 the public half is shown, always
  await card(page, name).getByText('待第二人确认').first().waitFor();
  return secret;
}

async function shown(page) {
  const d = page.getByRole('dialog', { name: '请现在保存密钥' });
  await d.waitFor();
  const secret = /wh[a-z]*_[A-Za-z0-9+/=]+/.exec(await d.innerText())?.[0] ?? '';
  await d.getByRole('button', { name: '已经保存' }).click();
  await d.waitFor({ state: 'hidden' });
  return secret;
}

async function confirmAll(operator, agency) {
  await operator.goto(`${hub}/admin`);
  await operator.locator('main').getByRole('link', { name: agency }).click();
  await operator.getByRole('navigation', { name: '机关的各项设置' }).getByRole('link', { name: '接口客户端' }).click();
  const yes = operator.getByRole('button', { name: '同意', exact: true });
  await yes.first().waitFor();
  for (let n = await yes.count(); n > 0; n--) {
    await yes.first().click();
    await operator.locator('.ant-modal-confirm').getByRole('button', { name: '同意' }).click();
    await operator.waitForFunction((left) => [...document.querySelectorAll('main button')].filter((b) => b.textContent.replace(/\s/g, '') === '同意').length < left, n);
  }
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const admin = await cast.as('policeAdmin');
  const names = { hook: `执法平台 ${mark}`, key: `公钥平台 ${mark}`, robot: `值班群 ${mark}`, wecom: `企业微信群 ${mark}`, dead: `停机平台 ${mark}` };
  const secret = await add(admin, '网络回调，共享密钥（HMAC）', names.hook, `${hub}/dev/hooks?for=hook${mark}`);
  await add(admin, '网络回调，公钥验签（Ed25519）', names.key, `${hub}/dev/hooks?for=key${mark}`);
  await add(admin, '钉钉群机器人', names.robot, `${hub}/dev/hooks?access_token=geheim${mark}`);
  await add(admin, '企业微信群机器人', names.wecom, `${hub}/dev/hooks?key=heimlich${mark}&for=wecom${mark}`);
  await add(admin, '网络回调，共享密钥（HMAC）', names.dead, 'http://127.0.0.1:9/nobody');
  must(!/geheim|heimlich/.test(await admin.content()), 'the key of a robot is shown');
  must(await button(admin, '测试', names.hook).isDisabled(), 'an address in an intranet can be called before a second person agreed');
  told('five endpoints wait for a second person; what opens the robot is shown nowhere');
  await confirmAll(await cast.as('operator'), '益阳市公安局赫山分局');

  await admin.reload();
  for (const [name, good] of [[names.hook, true], [names.key, true], [names.robot, true], [names.wecom, true], [names.dead, false]]) {
    await button(admin, '测试', name).click();
    await card(admin, name).getByText(good ? '对方已接收：HTTP 200' : '连接被拒绝').first().waitFor();
  }
  await look(admin, 'interfaces');
  const c = await newest(`hook${mark}`);
  must(c && c.signatures.includes(hmac(secret, c)), `the signature does not verify: ${JSON.stringify(c)}`);
  const k = await newest(`key${mark}`);
  const pub = /whpk_([A-Za-z0-9+/=]+)/.exec(await card(admin, names.key).innerText())?.[1] ?? '';
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(pub, 'base64')]);
  const sig = k.signatures.find((s) => s.startsWith('v1a,')).slice(4);
  must(verify(null, Buffer.from(`${k.id}.${k.at}.${k.body}`), createPublicKey({ key: der, format: 'der', type: 'spki' }), Buffer.from(sig, 'base64')), 'the ed25519 signature does not verify');
  told('the test button: four answered, both sorts of robots among them, a dead one says why; both signatures verify as a partner would');

  await button(admin, '更换密钥', names.hook).click();
  await admin.getByRole('dialog', { name: `更换 ${names.hook} 的密钥` }).getByRole('button', { name: '更换密钥' }).click();
  const next = await shown(admin);
  must(next !== secret && next.startsWith('whsec_'), `the new key is ${next}`);

  for (let n = 0; ; n++) { // what was told less than a minute ago is not sent again, and a young hub has told nothing before
    await button(admin, '补发', names.hook).click();
    const replay = admin.getByRole('dialog', { name: `向 ${names.hook} 补发` });
    await choose(admin, replay, '从什么时候起', '最近 7 天');
    await replay.getByRole('button', { name: '补发', exact: true }).click();
    await admin.getByText(/已安排补发 \d+ 条|没有可补发的通知/).first().waitFor();
    if (await admin.getByText(/已安排补发 \d+ 条/).first().isVisible()) break;
    must(n < 6, 'nothing to send again after a minute and a half');
    await admin.getByText('没有可补发的通知').first().waitFor({ state: 'detached' });
    if (await replay.isVisible()) await replay.getByRole('button', { name: '取消' }).click();
    await new Promise((r) => { setTimeout(r, 15_000); });
  }
  const type = async () => JSON.parse((await newest(`hook${mark}`)).body).type;
  for (let n = 0; (await type()).includes('test'); n++) {
    must(n < 100, 'nothing was sent again');
    await new Promise((r) => { setTimeout(r, 200); });
  }
  const again = await newest(`hook${mark}`);
  must(again.id !== c.id && [secret, next].every((x) => again.signatures.includes(hmac(x, again))), 'during the change not both keys sign');
  must(!/title|facts|案情/.test(again.body), `what was sent again: ${again.body}`);
  const box = card(admin, names.hook);
  await box.locator('summary', { hasText: '投递记录' }).click();
  await box.getByText('已送达').first().waitFor();
  await look(admin, 'interfaces-deliveries');
  told('a new key signs beside the old one; what was told in seven days went out again without a word of a case, and every attempt is listed');

  const reader = await cast.as('desk'); // whoever may read cases reads the feed; here in place of the partner's system
  const feed = async (from) => reader.evaluate(async (q) => (await fetch(`/v1/events?limit=500${q}`)).json(), from ? `&cursor=${from}` : '');
  const one = await reader.evaluate(async () => (await fetch('/v1/events?limit=1')).json());
  const after = (await feed(one.next)).items.length;
  await button(admin, '补发', names.hook).click();
  const place = admin.getByRole('dialog', { name: `向 ${names.hook} 补发` });
  await choose(admin, place, '从什么时候起', '从对方记下的位置（游标）之后');
  await place.getByRole('button', { name: '补发', exact: true }).click();
  must(await place.getByLabel('游标').getAttribute('aria-invalid') === 'true', 'no cursor is taken for one');
  await place.getByLabel('游标').fill(one.next);
  await place.getByRole('button', { name: '补发', exact: true }).click();
  const queued = Number(/已安排补发 (\d+) 条/.exec(await admin.getByText(/已安排补发 \d+ 条|没有可补发的通知/).last().innerText())?.[1] ?? 0);
  must(queued >= after && queued <= (await feed(one.next)).items.length, `${queued} sent again after a cursor behind which the feed has ${after}`);
  told(`from a cursor of the feed: ${queued} notices, all of the feed but what came before it`);

  for (const name of Object.values(names)) {
    await button(admin, '移除', name).click();
    await admin.locator('.ant-modal-confirm').getByRole('button', { name: '移除' }).click();
    await card(admin, name).waitFor({ state: 'detached' });
  }
  told('all removed');
  must(cast.trouble.length === 0, cast.trouble.join('\n'));
  must(faults.length === 0, faults.join('\n'));
} catch (err) {
  if (shots) for (const [i, context] of browser.contexts().entries()) for (const page of context.pages()) await page.screenshot({ path: `${shots}/failed-${i}.png`, fullPage: true }).catch(() => undefined);
  throw err;
} finally {
  await browser.close();
}
