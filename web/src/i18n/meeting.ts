// Words of joint meetings, in both languages. They come with the pages that use
// them; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '联席会议', lead: '召集、议程、会签、议定事项。没有办结的议定事项自动列为下次会议的首要议题。',
  tabs: { meetings: '会议', tasks: '议定事项', promises: '承诺兑现', bulletin: '简报', series: '会议制度', memoranda: '工作备忘录' } as Record<string, string>, marks: '待上会案件',
  noAccess: '您的岗位不办理联席会议', none: '还没有联席会议', noneHelp: '由联席会议召集人或者负责人召集；被邀请的单位在这里答复。', make: '召集会议', found: '建立会议制度', enter: '登记备忘录',
  col: { meeting: '会议', when: '时间', state: '状态', reply: '本机关答复', agency: '单位', came: '到会', signed: '会签', task: '议定事项', due: '完成日期', from: '来自', owner: '责任单位', total: '总数', inTime: '按期办结', late: '逾期办结', open: '办理中', overdue: '逾期未办结', putOff: '曾经延期', members: '成员单位', held: '已召开', title: '名称', number: '文号', valid: '有效期', levels: '约定时限', keeper: '登记', slot: '时间' },
  state: { draft: '筹备中', called: '已通知', held: '已召开', minuted: '会签中', countersigned: '已会签', closed: '已归档', cancelled: '已取消' } as Record<string, string>,
  reply: { none: '待答复', accepted: '参加', declined: '不参加', tentative: '暂定' } as Record<string, string>,
  promise: { open: '办理中', reported: '已报告，待确认', accepted: '已办结', withdrawn: '已撤销' } as Record<string, string>,
  answer: { yes: '可以', maybe: '再定', no: '不行' } as Record<string, string>,
  source: { own: '议题', marked: '列入会议', overdue: '逾期', disputed: '有异议', stuck: '退转多次' } as Record<string, string>,
  stance: { agree: '同意', disagree: '不同意', discuss: '须讨论' } as Record<string, string>,
  itemState: { open: '上会', agreed: '会前消化', discussed: '已议' } as Record<string, string>,
  act: { call: '发出通知', poll: '征询时间', answer: '答复时间', move: '改期', cancel: '取消会议', reply: '答复参会', hold: '登记到会，开会', record_late: '补记已开的会议', minute: '送会签', object: '对纪要提意见', countersign: '会签纪要', close: '归档', notice: '制发会议通知', print: '制发会议纪要', arrange: '安排议题', attach: '提交材料', position: '会前表态', write: '起草纪要', resolve: '记议定事项', urge: '制发督办函' } as Record<string, string>,
  say: {
    call: '各单位收到通知和带日程的邮件（只有会议编号、时间和链接），并能看到议程。', cancel: '已通知的单位会收到取消通知，日程一并取消。', move: '各单位收到新的日程，须重新答复。', reply: '答复由召集机关看到，可以更改。', hold: '到会单位会签纪要；没有到会的单位不会签。', record_late: '会议在平台以外召开的，补记时间、到会单位和理由，不再发通知。', minute: '到会单位收到会签通知，议定事项成为责任单位的任务。', object: '纪要退回修改，各单位重新会签。', countersign: '会签的是您现在看到的纪要和议定事项；有改动须重新会签。', close: '归档以后议定事项继续跟踪，直到办结。', poll: '各单位只看到时间，看不到议题。', notice: '取文号并生成通知，各单位可以下载。', print: '取文号并生成会议纪要，各单位可以下载。', urge: '致责任单位的督办函：取文号并制发。', answer: '哪些时间可以？',
  } as Record<string, string>,
  must: '请填写', save: '保存', do: '确定', done: '已办理', when: '会议时间', to: '结束时间', place: '地点', name: '会议名称', series: '会议制度', single: '单次会议', invite: '邀请单位', reason: '理由', note: '说明', attendees: '到会人员（职务）', present: '到会', number: '文号', numberHint: '留空由平台取号',
  agenda: '议程', carried: '未办结的议定事项（首要议题）', carriedFrom: (n: string) => `${n} 议定`, noAgenda: '还没有议题', add: '加入议程', own: '自拟议题', proposals: '建议的议题', noProposals: '没有逾期、有异议或者列入会议的案件', taken: '已在议程', days: (n: number) => `${n} 天`, up: '上移', down: '下移', remove: '移出议程', drop: '删除', settle: '会前消化', discuss: '登记结果', outcome: '结果', takePosition: '表态', noPosition: '尚未表态', positionsBy: (d: string) => `请有关单位在 ${d} 前对涉及本单位的案件表态（内部时限，非法定），到时提醒一次。`, sheet: '会前消化单', sheets: '打印会前消化单', onlyNumber: '本机关不是该案的机关，只能看到编号',
  agencies: '参会单位', convener: '召集', minutes: '会议纪要', draftMinutes: '按议程起草', saved: (at: string) => `已保存 ${at}`, keep: '保存纪要', theirs: '对方保存的文字', mine: '您的文字仍在左边的编辑框里，没有丢失。', takeTheirs: '以对方版本为底稿继续', overwrite: '看过了，用我的文字保存', noMinutes: '召集机关正在起草，送会签后可以看到', signedAll: (n: number, all: number) => `已会签 ${n} / ${all}`,
  resolutions: '议定事项', noResolutions: '没有议定事项', addResolution: '加一项', what: '做什么', dueOn: '完成日期', step: { report: '报告办结', accept: '确认办结', send_back: '退回', put_off: '延期', withdraw: '撤销' } as Record<string, string>, reportText: '办理情况', left: (n: number) => (n < 0 ? `逾期 ${-n} 天` : n === 0 ? '今天到期' : `还剩 ${n} 天`), wasDue: (d: string) => `原定 ${d}`, urge: '督办函',
  papers: '会议材料', noPapers: '没有材料', attach: '提交材料', tooLarge: '文件超过 3 MB', documents: '文书', noDocuments: '还没有制发文书', preview: '预览', word: '可编辑副本', issued: '已制发',
  slots: '征询的时间', fits: (n: number, all: number) => `${n} / ${all} 个单位可以`, choose: '定在这个时间', addSlot: '再加一个时间',
  noTasks: '没有要办的议定事项', mineOnly: '本机关负责', everybody: '全部', withDone: '含已办结', noPromises: '还没有议定事项', kept: (n: number) => `${n}%`, keptRate: '按期率',
  noSeries: '还没有会议制度', noMemoranda: '还没有备忘录', inForce: '有效', ended: '失效', end: '登记失效', forever: '长期', signedOn: '签署日期', validFrom: '生效', validTo: '失效（可不填）', level: '约定事项', unit: { hours: '小时', days: '天', working_days: '个工作日' } as Record<string, string>, addLevel: '加一项时限', internal: '备忘录约定的时限是内部时限，不是法定期限，不计入逾期。',
  bulletinFrom: '自', bulletinTo: '至', bulletinPaper: '起草简报', bulletinHelp: '按本机关参与的案件和会议实时统计，点开数字可看到每一项；不含案情。', bulletinDue: '日期', bulletinLate: (n: number) => `逾期 ${n} 天`, bulletinMore: (n: number) => `另有 ${n} 项，请缩短期间查看`,
  open: '打开', unknown: '没有这个会议，或者本机关没有被邀请', moved: (n: number) => `已改 ${n} 次`, next: '下一步', toReply: '请答复是否参加',
};

