import './claim.css';
import type { Referral } from '../../api/types';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { StateTag, Tag } from '../../components/Tag';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { Button } from 'antd';
import { evidencePath, suitPacketPath } from '../../api/referral';
import { yuan } from '../../format/size';
import { dayWords } from '../../format/time';
import { useText } from '../../i18n';
import { Rounds } from './Rounds';

type Claim = NonNullable<Referral['claim']>;

/** The money of a claim: assessed, agreed, performed, still owed; who bears what and when. */
export function ClaimBlock({ r, c }: { r: Referral; c: Claim }) {
  const { t } = useText();
  const name = (id?: string) => r.parties.find((p) => p.id === id)?.name || t('referral.parties.unnamed');
  const figures: Array<[string, number]> = [[t('claim.assessed'), c.assessed_fen], [t('claim.agreed'), c.agreed_fen], [t('claim.paid'), c.paid_fen], [t('claim.open'), c.open_fen]];
  const parts: Array<[string, number]> = [[t('claim.damage_fen'), c.damage_fen], [t('claim.appraisal_fen'), c.appraisal_fen], [t('claim.emergency_fen'), c.emergency_fen]];
  const tags = ([['performed', 'green'], ['judged', 'green'], ['applied', 'blue'], ['announced', 'blue'], ['enforcing', 'amber'], ['sued', 'amber'], ['dismissed', 'grey'], ['ended', 'grey']] as const).filter(([key]) => c[key] && !(key === 'applied' && (c.announced || c.confirmed)) && !(key === 'announced' && c.confirmed));
  const texts: Array<[string, string | undefined]> = [[t('claim.inquiry'), c.inquiry], [t('claim.assessment'), c.assessment], ...(r.glass ? [[t('claim.minutes'), c.minutes], [t('claim.present'), c.present.map((p) => `${t(`claim.roles.${p.role}`)}：${p.name}`).join('；')]] as Array<[string, string | undefined]> : []), [t('claim.agreement'), c.agreement], [t('claim.effect'), c.effect], [t('claim.failureSays'), c.failure]];
  return (
    <Section id="claim" title={t('claim.title')}>
      <p>
        {c.agreed_fen > 0 && !c.judged && <Tag tone={c.confirmed ? 'green' : 'amber'}>{t(c.confirmed ? 'claim.confirmed' : 'claim.unconfirmed')}</Tag>}{' '}
        {c.arrears_fen > 0 && <Tag tone="red">{t('claim.arrears', { n: yuan(c.arrears_fen) })}</Tag>}{' '}
        {c.told && <Tag tone={c.signed ? 'green' : 'blue'}>{t(c.signed ? 'claim.signed_pp' : 'claim.told_pp')}</Tag>}{' '}
        {c.meetings > 0 && <Tag>{t('claim.meetings', { n: c.meetings })}</Tag>}{' '}
        {tags.map(([key, tone]) => <Fragment key={key}><Tag tone={tone}>{t(`claim.tags.${key}`)}</Tag>{' '}</Fragment>)}
        {c.major && <Tag tone="amber">{t('claim.major.tag', { what: t(`claim.major.classes.${c.major}`), day: c.major_by ?? '' })}{c.major_told > 0 ? t('claim.major.told', { n: c.major_told }) : ''}</Tag>}
      </p>
      {c.rivals.length > 0 && <Rivals list={c.rivals} />}
      {c.assessed_fen === 0 ? <p className="quiet">{t('claim.none')}</p> : (
        <>
          <dl className="claim-figures">{figures.map(([label, fen]) => <div key={label}><dt className="quiet">{label}</dt><dd>{yuan(fen)}</dd></div>)}</dl>
          <p className="quiet">{c.method && `${t(`claim.methods.${c.method}`)} · `}{parts.filter(([, fen]) => fen > 0).map(([label, fen]) => `${label} ${yuan(fen)}`).join(' + ')}（{t('claim.unit')}）</p>
        </>
      )}
      {c.shares.length > 0 && <table className="claim-table"><thead><tr><th>{t('claim.who')}</th><th className="num">{t('claim.share')}</th><th className="num">{t('claim.open')}</th></tr></thead><tbody>{c.shares.map((s) => <tr key={s.party}><td>{name(s.party)}</td><td className="num">{yuan(s.fen)}</td><td className="num">{yuan(s.open_fen)}</td></tr>)}</tbody></table>}
      {c.plan.length > 0 && <table className="claim-table"><thead><tr><th>{t('claim.plan')}</th><th>{t('claim.who')}</th><th className="num">{t('claim.amount')}</th></tr></thead><tbody>{c.plan.map((p, i) => <tr key={i}><td>{p.on}</td><td>{p.party ? name(p.party) : t('claim.joint')}</td><td className="num">{yuan(p.fen)}</td></tr>)}</tbody></table>}
      {c.agreed_fen > 0 && (c.payments.length === 0 ? <p className="quiet">{t('claim.nothingPaid')}</p> : <PaymentTable c={c} name={name} />)}
      {c.works.length > 0 && <Works r={r} c={c} name={name} />}
      {c.commission && !c.assessed_fen && <p className="quiet">{t('claim.commissioned', { how: t(`claim.methods.${c.commission.method}`), on: c.commission.on })}{c.commission.joint ? t('claim.commissionedJoint') : ''}{c.commission.until ? t('claim.commissionedUntil', { day: c.commission.until }) : ''}</p>}
      {(c.failed || c.sued || c.agreed_fen > 0 && !c.enforceable && !c.reconciled) && r.relation === 'sender' && <p className="no-print"><a href={suitPacketPath(r.id)} download><Button>{t('claim.suitPacket')}</Button></a> <span className="quiet">{t('claim.suitPacketHelp')}</span></p>}
      {!r.glass && <Rounds r={r} check={c.check} />}
      <dl className="summary">{texts.map(([label, text]) => text && <div key={label}><dt>{label}</dt><dd>{text}</dd></div>)}</dl>
    </Section>
  );
}

