export const claim = {
  title: '索赔数额与履行', unit: '元', sum: '合计', assessed: '损害数额', agreed: '协议数额', paid: '已履行', open: '尚欠', arrears: '逾期未履行 {{n}} 元', none: '还没有记录损害数额。',
  method: '评估方式', methods: { comprehensive: '综合认定（简易）', experts: '专家意见（简易）', appraisal: '鉴定评估机构' }, simpleUpTo: '简易评估用于不超过 {{max}} 元的损害；超过的请说明理由。该数额为常见做法，条文未经核实。',
  damage_fen: '生态环境损害', appraisal_fen: '鉴定评估等费用', emergency_fen: '应急处置费用', assessment: '损害评估情况', minutes: '磋商会议记录', agreement: '履行方式、时间等约定',
  liability: '责任方式', liabilityHelp: '连带：每一义务人对全部数额负责；按份：各自负责自己的份额，合计应当等于损害数额。', joint: '连带责任', byShare: '按份责任', shareOf: '{{name}} 的份额',
  short: '还差 {{n}} 元', over: '多出 {{n}} 元', plan: '分期', planNone: '不分期，一次履行。', planHelp: '各期合计应当等于 {{n}} 元。', planDay: '第 {{n}} 期付款日', planWho: '第 {{n}} 期义务人', planFen: '第 {{n}} 期金额', addPlan: '增加一期', remove: '删除',
  present: '参加人员', presentRole: '第 {{n}} 人身份', presentName: '第 {{n}} 人姓名或者机关名称', addPresent: '增加一人', roles: { obligor: '赔偿义务人', representative: '代理人', adviser: '法律顾问', procuratorate: '检察机关', expert: '专家', organ: '有关机关', other: '其他' },
  confirmTitle: '是否申请司法确认，由双方决定', confirmHelp: '经人民法院确认的协议不履行的，可以直接申请强制执行。不申请确认的，以后不履行只能另行提起诉讼。', told: '已向赔偿义务人说明不申请司法确认的后果', confirmed: '已司法确认', unconfirmed: '未经司法确认：不履行只能另行起诉',
  party: '由谁履行', manner: '履行方式', manners: { treasury: '缴入国库', restoration: '修复或者替代修复', reimbursed: '支付评估、应急费用' }, number: '凭证号', day: '日期', amount: '金额', who: '义务人', share: '份额', payments: '履行记录', nothingPaid: '还没有履行记录。',
  ground: '不启动或者终止的情形', exceptions: '有下列情形之一的，应当启动索赔。请逐项确认没有：', denies: '没有“{{what}}”', told_pp: '已通报检察机关', signed_pp: '检察机关已签收', meetings: '磋商 {{n}} 次',
  series: {
    begin: '按当事人分别索赔（系列案，{{n}} 件）', begun: '系列案共 {{n}} 件，列在“相关案件”中。', open: '系列案一并办理（{{n}} 件）', title: '系列案一并办理', help: '每一案各自决定、各自记录；一案不能办理的，不影响其他案件。', step: '办理步骤', go: '一并办理 {{n}} 件', done: '已办理 {{n}} 件，共 {{all}} 件。',
    do: '分别立案', basis: '启动索赔的依据',
    steps: { report: '报请启动索赔', approve: '决定启动索赔', restore: '记录修复进展', perform: '确认履行完毕', close: '办结' },
  },
  quick: {
    title: '小额快办', go: '小额快办（当场办结）', lead: '当场评估、磋商、签订协议、缴款，一次打印全部文书。', back: '返回案件', facts: '一、损害事实和评估', meeting: '二、磋商', terms: '三、协议', confirm: '四、司法确认', pay: '五、缴款和办结',
    wantConfirm: '双方申请司法确认（同时打印司法确认申请书）', payNumber: '缴款书号', payHint: '当场缴款的，现在填写；尚未缴款的留空，缴款后再回到本页。', submit: '登记并打印文书', finish: '缴款并办结', done: '已办结。', notNow: '本案现在不能小额快办。请先由负责人决定启动索赔；已经送达磋商告知书的，在案件页面逐步办理。',
    each: '按份履行的，请在案件页面逐一记录。',
    print: '打印全部文书（{{n}} 份）', printTitle: '一次打印', papers: '文书', made: '已办理到：{{state}}', partly: '前面的步骤已经登记，没有丢失；请处理下面的问题后继续。', minutesHint: '义务人对损害事实和数额的意见、提出的方案；损害事实和评估数额不在磋商之列。', agreedHint: '例如：当场一次缴清；或者补种、增殖放流等修复方式和期限。',
  },
};
