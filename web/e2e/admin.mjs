// 机关与人员 in a browser: an operator of the hub registers an organ and its
// issuer after trying a token, an organ's administrator looks after its people,
// and a change of an issuer takes two persons. Every page on the way is checked
// with axe (WCAG 2.2 AA) and at 390 px. HUB_URL names a running `hub dev`.
// SHOTS names a folder for pictures.
import { hub, openBrowser, settled, signIn, window } from './browser.mjs';
import { faults } from './looks.mjs';

const mark = Date.now().toString(36); // the data of a development hub stay between runs
const environment = '益阳市生态环境局赫山分局';
const operatorOrgan = '平台运行维护单位';
const done = [];
const violations = new Map(); // what is wrong → on which pages
const complaints = () => [...violations].map(([text, on]) => `${text}\n  on ${on.join(', ')}`).join('\n');
let pages = 0;

const told = (text) => { done.push(text); console.log(`✓ ${text}`); };
const must = (ok, text) => { if (!ok) throw new Error(text); };

async function looks(page, name) {
  await settled(page);
  pages++;
  for (const text of await faults(page)) violations.set(text, [...(violations.get(text) ?? []), name]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}

/** Opens a select by its label and takes an option by its words. */
async function choose(page, label, option) {
  await page.getByRole('combobox', { name: label }).last().click();
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: option }).first().click();
}

const dialog = (page) => page.getByRole('dialog');
const says = (page, text) => page.getByText(text).first().waitFor();
const tab = async (page, name) => {
  await page.getByRole('navigation', { name: '机关的各项设置' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 2, name }).first().waitFor();
};
const day = (ahead) => new Date(Date.now() + (8 + 24 * ahead) * 3_600_000).toISOString().slice(0, 10); // office time is +08:00

async function operatorRegisters(page) {
  await signIn(page, operatorOrgan, '系统运维人员', '/admin');
  await page.getByRole('heading', { name: '机关与人员' }).waitFor();
  await looks(page, 'organs');
  must(await page.getByRole('link', { name: '待办' }).count() === 0, 'an operator is shown the inbox');

  await page.getByRole('button', { name: '登记机关' }).click();
  await page.getByRole('heading', { name: '登记新机关' }).waitFor();
  await page.getByRole('button', { name: '登记机关' }).click();
  await says(page, '应为六位数字');
  await page.getByLabel('机关代码').fill('Not A Code');
  await says(page, '用小写字母、数字和连字符');
  await looks(page, 'organ-new-errors');
  told('an empty form says under each field what is missing');

  const name = `演示市水务局${mark}`;
  await page.getByLabel('机关代码').fill('heshan-env');
  await page.getByLabel('机关全称').fill(name);
  await page.getByLabel('简称').fill(`水务${mark}`);
  await choose(page, '系统', '水务');
  await choose(page, '层级', '市级');
  await page.getByLabel('行政区划代码').fill('430900');
  await page.getByLabel('机关代字').fill('演水');
  await page.getByLabel('公共邮箱').fill('water@example.invalid');
  await page.getByRole('button', { name: '登记机关' }).click();
  await says(page, '机关代码已被使用');
  told('a code that is taken is refused in words and nothing typed is lost');
  await page.getByLabel('机关代码').fill(`water-${mark}`);
  await page.getByRole('button', { name: '登记机关' }).click();
  await page.getByRole('heading', { name }).waitFor();
  await says(page, '还没有身份提供方');
  await looks(page, 'organ-new-login');
  told(`the operator registered ${name}`);

  await page.getByRole('button', { name: '登记身份提供方' }).click();
  await page.getByLabel('代码').fill(`water-${mark}`);
  await page.getByLabel('签发方地址').fill(`https://login-${mark}.example.invalid/`);
  await page.getByLabel('客户端标识').fill('hub');
  await page.getByLabel('角色所在的声明').fill('realm_access.roles');
  for (const [role, fn] of [['banan', '经办人'], ['juzhang', '负责人']]) {
    await page.getByRole('button', { name: '增加一行' }).click();
    await page.getByLabel('身份提供方的角色').last().fill(role);
    await choose(page, `本系统的职责 ${role}`, fn);
  }
  await page.getByRole('button', { name: '填入示例' }).click();
  await page.getByRole('button', { name: '试一试' }).click();
  const result = page.locator('.try-result');
  await result.getByText('可以登录').waitFor();
  must((await result.innerText()).includes(name), 'the dry run does not name the organ');
  must((await result.innerText()).includes('经办人'), 'the dry run gives no function');
  must((await result.innerText()).includes('canteen'), 'the dry run hides the ignored role');
  await looks(page, 'issuer-dry-run');
  await page.getByLabel('令牌或声明').fill(JSON.stringify({ iss: 'https://elsewhere.example.invalid', aud: 'hub', sub: 'u', realm_access: { roles: ['canteen'] } }));
  await page.getByRole('button', { name: '试一试' }).click();
  await result.getByText('会被拒绝').waitFor();
  must((await result.innerText()).includes('没有任何角色在允许名单内'), 'the dry run does not say why');
  await looks(page, 'issuer-dry-run-refused');
  told('the dry run said what a token becomes, which role is ignored and why another is refused');
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByRole('heading', { name: `water-${mark}`, level: 3, exact: true }).waitFor();
  await looks(page, 'issuer-registered');
  told('the operator registered its issuer');

  await tab(page, '变更记录');
  await says(page, '登记身份提供方');
  await looks(page, 'organ-history');

  // Somebody else changes the organ while it is being edited.
  await page.getByRole('navigation', { name: '机关的各项设置' }).getByRole('link', { name: '机关', exact: true }).click();
  await page.getByRole('button', { name: '修改机关信息' }).click();
  await page.getByLabel('公共电话').fill('0737-0000000');
  const path = `${hub}/v1/admin/agencies/${new URL(page.url()).pathname.split('/')[2]}`;
  const seen = await page.request.get(path);
  const other = await page.request.patch(path, { headers: { 'If-Match': seen.headers().etag }, data: { doc_prefix: '演水局' } });
  must(other.ok(), `the other change was refused: ${other.status()}`);
  await page.getByRole('button', { name: '保存修改' }).click();
  await says(page, '机关代字：演水 → 演水局');
  must(await page.getByLabel('公共电话').inputValue() === '0737-0000000', 'what was typed is gone');
  must(await page.getByLabel('机关代字').inputValue() === '演水局', 'the other change would be undone');
  await looks(page, 'organ-stale');
  await page.getByRole('button', { name: '保存修改' }).click();
  await says(page, '已保存');
  await page.getByText('0737-0000000').waitFor();
  told('an edit that came second showed what changed and lost nothing');
  must(await page.getByRole('link', { name: '人员', exact: true }).count() === 0, 'an operator is shown the people of another organ');
}

