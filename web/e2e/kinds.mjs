// For every kind of referral somebody can do the next step in the page: the button
// that the case itself proposes, its form filled with whatever it asks for, the fresh
// login where the hub wants one. HUB_URL names a running `hub dev` with the demo
// story. One step per kind; --all goes on until every step on offer was done once.
import { hub, openBrowser, settled } from './browser.mjs';
import { confirm } from './acting.mjs';
import { Cast, people } from './cast.mjs';

const all = process.argv.includes('--all');
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

// Whoever acts for an organ in the story. A step is offered to those whose turn it is.
const actors = {
  ...Object.fromEntries(['handler', 'legal', 'head', 'desk', 'officer', 'policeHead', 'procurator', 'neighbour', 'outsider'].map((k) => [k, people[k]])),
  marketHead: people.marketHead,
  city: { agency: '益阳市生态环境局', name: '市局执法人员' },
  cityHead: { agency: '益阳市生态环境局', name: '市局负责人' },
  station: { agency: '益阳市生态环境监测中心赫山站', name: '监测人员' },
  ziyang: { agency: '益阳市生态环境局资阳分局', name: '执法人员丁' },
  ziyangPolice: { agency: '益阳市公安局资阳分局', name: '值班民警' },
  town: { agency: '益阳市赫山区兰溪镇人民政府', name: '镇执法人员' },
  emergency: { agency: '益阳市赫山区应急管理局', name: '执法人员己' },
};
Object.assign(people, actors);

/** Kinds that one hub alone has no case of: the walks of two hubs do their steps. */
const betweenHubs = ['joint_action', 'meeting_invitation'];

/** Every case the person sees, with the step that its page would propose. */
const proposals = (page) => page.evaluate(async () => {
  const ids = new Set();
  for (const box of ['todo', 'sent', 'received', 'copied']) {
    for (let cursor = ''; ;) {
      const answer = await fetch(`/v1/referrals?box=${box}&limit=50${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      if (!answer.ok) break;
      const list = await answer.json();
      for (const r of list.items) ids.add(r.id);
      cursor = list.next_cursor ?? '';
      if (!cursor) break;
    }
  }
  const out = [];
  for (const id of ids) {
    const answer = await fetch(`/v1/referrals/${id}`);
    if (!answer.ok) continue;
    const r = await answer.json();
    const a = r.actions.find((x) => x.primary && x.allowed && !x.paper);
    if (a) out.push({ id, kind: r.kind, state: r.state, action: a.action, title: a.title['zh-CN'] ?? a.title.zh, version: r.version });
  }
  return out;
});

/** Fills what a form asks for, whatever it is. */
async function fill(page, dialog) {
  await settled(page);
  const suggested = dialog.getByRole('button', { name: /^选此机关 / }); // the law does not let every case go anywhere
  if (await suggested.count() > 0 && await suggested.first().isEnabled()) await suggested.first().click();
  const unable = dialog.getByRole('checkbox', { name: /无法/ }); // a supplement needs papers, or words why there are none
  if (await unable.count() > 0) await unable.check();
  for (const field of await dialog.locator('.field:has(> label .field-must), .field:has(> legend .field-must), .field:has(> .ant-checkbox-wrapper strong)').all()) {
    const select = field.getByRole('combobox');
    const radios = field.getByRole('radio');
    const boxes = field.getByRole('checkbox');
    const text = field.locator('textarea, input.ant-input, input.plain-input').first();
    if (await select.count() > 0) {
      if ((await field.locator('.ant-select-content-has-value, .ant-select-selection-item').count()) > 0) continue;
      await select.first().click();
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
    } else if (await radios.count() > 0) {
      for (const group of await field.getByRole('radiogroup').all()) await group.getByRole('radio').first().check();
    } else if (await boxes.count() > 0) {
      for (const box of await boxes.all()) await box.check();
    } else if (await text.count() > 0 && (await text.inputValue()) === '') {
      const day = (await field.locator('.day').count()) > 0;
      const figure = (await text.getAttribute('inputmode')) !== null;
      await text.fill(day ? today : figure ? '3' : '经核实情况属实，同意按程序办理。');
    }
  }
}

/** 小额快办: assessment, consultation, agreement, payment and closing on one page, four papers at once. */
async function oneSitting(page) {
  await page.waitForURL((u) => u.pathname.endsWith('/settle'));
  await settled(page);
  await fill(page, page.locator('main'));
  await page.getByLabel('缴款书号').fill(`演缴〔2026〕${Date.now() % 1e6}号`);
  await page.getByRole('button', { name: '登记并打印文书' }).click();
  await page.getByRole('button', { name: '仍要签订' }).click(); // what the list misses is seen first
  await page.getByText('已办结。').first().waitFor();
  await page.getByRole('link', { name: '打印全部文书（4 份）' }).waitFor();
}

const browser = await openBrowser();
try {
  const cast = new Cast(browser, 'zh-CN');
  const done = new Map(); // step → kind
  const failed = [];
  for (let more = true; more;) {
    more = false;
    for (const who of Object.keys(actors)) {
      const page = await cast.as(who);
      await page.goto(hub);
      for (const p of await proposals(page)) {
        if (done.has(p.action) || !all && [...done.values()].includes(p.kind)) continue;
        await page.goto(`${hub}/referrals/${p.id}`);
        await settled(page);
        try {
          await page.locator('.next-do .ant-btn-primary').first().click({ timeout: 10_000 });
          if (p.action === 'compensation.settle') await oneSitting(page); // a page of its own
          else await confirm(page, p.title, async (dialog) => { await fill(page, dialog); await fill(page, dialog); }); // what is asked for once something is chosen
          const now = await page.evaluate(async (id) => { const a = await fetch(`/v1/referrals/${id}`); return a.ok ? (await a.json()).version : -1; }, p.id);
          if (now === p.version) throw new Error('nothing changed');
          console.log(`✓ ${p.kind} ${p.state}: ${p.title} — ${actors[who].agency}`);
        } catch (e) {
          failed.push(`${p.kind} ${p.state} ${p.action} (${actors[who].name}, ${p.id}): ${e.message.split('\n')[0]}`);
          console.log(`✗ ${failed.at(-1)}`);
        }
        done.set(p.action, p.kind);
        more = all;
      }
    }
  }
  const kinds = new Set(done.values());
  const known = await (await cast.as('handler')).evaluate(async () => (await (await fetch('/v1/procedures')).json()).items.map((p) => p.kind));
  failed.push(...known.filter((k) => !kinds.has(k) && !betweenHubs.includes(k)).map((k) => `${k}: nobody in the story has a next step`));
  console.log(`${done.size} steps of ${kinds.size} kinds: ${[...kinds].sort().join(', ')}`);
  if (failed.length > 0) throw new Error(failed.join('\n'));
  if (cast.trouble.length > 0) throw new Error(cast.trouble.join('\n'));
} finally {
  await browser.close();
}
