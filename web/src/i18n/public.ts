// Words of the public page, in both languages. They come with the pages that use
// them; the compiler holds the languages to the same keys.
import { useText } from '.';

const zh = {
  title: '联合检查公示', about: '部门联合抽查的方案、抽取和检查结果，任何人可以查看、下载、重新验证。抽中的名单在现场检查前密封，这里不显示。',
  nav: { plans: '方案与抽取', programmes: '检查计划', results: '检查结果', verify: '查验凭证' },
  year: '年份', all: '全部', none: '还没有公示内容', noneHelp: '方案冻结名单以后在这里公示。', noResults: '还没有公布的检查结果', noResultsHelp: '检查结果在法定期限内公布。',
  col: { plan: '方案', by: '发起部门', type: '检查类型', period: '检查期间', state: '状态', results: '已公布结果', number: '查验编号', object: '被检查单位', day: '检查日期', agencies: '检查部门', checks: '检查事项', conclusion: '检查结果', item: '事项', basis: '依据', agency: '部门' },
  type: { daily: '日常检查', special: '专项检查', case: '个案检查' } as Record<string, string>,
  state: { open: '筹备下一轮', frozen: '名单已冻结', drawn: '已抽取·名单密封', published: '已公布', cancelled: '已取消' } as Record<string, string>,
  round: { frozen: '已冻结', drawn: '已抽取', published: '已公布', void: '作废', redrawn: '重新抽取' } as Record<string, string>,
  conclusion: { clean: '未发现问题', corrected: '发现问题，当场改正', problems: '发现问题，责令整改或者移交处理' } as Record<string, string>,
  withdrawn: (day: string, why: string) => `${day} 撤下：${why}`, cancelled: (day: string, why: string) => `${day} 方案取消：${why}`, revealBy: (x: string) => `等待各部门提交承诺值并揭示随机数，截止时间 ${x}；在此之前不能宣布本轮作废`, revealWas: (x: string) => `揭示截止时间 ${x}`, withdrawnTag: '已撤下', json: 'JSON', csv: 'CSV', drawsFile: '抽取记录 CSV', back: '全部方案', more: '下一页', first: '回到开头', notFound: '没有这个公示', findings: (n: number) => `问题 ${n} 个`,
  programme: { about: '各部门批准并公布的年度、月度和专项检查计划。', none: '还没有公布的检查计划', noneHelp: '计划批准并登记公布后显示在这里。', kind: { annual: '年度', monthly: '月度', special: '专项' } as Record<string, string>, subjects: '检查主体', scope: '对象范围', manner: '检查方式', items: '检查项目', share: '检查比例', households: '拟检查户数', approved: '批准', published: (d: string) => `${d} 公布` },
  rounds: '抽取', roundNo: (n: number) => `第 ${n} 轮`, pool: (n: number, out: number) => `可抽对象 ${n} 户，排除 ${out} 户`, staff: (n: number, out: number) => `可派人员 ${n} 人，排除 ${out} 人`, drawn: (n: number) => `抽取 ${n} 户`, missing: (x: string) => `未提交或者未揭示：${x}`,
  hash: { terms: '方案哈希', objects: '对象名单哈希', officers: '人员名单哈希', core: '抽取结果哈希', digest: '抽查包总哈希' } as Record<string, string>,
  file: '下载抽查包', fileHelp: '在不联网的电脑上运行 hub draw verify draw.json --key hub.key，可以从名单和随机数重新抽取一遍，逐字节比较。', key: '平台公钥', sealed: '检查完成后公布抽查包。', items: '检查事项', agencies: '参与部门', excluded: '不再参加', ratio: '分层比例', perAgency: (n: number) => `每部门每组 ${n} 人`,
  verify: { title: '查验凭证', help: '检查人员出示的二维码，用手机扫描后打开本页；也可以把二维码的文字粘贴到这里。验证只看签名，不需要登录。', text: '二维码的文字', check: '验证', valid: '是本平台签发的查验凭证', invalid: '不是本平台签发的查验凭证', today: '检查日期是今天', other: (d: string) => `检查日期是 ${d}，不是今天`, number: '查验编号', object: '被检查单位', day: '检查日期', purpose: '检查目的', certificates: '执法证号', offline: '也可以不联网验证：hub visit verify 文字 --key hub.key（公钥请事先从本页下载）。', ask: '请核对被检查单位、日期和执法证号；检查人员应当主动出示执法证件，不出示的有权拒绝检查（行政处罚法第五十五条）。' },
};

