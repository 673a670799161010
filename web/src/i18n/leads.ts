// Words of the table of supervision leads, in both languages. They come with the page;
// the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '监督线索表',
  lead: '抄送本院的移送涉嫌犯罪案件中，逾期未决定、不予立案、撤案和未在公安机关办理的。已经进入立案监督的不再列出。查看本表，每个案件留下一条查阅记录，只有本院和审计看得到。',
  limit: '本平台没有行政处罚决定库：从未移送过的处罚案件不会出现在这里。“提示”只说明曾移送、现不在公安机关办理，不是违法结论。',
  ground: '线索类型', all: '全部类型', agency: '移送或者办理机关', allAgencies: '全部机关', since: '起始日期', clear: '清除筛选', xlsx: '导出 XLSX',
  col: { ground: '线索', case: '案件', charge: '当事人和罪名', basis: '依据', next: '可以怎么办' },
  days: (n: number, from: string) => (n === 0 ? `今天出现（${from}）` : `已 ${n} 天（自 ${from}）`),
  advice: '提示', adviceHelp: '只是提示，不是违法结论', presumed: '推定起算', presumedHelp: '公安机关没有出具回执，期限从送达起算', transit: '称文书在途', transitHelp: '公安机关说已经决定、文书在途；期限不停',
  sure: { high: '已核对原文', flagged: '据转载文本', low: '常见做法，依据未核实', internal: '内部时限' } as Record<string, string>,
  period: (x: string) => `期限：${x}`,
  none: '没有监督线索', noneHelp: '抄送本院的案件都在期限内，或者已经进入立案监督。', noneFiltered: '没有符合条件的线索', noneFilteredHelp: '放宽类型、机关或者日期再看。',
  noAccess: '监督线索表由检察机关使用', noAccessHelp: '其他机关在案件页的“对方逾期未办”里可以催办或者建议立案监督。',
  whole: '整个案件',
};

const en: typeof zh = {
  title: 'Supervision leads',
  lead: 'Criminal referrals copied to your procuratorate that are overdue, refused, cancelled or not with the police. What is under supervision already is left out. Reading this table notes one look per case, which only your organ and auditors see.',
  limit: 'The hub keeps no register of penalties: a penalty that was never referred cannot appear here. A “hint” says only that a case was transferred once and is not with the police now; it is no finding of a violation.',
  ground: 'Ground', all: 'All grounds', agency: 'Sender or police', allAgencies: 'All organs', since: 'Arose', clear: 'Clear the filter', xlsx: 'Export XLSX',
  col: { ground: 'Lead', case: 'Case', charge: 'Party and offence', basis: 'Basis', next: 'What the law gives' },
  days: (n, from) => (n === 0 ? `today (${from})` : `${n} ${n === 1 ? 'day' : 'days'} (since ${from})`),
  advice: 'hint', adviceHelp: 'A hint, no finding of a violation', presumed: 'presumed', presumedHelp: 'The police gave no receipt: the period runs from the arrival', transit: 'papers in transit', transitHelp: 'The police said that it is decided and papers are in transit; the period runs on',
  sure: { high: 'checked against the text', flagged: 'checked in a reprint', low: 'common practice, basis unverified', internal: 'internal limit' },
  period: (x) => `Period: ${x}`,
  none: 'No supervision leads', noneHelp: 'All cases copied to you are in time, or under supervision already.', noneFiltered: 'Nothing fits', noneFilteredHelp: 'Widen the ground, the organ or the dates.',
  noAccess: 'This table is for procuratorates', noAccessHelp: 'Other organs may urge or suggest supervision on the page of a case.',
  whole: 'the whole case',
};

/** The words in the reader's language. */
export function useLeadWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