const en: typeof zh = {
  title: 'Joint meetings', lead: 'Calling, agenda, countersigning, resolutions. What was not kept heads the next agenda by itself.',
  tabs: { meetings: 'Meetings', tasks: 'Resolutions', promises: 'Promises kept', bulletin: 'Bulletin', series: 'Series', memoranda: 'Memoranda' }, marks: 'Cases for the meeting',
  noAccess: 'Your function has no part in joint meetings', none: 'No joint meeting yet', noneHelp: 'A coordinator or head calls them; agencies that are invited reply here.', make: 'Call a meeting', found: 'Found a series', enter: 'Enter a memorandum',
  col: { meeting: 'Meeting', when: 'When', state: 'State', reply: 'My agency', agency: 'Agency', came: 'There', signed: 'Countersigned', task: 'Resolution', due: 'Due', from: 'From', owner: 'Owner', total: 'Total', inTime: 'In time', late: 'Late', open: 'Open', overdue: 'Overdue', putOff: 'Put off', members: 'Members', held: 'Held', title: 'Title', number: 'Number', valid: 'Valid', levels: 'Service levels', keeper: 'Kept by', slot: 'Time' },
  state: { draft: 'in preparation', called: 'called', held: 'held', minuted: 'being countersigned', countersigned: 'countersigned', closed: 'closed', cancelled: 'cancelled' },
  reply: { none: 'no reply yet', accepted: 'comes', declined: 'does not come', tentative: 'tentative' },
  promise: { open: 'open', reported: 'reported, to be accepted', accepted: 'done', withdrawn: 'withdrawn' },
  answer: { yes: 'yes', maybe: 'maybe', no: 'no' },
  source: { own: 'topic', marked: 'put on the meeting', overdue: 'overdue', disputed: 'disputed', stuck: 'sent back or on' },
  stance: { agree: 'agrees', disagree: 'disagrees', discuss: 'wants to discuss' },
  itemState: { open: 'to be discussed', agreed: 'settled before', discussed: 'discussed' },
  act: { call: 'Send invitations', poll: 'Ask for a time', answer: 'Answer the times', move: 'Move', cancel: 'Cancel', reply: 'Reply', hold: 'Record attendance and begin', record_late: 'Record a past meeting', minute: 'Send for countersignature', object: 'Object to the minutes', countersign: 'Countersign', close: 'Close', notice: 'Issue the notice', print: 'Issue the minutes', arrange: 'Arrange the agenda', attach: 'Attach a paper', position: 'Take a position', write: 'Write the minutes', resolve: 'Note a resolution', urge: 'Issue an urging letter' },
  say: {
    call: 'The agencies get a notice and a mail with a calendar (number, time and link only) and see the agenda.', cancel: 'Agencies that know of it are told, and their calendars too.', move: 'The agencies get the new time and reply again.', reply: 'The convener sees it; you may change it.', hold: 'Agencies that were there countersign the minutes; the others do not.', record_late: 'A meeting held outside the hub is recorded with time, attendance and reason; nobody is invited.', minute: 'Agencies that were there are asked to countersign, and resolutions become tasks.', object: 'The minutes go back; all sign anew.', countersign: 'You sign the minutes and resolutions as you see them now; a change has to be signed again.', close: 'Resolutions are followed until they are done.', poll: 'The agencies see the times, and no topic.', notice: 'A number is drawn and the notice made; the agencies may download it.', print: 'A number is drawn and the minutes made; the agencies may download them.', urge: 'A letter to the owner of the resolution, with a number.', answer: 'Which times suit?',
  },
  must: 'Required', save: 'Save', do: 'Confirm', done: 'Done', when: 'Begins', to: 'Ends', place: 'Place', name: 'Title', series: 'Series', single: 'A single meeting', invite: 'Agencies to invite', reason: 'Reason', note: 'Note', attendees: 'Who came (functions)', present: 'There', number: 'Number', numberHint: 'Empty: the hub draws it',
  agenda: 'Agenda', carried: 'Unkept resolutions (first on the agenda)', carriedFrom: (n) => `resolved in ${n}`, noAgenda: 'No item yet', add: 'Put on the agenda', own: 'A topic of one’s own', proposals: 'Proposed items', noProposals: 'No case is overdue, disputed or put on the meeting', taken: 'on the agenda', days: (n) => `${n} days`, up: 'Up', down: 'Down', remove: 'Take off', drop: 'Delete', settle: 'Settled before', discuss: 'Note the outcome', outcome: 'Outcome', takePosition: 'Take a position', noPosition: 'No position yet', positionsBy: (d) => `Agencies of a case on the agenda take a position by ${d} (an internal limit); they are reminded once.`, sheet: 'Sheet of the case', sheets: 'Print the sheets', onlyNumber: 'Your agency takes no part in this case and reads its number only',
  agencies: 'Agencies', convener: 'convener', minutes: 'Minutes', draftMinutes: 'Draft from the agenda', saved: (at) => `saved ${at}`, keep: 'Save the minutes', theirs: 'What the other one saved', mine: 'Your text is still in the editor; nothing was lost.', takeTheirs: 'Go on from the other text', overwrite: 'I have read it: save mine', noMinutes: 'The convener is writing them; you see them when they are sent for countersignature', signedAll: (n, all) => `${n} of ${all} countersigned`,
  resolutions: 'Resolutions', noResolutions: 'No resolution', addResolution: 'Add one', what: 'What', dueOn: 'Due', step: { report: 'Report it done', accept: 'Accept', send_back: 'Send back', put_off: 'Put off', withdraw: 'Withdraw' }, reportText: 'What was done', left: (n) => (n < 0 ? `${-n} days overdue` : n === 0 ? 'due today' : `${n} days left`), wasDue: (d) => `first due ${d}`, urge: 'Urging letter',
  papers: 'Papers', noPapers: 'No paper', attach: 'Attach a paper', tooLarge: 'The file is larger than 3 MB', documents: 'Documents', noDocuments: 'Nothing issued yet', preview: 'Preview', word: 'Editable copy', issued: 'issued',
  slots: 'Proposed times', fits: (n, all) => `suits ${n} of ${all}`, choose: 'Take this time', addSlot: 'Another time',
  noTasks: 'No resolution to keep', mineOnly: 'My agency’s', everybody: 'All', withDone: 'with those done', noPromises: 'No resolution yet', kept: (n) => `${n}%`, keptRate: 'In time',
  noSeries: 'No series yet', noMemoranda: 'No memorandum yet', inForce: 'in force', ended: 'ended', end: 'End it', forever: 'open-ended', signedOn: 'Signed', validFrom: 'From', validTo: 'To (optional)', level: 'What', unit: { hours: 'hours', days: 'days', working_days: 'working days' }, addLevel: 'Add a service level', internal: 'Service levels of a memorandum are internal limits, not periods of the law, and never count as overdue.',
  bulletinFrom: 'From', bulletinTo: 'To', bulletinPaper: 'Draft the bulletin', bulletinHelp: 'Counted now from the cases and meetings that your agency takes part in; each number opens to its rows. Nothing of what a case says.', bulletinDue: 'Day', bulletinLate: (n) => `${n} days late`, bulletinMore: (n) => `and ${n} more; choose a shorter period to see them`,
  open: 'Open', unknown: 'There is no such meeting, or your agency is not invited', moved: (n) => `moved ${n} times`, next: 'Next', toReply: 'Please reply',
};

export const useMeetingWords = () => (useText().lang === 'en' ? en : zh);
