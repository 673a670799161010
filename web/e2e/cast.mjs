// The people of the demonstration hub, each in a window of their own.
import { hub, signIn, window } from './browser.mjs';

export const people = {
  handler: { agency: '益阳市生态环境局赫山分局', name: '执法人员甲' },
  legal: { agency: '益阳市生态环境局赫山分局', name: '法制审核人员' },
  head: { agency: '益阳市生态环境局赫山分局', name: '分局负责人' },
  city: { agency: '益阳市生态环境局', name: '市局执法人员' },
  coordinator: { agency: '益阳市生态环境局赫山分局', name: '联席会议召集人' },
  desk: { agency: '益阳市公安局赫山分局', name: '值班民警' },
  officer: { agency: '益阳市公安局赫山分局', name: '办案民警' },
  procurator: { agency: '益阳市赫山区人民检察院', name: '承办检察官' },
  procCoordinator: { agency: '益阳市赫山区人民检察院', name: '联席会议联络人' },
  admin: { agency: '益阳市生态环境局赫山分局', name: '机关管理员' },
  policeHead: { agency: '益阳市公安局赫山分局', name: '公安分局负责人' },
  policeAdmin: { agency: '益阳市公安局赫山分局', name: '机关管理员' },
  operator: { agency: '平台运行维护单位', name: '系统运维人员' },
  auditor: { agency: '平台运行维护单位', name: '审计人员' },
  neighbour: { agency: '益阳市生态环境局南县分局', name: '执法人员戊' },
  claimTown: { agency: '绩溪县扬溪镇人民政府', name: '镇工作人员' },
  claimCounty: { agency: '绩溪县林业局', name: '县局工作人员' },
  claimHandler: { agency: '宣城市林业局', name: '损害赔偿经办人' },
  claimHead: { agency: '宣城市林业局', name: '局负责人' },
  marketHead: { agency: '益阳市赫山区市场监督管理局', name: '局负责人' },
  outsider: { agency: '益阳市赫山区市场监督管理局', name: '执法人员丙' },
};

export class Cast {
  #browser;
  #lang;
  #windows = new Map();

  constructor(browser, lang) {
    this.#browser = browser;
    this.#lang = lang;
  }

  /** The window of a person, signed in once; nobody has one too. */
  async as(who) {
    const old = this.#windows.get(who);
    if (old) return old.page;
    const w = await window(this.#browser, { lang: this.#lang });
    this.#windows.set(who, w);
    if (people[who]) await signIn(w.page, people[who].agency, people[who].name);
    w.page.person = people[who]?.name;
    return w.page;
  }

  /** What the browser complained about in anybody's window. */
  get trouble() {
    return [...this.#windows].flatMap(([who, w]) => w.trouble.map((t) => `${who}: ${t}`));
  }
}

/** Opens a case and waits until its next-act bar is there. */
export async function openCase(page, id) {
  await page.goto(`${hub}/referrals/${id}`);
  await page.locator('#next-title').waitFor();
}
