// Words of visits on the spot, in both languages.
import { useText } from '.';

const zh = {
  title: '现场检查', checks: '现场检查', back: '回到现场检查', plan: '所属方案', lead: '一次上门、各查各项：先批准，凭查验凭证入企，各部门分别记录，由牵头部门完成和公布。',
  show: { all: '本部门的', own: '我的', waits: '待批准' } as Record<string, string>, none: '没有检查', noneHelp: { all: '在检查排期里安排方案内的检查，或者在这里安排个案检查。', own: '由您安排的，或者检查组里有您的，列在这里。', waits: '没有等待本部门负责人批准的检查。' } as Record<string, string>,
  noAccess: '您的岗位不办理现场检查', unknown: '没有这次检查，或者您无权查看',
  col: { number: '查验编号', object: '检查对象', when: '时间', state: '状态', place: '地点', purpose: '检查事由', officers: '检查人员', certificate: '执法证号' } as Record<string, string>,
  sealed: '名单密封，检查当日显示', half: { am: '上午', pm: '下午' } as Record<string, string>, today: '今天', waits: '待本部门批准', urgent: '紧急', announced: '已提前告知', unannounced: '不提前告知',
  state: { planned: '待检查', begun: '检查中', done: '已完成', published: '已公布', withdrawn: '已撤下', cancelled: '已取消' } as Record<string, string>,
  kind: { daily: '日常检查', special: '专项检查', case: '个案检查' } as Record<string, string>,
  comes: '能参加', comesNot: '不能参加', act: { approve: '批准检查', reply: '答复能否参加', begin: '出示证件，开始检查', finish: '完成检查', cancel: '取消检查', publish: '公布结果', withdraw: '撤下结果' } as Record<string, string>,
  say: {
    approve: '批准以后，各部门都批准的检查自动签发查验凭证。', begin: '先向当事人出示执法证件和查验凭证；不出示的，当事人有权拒绝。', finish: '各部门检查表填完、被检查单位签名（或写明拒签理由）以后才能完成。完成后记录不再修改。',
    reply: '您是检查组成员。不能参加的写明理由，安排检查的人员会收到提醒。', cancel: '还没有开始的检查可以取消；方案内的检查取消后要重新安排。', publish: '结果将显示在公开页面。', withdraw: '结果从公开页面撤下；编号、日期和理由仍然公开。',
  } as Record<string, string>,
  afterwards: '紧急检查已先行实施：请负责人补办批准，批准以前不能公布结果。', confirm: '确认办理', done: '已办理', reason: '理由', shown: '执法证件已向当事人出示', officialCode: '检查码', officialHint: '本地区使用官方检查码的，填写在这里',
  conclusion: '检查结果', conclusions: { clean: '未发现问题', corrected: '发现问题，已当场改正', problems: '发现问题，限期整改' } as Record<string, string>, publicSummary: '公开的说明', publicHint: '与结果一起显示给公众',
  publishBy: (d: string) => `最迟 ${d} 公布`, approvals: '部门批准', approvedAt: '已批准', notApproved: '未批准', why: '不能等待批准的理由',
  voucher: '查验凭证', voucherHelp: '请当事人扫码核对：企业、日期、事由、部门和执法证号由平台签名，断网也能用 hub visit verify 核验。', noVoucher: '各部门都批准以后自动签发。', verifyText: '凭证文字', codeAlt: '查验凭证二维码', enlarge: '放大', certificates: '检查人员与执法证',
  record: '检查记录', mine: '本部门', others: '其他部门的记录', edition: (n: number) => (n === 0 ? '还没有提交' : `第 ${n} 版`), list: '检查表', answered: (n: number, of: number) => `已填 ${n} / ${of}`,
  result: { ok: '符合', problem: '有问题', skipped: '未查' } as Record<string, string>, unanswered: '未填', note: '说明', skippedWhy: '未查的理由', noItems: '本部门没有检查事项', allOk: '其余全部符合',
  findings: '发现的问题', addFinding: '加一个问题', finding: (n: number) => `问题 ${n}`, text: '问题', owner: '整改责任', ownerHint: '企业的谁负责整改', due: '整改期限', ofItem: '对应事项', noItem: '不对应事项', remove: '删除', noFindings: '没有记录问题',
  findingState: { open: '待整改', rectified: '已整改', confirmed: '复查到位' } as Record<string, string>, rectify: '登记整改', look: '回头看', on: '日期', what: '情况', right: '整改到位', notRight: '没有整改到位', referred: '已移交', handOver: '移交问题',
  signatures: '签名', addSignature: { enterprise: '被检查单位签名', officer: '检查人员签名', witness: '见证人签名' } as Record<string, string>, party: { enterprise: '被检查单位', officer: '检查人员', witness: '见证人' } as Record<string, string>, signer: '签名人', refused: '拒绝签名的理由', refuse: '拒绝签名', clear: '重写', pad: '在框内手写签名', padHelp: '手写，或者只登记姓名', signed: '已手写签名', namedOnly: '只登记姓名',
  summary: '本部门小结', files: '照片和文件', addFile: '拍照或选择文件', addPhoto: '拍照', filesHelp: '按 SHA-256 摘要入档，同一文件只存一份；断网时先存本机。', shrunk: '超过 3 MB 的照片缩小后入档，原图请自行保存。', tooBig: '文件超过 3 MB', digest: 'SHA-256', waiting: '待上传（在本机）', noFiles: '还没有照片或文件', download: '下载',
  submit: '提交记录', standing: { sent: '记录与平台一致', kept: '草稿已保存在本机，尚未提交', sending: '正在提交…', offline: '离线草稿已保存，联网后自动提交', overtaken: '本部门另一台设备已先提交，您的草稿还在', refused: '没有提交，草稿已保存在本机' } as Record<string, string>, savedAt: (t: string) => `${t} 保存`, notStored: '这台设备不能保存草稿：请不要关闭页面，尽快提交。',
  join: '合并两份记录', dropMine: '放弃我的草稿，用对方的', joinHelp: '合并后两份的问题、签名、说明都保留，请看过再提交。', clashed: '两台设备填得不同，现在是您的：', away: '没有网络：可以继续填写，离线草稿保存在本机。',
  arrange: '安排检查', arrangeTitle: '安排现场检查', fromPlan: '方案内的检查：名称、检查组和事项以抽取和排期为准。', caseDriven: '个案检查：只有本部门参加，要有执法证有效的两名以上人员和已公布的事项。',
  form: { code: '统一社会信用代码或编号', name: '检查对象名称', place: '地点', day: '检查日期', half: '半天', purpose: '检查事由', announced: '提前告知当事人', urgentCheck: '情况紧急，先检查、后补批准', urgent: '紧急的理由', items: '检查事项', officers: '检查人员' } as Record<string, string>, save: '安排',
  over: '问题移交', overLead: '逐个移交：问题移交立即发出，其他类别先拟稿；已经移交的不会再移交一次。', pick: '选择', kindOf: { findings: '问题移交', administrative: '行政案件移送', criminal: '涉嫌犯罪案件移送', lead: '案件线索' } as Record<string, string>, kindCol: '移交类别', receiver: '接收机关', setAll: '选中的全部设为', start: (n: number) => `移交 ${n} 个问题`, progress: (n: number, of: number) => `已办 ${n} / ${of}`, stop: '停止', outcome: '结果', again: '以前已移交', draftMade: '已拟稿', sentOut: '已发出', refusedLine: '未移交', nothingOver: '没有可以移交的问题', nothingOverHelp: '检查完成以后，本部门发现的问题列在这里。', overDone: (n: number, bad: number) => (bad ? `已移交 ${n} 个，${bad} 个没有移交` : `已移交 ${n} 个`), needReceiver: '选择接收机关', lost: '网络中断：已办的不会重办，可以再次移交。',
  report: '计划执行情况', reportLink: '执行情况', sheet: '下载 XLSX', planned: '计划', actual: '实际', figure: { drawn: '抽取', planned: '已安排检查', actions: '检查行动', visits: '完成检查', enterprises: '检查企业', open: '抽取未检查', published: '公布结果', late: '逾期未公布', found: '发现问题', handed_over: '移交处理', rectified: '整改完成' } as Record<string, string>, unit: { drawn: '家', planned: '家次', actions: '次', visits: '家次', enterprises: '家', open: '家', published: '家次', late: '家次', found: '个', handed_over: '个', rectified: '个' } as Record<string, string>,
  of: (a: number, b: number) => (b > 0 ? `${Math.round((a / b) * 100)}%` : '—'), findingsOf: '问题清单', unvisited: '抽取而未检查的企业', unvisitedSealed: (n: number) => `${n} 家；名单密封，计划人员启封后可见`,
};

