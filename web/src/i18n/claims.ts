// Words of the register of claims and of screening, in both languages. They come with the
// pages; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '损害赔偿台账', tabs: { register: '索赔台账', rounds: '线索筛查' }, noAccess: '台账由负责索赔的部门使用', noAccessHelp: '生态环境、林业、水务、城管等指定部门的人员可以查看。',
  year: '年度', allYears: '全部年度', major: '只看重大案件', cross: '只看跨省', xlsx: '导出 XLSX', none: '还没有索赔案件', noneHelp: '从线索筛查决定启动，或者在“发起移送”中选择生态环境损害赔偿。',
  col: { case: '案件', owes: '赔偿义务人', state: '状态', assessed: '损害数额', agreed: '协议数额', paid: '已履行', open: '尚欠', works: '修复节点' }, sum: '合计', more: '只列出最近的 2000 件；请按年度查看。',
  arrears: (x: string) => `逾期 ${x} 元`, worksOf: (open: number, all: number, late: number) => (all === 0 ? '' : `未完成 ${open}／${all}${late > 0 ? `，逾期 ${late}` : ''}`), majorTag: '重大', crossTag: '跨省', unit: '金额单位：元',
  channels: { inspection: '生态环境保护督察', incident: '突发环境事件', penalty: '行政处罚案件', crime: '涉嫌犯罪案件', red_line: '生态保护红线、重点功能区', supervision: '日常监管', report: '信访、举报、媒体', above: '上级交办', procuratorate: '检察机关移送', other: '其他' } as Record<string, string>,
  roundsLead: '没有法定频次；各地一般每年筛查数轮。筛出的线索逐条决定启动索赔或者按法定情形不启动，全部决定后结束本轮。', newRound: '开始一轮筛查', round: (y: number, n: number) => `${y} 年第 ${n} 轮`, states: { open: '筛查中', closed: '已结束' },
  roundTitle: '名称', from: '筛查期间起', to: '筛查期间止', sources: '筛查的渠道', open: '开始筛查', noRounds: '还没有筛查轮次', noRoundsHelp: '开始一轮筛查，登记线索，逐条决定。',
  found: (n: number, c: number, w: number) => `线索 ${n} 条，启动索赔 ${c} 条${w > 0 ? `，待定 ${w} 条` : ''}`, back: '返回台账', add: '登记线索', addGo: '登记', leadTitle: '线索', channel: '渠道', above: '上级交办', reference: '来源文号', place: '地点', foundOn: '发现日期',
  decide: '决定', decideTitle: '决定是否启动索赔', toClaim: '启动索赔（起草索赔案件）', notPursued: '不启动', ground: '情形', reason: '理由', denies: (x: string) => `没有“${x}”`, exceptions: '有下列情形之一的，应当启动。请逐项确认没有：', decided: { '': '待定', claim: '启动索赔', not_pursued: '不启动' } as Record<string, string>,
  close: '结束本轮', closing: '小结', closed: '本轮已结束', sheet: '筛查结果汇总表 XLSX', undecided: (n: number) => `还有 ${n} 条没有决定`, empty: '本轮还没有登记线索', agreedSum: '协议数额合计', required: '请填写', go: '确定', answerLead: '检察机关移送的线索不启动索赔的，应当及时向其反馈（6号第十二条，未见原文）；由平台移送的，在原线索中反馈。',
  check: '初步核查', checkFrom: (d: string) => `${d}开始`, checking: '核查中',
  consultation: '磋商经过', turn: (kind: 'round' | 'reply' | 'notice', n: number) => (kind === 'round' ? `第 ${n} 次磋商` : kind === 'reply' ? '义务人的答复' : '送达磋商告知书'), answerBy: (d: string) => `请在 ${d} 前答复`,
  signed: (n: string) => `纪要签名件已归入 ${n}`, unsigned: (n: string) => `纪要已制作，签名件未上传 ${n}`, notMade: '纪要没有制作', scan: '签名件', hidden: '内容不向本机关展示', destroyed: '内容已按决定清除',
};

