// Words of linking cases, in both languages. They come with the page of a case and not
// with the first bundle; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  open: '关联已有案件', title: '关联另一件案件', help: '把两件互有关系的案件放在一起看，例如同一企业、同一批物品。各自的办理和期限不变；对方机关只看得到自己参与的案件。',
  search: '编号、标题或者当事人', searchHint: '至少两个字', none: '没有找到可以关联的案件', link: '关联', linked: '已关联，见“关联案件”', already: '已在关联案件中',
};

const en: typeof zh = {
  open: 'Link with another case', title: 'Link with another case', help: 'Shows two cases beside each other, as of one enterprise or one lot of items. Neither course nor clocks change; other organs see only those they take part in.',
  search: 'Number, title or party', searchHint: 'At least two characters', none: 'No case to link with', link: 'Link', linked: 'Linked: see the cases that hang together', already: 'Linked already',
};

/** The words in the reader's language. */
export function useLinkWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
