import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Words } from '../api/types';
import { currentLang, keepLang, type Lang } from './lang';
import { zh } from './zh';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh };
  }
}

export async function startI18n(): Promise<void> {
  const lang = currentLang();
  await i18next.use(initReactI18next).init({
    lng: lang,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zh } },
    partialBundledLanguages: true,
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  await switchLang(lang);
}

/** Chinese is in the first bundle, English is fetched when somebody wants it. */
export async function switchLang(lang: Lang): Promise<void> {
  if (lang === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { en } = await import('./en');
    i18next.addResourceBundle('en', 'translation', en);
  }
  keepLang(lang);
  document.documentElement.lang = lang;
  await i18next.changeLanguage(lang);
}

/** Texts of the pages, and the reader's side of bilingual words from the hub. */
export function useText() {
  const { t, i18n } = useTranslation();
  const lang = (i18n.language === 'en' ? 'en' : 'zh-CN') as Lang;
  const say = (w: Words | undefined) => (w ? (lang === 'en' ? w.en || w.zh : w.zh) : '');
  /** A word of a closed list of the contract; an unknown one is shown as it is. */
  const word = (list: string, key: string): string => {
    const path = `${list}.${key}`;
    return i18n.exists(path) ? String(i18n.t(path as never)) : key;
  };
  return { t, lang, say, word };
}
