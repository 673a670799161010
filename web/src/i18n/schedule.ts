// Words of visits and their schedule, in both languages.
import { useText } from '.';

const zh = {
  title: '检查排期', link: '检查排期', back: '回到方案', sealed: '名单密封：您看到的是时间、区划和人员，企业名称在检查开始后显示', notOpened: '您是计划人员：先在方案页写明理由启封名单，再安排检查任务',
  plan: '生成检查任务', planHelp: '按抽取结果逐户生成检查任务，检查组即抽中的人员，时间待排。', run: '自动排期', rerun: '重新排期', rerunHelp: '已通知企业的不改时间，已安排现场检查的不改时间和人员，其余尽量不动；每处变动都写明原因。', done: '已办理',
  none: '还没有检查任务', noneHelp: '抽取并启封后，由发起部门的计划人员生成检查任务。', never: '还没有排期',
  figure: { scheduled: '已排', tours: '半天组次', travel: '路程', objective: '目标值', bound: '下界', gap: '差距不超过', rate: '联合检查实施率', saved: '减少入企', substitutes: '替换抽中人员' } as Record<string, string>,
  of: (a: number, b: number) => `${a} / ${b} 户`, minutes: (n: number) => `${n} 分钟`, times: (n: number) => `${n} 次`, people: (n: number) => `${n} 人次`, permille: (n: number) => `${(n / 10).toFixed(1)}%`,
  bound: '没有任何排法的目标值会低于下界：由单户可行性、每组每半天户数、路程和人员总量推出。',
  view: { week: '周', table: '表' } as Record<string, string>, all: '全部部门', earlier: '上一周', next: '下一周', week: (from: string, to: string) => `${from} — ${to}`, half: { am: '上午', pm: '下午' } as Record<string, string>, free: '无',
  col: { number: '号', name: '企业', district: '区划', when: '时间', team: '检查组', state: '状态', act: '' } as Record<string, string>, visit: (n: number) => `第 ${n} 号`, unscheduled: '未排', substitute: '替换', weekday: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  state: { planned: '待检查', announced: '已通知', under_way: '检查中', done: '已检查', cancelled: '已取消' } as Record<string, string>, merged: '并入另一方案的检查',
  held: '已安排的检查，人员或者时间需要处理', why: '未能排入', whyOf: { half_day: '路程加检查时间超过半天', window: '可用的日期不在检查期间内', officers: '能去的人员不足', competence: '没有人具备所需专业', vehicle: '车辆座位不够', taken: '人员都已安排在别处', frequency: '已达年度检查频次上限', arranged: '现场检查已经安排，时间和人员保持不变，但有人员不能参加或者检查日已过：请取消这次现场检查，重新排期后再安排' } as Record<string, string>,
  kept: { away: '请假或者另有检查', certificate: '执法证无效', recused: '应当回避', territory: '不负责该区划', busy: '已排别处' } as Record<string, string>, halfDays: (n: number) => `${n} 个半天`,
  moves: '与上次相比的变动', lost: '失去安排', out: '换下', in: '换上', moveOf: { away: '请假或者另有检查', certificate: '执法证无效', recused: '应当回避', territory: '不负责该区划', window: '原来的日期已过', made_room: '为其他检查让出' } as Record<string, string>,
  move: '调整', announce: '已通知企业', moveTitle: (n: number) => `调整第 ${n} 号检查`, day: '日期', halfDay: '半天', reason: '理由', reasonHint: '已通知企业的必须写明', moveHelp: '检查组不变。人员请假、回避、专业、区划、车辆、时间逐项核对，不符合的不能保存。', save: '保存',
  merge: '综合查一次：同一企业的其他检查', mergeHelp: (n: number) => `其他方案在 ${n} 天内也要检查同一企业。合并后一次上门、各查各项；只有双方的计划人员能看到。`, propose: '提出合并', noPairs: '没有可以合并的检查', proposals: '合并建议', accept: '接受', decline: '不接受', stays: '并入', days: (n: number) => `相隔 ${n} 天`, noTime: (least: number, most: number) => `时间未定，按检查期间相隔 ${least} 至 ${most} 天`,
  merges: { proposed: '待答复', accepted: '已合并', declined: '未接受' } as Record<string, string>, ours: '本部门提出', theirs: '对方提出',
  settings: '排期参数', settingsHelp: '没有法定数字，按本机关实际填写。', set: { base: '出发区划', half_day: '半天时长（分钟，含路程）', visit: '每户检查（分钟）', per_half: '每组半天最多户数', near: '同区划两户之间（分钟）', far: '区划之间（分钟）', merge_days: '合并窗口（天）', travel: '个别区划之间', travelHint: '每行一条：区划 区划 分钟', vehicles: '车辆', vehiclesHint: '每行一辆：名称 座位数；留空表示不受车辆限制' } as Record<string, string>, badLine: (n: number) => `第 ${n} 行写法不对`,
};

