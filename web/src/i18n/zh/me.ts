export const me = {
  profile: '基本信息', fromIssuer: '姓名、职务和职责来自您机关的身份提供方，要更改请联系本机关管理员。', name: '姓名', title: '职务', agency: '机关', functions: '职责', issuer: '登录方式', noFunctions: '没有职责', lastFresh: '最近一次再次认证',
  duty: { title: '履职留痕单', say: '一段时间里法律要求本机关做的每一件事：依据、期限、何时办结、凭证和结果。由办理记录自动汇总，逾期未办的也列明。', from: '自', to: '至', make: '制作 PDF', order: '结束日期早于开始日期', future: '期间不能晚于今天' },
  contact: '语言与联系方式', lang: '语言', langHint: '页面和通知都用这种语言', email: '电子邮箱', emailHint: '通知只写编号和期限，不写案情', phone: '手机', phoneHint: '用于短信提醒和值班', zh: '中文', en: 'English',
  stale: '您的信息刚在别处改过', staleHelp: '已载入最新版本，您填写的内容还在。请核对后再保存。',
  notices: '提醒方式', noticesHelp: '选择每类提醒从哪里收到。法定期限提醒至少保留一种能送达您的方式。', topic: '提醒内容', channel: { inapp: '站内', email: '邮件', sms: '短信' }, cell: '{{topic}}：{{channel}}', statutory: '法定', noEmail: '您没有登记邮箱', noPhone: '您没有登记手机', saved: '已保存 {{time}}',
  machine: '接口客户端没有个人设置', digest: '不紧急的提醒合并为工作日上午的一封摘要；以小时计的期限立即发送。',
  topics: { clock: '法定期限', act: '办理进展', record: '代录确认', remark: '催办与记录', plan: '联合抽查' },
};
