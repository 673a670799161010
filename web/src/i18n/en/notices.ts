import type { Dict } from '../dict';
import type { notices as zh } from '../zh/notices';

export const notices: Dict<typeof zh> = {
  title: 'Notices',
  lead: 'What our organ was told. A notice holds number, matter and link, never the content of a case.',
  unread: 'Unread', all: 'All',
  markAll: 'Mark all as read', read: 'read', empty: 'No notices', emptyHelp: 'New acts, clocks that come near and clocks that ran out are announced here, and by mail and text message as configured.', emptyUnread: 'Nothing unread.',
  holiday: { title: 'Before the holiday: {{name}} ({{from}} to {{to}})', lead: 'Periods of your organ that end in the holiday or on the first working day after ({{first}}), hours first; the last working day is {{last}}.', provisional: 'The holidays are not published yet: counted by weekends and fixed days, and again once they are.', none: 'No period ends in the holiday or on the first working day after.', hours: 'hours', days: 'days', option: 'a right, no duty' },
  level: { info: 'info', warn: 'reminder', urgent: 'urgent' },
  due: 'Due',
  stuck: {
    title: 'Undelivered notices', lead: 'No channel took these. Send them again, or tell by phone and record the call.', retry: 'Send again', call: 'Record a call', callTitle: 'Told by phone', callText: 'When, and with whom', callHint: 'e.g. 09:20, told the officer on duty', save: 'Record', attempts: '{{n}} attempts', retried: 'Sent again', proved: 'Recorded', why: 'Why',
  },
};
