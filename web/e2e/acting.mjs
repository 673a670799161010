// How a person does a step on the referral page: the button, the form, the
// confirmation, and where the law wants it a fresh login.
import { hub, patience as busy, settled } from './browser.mjs';

/** Presses a button of the next-act bar and fills its form. */
export async function act(page, title, fill) {
  await page.locator('.next-do').getByRole('button', { name: title, exact: true }).click({ timeout: busy });
  await confirm(page, title, fill);
}

/** Takes a counterpart's act from its paper (代录). */
export async function fromPaper(page, title, paper, fill) {
  const fold = page.locator('.next-folds details', { hasText: '代录对方纸质文书' });
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click({ timeout: busy });
  await fold.getByRole('button', { name: title, exact: true }).click();
  await confirm(page, title, async (dialog) => {
    await dialog.getByLabel('文书日期').fill(paper.date);
    if (paper.number) await dialog.getByLabel('文书文号').fill(paper.number);
    if (paper.scan) {
      await pick(page, dialog.getByRole('button', { name: '选择扫描件' }), paper.scan);
      await dialog.locator('.upload-done').waitFor({ timeout: busy });
    }
    await fill?.(dialog);
  });
}

/** Fills the form of an act and sends it. */
export async function confirm(page, title, fill) {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.waitFor();
  await fill?.(dialog);
  await dialog.getByRole('button', { name: '确认办理' }).click();
  let over = false; // an agreement whose list stands open asks once; what asks later is not this act
  const sure = page.getByRole('button', { name: '仍要签订' });
  sure.waitFor({ timeout: busy }).then(() => (over ? undefined : sure.click())).catch(() => undefined);
  const again = dialog.getByRole('button', { name: '重新登录确认' });
  const done = dialog.waitFor({ state: 'hidden', timeout: busy });
  const refused = dialog.locator('.note-red, .field-error').first().waitFor({ timeout: busy }).then(async () => {
    throw new Error(`“${title}” was refused: ${(await dialog.locator('.note-red, .field-error').allInnerTexts()).join(' | ')}`);
  });
  const login = again.waitFor({ timeout: busy }).then(() => 'login');
  refused.catch(() => undefined);
  login.catch(() => undefined);
  if ((await Promise.race([done, login, refused])) === 'login') {
    done.catch(() => undefined);
    await again.click();
    await page.getByRole('button', { name: page.person }).first().click({ timeout: busy });
    await page.waitForURL((u) => u.origin === new URL(hub).origin && u.pathname.startsWith('/referrals/'), { timeout: busy });
    await dialog.getByText('身份已确认').waitFor({ timeout: busy });
    await dialog.getByRole('button', { name: '确认办理' }).click();
    await dialog.waitFor({ state: 'hidden', timeout: busy });
  }
  over = true;
}

/** Ticks every charge of a form. */
export async function allCharges(dialog) {
  for (const box of await dialog.locator('.charge-list').getByRole('checkbox').all()) await box.check();
}

/** Chooses an entry of a select. */
export async function choose(page, scope, label, option) {
  await scope.getByLabel(label).click();
  await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).first().click();
}

export function pdf(title) {
  const text = `BT /F1 18 Tf 60 760 Td (${title.replace(/[^\x20-\x7e]/g, '?')} ${Math.random()}) Tj ET`;
  const parts = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>', `<< /Length ${text.length} >>\nstream\n${text}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  let out = '%PDF-1.4\n';
  const at = parts.map((p, i) => { const here = out.length; out += `${i + 1} 0 obj\n${p}\nendobj\n`; return here; });
  const xref = out.length;
  out += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${at.map((a) => `${String(a).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(out, 'latin1');
}

/** Answers the file dialog that a click opens. */
export async function pick(page, button, files) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(files);
}

export const file = (name) => ({ name, mimeType: 'application/pdf', buffer: pdf(name) });

/** Lets files go over a page, somewhere that is no target of its own. */
export async function dropAnywhere(page, files) {
  const data = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const f of list) transfer.items.add(new File([Uint8Array.from(atob(f.bytes), (c) => c.charCodeAt(0))], f.name, { type: f.mimeType }));
    return transfer;
  }, files.map((f) => ({ name: f.name, mimeType: f.mimeType, bytes: f.buffer.toString('base64') })));
  await page.dispatchEvent('h1', 'dragover', { dataTransfer: data });
  await page.getByText('松开鼠标').waitFor();
  await page.dispatchEvent('h1', 'drop', { dataTransfer: data });
}

/** Ctrl+K: types, and goes to what comes first. */
export async function goTo(page, typed, expected) {
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: '快速前往' }).fill(typed);
  await page.getByRole('option', { name: expected }).first().waitFor();
  await page.locator('.palette [aria-selected="true"]', { hasText: expected }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.palette').waitFor({ state: 'detached' });
}

/** Makes a document: preview, number and PDF together. */
export async function issue(page, title) {
  const row = page.locator('#documents .doc', { hasText: title });
  if (!(await row.getByRole('button', { name: '制作', exact: true }).isVisible())) await page.locator('#documents summary', { hasText: '可以制作的文书' }).click();
  await row.getByRole('button', { name: '制作', exact: true }).click();
  await issueNow(page, title);
}

/** The dialog of a paper: its preview first, then number and PDF. */
export async function issueNow(page, title) {
  const dialog = page.getByRole('dialog', { name: `制作《${title}》` });
  await dialog.locator('iframe').waitFor({ timeout: busy });
  await dialog.getByRole('button', { name: '制作并编号' }).click();
  await dialog.waitFor({ state: 'hidden', timeout: busy });
}

/** Prints, seals and scans: here the issued PDF comes back as it is. */
export async function seal(page, title) {
  const row = page.locator('#documents .doc', { hasText: title });
  const link = await row.getByRole('link', { name: `下载 ${title}` }).getAttribute('href');
  const bytes = Buffer.from(await page.evaluate(async (u) => Array.from(new Uint8Array(await (await fetch(u)).arrayBuffer())), link));
  await pick(page, row.getByRole('button', { name: '上传盖章件' }), { name: `${title}（盖章）.pdf`, mimeType: 'application/pdf', buffer: Buffer.concat([bytes, Buffer.from(`\n% sealed ${Date.now()}\n`)]) });
  await row.getByText('已盖章').waitFor({ timeout: busy });
}
