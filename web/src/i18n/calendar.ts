// Words of the calendar of visits, in both languages.
import { useText } from '.';

const zh = {
  title: '检查日历', lead: '各方案已排期的检查和个案检查。检查开始以前，不该知道名单的人看到的是序号、时间和区划。',
  view: { week: '周', month: '月' } as Record<string, string>, by: { plan: '按检查组', team: '按人员', agency: '按部门', enterprise: '按企业' } as Record<string, string>, pick: { plan: '全部检查组', team: '全部人员', agency: '全部部门', enterprise: '全部企业' } as Record<string, string>,
  earlier: '往前', next: '往后', today: '今天', monthOf: (y: string, m: string) => `${y}年${Number(m)}月`, sealed: (n: number) => `第 ${n} 号`, none: '这段时间没有检查', more: (n: number) => `共 ${n} 次`, drag: '可以拖到别的半天，或者用“调整”改期；各项规则由平台核对',
  feeds: '日历订阅', feedsHelp: '把检查时间订阅到手机或者邮件客户端的日历。链接就是钥匙：只含时间、区划和方案，不含企业名称；丢失或者不用了请停用。', whole: '本部门全部检查', teamOf: (p: string) => `联合检查组：${p}`, officer: '订阅谁的检查', make: '生成链接', made: '链接只显示这一次，请现在复制：', copy: '复制', revoke: '停用', noFeeds: '还没有订阅', revoked: '已停用', since: (t: string) => `${t} 生成`,
};

const en: typeof zh = {
  title: 'Calendar of visits', lead: 'Scheduled visits of all plans, and case-driven ones. Before a visit, whoever may not know the name sees number, time and district.',
  view: { week: 'Week', month: 'Month' }, by: { plan: 'By plan team', team: 'By officer', agency: 'By agency', enterprise: 'By enterprise' }, pick: { plan: 'All plan teams', team: 'All officers', agency: 'All agencies', enterprise: 'All enterprises' },
  earlier: 'Earlier', next: 'Later', today: 'Today', monthOf: (y, m) => `${y}-${m}`, sealed: (n) => `No. ${n}`, none: 'No visits in this time', more: (n) => `${n} visits`, drag: 'Drag to another half day, or use “Move”; the hub asks every rule',
  feeds: 'Subscriptions', feedsHelp: 'The times of visits in the calendar of a telephone or mail program. The link is the key: it holds times, districts and plans, no enterprise; revoke it once it is lost or not needed.', whole: 'All visits of my agency', teamOf: (p) => `Joint team: ${p}`, officer: 'Whose visits', make: 'Make a link', made: 'The link is shown this once, copy it now:', copy: 'Copy', revoke: 'Revoke', noFeeds: 'No subscriptions', revoked: 'Revoked', since: (t) => `made ${t}`,
};

/** The words in the reader's language. */
export function useCalendarWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
