// Words of programmes of inspections and of absences, in both languages.
import { useText } from '.';

const zh = {
  tab: '检查计划', lead: '年度、月度和专项检查计划：批准、报送备案并取得回执、向社会公布。公布期限按规则计算。',
  none: '还没有检查计划', noneHelp: '先写年度计划；专项检查须有经批准的专项计划，联合抽查方案以它为依据。下级机关报送备案的计划也在这里。',
  add: '新建计划', kind: { annual: '年度', monthly: '月度', special: '专项' } as Record<string, string>,
  state: { draft: '草稿', approved: '已批准', withdrawn: '已撤回' } as Record<string, string>,
  col: { title: '计划', agency: '机关', period: '期间', state: '状态', filing: '备案', public: '公布' },
  filed: '已报送，待回执', received: '已备案', notFiled: '未报送', notPublic: (d: string) => (d ? `应于 ${d} 前公布` : '未公布'), late: (d: string) => `逾期未公布（${d}）`,
  visited: (n: number) => `期间已检查 ${n} 户`,
  f: { kind: '类别', title: '计划名称', from: '期间自', to: '至', subjects: '检查主体', scope: '对象范围', manner: '检查方式', items: '检查项目', share: '检查比例', households: '拟检查户数', urgent: '紧急：先备案，后补批', save: '保存', must: '请填写' },
  act: { change: '修改', approve: '批准', file: '报送备案', receive: '出具备案回执', publish: '登记公布', withdraw: '撤回' } as Record<string, string>,
  say: {
    approve: '批准后内容不再修改，公布期限开始计算。专项检查计划须写明批准机关和文号。', file: '报送上级机关备案，对方出具回执后显示“已备案”。', receive: '确认收到这份计划的备案，回执写入办理记录。', publish: '登记计划已经向社会公布的日期。', withdraw: '撤回后计划不再是检查的依据；已备案的，备案机关会收到通知。',
  } as Record<string, string>,
  authority: '批准机关', document: '批准文号', on: '日期', with: '备案机关', superior: '本机关的上级', reason: '理由', content: '计划内容', course: '办理情况', rules: '规则', approved: '批准', by: (x: string) => `备案机关：${x}`, do: '确定', done: '已办理', back: '检查计划', unsaid: '未写', flagged: '依据须核实', rests: '依据的检查计划', restsNone: '没有计划，由负责人写明理由', without: '没有计划的理由', restsHint: '专项检查须选择已批准、期间覆盖本方案的计划',
  absence: '请假与回避', leave: '请假', addLeave: '添加一段', remove: '移除', recused: '回避的企业', recusedHint: '统一社会信用代码，多个用逗号分开；只记代码，不记原因', edit: '登记',
};

const en: typeof zh = {
  tab: 'Programmes', lead: 'Annual, monthly and special programmes: approved, filed with the organ above for its receipt, and made public. By when, the rules count.',
  none: 'No programme yet', noneHelp: 'Write the annual one first; a special check needs an approved special programme on which the joint plan rests. Programmes that were filed with your organ stand here too.',
  add: 'New programme', kind: { annual: 'annual', monthly: 'monthly', special: 'special' },
  state: { draft: 'draft', approved: 'approved', withdrawn: 'withdrawn' },
  col: { title: 'Programme', agency: 'Organ', period: 'Period', state: 'State', filing: 'Filing', public: 'Public' },
  filed: 'filed, receipt awaited', received: 'received', notFiled: 'not filed', notPublic: (d) => (d ? `to be public by ${d}` : 'not public'), late: (d) => `overdue since ${d}`,
  visited: (n) => `${n} visited so far`,
  f: { kind: 'Kind', title: 'Name', from: 'From', to: 'to', subjects: 'Who inspects', scope: 'Which objects', manner: 'How', items: 'What is checked', share: 'Share', households: 'Enterprises to visit', urgent: 'Urgent: filed first, approved afterwards', save: 'Save', must: 'Required' },
  act: { change: 'Change', approve: 'Approve', file: 'File', receive: 'Give the receipt', publish: 'Note as public', withdraw: 'Withdraw' },
  say: {
    approve: 'The content stays from then on, and the time to make it public begins. A special programme names the authority and its document.', file: 'Filed with the organ above; once it gives its receipt the programme counts as received.', receive: 'Confirms that the filing arrived; the receipt goes into the record.', publish: 'Notes the day on which it became public.', withdraw: 'No check rests on it any more; the organ it was filed with is told.',
  },
  authority: 'Approved by', document: 'Document', on: 'Day', with: 'Filed with', superior: 'the superior of my organ', reason: 'Reason', content: 'Content', course: 'Course', rules: 'Rules', approved: 'Approved', by: (x) => `Filed with ${x}`, do: 'Confirm', done: 'Done', back: 'Programmes', unsaid: 'not said', flagged: 'source to be checked', rests: 'Programme it rests on', restsNone: 'none; the head gives the reason', without: 'Why there is none', restsHint: 'A special check rests on an approved programme whose period covers the plan',
  absence: 'Leave and recusal', leave: 'Leave', addLeave: 'Add a period', remove: 'Remove', recused: 'Enterprises to keep away from', recusedHint: 'Credit codes, separated by commas; codes only, no reasons', edit: 'Enter',
};

/** The words in the reader's language. */
export function useProgrammeWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
