// Words of the advice against a penalty in place of a referral, in both languages. They
// come with the case page; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '可能达到涉嫌犯罪移送标准，请核查',
  penalised: '本案已作出行政处罚，请核查是否以罚代刑', sentence: '记录写到', confidence: { high: '已核对原文', flagged: '据转载文本', low: '依据未核实' } as Record<string, string>,
  begin: '由本案起草移送涉嫌犯罪', more: (n: number) => `另有 ${n} 项`, less: '收起',
};

const en: typeof zh = {
  title: 'This may reach a threshold of crime: look into it',
  penalised: 'A penalty was decided here: see that it does not stand in place of a referral', sentence: 'The record says', confidence: { high: 'checked against the text', flagged: 'checked in a reprint', low: 'basis unverified' },
  begin: 'Draft a criminal referral from this case', more: (n) => `${n} more`, less: 'Less',
};

/** The words in the reader's language. */
export function useCrimeWatchWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
