// Words of joint inspections, in both languages. They come with the pages that use
// them; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '联合检查', lead: '一单两库、联合抽查方案、可验证的双随机抽取。抽中的名单在现场检查前密封，任何列表、通知和公开页面都不显示。',
  tabs: { plans: '抽查方案', items: '事项清单', objects: '对象名录库', inspectors: '人员名录库', hygiene: '名录库体检' } as Record<string, string>,
  noAccess: '您的岗位不办理联合检查', noAccessHelp: '执法人员、受理人员、法制审核人员、负责人和联络召集人员可以查看本机关的名录库和参与的方案。',
  noPlans: '还没有联合抽查方案', noPlansHelp: '先导入事项清单和两个名录库，再新建方案、邀请其他部门。', newPlan: '新建方案',
  col: { title: '方案', period: '检查期间', state: '状态', mine: '本机关', code: '代码', name: '名称', district: '区划', tier: '等级', tags: '标签', note: '备注', version: '版本', basis: '依据', competence: '专业', published: '公布', number: '编号', certificate: '执法证', leave: '请假', recusal: '回避', what: '问题', agency: '部门', part: '参加', nonce: '随机数', round: '轮次', team: '检查组' },
  state: { open: '筹备中', frozen: '名单已冻结', drawn: '已抽取·密封', published: '已公布', cancelled: '已取消' } as Record<string, string>,
  mine: { invited: '待确认参加', joined: '参加', declined: '函告不参加', recalled: '邀请已撤回', excluded: '不再参加' } as Record<string, string>,
  round: { frozen: '已冻结', drawn: '已抽取', published: '已公布', void: '作废', redrawn: '重新抽取' } as Record<string, string>,
  mode: { open: '现场开抽', manual: '各部门分别承诺' } as Record<string, string>,
  import: '导入', importHelp: 'XLSX 工作簿（读第一张工作表）或者 CSV 文件（UTF-8、GB 18030）。先预览，列出每一行的问题；有一行不能接受，整份文件都不导入。按编号新增或者更新，文件里没有的不动。',
  pick: '选择文件并预览', apply: '导入', applied: '已导入', exportSheet: '导出 XLSX（也可作模板）', export: '导出 CSV', tooLarge: '文件超过 2.8 MB，请分成几份',
  counts: (a: number, c: number, s: number, r: number, w: number) => `新增 ${a} 行，变更 ${c} 行，相同 ${s} 行；不能接受 ${r} 处，提示 ${w} 处`,
  refused: '请改正后再导入，现在一行也没有导入', line: (n: number) => `第 ${n} 行`, warnings: '提示（不影响导入）', wholeList: '下载全部问题行（CSV）', wholeName: '导入问题行.csv', wholeHead: ['行', '列', '种类', '问题'], kindRefused: '不能接受', kindWarned: '提示',
  emptyList: '名录库是空的', emptyListHelp: '导出一份空表作模板，填好后导入。', find: '按名称或者代码查找', total: (n: number) => `共 ${n} 户`, more: '下一页', first: '回到开头', closed: '注销', positive: (to: string) => `正面清单至 ${to}`, unpublished: '未公布', withdrawn: (d: string) => `${d} 停用`, none: '无', until: (d: string) => `至 ${d}`,
  clean: '没有发现问题', cleanHelp: '证件、企业状态、正面清单、跨部门名称都查过了。',
  finding: { certificate_expired: '证件过期', certificate_soon: '证件将到期', certificate_missing: '没有执法证', closed: '已注销', positive_expired: '正面清单到期', other_name: '名称不一致', no_tier: '没有等级', withdrawn: '事项已停用', unpublished: '事项未公布' } as Record<string, string>,
  form: {
    title: '方案名称', type: '检查类型', daily: '日常检查', special: '专项检查', from: '检查期间自', to: '至', district: '只抽这些区划', districtHint: '多个用逗号分开，留空为全部', tags: '只抽带这些标签的', perAgency: '每部门每组人数', max: '每人期间最多户数', maxHint: '0 为不限', agencies: '邀请的部门', items: '本部门的抽查事项', noItems: '本部门还没有已公布的事项，请先在事项清单中导入', strata: '分层比例', strataHint: '按风险等级，向上取整；不填的等级不抽', ratio: (x: string) => `${x} 级（%）`, minimum: '最低户数', save: '建立方案', must: '请填写',
  },
  agencies: '参与部门', items: '抽查事项', rounds: '抽取', initiator: '发起', misses: (n: number) => `${n} 轮缺席`, committed: '已承诺', revealed: '已揭示', waiting: '待提交', planner: '您是本机关登记的计划人员，可以启封', plannerIs: (x: string) => `本机关计划人员：${x}`, to: '接手的计划人员', cancelled: (d: string, why: string) => `${d} 取消：${why}`,
  act: { join: '确认参加', decline: '函告不参加', recall: '撤回邀请', cancel: '取消方案', hand_over: '移交计划人员', freeze: '冻结名单并公布哈希', commit: '生成随机数并承诺', reveal: '揭示随机数', draw: '现场开抽', void: '宣布本轮作废', exclude: '不再让该部门参加', redraw: '重新抽取', open: '启封名单', publish: '公布', withdraw: '撤下公示' } as Record<string, string>,
  say: {
    join: '选择本部门的抽查事项。您将登记为本部门的计划人员，检查前只有计划人员可以启封名单。', decline: '理由写入办理记录，通知发起部门。不参加以后不能再确认参加本方案。', recall: '只能撤回还没有答复的邀请。理由写入办理记录，通知被邀请的部门。', cancel: '方案取消后不能再冻结、抽取或者安排检查。理由写入办理记录，通知所有部门；名单已经冻结过的方案在公开页面写明已取消和理由。', hand_over: '接手的人要自己写明理由启封，才能看到抽取的名单；移交的人不能再启封。移交写入办理记录。', freeze: '冻结后名录库的变动不再影响本轮。公布的只是哈希，看不出名单。', commit: '随机数只留在这台电脑的浏览器里，提交的是它的承诺值。揭示前请不要清除浏览器数据。', reveal: '所有部门都已承诺。揭示的随机数密封在平台里，公布前谁也看不到。', draw: '可以加上现场说出的一个数（或一句话），任何人事先都不知道它。', void: '写明哪个部门没有提交或者揭示。部门名称写入办理记录和下一轮的抽查包；下一轮所有部门用新的随机数。', exclude: '该部门两轮没有提交或者揭示。由发起部门负责人决定，写入办理记录。', redraw: '已抽取的结果作废，原因写入办理记录和下一轮的抽查包。', open: '启封会写入办理记录。名单只用于安排检查，检查前不得告知他人。', publish: '公布后参与部门都能看到名单，任何人可以用抽查包重新验证。检查期间没有结束的，抽取的每户都要已经检查，或者安排后写明理由取消，并由负责人确认；期间结束后不受此限。', withdraw: '抽查包和检查结果从公开页面撤下，理由和哈希留在公开页面。',
  } as Record<string, string>,
  within: '揭示时间', withinHint: '到时还没有提交承诺值并揭示的，才能宣布本轮作废、记下部门名称', minutes: (n: number) => (n < 60 ? `${n} 分钟` : n < 1440 ? `${n / 60} 小时` : `${n / 1440} 天`), revealBy: (x: string) => `请在 ${x} 前提交承诺值并揭示随机数；在此之前不能宣布本轮作废`,
  room: '现场数', reason: '理由', visitsDone: '现场检查已经全部完成', lost: '这台电脑里没有本轮的随机数：请在提交承诺的那台电脑上揭示，或者粘贴当时保存的随机数', nonce: '随机数', keep: '请同时抄存这个随机数', do: '确定', stage: '投影开抽页', back: '回到方案', full: '全屏',
  hash: { terms: '方案哈希', objects: '对象名单哈希', officers: '人员名单哈希', core: '抽取结果哈希', digest: '抽查包总哈希' } as Record<string, string>,
  pool: (n: number, out: number) => `可抽对象 ${n} 户（排除 ${out} 户，理由随包公布）`, staff: (n: number, out: number) => `可派人员 ${n} 人（排除 ${out} 人）`, drawn: (n: number) => `已抽取 ${n} 户`, sealed: '名单密封，检查完成后公布', missing: (x: string) => `未提交或者未揭示：${x}`,
  commitments: '各部门承诺值', stepFreeze: '一、冻结名单', stepDraw: '二、现场开抽', stepAfter: '三、密封', waitFreeze: '还没有冻结名单',
  trustOpen: '现场开抽时随机数由平台代各部门生成，并在冻结时先行承诺；请在看到承诺值之后再说出现场数，平台就无法挑选结果。', trustManual: '各部门自己生成随机数：只要有一个部门没有泄露，结果就无人能够预知或者左右。',
  verify: '自己验证', verifyHelp: '公布后下载抽查包，在不联网的电脑上运行：', verifyMore: '它从名单、随机数重新抽取一遍并逐字节比较；不需要信任本平台。规范写在 docs/adr/0020，任何人可以另写程序验证。', download: '下载抽查包', result: '抽查结果', excluded: '排除的对象', outSealed: (n: number) => `另有 ${n} 户因另一方案抽取而排除，本方案公布时才列出名称`,
  reasonOf: { positive_list: '正面清单', closed: '已注销', other_plan: '同期另有检查', no_team: '回避后无法组成检查组' } as Record<string, string>,
  opened: '启封的名单（仅本次显示，不要截图外传）', done: '已办理',
};