function PaymentTable({ c, name }: { c: Claim; name: (id?: string) => string }) {
  const { t, lang } = useText();
  return (
    <table className="claim-table">
      <thead><tr><th>{t('claim.payments')}</th><th>{t('claim.who')}</th><th>{t('claim.manner')}</th><th>{t('claim.number')}</th><th className="num">{t('claim.amount')}</th></tr></thead>
      <tbody>{c.payments.map((p, i) => <tr key={i}><td>{dayWords(p.on, lang)}</td><td>{name(p.party)}</td><td>{t(`claim.manners.${p.manner}`)}</td><td>{p.number}</td><td className="num">{yuan(p.fen)}</td></tr>)}</tbody>
    </table>
  );
}

/** Other claims that may be about the same damage. */
function Rivals({ list }: { list: Claim['rivals'] }) {
  const { t } = useText();
  return (
    <Note tone={list.some((x) => x.reasons.length > 0) ? 'amber' : 'blue'} title={t('claim.rivals')}>
      <ul>{list.map((x) => <li key={x.case}><Link to={`/referrals/${x.case}`}>{x.number}</Link> {x.title} <StateTag state={x.state} kind="compensation" /> {x.reasons.length > 0 ? <>{t('claim.rivalsSame')}{': '}{x.reasons.map((y) => t(`claim.rivalReasons.${y}`)).join('、')}</> : <span className="quiet">{t('claim.rivalsOnly')}</span>}</li>)}</ul>
      <p className="quiet">{t('claim.rivalsHelp')}</p>
    </Note>
  );
}

const workTone = { planned: 'grey', reported: 'blue', accepted: 'green', returned: 'red', waived: 'grey' } as const;

/** Works of restoration: what, by whom, until when, and what shows that it is done. */
function Works({ r, c, name }: { r: Referral; c: Claim; name: (id?: string) => string }) {
  const { t } = useText();
  return (
    <>
      <table className="claim-table claim-works">
        <thead><tr><th>{t('claim.works.legend')}</th><th>{t('claim.works.by')}</th><th>{t('claim.works.state')}</th><th>{t('claim.works.shown')}</th><th className="num">{t('claim.works.fen')}</th></tr></thead>
        <tbody>{c.works.map((w) => (
          <tr key={w.n}>
            <td>{w.n}. {w.what} <span className="quiet">{t(`claim.works.kinds.${w.kind}`)}{r.parties.length > 1 ? ` · ${name(w.party)}` : ''}</span></td>
            <td className="nowrap">{w.by}</td>
            <td><Tag tone={w.late ? 'red' : workTone[w.state]}>{t(w.late ? 'claim.works.late' : `claim.works.states.${w.state}`)}</Tag>{w.on && <span className="quiet"> {w.on}</span>}</td>
            <td>{w.evidence.map((e) => <div key={e.sha256}>{e.id ? <a href={evidencePath(r.id, e.id)}>{e.name}</a> : e.name} <code className="quiet" title={`SHA-256 ${e.sha256}`}>{e.sha256.slice(0, 12)}</code></div>)}</td>
            <td className="num">{w.fen > 0 ? yuan(w.fen) : ''}</td>
          </tr>
        ))}</tbody>
      </table>
      <p className="quiet">{t('claim.evaluation')}{': '}{c.evaluation ? t(`claim.evaluations.${c.evaluation}`) : t('claim.evaluations.none')}</p>
    </>
  );
}
