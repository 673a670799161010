// Words of yearly caps, of checks outside the own area and of officers' districts, in both languages.
import { useText } from '.';

const zh = {
  col: '检查频次', total: '各部门合计', rule: '依据', flagged: '依据须核实', full: '已达上限', exempt: (n: number) => `另有不计入 ${n} 次`,
  over: '超过频次上限的理由', overHint: '由负责人批准时一并决定；投诉举报、转办交办等个案检查不计入', allow: '批准超频次检查', allowed: '已批准超频次检查',
  district: '区划', districtHint: '留空时以名录库为准', outside: '被检查单位不在本机关辖区：须登记当地机关的协助函（民营经济促进法第六十四条）',
  letter: '异地检查协助函', organ: '协助机关', number: '文号', on: '日期', referral: '关联的协助请求', referralHint: '可以粘贴协助请求的网址', noLetter: '未登记',
  ordered: '上级部署文件', orderedHint: '填写文号的专项检查不计入年度频次', serves: '负责区划', servesHint: '多个用逗号分开，留空为全部', everywhere: '全部', area: '本机关辖区', areaHint: '区划，多个用逗号分开；留空时按机关的行政区划代码判断', 
};

const en: typeof zh = {
  col: 'Visits', total: 'All agencies', rule: 'Rule', flagged: 'source to be checked', full: 'at the cap', exempt: (n) => `${n} more do not count`,
  over: 'Why above the cap', overHint: 'The head decides on it when approving; case-driven checks do not count', allow: 'Allow above the cap', allowed: 'allowed above the cap',
  district: 'District', districtHint: 'Empty: as the library has it', outside: 'The enterprise lies outside your area: enter the letter of an organ there (Private Economy Promotion Law, article 64)',
  letter: 'Letter of assistance', organ: 'Assisting organ', number: 'Document', on: 'Day', referral: 'Assistance referral', referralHint: 'Paste the address of the referral', noLetter: 'none entered',
  ordered: 'Ordered by document', orderedHint: 'A special check with a document of an organ above does not count', serves: 'Districts', servesHint: 'Separated by commas; empty: all', everywhere: 'all', area: 'Area of my agency', areaHint: 'Districts, separated by commas; empty: by the region code of the organ',
};

/** The words in the reader's language. */
export function useLimitWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
