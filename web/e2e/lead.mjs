// A lead in one screen: pasted, the reporter sealed, a photo masked, sent in less
// than a minute; the receiver reads nothing of the reporter, finds the lead that
// came before and handles both together. HUB_URL names a running `hub dev`.
import { hub, openBrowser, settled } from './browser.mjs';
import { Cast } from './cast.mjs';

const mark = Date.now().toString(36); // the data of a development hub stay between runs
const company = `益阳宏达${mark}电镀有限公司`;
const secrets = ['张三', '13800138000'];
const must = (ok, text) => { if (!ok) throw new Error(text); };
const told = (text) => console.log(`✓ ${text}`);

async function write(page, text, photo) {
  await page.goto(`${hub}/new/lead`);
  const begin = Date.now();
  await page.getByRole('textbox', { name: '线索内容' }).fill(text);
  await page.getByRole('combobox', { name: '接收机关' }).click();
  await page.keyboard.type('赫山分局');
  await page.locator('.ant-select-dropdown:visible').getByText('益阳市生态环境局赫山分局', { exact: true }).click();
  if (photo) {
    await page.locator('input[type=file]').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: photo });
    await page.getByRole('button', { name: '遮挡 现场.png' }).click();
    const canvas = page.locator('.mask-canvas');
    await canvas.waitFor();
    await page.waitForFunction(() => document.querySelector('.mask-canvas').width > 300);
    const box = await canvas.boundingBox();
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 140, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: '使用遮挡后的照片' }).click();
    await page.getByText('已遮挡', { exact: true }).waitFor();
  }
  await page.getByRole('checkbox', { name: '本件不涉及国家秘密' }).check();
  await page.locator('.lead-preview').waitFor({ timeout: 20_000 }).catch(() => undefined); // nothing found: no preview
  await page.getByRole('button', { name: '发送', exact: true }).click();
  await page.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
  return { id: page.url().split('/').at(-1), seconds: (Date.now() - begin) / 1000 };
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const market = await cast.as('outsider');

  // The text says what it may be about; the place names the township that took the item over.
  await market.goto(`${hub}/new/lead`);
  await market.getByRole('textbox', { name: '线索内容' }).fill(`${mark} 河堤内侧有人焚烧成堆的秸秆，烟尘飘向村庄。`);
  await market.getByRole('button', { name: '露天焚烧秸秆、落叶等' }).click();
  await market.getByRole('region', { name: '建议的接收机关' }).getByText('第一千一百三十一条').waitFor();
  await market.getByRole('textbox', { name: '地点' }).fill('兰溪镇河堤');
  const route = market.getByRole('region', { name: '建议的接收机关' });
  await route.getByText('演示〔2026〕1号').waitFor();
  await market.locator('.ant-select-content, .ant-select-selection-item').filter({ hasText: '兰溪镇人民政府' }).first().waitFor();
  told('an item and a place fill in the township, with the decision that gave it the item');
  await market.getByRole('combobox', { name: '接收机关' }).click();
  await market.keyboard.type('公安局赫山');
  await market.locator('.ant-select-dropdown:visible').getByText('益阳市公安局赫山分局', { exact: true }).click();
  await market.getByText('所选机关按清单没有管辖权').waitFor();
  await market.getByRole('checkbox', { name: '本件不涉及国家秘密' }).check();
  await market.getByRole('button', { name: '发送', exact: true }).click();
  await market.getByText('请写明理由', { exact: true }).waitFor();
  await market.getByRole('textbox', { name: '仍要发送的理由' }).fill('有人阻挠扑救，一并告知公安机关');
  await market.getByRole('button', { name: '发送', exact: true }).click();
  await market.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
  told('a receiver that is not competent is sent to with a reason, and only with one');

  await write(market, `${company}夜间排放废水，气味刺鼻`);
  const lead = await write(market, `举报人张三，电话13800138000，反映${company}夜间向青龙河排放废水，河面有油污。`, await market.screenshot());
  must(lead.seconds < 60, `the lead took ${lead.seconds} s`);
  told(`a lead with a photo was sent in ${lead.seconds.toFixed(1)} s`);
  await market.getByText('已密封').first().waitFor();

  const env = await cast.as('handler');
  await env.goto(`${hub}/referrals/${lead.id}`);
  await env.getByText('举报人信息已密封').first().waitFor();
  await settled(env);
  for (const secret of secrets) must(!(await env.content()).includes(secret), `the receiver reads ${secret}`);
  const files = await env.evaluate(async (id) => (await (await fetch(`/v1/referrals/${id}`)).json()).evidence, lead.id);
  must(files.length === 1 && files[0].name.endsWith('.jpg'), 'the photo did not arrive masked');
  told('the receiver reads the facts and sees the masked photo, and nothing of the reporter');

  await env.getByRole('heading', { name: '可能已经报过' }).waitFor();
  await env.getByRole('button', { name: '并入本件一并办理' }).first().click();
  await env.locator('.ant-modal-confirm').getByRole('button', { name: '并入本件一并办理' }).click();
  await env.getByText('已并入：').first().waitFor();
  const family = await env.evaluate(async (id) => (await (await fetch(`/v1/referrals/${id}/family`)).json()).links, lead.id);
  must(family.some((l) => l.relation === 'merged'), 'nothing was merged');
  told('the lead that came before was found and is handled together with this one');

  const both = family.filter((l) => l.relation === 'merged').flatMap((l) => [l.from, l.to]);
  const stands = (id) => env.evaluate(async (of) => (await (await fetch(`/v1/referrals/${of}`)).json()), id);
  for (const id of both) {
    const signed = await env.evaluate(async ({ of, version }) => (await fetch(`/v1/referrals/${of}/sign-for`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'If-Match': `"${version}"`, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify({ officer: '执法人员甲' }),
    })).status, { of: id, version: (await stands(id)).version });
    must(signed === 200, `signing for ${id} answered ${signed}`);
  }
  await env.reload();
  await env.getByRole('button', { name: '指定承办人' }).click();
  await env.getByRole('menuitem', { name: '由我承办' }).click();
  await env.getByText('并已登记“分派承办人”').waitFor();
  must((await stands(lead.id)).sub_states.assigned, 'naming the officer did not assign the lead');
  await env.goto(`${hub}/?box=mine`);
  await env.getByText(company).first().waitFor();
  told('one click names the officer, assigns the lead and puts it among the own cases');
  await env.goto(`${hub}/referrals/${lead.id}`);
  await env.getByRole('button', { name: '一并反馈（2 件）' }).click();
  const answers = env.getByRole('dialog');
  await answers.getByRole('combobox', { name: '办理结果' }).click();
  await env.locator('.ant-select-dropdown:visible').getByText('已整改', { exact: true }).click();
  await answers.getByRole('textbox', { name: '办理情况' }).fill('已责令停止排放，油污已清理');
  await answers.getByRole('button', { name: '反馈 2 件' }).click();
  await answers.getByText('已反馈 2 件，共 2 件').waitFor();
  for (const id of both) must((await stands(id)).state === 'answered', `${id} is not answered`);
  await answers.getByRole('button', { name: '完成' }).click();
  told('both sources got the result in one go, each as an act of its own');

  await market.goto(`${hub}/referrals/${lead.id}?reporter=open`);
  const dialog = market.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '理由' }).fill('回访核实');
  await dialog.getByRole('button', { name: '凭理由查看' }).click();
  await dialog.getByRole('button', { name: '重新登录确认' }).or(dialog.getByText('13800138000')).first().waitFor();
  if (await dialog.getByRole('button', { name: '重新登录确认' }).isVisible()) {
    await dialog.getByRole('button', { name: '重新登录确认' }).click();
    await market.getByRole('button', { name: market.person }).first().click();
    await market.waitForURL((u) => u.pathname === `/referrals/${lead.id}`);
    must((await dialog.getByRole('textbox', { name: '理由' }).inputValue()) === '回访核实', 'the reason was lost on the way');
    await dialog.getByRole('button', { name: '凭理由查看' }).click();
  }
  await dialog.getByText('13800138000').waitFor();
  told('who holds the seal opened it for a reason, after a fresh login');
} finally {
  await browser.close();
}
