export const meetings = {
  nav: '联席会议',
  title: '联席会议议题', lead: '各机关在案件中列入的议题，会前消化、会上讨论。', open: '待议', all: '全部', none: '没有列入的议题。', noneHelp: '在案件页的“对方逾期未办”或者“沟通记录”里可以列入。',
  case: '案件', silent: '沉默的事项', reason: '理由', by: '列入机关', days: '逾期 {{n}} 天', came: '已办结', notLate: '没有逾期事项', off: '{{at}} 撤下：',
};
