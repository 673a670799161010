export const rules = {
  title: '规则', lead: '每一个期限都由这里的规则计算，规则注明条文、版本和核对程度。', search: '按名称、条文、编号查找', all: '全部', withClock: '有期限的', gates: '前置条件和要求',
  count: '{{n}} 条', none: '没有相符的规则。', col: { rule: '规则', period: '期限', owes: '应办机关', basis: '依据', confidence: '核对' }, region: '适用地区 {{code}}', from: '自 {{from}} 起', until: '至 {{to}}', everywhere: '全国',
  try: '试算', tryHelp: '输入起算日，看逐日怎么算。按小时计算的规则需要时刻。', start: '起算日', startTime: '起算时刻（北京时间）', run: '计算', back: '返回全部规则', notFound: '没有这条规则', conf: { high: '已核对', flagged: '待核', low: '依据弱', internal: '内部时限' }, max: '工作日期限超出已公布的节假日安排时会说明缺哪一年。',
};
