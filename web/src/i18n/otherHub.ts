// The mark of an organ that belongs to another hub, in both languages.
import { useText } from '.';

const zh = { group: '其他枢纽的机关（函件经枢纽间交换送达）', mark: (hub: string) => `在枢纽 ${hub}`, peers: '伙伴枢纽' };
const en: typeof zh = { group: 'Organs of other hubs (messages go from hub to hub)', mark: (hub) => `at the hub ${hub}`, peers: 'Partner hubs' };

/** The words in the reader's language. */
export function useOtherHubWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
