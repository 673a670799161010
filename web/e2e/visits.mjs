// Every page with the people who use it. An address without its route here, or
// a route without an address, fails the gates.
import { hub } from './browser.mjs';

/** Asks the hub as the person of a window. */
const ask = (page, path) => page.evaluate(async (p) => (await fetch(p)).json(), path);

const boxes = ['todo', 'closed', 'watched', 'sent', 'received']; // some are full, some empty
const steps = ['kind', 'party', 'facts', 'materials', 'preview'];

/** One case for each kind and state that the person's organ has sent or received. */
async function states(page, box) {
  const { items } = await ask(page, `/v1/referrals?box=${box}&limit=100`);
  return [...new Map(items.map((r) => [`${r.kind} ${r.state}`, r])).values()];
}

/** The acts that are open in a case: every form once, not every act that uses it. */
async function acts(page, id, seen) {
  const { actions } = await ask(page, `/v1/referrals/${id}`);
  const form = (a) => [a.paper, a.step_up, Boolean(a.issues), ...a.needs.toSorted()].join();
  const open = actions.filter((a) => a.allowed && !seen.has(form(a)) && seen.add(form(a)));
  return open.map((a) => [`act ${a.action}${a.paper ? ' from paper' : ''}`, `/referrals/${id}?act=${a.action}${a.paper ? '&paper=1' : ''}`]);
}

