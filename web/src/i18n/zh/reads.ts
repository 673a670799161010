export const reads = {
  title: '查阅记录',
  lead: '谁在什么时候、以什么职责打开过哪件案件、哪份文书、哪个文件。只增不改。',
  leadAdmin: '这里是本机关人员的查阅。',
  leadAudit: '这里是本机关人员的查阅，以及对本机关案件的全部查阅，包括检察、督办和审计的查阅。',
  what: { case: '案件', document: '文书', evidence: '文件', volume: '一卷 PDF' },
  at: '时间', who: '查阅人', organ: '机关', thing: '查阅内容', number: '案件编号', why: '理由', person: '姓名',
  outside: '职责之外', discreet: '仅本机关和审计可见', noReason: '未说明理由',
  empty: '没有查阅记录', emptyHelp: '有人打开案件、文书或者文件后，会记在这里。', emptyFiltered: '没有符合条件的查阅', emptyFilteredHelp: '请放宽条件，或者清除全部条件。',
  denied: '查阅记录由本机关管理员和审计人员查看', deniedHelp: '每件案件自己的查阅记录，在案件页面“查阅记录”里。',
  fold: { help: '其他机关的检察、督办和审计查阅只有该机关和审计人员看得到，不在这里列出。', helpAudit: '您以审计人员身份查看：检察、督办和审计的查阅也在这里。', none: '还没有人查阅。' },
  filter: { only: '范围', all: '全部', outside: '只看职责之外', unexplained: '只看未说明理由' },
  ask: {
    title: '请说明查阅理由', help: '本案不在您的办理范围内（本机关是抄送、督办或者获准查阅，现在没有要办的事）。理由与查阅记录一并保存，一段时间内再看不再询问。',
    label: '理由', hint: '如：备案审查、督办核查、群众反映', save: '记入查阅记录', saved: '已记入查阅记录',
  },
};