async function adminLooksAfter(page) {
  await signIn(page, environment, '机关管理员', '/admin');
  await page.getByRole('heading', { name: environment }).waitFor();
  await looks(page, 'organ');
  must(await page.getByText('演示虚构', { exact: true }).count() > 0, 'an invented organ is not marked');

  await tab(page, '人员');
  await says(page, '身份提供方 heshan-env 的角色');
  await looks(page, 'people');

  await tab(page, '内设机构');
  await page.getByRole('button', { name: '增加内设机构' }).click();
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).getByText('请填写').waitFor();
  await dialog(page).getByLabel('名称').fill(`执法大队${mark}`);
  await choose(page, '承担的工作', '执法');
  await looks(page, 'unit-dialog');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await page.getByRole('cell', { name: `执法大队${mark}`, exact: true }).waitFor();
  await looks(page, 'units');
  told('the administrator added a unit');

  await tab(page, '人员');
  await page.getByRole('button', { name: '修改 执法人员甲' }).click();
  await dialog(page).getByLabel('手机').fill('x');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).getByText('不是有效的电话号码').waitFor();
  await dialog(page).getByLabel('手机').fill('+8600000000000');
  await choose(page, '内设机构', `执法大队${mark}`);
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await page.getByRole('row', { name: '执法人员甲' }).getByText(`执法大队${mark}`).waitFor();
  told('and put somebody into it');

  await tab(page, '主持工作');
  await page.getByRole('button', { name: '登记主持工作' }).click();
  await choose(page, '主持工作的人', '法制审核人员');
  await dialog(page).getByLabel('依据的文件和文号').fill(`演示〔2026〕${mark}号`);
  await dialog(page).getByLabel('开始日').fill(day(40));
  await dialog(page).getByLabel('结束日').fill(day(39));
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).getByText('结束不能早于开始').waitFor();
  await dialog(page).getByLabel('结束日').fill(day(44));
  await looks(page, 'presiding-dialog');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  const presiding = page.getByRole('row', { name: mark });
  await presiding.waitFor();
  await looks(page, 'presiding');
  told('recorded who presides');

  await tab(page, '请假与代办');
  await says(page, '审批不能代办');
  await page.getByRole('button', { name: '登记请假' }).click();
  await choose(page, '请假人', '分局负责人');
  await choose(page, '代办人', '执法人员乙');
  await dialog(page).getByLabel('开始日').fill(day(20));
  await dialog(page).getByLabel('结束日').fill(day(22));
  await looks(page, 'leave-dialog');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  const leave = page.getByRole('row', { name: '分局负责人' }).filter({ hasText: day(20) }).first();
  await leave.getByText('无人主持工作').first().waitFor();
  await looks(page, 'leaves');
  told('recorded a leave; a head without anybody presiding is warned of');
  await leave.getByRole('button', { name: '取消' }).click();
  await page.locator('.ant-modal-confirm').getByRole('button', { name: '确认' }).click();
  await leave.waitFor({ state: 'detached' });
  told('and took it back');

  await tab(page, '值班表');
  await page.getByRole('button', { name: '排班' }).click();
  await choose(page, '值班人', '执法人员乙');
  await dialog(page).getByLabel('开始').fill('some day');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).getByText('有日期无法识别').waitFor();
  await dialog(page).getByLabel('开始').fill(day(45));
  await dialog(page).getByLabel('时刻').nth(0).fill('18:00');
  await dialog(page).getByLabel('结束').fill(day(46));
  await dialog(page).getByLabel('时刻').nth(1).fill('08:30');
  await looks(page, 'shift-dialog');
  await dialog(page).getByRole('button', { name: '保存' }).click();
  const [, month, date] = day(45).split('-').map(Number);
  await page.getByRole('row', { name: '执法人员乙' }).filter({ hasText: `${month}月${date}日 18:00` }).first().waitFor();
  await looks(page, 'roster');
  told('put somebody on duty, in office time whatever the machine is set to');

  await tab(page, '变更记录');
  await says(page, `执法大队${mark}`);
  await looks(page, 'history');

  await tab(page, '接口客户端');
  await says(page, '由系统运维人员登记');
  await looks(page, 'clients');
}

