import { useState } from 'react';
import { has, useMe } from '../../api/people';
import type { ClockInfo, Referral } from '../../api/types';
import { Light } from '../../components/Light';
import { Fold, Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useNow } from '../../format/clock';
import { dueWords } from '../../format/time';
import { useText } from '../../i18n';
import { background } from './background';
import { ExplainClock } from './Explain';
import { InTransit } from './InTransit';

const live = (c: ClockInfo) => c.state === 'running' || c.state === 'paused';
const byDue = (a: ClockInfo, b: ClockInfo) => (a.due_at ?? '9').localeCompare(b.due_at ?? '9');

/** All clocks of the case: duties first, rights and the clocks beside the procedure folded. */
export function Clocks({ r }: { r: Referral }) {
  const { t } = useText();
  const [open, setOpen] = useState<ClockInfo>();
  const me = useMe().data;
  const mine = me?.agency.id;
  const may = r.sent_at !== undefined && has(me, 'desk', 'handler', 'legal_reviewer', 'head', 'liaison', 'procurator');
  const running = r.clocks.filter(live).sort(byDue);
  const beside = running.filter((c) => background.has(c.rule));
  const rights = running.filter((c) => c.option && !background.has(c.rule));
  const duties = running.filter((c) => !c.option && !background.has(c.rule));
  const own = duties.filter((c) => c.owes.id === mine);
  const other = duties.filter((c) => c.owes.id !== mine);
  const ended = r.clocks.filter((c) => !live(c)).sort((a, b) => (b.ended_at ?? '').localeCompare(a.ended_at ?? ''));
  const list = (cs: ClockInfo[]) => <ul className="clocks">{cs.map((c) => <Clock key={c.id} c={c} r={r} onOpen={() => setOpen(c)} />)}</ul>;
  return (
    <Section title={t('referral.clocks.title')} className="case-clocks">
      {duties.length === 0 && <p className="quiet">{t('referral.clocks.none')}</p>}
      {own.length > 0 && <><h3 className="clock-group">{t('referral.clocks.mine')}</h3>{list(own)}{may && own.some((c) => c.state === 'running' && !c.rule.startsWith('exchange_') && (r.relation !== 'sender' || c.light === 'red')) && <InTransit r={r} clocks={own} />}</>}
      {other.length > 0 && <><h3 className="clock-group">{t('referral.clocks.theirs')}</h3>{list(other)}</>}
      {r.inside_time && <p className="quiet clock-inside" title={t('referral.clocks.insideHelp')}>{t(r.inside_time.reported ? 'referral.clocks.inside' : 'referral.clocks.insideYet', { n: r.inside_time.days })} <Tag>{t('referral.clocks.internal')}</Tag></p>}
      {rights.length > 0 && <Fold title={t('referral.clocks.rights')} count={rights.length}>{list(rights)}</Fold>}
      {beside.length > 0 && <Fold title={t('referral.clocks.background')} count={beside.length} open={beside.some((c) => c.light === 'red' || c.light === 'amber')}>{list(beside)}</Fold>}
      {ended.length > 0 && <Fold title={t('referral.clocks.ended')} count={ended.length}>{list(ended)}</Fold>}
      {open && <ExplainClock referral={r.id} clock={open.id} onClose={() => setOpen(undefined)} />}
    </Section>
  );
}

function Clock({ c, r, onOpen }: { c: ClockInfo; r: Referral; onOpen: () => void }) {
  const { t, say, lang } = useText();
  const now = useNow();
  const who = c.charge ? r.parties.flatMap((p) => p.charges.map((x) => ({ p, x }))).find(({ x }) => x.id === c.charge) : undefined;
  return (
    <li>
      <button type="button" className={c.internal ? 'clock clock-internal' : 'clock'} onClick={onOpen} title={t('referral.clocks.explain')}>
        <span className="clock-name">{say(c.title)}</span>
        <Light light={c.light} due={c.due_at} ended={c.ended_at} />
        <span className="clock-more quiet">
          {c.owes.short_name}{who && r.parties.length + who.p.charges.length > 2 && ` · ${t('referral.clocks.for', { name: who.p.name || t('referral.parties.unnamed'), offence: who.x.offence })}`}
          {c.basis[0] && ` · ${c.basis[0].number || c.basis[0].document}${c.basis[0].article ?? ''}`}
          {c.presumed && <> <Tag tone="amber" title={t('referral.clocks.presumedHelp')}>{t('referral.clocks.presumed')}</Tag></>}
          {c.provisional && <> <Tag tone="amber" title={t('referral.clocks.provisionalHelp')}>{t('referral.clocks.provisional')}</Tag></>}
          {c.internal && <> <Tag title={t('referral.clocks.internalHelp')}>{t('referral.clocks.internal')}</Tag></>}
          {c.quiet_until && c.state === 'running' && Date.parse(c.quiet_until) > now.getTime() && <> <Tag tone="blue" title={t('referral.clocks.transitHelp', { until: dueWords(c.quiet_until, now, lang) })}>{t('referral.clocks.transit')}</Tag></>}
          {c.granted > 0 && <> <Tag>{t('referral.clocks.granted', { n: c.granted })}</Tag></>}
          {c.unverified ? <> <Tag title={t('referral.clocks.unverifiedHelp')}>{t('referral.clocks.unverified')}</Tag></> : c.flagged && <> <Tag title={t('referral.clocks.flaggedHelp')}>{t('referral.clocks.flagged')}</Tag></>}
        </span>
      </button>
    </li>
  );
}
