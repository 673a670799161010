import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTimeline } from '../../api/referral';
import type { ActionOption, Referral } from '../../api/types';
import { Icon } from '../../components/icons';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { IssueDialog, Seal } from './Issue';
import { partyNotice, type StepState } from './party';

/** The way of the notice to the party: the paper, its seal, its service, and the entry that it was done. */
export function PartyGuide({ r, onAct }: { r: Referral; onAct: (a: ActionOption) => void }) {
  const { t } = useText();
  const [make, setMake] = useState<Referral['papers'][number]>();
  const p = partyNotice(r, useTimeline(r.id).data?.events ?? []);
  if (!p) return null;
  const paper = (kind: string) => r.papers.find((x) => x.kind === kind && x.issue);
  const { notice, proof, act, told, steps } = p;
  const early = steps.done === 'later';
  const makes = (kind: string, state: StepState, text: string) => {
    const choice = paper(kind);
    return choice && <Button size="small" type={state === 'now' ? 'primary' : 'default'} onClick={() => setMake(choice)}>{text}</Button>;
  };
  return (
    <Section id="party-notice" title={t('party.title')} extra={<Tag tone={r.sub_states.party_notified ? 'green' : p.must ? 'amber' : 'grey'}>{t(r.sub_states.party_notified ? 'party.told' : p.must ? 'party.must' : 'party.may')}</Tag>}>
      <p>{p.must ? t('party.seized', { list: p.seized.map((i) => i.name + (i.quantity ? `（${i.quantity}）` : '')).join('、') }) : t('party.nothingSeized')}</p>
      <p className="quiet">{t('problem.basis')}{t('party.basis')}</p>
      <ol className="way">
        <Step state={steps.notice} title={t('party.step.notice')} note={notice ? `${notice.number ?? ''} · ${stamp(notice.issued_at)}` : t('party.help.notice')}>{!notice && makes('party_notice', steps.notice, t('party.make'))}</Step>
        <Step state={steps.seal} title={t('party.step.seal')} note={steps.seal === 'later' ? t('party.after.seal') : notice?.state === 'sealed' ? t('referral.documents.sealed') : t('referral.documents.sealHelp')}>{notice?.state === 'issued' && paper('party_notice') && <Seal r={r} d={notice} label={t('referral.documents.seal')} />}</Step>
        <Step state={steps.serve} title={t('party.step.serve')} note={proof?.state === 'sealed' ? t('party.served', { at: stamp(proof.issued_at) }) : proof ? t('party.help.signed') : notice ? t('party.help.serve') : t('party.after.serve')}>
          {notice && !proof && makes('service_receipt', steps.serve, t('party.makeProof'))}
          {proof?.state === 'issued' && paper('service_receipt') && <Seal r={r} d={proof} label={t('party.signed')} />}
        </Step>
        <Step state={steps.done} title={t('party.step.done')} note={told ? t('party.done', { at: stamp(told.occurred_at), who: told.actor ?? '' }) : early ? t('party.early') : t('party.help.done')}>{!r.sub_states.party_notified && act?.allowed && <Button size="small" type={early ? 'default' : 'primary'} onClick={() => onAct(act)}>{t('party.record')}</Button>}</Step>
      </ol>
      {make && <IssueDialog r={r} p={make} onClose={() => setMake(undefined)} />}
    </Section>
  );
}

function Step({ state, title, note, children }: { state: StepState; title: string; note: string; children?: ReactNode }) {
  const { t } = useText();
  return (
    <li className={`way-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <span className="way-mark" aria-hidden="true">{state === 'done' && <Icon name="check" size={13} />}</span>
      <span className="way-text"><strong>{title}</strong><span className="sr">{t(`party.state.${state}`)}</span><span className="quiet">{note}</span></span>
      {children && <span className="way-do no-print">{children}</span>}
    </li>
  );
}