const en: typeof zh = {
  title: 'Schedule of visits', link: 'Schedule', back: 'Back to the plan', sealed: 'Sealed: you see time, district and officers; the enterprise shows once its visit is under way', notOpened: 'You are a planner: open the result with a reason on the plan’s page first, then arrange the visits',
  plan: 'Make the visits', planHelp: 'One visit for each drawn enterprise, with the drawn team, without a time yet.', run: 'Schedule', rerun: 'Schedule anew', rerunHelp: 'What was announced keeps its time, what is arranged its team as well, the rest moves as little as possible; every move says why.', done: 'Done',
  none: 'No visits yet', noneHelp: 'Once the result is drawn and opened, the initiator’s planner makes the visits.', never: 'Not scheduled yet',
  figure: { scheduled: 'Scheduled', tours: 'Half days of a team', travel: 'On the road', objective: 'Objective', bound: 'Lower bound', gap: 'Gap at most', rate: 'Joint visits', saved: 'Visits saved', substitutes: 'Substitutes' },
  of: (a, b) => `${a} of ${b}`, minutes: (n) => `${n} min`, times: (n) => `${n}`, people: (n) => `${n}`, permille: (n) => `${(n / 10).toFixed(1)}%`,
  bound: 'No schedule has an objective below the bound: it follows from what each visit alone allows, visits per half day, travel and the officers’ time.',
  view: { week: 'Week', table: 'Table' }, all: 'All agencies', earlier: 'Earlier week', next: 'Next week', week: (from, to) => `${from} — ${to}`, half: { am: 'morning', pm: 'afternoon' }, free: 'none',
  col: { number: 'No.', name: 'Enterprise', district: 'District', when: 'When', team: 'Team', state: 'State', act: '' }, visit: (n) => `No. ${n}`, unscheduled: 'unscheduled', substitute: 'substitute', weekday: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  state: { planned: 'planned', announced: 'announced', under_way: 'under way', done: 'done', cancelled: 'cancelled' }, merged: 'made in the course of another plan’s visit',
  held: 'Arranged, and not as it can be', why: 'Without a place', whyOf: { half_day: 'travel and visit exceed a half day', window: 'its days lie outside the period', officers: 'too few officers can go', competence: 'nobody knows what is needed', vehicle: 'too few seats', taken: 'all officers are elsewhere', frequency: 'at the yearly cap on checks', arranged: 'its check is arranged and keeps its time and team, though somebody cannot go or its day is past: call the check off, schedule anew and arrange it again' },
  kept: { away: 'on leave or on another visit', certificate: 'no valid certificate', recused: 'must withdraw', territory: 'does not cover the district', busy: 'scheduled elsewhere' }, halfDays: (n) => `${n} half days`,
  moves: 'What changed since', lost: 'lost its place', out: 'out', in: 'in', moveOf: { away: 'on leave or on another visit', certificate: 'no valid certificate', recused: 'must withdraw', territory: 'does not cover the district', window: 'its day has passed', made_room: 'made room for another visit' },
  move: 'Move', announce: 'Told the enterprise', moveTitle: (n) => `Move visit no. ${n}`, day: 'Day', halfDay: 'Half day', reason: 'Reason', reasonHint: 'Needed once the enterprise was told', moveHelp: 'The team stays. Leave, recusals, competences, districts, vehicles and time are checked; what does not fit is not saved.', save: 'Save',
  merge: 'One visit, many checks', mergeHelp: (n) => `Other plans visit the same enterprise within ${n} days. Merged, all go once and each checks its own; only both planners see this.`, propose: 'Propose', noPairs: 'Nothing to merge', proposals: 'Proposals', accept: 'Accept', decline: 'Decline', stays: 'goes into', days: (n) => `${n} days apart`, noTime: (least, most) => `no time yet: ${least} to ${most} days apart by the periods`,
  merges: { proposed: 'awaits an answer', accepted: 'merged', declined: 'declined' }, ours: 'ours', theirs: 'theirs',
  settings: 'Settings of schedules', settingsHelp: 'No law sets these; enter what is so in your agency.', set: { base: 'District to start from', half_day: 'Half day (minutes, travel included)', visit: 'At an enterprise (minutes)', per_half: 'Enterprises of a team in a half day', near: 'Between two in a district (minutes)', far: 'Between districts (minutes)', merge_days: 'Window for merging (days)', travel: 'Single ways', travelHint: 'One a line: district district minutes', vehicles: 'Vehicles', vehiclesHint: 'One a line: name seats; empty: vehicles do not matter' }, badLine: (n) => `Line ${n} is not as it should be`,
};

/** The words in the reader's language. */
export function useScheduleWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
