export const notices = {
  title: '通知',
  lead: '本机关收到的通知。通知里只有编号、事项和链接，不带案情。',
  unread: '只看未读', all: '全部',
  markAll: '全部标为已读', read: '已读', empty: '没有通知', emptyHelp: '案件有新的办理、期限临近或者逾期时，会在这里提醒；也会按设置发送邮件和短信。', emptyUnread: '没有未读通知。',
  holiday: { title: '节前清单：{{name}}（{{from}}至{{to}}）', lead: '假期内和节后首个工作日（{{first}}）届满的本机关期限，按小时计的在前；最后一个工作日是{{last}}。', provisional: '放假安排尚未公布，暂按周末和法定节日推算，公布后自动更新。', none: '没有期限在假期内或者节后首个工作日届满。', hours: '按小时', days: '按日', option: '权利，可以不行使' },
  level: { info: '一般', warn: '提醒', urgent: '紧急' },
  due: '期限',
  stuck: {
    title: '没有送达的通知', lead: '下列通知各种方式都没有送到。请重新发送，或者电话告知后登记。', retry: '重新发送', call: '登记电话', callTitle: '电话告知记录', callText: '何时、与谁通话', callHint: '如：9时20分与值班民警通话，已口头告知', save: '登记', attempts: '已试 {{n}} 次', retried: '已重新发送', proved: '已登记', why: '原因',
  },
};
