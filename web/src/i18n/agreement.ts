// Words of the check of an agreement's content, in both languages. They come with the part of
// the page that shows it; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '赔偿协议内容核对',
  lead: '按一般应当载明的内容逐项核对（多数项目为常见做法，依据未核实）。只提示，不阻止签订；签订时仍未处理、也没有说明的项目记入办理记录。',
  wait: '正在核对…', open: (n: number) => `待处理 ${n}`, none: '各项都已具备或者已作说明。',
  sure: (n: number) => `还有 ${n} 项没有具备，也没有说明`, sureHelp: '可以先填写判断或者说明；仍要签订的，这些项目会记入办理记录。', sign: '仍要签订', back: '返回核对', print: '打印核对单',
};

const en: typeof zh = {
  title: 'Content of the agreement',
  lead: 'Laid beside what an agreement usually holds (most lines are common practice, basis unverified). It advises and does not stop the signing; lines that stand open and unanswered then are kept in the record.',
  wait: 'Comparing…', open: (n) => `${n} open`, none: 'Every line is met or answered.',
  sure: (n) => `${n} ${n === 1 ? 'line is' : 'lines are'} neither met nor answered`, sureHelp: 'You can judge them or leave a remark first. If you sign now, the record keeps which lines these were.', sign: 'Sign all the same', back: 'Back to the list', print: 'Print the list',
};

export function useAgreementWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
