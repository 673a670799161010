import { Button } from 'antd';
import type { ActionOption, Referral } from '../../api/types';
import { useMe } from '../../api/people';
import { BasisLine } from '../../components/Basis';
import { Icon } from '../../components/icons';
import { Light } from '../../components/Light';
import { Fold } from '../../components/Section';
import { useText } from '../../i18n';
import { background } from './background';
import { notifyParty } from './party';

/** Who has to do what, by when, under which article; one primary button, the others beside it. */
export function NextBar({ r, onAct }: { r: Referral; onAct: (a: ActionOption) => void }) {
  const { t, say, word } = useText();
  const me = useMe().data;
  const { n, also } = whatNext(r, me?.agency.id);
  const own = r.actions.filter((a) => !a.paper);
  const can = own.filter((a) => a.allowed);
  const primary = can.find((a) => a.primary);
  const others = can.filter((a) => a !== primary);
  const blocked = own.filter((a) => !a.allowed);
  const near = blocked.filter((a) => a.blocked === 'condition' || a.blocked === 'function');
  // What stands in the way of going on is said at once; the rest on demand.
  const inline = primary ? [] : near;
  const far = [...near.filter((a) => !inline.includes(a)), ...blocked.filter((a) => !near.includes(a))];
  const paper = r.actions.filter((a) => a.paper && a.allowed);
  const letter = near.some((a) => a.action === 'criminal.transmit') && (r.state === 'approved' || r.state === 'returned');

  return (
    <section className={`next next-${n?.light ?? 'none'}`} aria-labelledby="next-title">
      <div className="next-what">
        <p className="quiet">{t('referral.next.title')}{n && <> · {n.mine ? <strong>{t('referral.next.byMe')}</strong> : t('referral.next.by', { agency: n.agency.name })}</>}</p>
        <h2 id="next-title">{n ? say(n.title) : t('referral.next.done')}{n && n.light !== 'none' && <> <Light light={n.light} due={n.due_at} /></>}</h2>
        {also && <p>{t('referral.next.also', { agency: also.agency.short_name, what: say(also.title) })} <Light light={also.light} due={also.due_at} /></p>}
        {n?.internal && <p className="quiet">{t('referral.clocks.internalHelp')}</p>}
        {n?.basis && <p className="quiet">{t('problem.basis')}<BasisLine basis={n.basis} /></p>}
        {!n && <p className="quiet">{['closed', 'void'].includes(r.state) ? t('referral.next.closed', { state: word('state', r.state) }) : t('referral.next.nobody')}</p>}
      </div>
      <div className="next-do no-print">
        {primary && <Button type="primary" size="large" icon={primary.step_up ? <Icon name="lock" /> : undefined} onClick={() => onAct(primary)}>{say(primary.title)}</Button>}
        {letter && <Button type="primary" size="large" href="#documents">{t('referral.next.toDocuments')}</Button>}
        {others.map((a) => <Button key={a.action} href={a.action === notifyParty ? '#party-notice' : undefined} size={primary || a.action === 'void' ? 'middle' : 'large'} type={a.action === 'void' ? 'text' : 'default'} danger={a.action === 'void'} icon={a.step_up ? <Icon name="lock" /> : undefined} onClick={a.action === notifyParty ? undefined : () => onAct(a)}>{say(a.title)}</Button>)}
        {can.length === 0 && !letter && n && !r.glass && <p className="quiet next-wait">{t('referral.next.noneMine')}</p>}
      </div>
      {inline.length > 0 && (
        <ul className="next-near no-print">
          {inline.map((a) => <li key={a.action}><Button size="small" disabled aria-describedby={`why-${a.action}`}>{say(a.title)}</Button> <span id={`why-${a.action}`}>{say(a.reason)}</span></li>)}
        </ul>
      )}
      <div className="next-folds no-print">
        {paper.length > 0 && (
          <Fold title={t('referral.next.paper')} count={paper.length}>
            <p className="quiet">{t('referral.next.paperHelp')}</p>
            <p className="next-paper">{paper.map((a) => <Button key={a.action} size="small" icon={<Icon name="paper" />} onClick={() => onAct(a)}>{say(a.title)}</Button>)}</p>
          </Fold>
        )}
        {far.length > 0 && (
          <Fold title={inline.length > 0 ? t('referral.next.blockedState') : t('referral.next.blocked')} count={far.length}>
            <ul className="next-far">{far.map((a) => <li key={a.action}><span>{say(a.title)}</span><span className="quiet">{say(a.reason)}{a.basis && <>（<BasisLine basis={a.basis} />）</>}</span></li>)}</ul>
          </Fold>
        )}
      </div>
    </section>
  );
}

type Next = NonNullable<Referral['next']>;

/** The reader's own duty comes first, even where another organ's line is nearer. */
export function whatNext(r: Referral, agency: string | undefined): { n?: Next; also?: Next } {
  const n = r.next;
  if (!n || n.mine) return { n };
  const own = r.clocks.filter((c) => c.owes.id === agency && c.state === 'running' && !c.option && !background.has(c.rule)).sort((a, b) => Number(a.internal) - Number(b.internal) || (a.due_at ?? '9').localeCompare(b.due_at ?? '9'))[0];
  if (!own) return { n };
  return { n: { agency: own.owes, mine: true, title: own.title, due_at: own.due_at, light: own.light, basis: own.basis[0], clock: own.id, internal: own.internal }, also: n };
}
