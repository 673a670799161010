// Words of the archive of a case, in both languages. They come with its page and not
// with the first bundle; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '归档', back: '回到案件', lead: '各机关分别归档：正卷可以查阅、导出；副卷只在本机关内查阅，从不导出。',
  state: { none: '尚未拟定', proposed: '已拟定，待移交', handed_over: '已移交归档' },
  open: '案件尚未办结', openHelp: '办结后归档。以下是现有材料的预排。', denied: '本岗位只能查看归档。',
  plan: '归档信息', number: '档号', numberHint: '本机关内不得重复', retention: '保管期限', basis: '定期依据', basisHint: '写明本机关保管期限表的条目', unverified: '依据未核实', moved: '移入正卷的理由', movedHint: '有默认归入副卷的材料移入正卷',
  contents: '卷内目录', main: '正卷', side: '副卷', volume: '卷别', no: '序号', name: '材料', pages: '页数', first: '起始页', count: (n: number, p: number) => `${n} 件 ${p} 页`, file: '打开', paper: '纸质件', electronic: '电子件', sealed: '用印件', round: (n: number) => `第 ${n} 次补充`, where: (w: string) => `原件在${w}`, none: '没有材料',
  propose: '拟定目录', again: '重新拟定', proposed: '目录已拟定', by: (n: string, at: string) => `${n} 于 ${at} 拟定`, checks: '拟定时逐件核对摘要并清点页数。',
  hand: '移交档案室', handHelp: '双方清点后登记；移交后只能补充归档。', mainCount: '清点正卷（件）', sideCount: '清点副卷（件）', received: '接收人', on: '移交日期', handDo: '登记移交', handed: '已登记移交',
  handovers: '移交记录', handover: (on: string, main: number, side: number, pages: number) => `${on}　正卷 ${main} 件、副卷 ${side} 件，共 ${pages} 页`, people: (by: string, to: string) => `${by} 移交，${to} 接收`,
  fresh: '归档后新增', freshHelp: '移交之后收到的材料在这里上传，清点后补充归档。', add: '上传新到的材料', supplement: '补充归档', reason: '补充理由', supplemented: '已补充归档', incomplete: '拟定之后案内又有新材料，请重新拟定。',
  exportMain: '导出正卷', exportHelp: '导出的压缩包附有平台签名，可以用 hub archive verify 离线核验。', sheets: '打印件', mainContents: '正卷目录', sideContents: '副卷目录', sideActs: '副卷办理过程', handoverSheet: '移交清单',
};

const en: typeof zh = {
  title: 'Archive', back: 'Back to the case', lead: 'Each organ archives for itself: the main volume may be read by others and exported; the side volume is read inside the organ only and never exported.',
  state: { none: 'not proposed yet', proposed: 'proposed, to be handed over', handed_over: 'handed over' },
  open: 'The case is still open', openHelp: 'It is archived once it is closed. This is how its pieces would be sorted.', denied: 'Your function may only look at the archive.',
  plan: 'About the archive', number: 'Archive number', numberHint: 'Once in your organ', retention: 'Kept', basis: 'Basis of the term', basisHint: 'The entry of your organ’s own table of terms', unverified: 'Basis not verified', moved: 'Why pieces move to the main volume', movedHint: 'A piece that lies in the side volume by default was moved',
  contents: 'Contents', main: 'Main volume', side: 'Side volume', volume: 'Volume', no: 'No.', name: 'Piece', pages: 'Pages', first: 'From page', count: (n, p) => `${n} pieces, ${p} pages`, file: 'Open', paper: 'on paper', electronic: 'electronic', sealed: 'sealed version', round: (n) => `supplement ${n}`, where: (w) => `original at ${w}`, none: 'Nothing',
  propose: 'Propose', again: 'Propose anew', proposed: 'Proposed', by: (n, at) => `proposed by ${n}, ${at}`, checks: 'Proposing compares every file with its digest and counts its pages.',
  hand: 'Hand over to the archive office', handHelp: 'Recorded after both sides counted; from then on there are only supplements.', mainCount: 'Pieces counted, main', sideCount: 'Pieces counted, side', received: 'Received by', on: 'Day', handDo: 'Record', handed: 'Recorded',
  handovers: 'Handed over', handover: (on, main, side, pages) => `${on}: ${main} pieces main, ${side} side, ${pages} pages`, people: (by, to) => `by ${by} to ${to}`,
  fresh: 'New since', freshHelp: 'Upload here what came after the handing over; it is counted and added.', add: 'Upload what came', supplement: 'Add to the archive', reason: 'Why it is added', supplemented: 'Added', incomplete: 'The case has come to hold more since; propose anew.',
  exportMain: 'Export the main volume', exportHelp: 'The file is signed by the hub; `hub archive verify` checks it without one.', sheets: 'To print', mainContents: 'Contents, main', sideContents: 'Contents, side', sideActs: 'Acts, side', handoverSheet: 'Hand-over list',
};

/** The words in the reader's language. */
export function useArchiveWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