const en: typeof zh = {
  title: 'Joint inspections', lead: 'One list and two libraries, joint plans, and a draw that anybody can verify. What was drawn stays sealed until the visits: no list, notice or public page shows it.',
  tabs: { plans: 'Plans', items: 'Check items', objects: 'Objects', inspectors: 'Inspectors', hygiene: 'Hygiene' },
  noAccess: 'Your function has no part in joint inspections', noAccessHelp: 'Officers, desks, legal reviewers, heads and coordinators see their agency’s libraries and the plans it takes part in.',
  noPlans: 'No joint plan yet', noPlansHelp: 'Import check items and both libraries first, then make a plan and invite other agencies.', newPlan: 'New plan',
  col: { title: 'Plan', period: 'Visits', state: 'State', mine: 'My agency', code: 'Code', name: 'Name', district: 'District', tier: 'Tier', tags: 'Tags', note: 'Note', version: 'Version', basis: 'Basis', competence: 'Competence', published: 'Published', number: 'Number', certificate: 'Certificate', leave: 'Leave', recusal: 'Recusal', what: 'Finding', agency: 'Agency', part: 'Part', nonce: 'Nonce', round: 'Round', team: 'Team' },
  state: { open: 'in preparation', frozen: 'lists frozen', drawn: 'drawn · sealed', published: 'published', cancelled: 'called off' },
  mine: { invited: 'invited', joined: 'takes part', declined: 'declined', recalled: 'invitation taken back', excluded: 'left out' },
  round: { frozen: 'frozen', drawn: 'drawn', published: 'published', void: 'void', redrawn: 'set aside' },
  mode: { open: 'drawn on the spot', manual: 'each agency commits' },
  import: 'Import', importHelp: 'An XLSX workbook (its first sheet) or a CSV file (UTF-8 or GB 18030). It is looked at first, line by line; one line that is refused keeps the whole file out. Lines are added or changed by their number; what the file does not name stays.',
  pick: 'Choose a file and look', apply: 'Import', applied: 'Imported', exportSheet: 'Export as XLSX (also a template)', export: 'Export as CSV', tooLarge: 'The file is larger than 2.8 MB; split it',
  counts: (a, c, s, r, w) => `${a} lines added, ${c} changed, ${s} the same; ${r} refused, ${w} remarks`,
  refused: 'Correct them and import again; nothing was imported', line: (n) => `Line ${n}`, warnings: 'Remarks (no obstacle)', wholeList: 'Download all lines with a problem (CSV)', wholeName: 'lines-to-mend.csv', wholeHead: ['line', 'column', 'kind', 'problem'], kindRefused: 'refused', kindWarned: 'remark',
  emptyList: 'The library is empty', emptyListHelp: 'Export it for a template, fill it in and import it.', find: 'Part of a name or code', total: (n) => `${n} in all`, more: 'Next page', first: 'Back to the start', closed: 'closed', positive: (to) => `positive list until ${to}`, unpublished: 'not published', withdrawn: (d) => `withdrawn ${d}`, none: 'none', until: (d) => `until ${d}`,
  clean: 'Nothing to mend', cleanHelp: 'Certificates, closed firms, positive lists and names across agencies were looked at.',
  finding: { certificate_expired: 'certificate expired', certificate_soon: 'certificate expires soon', certificate_missing: 'no certificate', closed: 'closed', positive_expired: 'positive list ended', other_name: 'two names', no_tier: 'no tier', withdrawn: 'item withdrawn', unpublished: 'item not published' },
  form: {
    title: 'Name of the plan', type: 'Kind of check', daily: 'daily', special: 'special', from: 'Visits from', to: 'to', district: 'Only these districts', districtHint: 'Separated by commas; empty: all', tags: 'Only with these tags', perAgency: 'Officers of each agency in a team', max: 'Most visits of one officer', maxHint: '0: no limit', agencies: 'Agencies to invite', items: 'Check items of my agency', noItems: 'Your agency has no published item yet; import some first', strata: 'Ratio of each stratum', strataHint: 'By risk tier, rounded up; a tier without one is not drawn', ratio: (x) => `Tier ${x} (%)`, minimum: 'At least', save: 'Make the plan', must: 'Required',
  },
  agencies: 'Agencies', items: 'Check items', rounds: 'Draw', initiator: 'initiator', misses: (n) => `let ${n} rounds fail`, committed: 'committed', revealed: 'revealed', waiting: 'awaited', planner: 'You are your agency’s planner and may open the result', plannerIs: (x) => `Planner of my agency: ${x}`, to: 'New planner', cancelled: (d, why) => `called off ${d}: ${why}`,
  act: { join: 'Take part', decline: 'Decline', recall: 'Take an invitation back', cancel: 'Call the plan off', hand_over: 'Hand over to another planner', freeze: 'Freeze lists and publish hashes', commit: 'Make a nonce and commit', reveal: 'Reveal the nonce', draw: 'Draw now', void: 'Declare the round void', exclude: 'Leave the agency out', redraw: 'Draw again', open: 'Open the result', publish: 'Publish', withdraw: 'Take off the public page' },
  say: {
    join: 'Choose check items of your agency. You become its planner: before the visits only planners may open the result.', decline: 'The reason is recorded and the initiator told. Who declined cannot join this plan later.', recall: 'Only an invitation that was not answered. The reason is recorded and the agency told.', cancel: 'Nothing of the plan goes on: no freeze, draw or visit. The reason is recorded and all agencies told; if its lists were ever frozen, the public page says that it was called off, and why.', hand_over: 'Who takes over opens the result with a reason of his own; who hands over may open it no more. It is recorded.', freeze: 'Later changes of the libraries do not touch this round. Only hashes are published; they say nothing of the lists.', commit: 'The nonce stays in the browser of this computer; only its commitment is sent. Do not clear the browser’s data before you reveal it.', reveal: 'All agencies have committed. The nonce is sealed in the hub; nobody sees it before the draw is published.', draw: 'You may add a number or a sentence said in the room, which nobody knew before.', void: 'Say which agency did not commit or reveal. Its name goes into the record and into the file of the next round, for which all need new nonces.', exclude: 'The agency let two rounds fail. The initiator’s head decides; it is recorded.', redraw: 'The draw is set aside; the reason goes into the record and into the file of the next round.', open: 'Opening is recorded. The names serve to arrange the visits and must not be passed on before.', publish: 'All agencies will see the names, and anybody can verify the file. Before the period has ended each drawn enterprise has been visited, or its visit called off with a reason, and a head confirms it; afterwards nothing holds it up.', withdraw: 'The file and the results leave the public page; the reason and the hashes stay there.',
  },
  within: 'Time to reveal', withinHint: 'Only when it has run out can the round be declared void and an agency be named', minutes: (n) => (n < 60 ? `${n} minutes` : n < 1440 ? `${n / 60} h` : `${n / 1440} d`), revealBy: (x) => `Commit and reveal by ${x}; before that the round cannot be declared void`,
  room: 'Words said in the room', reason: 'Reason', visitsDone: 'All visits are done', lost: 'This computer does not hold the nonce of this round: reveal on the computer that committed, or paste the nonce you kept', nonce: 'Nonce', keep: 'Also write this nonce down', do: 'Confirm', stage: 'Page for the projector', back: 'Back to the plan', full: 'Full screen',
  hash: { terms: 'Hash of the terms', objects: 'Hash of the objects', officers: 'Hash of the officers', core: 'Hash of the result', digest: 'Digest of the file' },
  pool: (n, out) => `${n} objects can be drawn (${out} left out, reasons in the file)`, staff: (n, out) => `${n} officers (${out} left out)`, drawn: (n) => `${n} drawn`, sealed: 'sealed until the visits are done', missing: (x) => `did not commit or reveal: ${x}`,
  commitments: 'Commitments', stepFreeze: '1. Freeze', stepDraw: '2. Draw', stepAfter: '3. Sealed', waitFreeze: 'The lists are not frozen yet',
  trustOpen: 'Drawn on the spot, the hub makes the nonces for the agencies and commits to them at the freeze. Say the words in the room after the commitments are shown: then the hub cannot choose a result.', trustManual: 'Each agency makes its own nonce: if one of them kept it to itself, nobody could foresee or steer the result.',
  verify: 'Verify it yourself', verifyHelp: 'Once published, download the file and run on a computer without a network:', verifyMore: 'It draws again from lists and nonces and compares every byte; you need not trust this hub. The specification is docs/adr/0020: anybody can write another verifier.', download: 'Download draw.json', result: 'Result', excluded: 'Left out', outSealed: (n: number) => `${n} more were left out because another plan has drawn them; they are named once this draw is published`,
  reasonOf: { positive_list: 'positive list', closed: 'closed', other_plan: 'visited under another plan', no_team: 'no team without recused officers' },
  opened: 'Opened (shown this once; do not pass it on)', done: 'Done',
};

/** The words in the reader's language. */
export function useInspectionWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
