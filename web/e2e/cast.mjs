// The people of the demonstration hub, each in a window of their own.
import { hub, signIn, window } from './browser.mjs';

export const people = {
  handler: { agency: '益阳市生态环境局赫山分局', name: '执法人员甲' },
  legal: { agency: '益阳市生态环境局赫山分局', name: '法制审核人员' },
  head: { agency: '益阳市生态环境局赫山分局', name: '分局负责人' },
  desk: { agency: '益阳市公安局赫山分局', name: '值班民警' },
  officer: { agency: '益阳市公安局赫山分局', name: '办案民警' },
  procurator: { agency: '益阳市赫山区人民检察院', name: '承办检察官' },
  outsider: { agency: '益阳市赫山区市场监督管理局', name: '执法人员丙' },
};

export class Cast {
  #browser;
  #windows = new Map();
  trouble = [];

  constructor(browser) {
    this.#browser = browser;
  }

  /** The window of a person, signed in once. */
  async as(who, size) {
    const key = `${who}${size?.width ?? ''}`;
    const old = this.#windows.get(key);
    if (old) return old;
    const p = people[who];
    const { page, context, trouble } = await window(this.#browser, size);
    const note = (what) => this.trouble.push(`${who}: ${what}`);
    trouble.push = (...items) => { items.forEach(note); return 0; };
    page.on('response', (r) => { if (r.status() >= 500) note(`${r.status()} ${r.request().method()} ${r.url()}`); });
    await signIn(page, p.agency, p.name);
    page.person = p.name;
    this.#windows.set(key, page);
    page.context2 = context;
    return page;
  }
}

/** Opens a case and waits until its next-act bar is there. */
export async function openCase(page, id) {
  await page.goto(`${hub}/referrals/${id}`);
  await page.locator('#next-title').waitFor();
}