async function twoPersons(operator, admin) {
  await operator.goto(`${hub}/admin`);
  await operator.getByRole('link', { name: environment }).click();
  await tab(operator, '登录方式');
  await operator.getByRole('button', { name: '修改设置' }).click();
  await operator.getByRole('button', { name: '增加一行' }).click();
  await operator.getByLabel('身份提供方的角色').last().fill(`role-${mark}`);
  await choose(operator, `本系统的职责 role-${mark}`, '联络员');
  await operator.getByRole('button', { name: '提交' }).click();
  await says(operator, '等待第二人确认后生效');
  await says(operator, '您提出的改动须由另一人同意');
  must(await operator.getByRole('button', { name: '同意', exact: true }).count() === 0, 'one person may confirm their own change');
  await looks(operator, 'proposal-own');
  told('a change of an issuer waits for a second person');

  await admin.goto(`${hub}/admin`);
  await tab(admin, '登录方式');
  await says(admin, `角色 role-${mark}`);
  await looks(admin, 'proposal');
  await admin.getByRole('button', { name: '不同意' }).click();
  await dialog(admin).getByRole('button', { name: '不同意' }).click();
  await dialog(admin).getByText('请填写').waitFor();
  await dialog(admin).getByLabel('理由').fill('演示：没有这个岗位');
  await dialog(admin).getByRole('button', { name: '不同意' }).click();
  await admin.getByText(`角色 role-${mark}`).waitFor({ state: 'detached' });
  told('the administrator declined it with a reason');

  await tab(operator, '接口客户端');
  await operator.getByRole('button', { name: '登记接口客户端' }).click();
  await dialog(operator).getByLabel('客户端标识').fill(`system-${mark}`);
  await looks(operator, 'client-dialog');
  await dialog(operator).getByRole('button', { name: '提交' }).click();
  await says(operator, '等待第二人确认后生效');
  await tab(admin, '接口客户端');
  await admin.reload();
  await admin.getByRole('button', { name: '同意', exact: true }).first().waitFor();
  await looks(admin, 'client-proposal');
  await admin.getByRole('button', { name: '同意', exact: true }).first().click();
  await admin.locator('.ant-modal-confirm').getByRole('button', { name: '同意' }).click();
  await admin.getByRole('row', { name: `system-${mark}` }).getByText('已启用').waitFor();
  told('and confirmed a partner system, which works from then on');
}

