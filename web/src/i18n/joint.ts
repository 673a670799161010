// Words of joint actions and meetings with organs of other hubs, in both languages.
import { useText } from '.';

const zh = {
  title: '联合执法行动（跨枢纽）', members: '混合编组名单', membersHint: '每行一人：姓名，执法证号', noMembers: '还没有登记', member: (name: string, cert: string) => `${name} ${cert}`,
  visits: '检查', noVisits: '还没有安排检查', col: { number: '查验编号', name: '被检查单位', day: '日期', by: '安排机关', team: '检查组', state: '状态', problems: '发现问题', handed: '已移交' } as Record<string, string>,
  state: { arranged: '已安排', done: '已检查', called_off: '已取消' } as Record<string, string>, crossing: '跨界', region: '所在地行政区划代码', regionHint: '六位，按 GB/T 2260',
  count: { actions: '次', visits: '家次', problems: '个' } as Record<string, string>, counted: { actions: '联合执法', visits: '检查企业', problems: '移交问题' } as Record<string, string>, sameThere: '两个枢纽按同一口径计算，数字一致',
  partners: '其他枢纽的机关', noPartners: '没有邀请其他枢纽的机关', stand: { sent: '已商请，待答复', received: '已签收，待答复', handling: '已参加', answered: '已结束或者不参加', returned: '已退回', withdrawn: '已撤回', closed: '已办结', draft: '拟稿' } as Record<string, string>,
  withPartner: '与其他枢纽的机关联合', none: '不联合', partnerTeam: '对方参加人员', partnerTeamHint: '跨界检查至少一名属地机关人员', open: '打开案件', visit: '检查', which: '哪一次检查', found: '发现问题数', handedNow: '本次移交数',
  invited: '联席会议邀请', attends: { yes: '参加', no: '不参加', none: '未答复' } as Record<string, string>, reply: '答复', minutes: '会签纪要', waits: '待会签', signed: '已会签', digest: '会签摘要', promises: '议定事项', papers: '会议材料', noPromises: '没有本机关的议定事项', due: (d: string) => `${d}前`,
  promise: { open: '办理中', reported: '已报告办结', kept: '已认可', dropped: '已撤销' } as Record<string, string>, line: '议定事项', acrossHelp: '会议由召集机关的枢纽办理；答复、会签和办结报告由这里送达。', team: '参加人员的执法证号', name: '被检查单位', numberHint: '本枢纽的查验编号',
};

const en: typeof zh = {
  title: 'Joint action across hubs', members: 'Members', membersHint: 'One a line: name, number of the certificate', noMembers: 'Nobody named yet', member: (name, cert) => `${name} ${cert}`,
  visits: 'Visits', noVisits: 'No visits yet', col: { number: 'Number', name: 'Enterprise', day: 'Day', by: 'Arranged by', team: 'Team', state: 'State', problems: 'Found', handed: 'Handed over' },
  state: { arranged: 'arranged', done: 'done', called_off: 'called off' }, crossing: 'across the border', region: 'Region code of the place', regionHint: 'six digits (GB/T 2260)',
  count: { actions: 'actions', visits: 'visits', problems: 'problems' }, counted: { actions: 'Joint actions', visits: 'Enterprise visits', problems: 'Problems handed over' }, sameThere: 'Both hubs count alike',
  partners: 'Organs of other hubs', noPartners: 'No organ of another hub was asked', stand: { sent: 'asked', received: 'signed for', handling: 'joined', answered: 'ended or declined', returned: 'returned', withdrawn: 'withdrawn', closed: 'closed', draft: 'draft' },
  withPartner: 'Together with an organ of another hub', none: 'No', partnerTeam: 'Who comes of it', partnerTeamHint: 'across the border somebody of the place at least', open: 'Open the case', visit: 'Visit', which: 'Which visit', found: 'Problems found', handedNow: 'Handed over now',
  invited: 'Invitation to a joint meeting', attends: { yes: 'comes', no: 'does not come', none: 'no reply yet' }, reply: 'Reply', minutes: 'Minutes', waits: 'to be countersigned', signed: 'countersigned', digest: 'Digest', promises: 'Resolutions', papers: 'Papers', noPromises: 'No resolutions of this organ', due: (d) => `by ${d}`,
  promise: { open: 'open', reported: 'reported done', kept: 'accepted', dropped: 'dropped' }, line: 'Resolution', acrossHelp: 'The meeting is held on the hub of its convener; reply, signature and reports go there from here.', team: 'Certificates of who goes', name: 'Enterprise', numberHint: 'its number at this hub',
};

export function useJointWords(): typeof zh {
  return useText().lang === 'en' ? en : zh;
}
