/** The languages of the pages; Chinese comes first. */
export type Lang = 'zh-CN' | 'en';

export const langs: Lang[] = ['zh-CN', 'en'];

const key = 'hub.lang';

let current: Lang = read();

function read(): Lang {
  try {
    return localStorage.getItem(key) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN'; // no storage here, as in tests and in some private windows
  }
}

export const currentLang = (): Lang => current;

export function keepLang(lang: Lang): void {
  current = lang;
  try {
    localStorage.setItem(key, lang);
  } catch {
    // the choice lasts for this page only
  }
}
