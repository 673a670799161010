export const rules = {
  title: '规则', lead: '每一个期限都由这里的规则计算，规则注明条文、版本和核对程度。', search: '按名称、条文、编号查找', all: '全部', withClock: '有期限的', gates: '前置条件和要求',
  count: '{{n}} 条', none: '没有相符的规则。', col: { rule: '规则', period: '期限', owes: '应办机关', basis: '依据', confidence: '核对' }, region: '适用地区 {{code}}', from: '自 {{from}} 起', until: '至 {{to}}', everywhere: '全国',
  try: '试算', tryHelp: '输入起算日，看逐日怎么算。按小时计算的规则需要时刻。', start: '起算日', startTime: '起算时刻（北京时间）', run: '计算', back: '返回全部规则', notFound: '没有这条规则', conf: { high: '已核对', flagged: '待核', low: '常见做法，依据未核实', internal: '内部时限' }, max: '工作日期限超出已公布的节假日安排时会说明缺哪一年。',
  off: '默认关闭，不计时', after: '在其之后起算：',
  packs: {
    title: '规则包与放假安排', tabBook: '规则', tab: '规则包与放假安排', lead: '随版本发布的规则之上，本系统另行载入的规则包和放假安排。一人提出，另一人启用；放假安排一人即可。',
    noAccess: '规则包由系统运维人员管理', noAccessHelp: '您可以查看全部规则及其依据。', waiting: '等待启用', loaded: '已载入', none: '还没有载入规则包', noneHelp: '现在使用的是随版本发布的规则和放假安排。国务院公布下一年放假安排后，可以在这里载入，不必等新版本。', begin: '载入第一个',
    new: '提出规则包或者放假安排', text: '内容（YAML）', textOf: '内容：{{file}}', textHelp: '选择文件或者直接粘贴。先试算：列出问题所在的行，以及哪些在办期限会变。', pick: '选择文件', look: '检查并试算', propose: '提出', proposed: '已提出，等待启用', must: '请先选择文件或者粘贴内容', tooLarge: '文件超过 256 KB',
    problems: '有 {{n}} 处问题，不能提出', line: '第 {{n}} 行', wholeFile: '整个文件', sound: '检查通过', replayed: '在办期限 {{open}} 个：{{moves}} 个会移动；{{keeps}} 个保留原期限，但新起算的将不同；{{settled}} 个暂定期限将确定。', moved: '期限有变的案件', moves: '移动', keeps: '保留', noLine: '无期限',
    col: { case: '案件', rule: '规则', old: '现在到期', new: '此后到期', why: '说明', state: '状态', do: '操作' }, kinds: { rules: '规则包', holidays: '放假安排' }, version: '第 {{n}} 版', states: { proposed: '等待启用', active: '使用中', replaced: '已被新版取代', refused: '未采用' },
    show: '内容', replay: '试算影响', activate: '启用', activated: '已启用，各进程数秒内生效', withdraw: '撤回', refuse: '不采用', by: '{{by}} 于 {{at}} 提出', activatedBy: '{{by}} 于 {{at}} 启用', refusedBy: '{{by}} 于 {{at}} 未采用', another: '须由另一名系统运维人员启用。', one: '放假安排转录国务院通知，一人即可启用。', leftOut: '与当前版本的规则冲突，未生效；按其计算的在办期限不受影响', stepUp: '启用前须重新登录，回来后再点“启用”。', reason: '理由', reasonMust: '请写明理由',
    low: '依据未核实的规则', lowHelp: '这些是常见做法，依据未核实，默认关闭，不计时。由一人提出、另一人启用后才计时，且处处标明。', isOff: '关闭', isOn: '启用中', on: '提出启用', off: '提出关闭', switchWaits: '等待第二人启用',
  },
};
