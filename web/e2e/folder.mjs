// A case folder as an enforcement system exports it: sorted by its names, and what they
// say of the case is filled in once somebody has looked at it.
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { file, pick } from './acting.mjs';
import { hub, openBrowser } from './browser.mjs';
import { Cast } from './cast.mjs';

const party = '益阳演示化工有限公司';
const say = (what) => console.log(`✓ ${what}`);
const must = (ok, what) => { if (!ok) throw new Error(what); };

const dir = await mkdtemp(join(tmpdir(), 'folder-'));
const browser = await openBrowser();
const cast = new Cast(browser);
try {
  const root = join(dir, `${party}逃避监管排放污染物案`);
  for (const [folder, name] of [['01 调查', '案件调查报告.pdf'], ['01 调查', `现场检查（勘察）笔录（${party}）.pdf`], ['02 处罚', '行政处罚决定书益环赫罚(2026)第012号.pdf'], ['03 涉案物品清单', 'scan0001.pdf']]) {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, name), file(name).buffer);
  }
  const page = await cast.as('handler');
  await page.goto(`${hub}/new?kind=detention&step=party`);
  await page.locator('.draft').getByLabel('标题').fill('演示虚构：一个导出的案卷文件夹');
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  await page.goto(page.url().replace(/step=\w+/, 'step=materials'));
  await pick(page, page.getByRole('button', { name: '选择文件夹' }), root);
  const sort = page.getByRole('dialog', { name: '确认归类' });
  const lines = sort.locator('.sort li');
  await lines.nth(3).waitFor();
  must(await sort.locator('.sort-unsure').count() === 0, 'a file without a telling name is not sorted by its folder');
  await sort.getByRole('button', { name: '上传 4 个文件' }).click();
  const said = page.locator('.note', { hasText: '从文件名读到的内容' });
  await said.getByText(party).waitFor();
  await said.getByText('益环赫罚〔2026〕12号').waitFor();
  await said.getByRole('button', { name: '核对无误，填入' }).click();
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  must(await said.count() === 0, 'the offer stays after it was taken');
  await page.getByText('已入卷').nth(3).waitFor();
  say('案卷文件夹按名称归类，四份入卷');
  await page.reload();
  await page.getByRole('button', { name: '上一步' }).click();
  await page.getByLabel('行政处罚决定书文号').waitFor();
  must(await page.getByLabel('行政处罚决定书文号').inputValue() === '益环赫罚〔2026〕12号', 'the number of the decision is not in the draft');
  await page.getByRole('button', { name: '上一步' }).click();
  await page.getByLabel('名称或者姓名').waitFor();
  must(await page.getByLabel('名称或者姓名').inputValue() === party, 'the party is not in the draft');
  say('当事人和处罚决定书文号经核对填入草稿，无须再录');
} finally {
  await browser.close();
  await rm(dir, { recursive: true, force: true });
}