const en: typeof zh = {
  title: 'Joint inspections, public', about: 'Plans, draws and results of joint inspections: anybody may read, download and verify them. What was drawn stays sealed until the visit and does not show here.',
  nav: { plans: 'Plans and draws', programmes: 'Programmes', results: 'Results', verify: 'Vouchers' },
  year: 'Year', all: 'all', none: 'Nothing published yet', noneHelp: 'A plan shows here once its lists are frozen.', noResults: 'No result published yet', noResultsHelp: 'Results are published within their statutory limit.',
  col: { plan: 'Plan', by: 'Initiator', type: 'Type', period: 'Visits', state: 'State', results: 'Results', number: 'Number', object: 'Enterprise', day: 'Day', agencies: 'Agencies', checks: 'Checked', conclusion: 'Result', item: 'Item', basis: 'Basis', agency: 'Agency' },
  type: { daily: 'daily', special: 'special', case: 'case-driven' },
  state: { open: 'next round in preparation', frozen: 'lists frozen', drawn: 'drawn · names sealed', published: 'published', cancelled: 'called off' },
  round: { frozen: 'frozen', drawn: 'drawn', published: 'published', void: 'void', redrawn: 'set aside' },
  conclusion: { clean: 'Nothing found', corrected: 'Problems found, corrected on the spot', problems: 'Problems found, to be put right or handed over' },
  withdrawn: (day, why) => `withdrawn ${day}: ${why}`, cancelled: (day, why) => `called off ${day}: ${why}`, revealBy: (x) => `Waits for the agencies to commit and reveal, until ${x}; before that the round cannot be declared void`, revealWas: (x) => `Time to reveal: until ${x}`, withdrawnTag: 'withdrawn', json: 'JSON', csv: 'CSV', drawsFile: 'Draws as CSV', back: 'All plans', more: 'Next page', first: 'Back to the start', notFound: 'There is no such publication', findings: (n) => `${n} findings`,
  programme: { about: 'Annual, monthly and special programmes that agencies approved and made public.', none: 'No programme published yet', noneHelp: 'A programme shows here once it is approved and noted as public.', kind: { annual: 'annual', monthly: 'monthly', special: 'special' }, subjects: 'Who inspects', scope: 'Which objects', manner: 'How', items: 'What is checked', share: 'Share', households: 'Enterprises to visit', approved: 'Approved', published: (d) => `published ${d}` },
  rounds: 'Draw', roundNo: (n) => `Round ${n}`, pool: (n, out) => `${n} objects, ${out} left out`, staff: (n, out) => `${n} officers, ${out} left out`, drawn: (n) => `${n} drawn`, missing: (x) => `Did not commit or reveal: ${x}`,
  hash: { terms: 'Terms', objects: 'Objects', officers: 'Officers', core: 'Result', digest: 'Whole file' },
  file: 'Download the draw', fileHelp: 'On a computer without a network, hub draw verify draw.json --key hub.key draws again from lists and nonces and compares byte by byte.', key: 'Key of this hub', sealed: 'The file is published once the visits are done.', items: 'Check items', agencies: 'Agencies', excluded: 'left out', ratio: 'Ratios', perAgency: (n) => `${n} officers of each agency`,
  verify: { title: 'Voucher of a visit', help: 'Scan the QR code that the inspectors show, which opens this page, or paste its text. Only the signature is checked; no login is needed.', text: 'Text of the QR code', check: 'Check', valid: 'Issued by this hub', invalid: 'Not issued by this hub', today: 'It is for today', other: (d) => `It is for ${d}, not for today`, number: 'Number', object: 'Enterprise', day: 'Day', purpose: 'Purpose', certificates: 'Certificates', offline: 'Without a network: hub visit verify TEXT --key hub.key (fetch the key from this page beforehand).', ask: 'Compare enterprise, day and certificates. Inspectors show their certificates unasked; without them the inspection may be refused (Administrative Penalty Law, article 55).' },
};

export function usePublicWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