async function profile(page) {
  await page.goto(`${hub}/me`);
  await page.getByRole('heading', { name: '我的信息' }).waitFor();
  await looks(page, 'me');
  await page.getByLabel('手机').fill('call me');
  await page.getByRole('button', { name: '保存' }).click();
  await says(page, '不是有效的电话号码');
  await page.getByLabel('手机').fill('+8600000000000');
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('heading', { name: 'My profile' }).waitFor();
  await looks(page, 'me-en');
  await page.goto(`${hub}/admin`);
  for (const name of ['People', 'Units', 'Presiding', 'Leave', 'Duty roster', 'Logins', 'Partner systems', 'Changes']) {
    await page.getByRole('navigation', { name: 'Settings of the organ' }).getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 2, name }).first().waitFor();
    await looks(page, `en-${name}`);
  }
  await page.goto(`${hub}/me`);
  await page.getByRole('radio', { name: '中文' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: '我的信息' }).waitFor();
  told('the profile changed language and back');

  const boxes = (channel) => page.getByRole('checkbox', { name: `法定期限提醒：${channel}` });
  const set = async (channel, on) => {
    if (await boxes(channel).isChecked() === on) return;
    await boxes(channel).click();
    await page.waitForFunction(() => !document.querySelector('.prefs input:disabled'));
  };
  await set('邮件', false);
  await set('短信', false);
  await boxes('站内').click();
  await says(page, '法定期限提醒至少要保留一种能送达的方式');
  must(await boxes('站内').isChecked(), 'the last channel of statutory notices could be switched off');
  await looks(page, 'me-refused');
  await set('邮件', true);
  await set('短信', true);
  told('statutory notices keep a channel');
}

async function narrow(browser) {
  const { page, context, trouble } = await window(browser, { width: 390, height: 844 });
  await signIn(page, environment, '机关管理员', '/admin');
  await page.getByRole('heading', { name: environment }).waitFor();
  await looks(page, '390-organ');
  for (const name of ['人员', '内设机构', '主持工作', '请假与代办', '值班表', '登录方式', '接口客户端', '变更记录']) {
    await tab(page, name);
    await looks(page, `390-${name}`);
  }
  await page.goto(`${hub}/me`);
  await page.getByRole('heading', { name: '我的信息' }).waitFor();
  await looks(page, '390-me');
  await context.close();
  const op = await window(browser, { width: 390, height: 844 });
  await signIn(op.page, operatorOrgan, '系统运维人员', '/admin');
  await op.page.getByRole('heading', { name: '机关与人员' }).waitFor();
  await looks(op.page, '390-organs');
  await op.page.goto(`${hub}/admin/new`);
  await op.page.getByRole('heading', { name: '登记新机关' }).waitFor();
  await looks(op.page, '390-organ-new');
  told('every page fits 390 px');
  return [...trouble, ...op.trouble];
}

const browser = await openBrowser();
const operator = await window(browser);
const admin = await window(browser);
let failed = false;
try {
  await operatorRegisters(operator.page);
  await adminLooksAfter(admin.page);
  await twoPersons(operator.page, admin.page);
  await profile(admin.page);
  const trouble = [...await narrow(browser), ...operator.trouble, ...admin.trouble];
  must(violations.size === 0, 'pages with faults');
  must(trouble.length === 0, `browser:\n${[...new Set(trouble)].join('\n')}`);
  console.log(`${done.length} steps, ${pages} looks at pages, no faults`);
} catch (err) {
  failed = true;
  console.error(err instanceof Error ? err.stack : err);
  if (violations.size > 0) console.error(complaints());
  for (const [name, w] of [['operator', operator], ['admin', admin]]) {
    console.error(`${name} was at ${w.page.url()}`);
    if (process.env.SHOTS) await w.page.screenshot({ path: `${process.env.SHOTS}/failed-${name}.png`, fullPage: true }).catch(() => undefined);
  }
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