const en: typeof zh = {
  title: 'Claims for damage', tabs: { register: 'Register', rounds: 'Screening' }, noAccess: 'The register is for departments that claim', noAccessHelp: 'People of environment, forestry, water, urban and other designated departments may read it.',
  year: 'Year', allYears: 'All years', major: 'Major cases only', cross: 'Across provinces only', xlsx: 'Export XLSX', none: 'No claims yet', noneHelp: 'Decide on one in a screening, or begin a claim under “new referral”.',
  col: { case: 'Case', owes: 'Obligor', state: 'State', assessed: 'Assessed', agreed: 'Agreed', paid: 'Performed', open: 'Owed', works: 'Works' }, sum: 'Together', more: 'Only the newest 2,000 are listed; look at them by year.',
  arrears: (x) => `${x} yuan overdue`, worksOf: (open, all, late) => (all === 0 ? '' : `${open} of ${all} open${late > 0 ? `, ${late} overdue` : ''}`), majorTag: 'major', crossTag: 'across provinces', unit: 'Amounts in yuan',
  channels: { inspection: 'Central or provincial inspection', incident: 'Incident', penalty: 'Penalty case', crime: 'Criminal case', red_line: 'Red line or key area', supervision: 'Supervision', report: 'Report or press', above: 'Assigned from above', procuratorate: 'Handed over by the procuratorate', other: 'Other' },
  roundsLead: 'The law fixes no frequency; several rounds a year are usual. Each lead becomes a claim or is not pursued on a ground; once all are decided on, the round is closed.', newRound: 'Open a round', round: (y, n) => `Round ${n} of ${y}`, states: { open: 'open', closed: 'closed' },
  roundTitle: 'Title', from: 'First day', to: 'Last day', sources: 'Channels', open: 'Open it', noRounds: 'No rounds yet', noRoundsHelp: 'Open a round, enter leads, decide on each.',
  found: (n, c, w) => `${n} leads, ${c} claims${w > 0 ? `, ${w} undecided` : ''}`, back: 'Back to the register', add: 'Enter a lead', addGo: 'Enter', leadTitle: 'Lead', channel: 'Channel', above: 'Assigned from above', reference: 'Number of its source', place: 'Place', foundOn: 'Found on',
  decide: 'Decide', decideTitle: 'Whether a claim starts', toClaim: 'Claim (begins a draft)', notPursued: 'Do not pursue', ground: 'Ground', reason: 'Reason', denies: (x) => `Not the case: ${x}`, exceptions: 'In these cases the claim starts all the same. Confirm for each that it does not apply:', decided: { '': 'undecided', claim: 'claim', not_pursued: 'not pursued' },
  close: 'Close the round', closing: 'What came of it', closed: 'This round is closed', sheet: 'Sheet of the round (XLSX)', undecided: (n) => `${n} are not decided on`, empty: 'No leads in this round yet', agreedSum: 'Agreed together', required: 'Required', go: 'OK', answerLead: 'A lead of the procuratorate that is not pursued is answered promptly (6号 article 12, text not read); one that came through the hub is answered there.',
  check: 'Preliminary check', checkFrom: (d) => `begun on ${d}`, checking: 'going on',
  consultation: 'The consultation', turn: (kind, n) => (kind === 'round' ? `Round ${n}` : kind === 'reply' ? 'Reply of whoever owes' : 'Notice of the consultation served'), answerBy: (d) => `An answer is asked for by ${d}`,
  signed: (n) => `Signed minutes on file ${n}`, unsigned: (n) => `Minutes made, signed version not uploaded ${n}`, notMade: 'No minutes made', scan: 'signed version', hidden: 'Not shown to your organ', destroyed: 'Destroyed by an order',
};

/** The words in the reader's language. */
export function useClaimWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
