// Words of shared desks, in both languages. They come with the pages that use them; the
// compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '共用窗口', lead: '其他机关委托您代为签收的来件。签收以委托机关的名义作出，记录中写明由谁的窗口、依据哪份委托书签收；案情、材料和后续办理由委托机关自己负责。',
  none: '没有委托给您的窗口', noneHelp: '其他机关的管理员可以在“机关与人员 · 共用窗口”里，把签收委托给本机关的窗口或者您本人。',
  nothing: '没有待签收的来件', nothingOf: '没有待签收',
  name: (organ: string) => `以${organ}名义签收`, paper: (document: string, to: string) => `委托书 ${document}，至 ${to}`,
  waiting: (n: number, more: boolean) => `待签收 ${n}${more ? '+' : ''} 件`, all: '打开共用窗口',
  materials: (n: number, pages: number) => `材料 ${n} 份${pages > 0 ? `，共 ${pages} 页` : ''}`,
  choose: (number: string) => `选择 ${number}`, chooseAll: '全选', sign: '签收', signChosen: (n: number) => `签收选中的 ${n} 件`,
  officer: '签收人', officerHelp: '写入回执', confirm: (n: number, organ: string) => `以${organ}的名义签收 ${n} 件`, done: (n: number, organ: string) => `已以${organ}名义签收 ${n} 件，该机关已收到分办提醒`,
  signed: (organ: string, desk: string, actor: string, document: string) => `${organ}（由${desk}共用窗口 ${actor} 代为签收，委托书 ${document}）`,
  tab: '共用窗口', add: '委托窗口', given: '本机关委托出去的', taken: '受其他机关委托的', noteTitle: '共用窗口能做什么',
  empty: '没有委托共用窗口', emptyHelp: '来件可以由政务中心的综合窗口、或者其他机关的收发人员代为签收，须有委托书和起止日期。',
  col: { organ: '委托机关', desk: '受托窗口或者人员', document: '委托书', days: '起止', state: '状态' },
  state: { stands: '有效', future: '未开始', over: '已到期', back: '已撤回', returned: '已退回' },
  field: { desk: '受托窗口或者人员', document: '委托书及文号', from: '开始日', to: '结束日', reason: '原因' },
  deskHint: '只列其他机关的收发窗口，和负责收发、联络的人员', noDesks: '其他机关还没有登记收发窗口',
  added: (name: string) => `已委托${name}代为签收`, end: '撤回委托', giveBack: '退回委托', endAsk: (name: string) => `结束委托：${name}`, endHelp: '立即生效：受托人员马上不能再签收，已经签收的仍然有效。双方机关都保留记录。', ended: '委托已结束',
  must: '请填写', mustChoose: '请选择', badOrder: '不能早于开始日',
};

const en: typeof zh = {
  title: 'Shared desk', lead: 'What other organs had you sign for. You sign in the name of that organ, and the record says by whose desk and on what document; facts, files and everything after are the organ’s own.',
  none: 'No desk was entrusted to you', noneHelp: 'The administrator of another organ can entrust the signing to a window of your organ or to you, under Organs and people · Shared desks.',
  nothing: 'Nothing waits to be signed for', nothingOf: 'nothing waiting',
  name: (organ) => `In the name of ${organ}`, paper: (document, to) => `by ${document}, until ${to}`,
  waiting: (n, more) => `${n}${more ? '+' : ''} to be signed for`, all: 'Open the shared desk',
  materials: (n, pages) => `${n} ${n === 1 ? 'piece' : 'pieces'}${pages > 0 ? `, ${pages} pages` : ''}`,
  choose: (number) => `Choose ${number}`, chooseAll: 'All', sign: 'Sign', signChosen: (n) => `Sign for ${n}`,
  officer: 'Who signs', officerHelp: 'Stands on the receipt', confirm: (n, organ) => `Sign for ${n} in the name of ${organ}`, done: (n, organ) => `Signed for ${n} in the name of ${organ}, which was told to give them to somebody`,
  signed: (organ, desk, actor, document) => `${organ} (signed for by ${actor} at the desk of ${desk}, by ${document})`,
  tab: 'Shared desks', add: 'Entrust a desk', given: 'Entrusted to others', taken: 'Entrusted to this organ', noteTitle: 'What a shared desk may do',
  empty: 'No shared desks', emptyHelp: 'A common window, or people of another organ who receive, may sign for what arrives, by a document and between two days.',
  col: { organ: 'Organ', desk: 'Window or person', document: 'Document', days: 'Days', state: 'State' },
  state: { stands: 'in force', future: 'not begun', over: 'over', back: 'taken back', returned: 'given back' },
  field: { desk: 'Window or person', document: 'Document and number', from: 'First day', to: 'Last day', reason: 'Reason' },
  deskHint: 'Windows of other organs, and their people who receive', noDesks: 'No other organ has a window yet',
  added: (name) => `${name} signs from now on`, end: 'Take back', giveBack: 'Give back', endAsk: (name) => `End: ${name}`, endHelp: 'At once: nothing more can be signed for; what was signed stands. Both organs keep the record.', ended: 'The entrustment is over',
  must: 'Fill this in', mustChoose: 'Choose one', badOrder: 'Not before the first day',
};

/** The words in the reader's language. */
export function useDeskWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