/** What each person looks at: name and path. as(who) gives the window of somebody signed in. */
export async function visits(as) {
  const list = []; // [who, name, path]
  const seen = new Set();
  const add = (who, pairs) => pairs.forEach(([name, path]) => list.push([who, name, path]));

  add('nobody', [['login', '/login'], ['login after a failure', '/login?error=access_denied&return_to=%2Fnotices']]);
  add('handler', [...boxes.map((b) => [`inbox ${b}`, `/?box=${b}`]), ['search', '/?q=涉嫌'], ['search nothing', '/?q=没有这样的案件'], ['inbox filtered', '/?box=sent&light=red']]);
  add('city', [['shared desk', '/desk'], ['inbox beside a shared desk', '/']]);
  add('handler', [['shared desk of nobody', '/desk']]);
  add('handler', [['packs not allowed', '/rules/packs']]);
  add('handler', [['new', '/new'], ['new lead', '/new/lead'], ['notices', '/notices'], ['notices unread', '/notices?unread=1'], ['rules', '/rules'], ['rules found', '/rules?q=移送'], ['rule', '/rules/fwd_decide_transfer?start=2026-09-30'], ['rule unknown', '/rules/none'], ['me', '/me'], ['items', '/items'], ['items found', '/items?q=%E7%A7%B8%E7%A7%86'], ['items of all days', '/items?on=all'], ['items none', '/items?q=%E6%97%A0%E6%AD%A4%E4%BA%8B%E9%A1%B9'], ['organ not allowed', '/admin'], ['reads not allowed', '/reads'], ['nothing', '/nothing'], ['case unknown', '/referrals/00000000-0000-7000-8000-000000000000']]);
  add('handler', [['meeting marks', '/meeting-marks'], ['meeting marks all', '/meeting-marks?all=1']]);
  add('head', [['inbox of a head', '/']]);
  add('desk', [['inbox of the police', '/'], ['new of the police', '/new']]);
  add('procurator', [['new of the procuratorate', '/new'], ['opinion', '/new?kind=opinion'], ['inbox copied', '/?box=copied']]);

  add('procurator', [['supervision leads', '/supervision-leads'], ['supervision leads found', '/supervision-leads?ground=filing_overdue'], ['supervision leads none', '/supervision-leads?ground=cancelled&from=2031-01-01']]);
  add('handler', [['supervision leads not allowed', '/supervision-leads']]);
  add('handler', [['claims', '/claims'], ['claims of major cases', '/claims?major=1'], ['screening', '/claims?tab=rounds'], ['screening unknown', '/claims/rounds/00000000-0000-7000-8000-000000000000']]);
  add('desk', [['claims not allowed', '/claims'], ['courier of a partner hub', '/peers']]);
  add('operator', [['partner hubs', '/peers']]);
  add('auditor', [['partner hubs of an auditor', '/peers']]);
  const round = (await ask(await as('handler'), '/v1/screenings')).items[0];
  if (round) add('handler', [['screening round', `/claims/rounds/${round.id}`]]);
  add('desk', [['break-glass looks', '/reads?tab=glass'], ['break the glass', '/reads?tab=glass&break=1']]);
  add('head', [['break-glass looks to review', '/reads?waiting=1']]);
  add('auditor', [['break-glass looks of the hub', '/reads?tab=glass']]);
  add('admin', [['reads of an organ', '/reads'], ['reads filtered', '/reads?only=unexplained'], ['reads of nobody', '/reads?person=%E6%97%A0%E6%AD%A4%E4%BA%BA']]);
  add('auditor', [['reads of an auditor', '/reads']]);

  const looking = (await ask(await as('neighbour'), '/v1/glass')).items.find((g) => g.mine && g.open);
  if (looking) add('neighbour', [['case under a break-glass look', `/referrals/${looking.case}`]]);

  for (const [who, box] of [['handler', 'sent'], ['head', 'sent'], ['legal', 'sent'], ['officer', 'received'], ['desk', 'received'], ['procurator', 'copied']]) {
    const page = await as(who);
    for (const r of await states(page, box)) {
      if (['handler', 'officer', 'procurator'].includes(who)) add(who, [[`case ${r.kind} ${r.state} ${who}`, `/referrals/${r.id}`]]);
      if (who === 'handler' && (r.state === 'closed' || r.kind === 'criminal' && r.state === 'received')) add(who, [[`archive ${r.kind} ${r.state}`, `/referrals/${r.id}/archive`]]);
      if (who === 'handler' && r.kind === 'compensation') add(who, [[`one sitting ${r.state}`, `/referrals/${r.id}/settle`]]);
      if (who === 'handler' && r.state === 'draft') add(who, steps.map((s) => [`draft ${r.kind} ${s}`, `/referrals/${r.id}/draft?step=${s}`]));
      add(who, await acts(page, r.id, seen));
    }
  }

  for (const who of ['operator', 'admin']) {
    const page = await as(who);
    await page.goto(`${hub}/admin`);
    await page.locator('main h1').waitFor();
    add(who, [[`organs ${who}`, '/admin']]);
    if (who === 'operator') {
      add(who, [['packs', '/rules/packs'], ['items kept', '/items']]);
      add(who, [['organ new', '/admin/new'], ['inbox of an operator', '/']]);
      await page.locator('main').getByRole('link', { name: '益阳市生态环境局赫山分局' }).click();
    }
    const tabs = page.locator('.admin-tabs a');
    await tabs.first().waitFor();
    for (const href of await tabs.evaluateAll((all) => all.map((a) => a.getAttribute('href')))) add(who, [[`organ ${href.split('/')[3] ?? 'overview'} ${who}`, href]]);
  }
  add('admin', [['interfaces', '/interfaces']]);
  add('policeAdmin', [['interfaces empty', '/interfaces']]);
  add('handler', [['interfaces not allowed', '/interfaces']]);
  add('handler', ['', '?tab=programmes', '?tab=programmes&new', '?tab=items', '?tab=objects', '?tab=objects&q=%E6%B1%BD%E8%BD%A6', '?tab=inspectors', '?tab=hygiene', '?tab=new'].map((q) => [`inspections ${q || 'plans'}`, `/inspection${q}`]));
  add('desk', [['inspections of the police', '/inspection'], ['plan unknown', '/inspection/plans/00000000-0000-7000-8000-000000000000']]);
  add('admin', [['inspections not allowed', '/inspection']]);
  const { items: programmes } = await ask(await as('handler'), '/v1/inspection/programmes');
  for (const p of programmes) add('handler', [[`programme ${p.kind}`, `/inspection/programmes/${p.id}`]]);
  const { items: plans } = await ask(await as('handler'), '/v1/inspection/plans');
  add('nobody', [['public plans', '/public'], ['public plans of no year', '/public?year=2019'], ['public results', '/public/results'], ['public programmes', '/public/programmes'], ['public voucher', '/public/verify'], ['public voucher refused', '/public/verify#XJV1.AA.AA'], ['public plan unknown', '/public/plans/00000000-0000-7000-8000-000000000000']]);
  for (const p of (await ask(await as('handler'), '/v1/public/plans')).items) add('nobody', [[`public plan ${p.state}`, `/public/plans/${p.id}`]]);
  for (const p of plans) add('handler', [[`plan ${p.state}`, `/inspection/plans/${p.id}`], [`draw ${p.state}`, `/inspection/plans/${p.id}/draw`], [`schedule ${p.state}`, `/inspection/plans/${p.id}/schedule`], [`schedule table ${p.state}`, `/inspection/plans/${p.id}/schedule?view=table`]]);
  const visitsOf = (await ask(await as('handler'), '/v1/inspection/checks')).items;
  add('handler', ['', '?show=own', '?show=waits', '?new=1'].map((q) => [`visits on the spot ${q || 'all'}`, `/inspection/checks${q}`]));
  const soon = new Date(Date.now() + 25 * 86_400_000).toISOString().slice(0, 10);
  add('handler', ['', `?at=${soon}`, `?at=${soon}&by=team`, `?at=${soon}&view=month&by=enterprise`].map((q) => [`calendar of visits ${q || 'today'}`, `/inspection/calendar${q}`]));
  add('admin', [['calendar of visits not allowed', '/inspection/calendar']]);
  add('admin', [['visits on the spot not allowed', '/inspection/checks']]);
  add('handler', [['visit on the spot unknown', '/inspection/checks/00000000-0000-7000-8000-000000000000']]);
  for (const c of new Map(visitsOf.map((c) => [c.state, c])).values()) add('handler', [[`visit on the spot ${c.state}`, `/inspection/checks/${c.id}`], [`visits on the spot hand over of a visit ${c.state}`, `/inspection/handover?check=${c.id}`]]);
  for (const p of plans) if (p.state !== 'open') add('handler', [[`visits on the spot report ${p.state}`, `/inspection/plans/${p.id}/report`], [`visits on the spot hand over ${p.state}`, `/inspection/handover?plan=${p.id}`]]);
  add('coordinator', ['', '?tab=meetings', '?tab=tasks', '?tab=tasks&all=1&done=1', '?tab=promises', '?tab=bulletin', '?tab=bulletin&from=2026-01-01&to=2025-01-01', '?tab=quality', '?tab=quality&from=2026-01-01&to=2025-01-01', '?tab=series', '?tab=memoranda', '?tab=memoranda&new=1', '?tab=new', '?tab=found'].map((q) => [`meetings ${q || 'all'}`, `/meetings${q}`]));
  add('desk', [['meetings of the police', '/meetings'], ['meeting unknown', '/meetings/00000000-0000-7000-8000-000000000000']]);
  add('outsider', [['tasks of the market supervision', '/meetings?tab=tasks']]);
  add('admin', [['meetings not allowed', '/meetings']]);
  const { items: meetings } = await ask(await as('coordinator'), '/v1/meetings');
  for (const m of meetings) add('coordinator', [[`meeting ${m.state}`, `/meetings/${m.id}`]]);
  const called = meetings.find((m) => m.state === 'called');
  if (called) add('policeHead', [['meeting called, of the police', `/meetings/${called.id}`]]);
  return list;
}