const en: typeof zh = {
  title: 'Visits on the spot', checks: 'Visits', back: 'Back to the visits', plan: 'Plan', lead: 'One visit, every agency its own list: approved first, shown by a voucher at the door, written down by each agency, ended and published by the one that leads.',
  show: { all: 'Of my agency', own: 'Mine', waits: 'To approve' }, none: 'No visits', noneHelp: { all: 'Arrange those of a plan from its schedule, or a case-driven one here.', own: 'Visits that you arranged, or whose team you are in.', waits: 'Nothing waits for the approval of your agency.' },
  noAccess: 'Your function has no part in visits', unknown: 'There is no such visit, or you may not see it',
  col: { number: 'Number', object: 'Visited', when: 'When', state: 'State', place: 'Place', purpose: 'Purpose', officers: 'Officers', certificate: 'Certificate' },
  sealed: 'Sealed until the day', half: { am: 'morning', pm: 'afternoon' }, today: 'today', waits: 'waits for your approval', urgent: 'urgent', announced: 'announced', unannounced: 'unannounced',
  state: { planned: 'planned', begun: 'under way', done: 'done', published: 'published', withdrawn: 'withdrawn', cancelled: 'called off' },
  kind: { daily: 'daily', special: 'special', case: 'case-driven' },
  comes: 'Comes', comesNot: 'Cannot come', act: { approve: 'Approve', reply: 'Reply to the invitation', begin: 'Show certificates, begin', finish: 'End the visit', cancel: 'Call off', publish: 'Publish the result', withdraw: 'Withdraw the result' },
  say: {
    approve: 'Once every agency has approved, the voucher is signed.', begin: 'Show certificates and voucher to the party first; without them it may refuse.', finish: 'Every list is answered, and the enterprise has signed or refused with a reason. What is recorded does not change afterwards.',
    reply: 'You are of the team. Say why if you cannot come; whoever arranged the visit is told.', cancel: 'A visit that has not begun can be called off; one of a plan is then arranged anew.', publish: 'The result shows on the public page.', withdraw: 'The result leaves the public page; number, day and reason stay.',
  },
  afterwards: 'This urgent visit went ahead: the head approves it now; before that its result cannot be published.', confirm: 'Confirm', done: 'Done', reason: 'Reason', shown: 'The certificates were shown to the party', officialCode: 'Official inspection code', officialHint: 'Where the region has one',
  conclusion: 'Conclusion', conclusions: { clean: 'Nothing found', corrected: 'Found and corrected on the spot', problems: 'Found, to be put right in time' }, publicSummary: 'Words for the public', publicHint: 'Shown with the result',
  publishBy: (d) => `to be published by ${d}`, approvals: 'Approvals', approvedAt: 'approved', notApproved: 'not yet', why: 'Why it could not wait for approval',
  voucher: 'Voucher', voucherHelp: 'The party scans it: enterprise, day, purpose, agencies and certificates are signed by the hub; hub visit verify checks it without a network.', noVoucher: 'It is signed once every agency has approved.', verifyText: 'Voucher as text', codeAlt: 'QR code of the voucher', enlarge: 'Enlarge', certificates: 'Officers and certificates',
  record: 'Record', mine: 'My agency', others: 'Records of the other agencies', edition: (n) => (n === 0 ? 'nothing sent yet' : `edition ${n}`), list: 'List', answered: (n, of) => `${n} of ${of} answered`,
  result: { ok: 'in order', problem: 'problem', skipped: 'not checked' }, unanswered: 'open', note: 'Note', skippedWhy: 'Why it was not checked', noItems: 'Your agency has no items here', allOk: 'All others in order',
  findings: 'Findings', addFinding: 'Add a finding', finding: (n) => `Finding ${n}`, text: 'Finding', owner: 'Owner', ownerHint: 'Who of the enterprise puts it right', due: 'Deadline', ofItem: 'Item', noItem: 'no item', remove: 'Remove', noFindings: 'No findings',
  findingState: { open: 'open', rectified: 'put right', confirmed: 'confirmed' }, rectify: 'Note as put right', look: 'Look again', on: 'Day', what: 'What was seen', right: 'Put right', notRight: 'Not put right', referred: 'handed over', handOver: 'Hand over findings',
  signatures: 'Signatures', addSignature: { enterprise: 'Enterprise signs', officer: 'Officer signs', witness: 'Witness signs' }, party: { enterprise: 'Enterprise', officer: 'Officer', witness: 'Witness' }, signer: 'Name', refused: 'Why it was not signed', refuse: 'Refuses to sign', clear: 'Again', pad: 'Sign in the box', padHelp: 'By hand, or the name alone', signed: 'signed by hand', namedOnly: 'name alone',
  summary: 'In short', files: 'Photos and files', addFile: 'Photo or file', addPhoto: 'Photo', filesHelp: 'Kept under their SHA-256, each once; on the device while there is no network.', shrunk: 'A photo above 3 MB is made smaller; keep the original yourself.', tooBig: 'The file is larger than 3 MB', digest: 'SHA-256', waiting: 'to be sent (on this device)', noFiles: 'No photos or files yet', download: 'Download',
  submit: 'Send the record', standing: { sent: 'The hub has your record', kept: 'Draft kept on this device, not sent yet', sending: 'Sending…', offline: 'Offline draft kept, sent once there is a network', overtaken: 'Another device of your agency was faster; your draft is kept', refused: 'Not sent; the draft is kept on this device' }, savedAt: (t) => `kept ${t}`, notStored: 'This device cannot keep a draft: leave the page open and send soon.',
  join: 'Join both records', dropMine: 'Drop my draft, take theirs', joinHelp: 'Joining keeps findings, signatures and notes of both; look before you send.', clashed: 'Answered differently on two devices, yours stands now:', away: 'No network: go on, the draft is kept on this device.',
  arrange: 'Arrange a visit', arrangeTitle: 'Arrange a visit', fromPlan: 'Under a plan: name, team and items are those of draw and schedule.', caseDriven: 'Case-driven: your agency alone, with two certified officers at least and published items.',
  form: { code: 'Credit code or number', name: 'Name', place: 'Place', day: 'Day', half: 'Half day', purpose: 'Purpose', announced: 'Announced to the party', urgentCheck: 'Urgent: visit first, approval follows', urgent: 'Why it is urgent', items: 'Items', officers: 'Officers' }, save: 'Arrange',
  over: 'Hand over findings', overLead: 'One by one: a hand-over is sent at once, other kinds begin as drafts; what was handed over before is not handed over again.', pick: 'Choose', kindOf: { findings: 'Hand-over of findings', administrative: 'Administrative case', criminal: 'Suspected crime', lead: 'Lead' }, kindCol: 'Kind', receiver: 'Receiver', setAll: 'Set all chosen to', start: (n) => `Hand over ${n}`, progress: (n, of) => `${n} of ${of} done`, stop: 'Stop', outcome: 'Outcome', again: 'handed over before', draftMade: 'draft made', sentOut: 'sent', refusedLine: 'not handed over', nothingOver: 'Nothing to hand over', nothingOverHelp: 'Once a visit is done, the findings of your agency stand here.', overDone: (n, bad) => (bad ? `${n} handed over, ${bad} not` : `${n} handed over`), needReceiver: 'Choose a receiver', lost: 'The network broke off: nothing is done twice, hand over again.',
  report: 'Plan and actual', reportLink: 'Plan and actual', sheet: 'Download XLSX', planned: 'Plan', actual: 'Actual', figure: { drawn: 'Drawn', planned: 'Visits arranged', actions: 'Days out', visits: 'Visits done', enterprises: 'Enterprises visited', open: 'Drawn and not visited', published: 'Results published', late: 'Results overdue', found: 'Findings', handed_over: 'Handed over', rectified: 'Put right' }, unit: { drawn: '', planned: '', actions: '', visits: '', enterprises: '', open: '', published: '', late: '', found: '', handed_over: '', rectified: '' },
  of: (a, b) => (b > 0 ? `${Math.round((a / b) * 100)}%` : '—'), findingsOf: 'Findings', unvisited: 'Drawn and not visited', unvisitedSealed: (n) => `${n}; sealed, a planner who opened the draw sees them`,
};

/** The words in the reader's language. */
export function useSiteWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
