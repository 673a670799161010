import './claims.css';
import '../../forms/forms.css';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Radio, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { addCandidates, closeScreening, decideCandidate, sheetPath, useScreening, type Candidate, type Screening } from '../../api/claims';
import { $api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { DateInput } from '../../components/DateInput';
import { Empty } from '../../components/Empty';
import { Choices, Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { StateTag, Tag } from '../../components/Tag';
import { yuan } from '../../format/size';
import { useText } from '../../i18n';
import { useClaimWords } from '../../i18n/claims';

/** One round of screening: its leads, and what becomes of each. */
export default function RoundPage() {
  const { id = '' } = useParams();
  const { t } = useText();
  const w = useClaimWords();
  const q = useScreening(id);
  const s = q.data;
  usePageTitle(s ? w.round(s.year, s.round) : w.tabs.rounds);
  const [deciding, setDeciding] = useState<Candidate>();
  if (q.isPending) return <Skeleton active />;
  if (!s) return problemOf(q.error).status === 404 ? <Empty title={t('referral.missingCase')} action={<Link to="/claims?tab=rounds">{w.back}</Link>}>{t('referral.missingCaseHelp')}</Empty> : <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  const may = s.may && s.state === 'open';
  return (
    <>
      <p><Link to="/claims?tab=rounds">{w.back}</Link></p>
      <div className="page-head"><h1>{w.round(s.year, s.round)}{'：'}{s.title}</h1><Tag tone={s.state === 'open' ? 'blue' : 'grey'}>{w.states[s.state]}</Tag>
        <div className="page-extra no-print"><a href={sheetPath(s.id)} download><Button icon={<Icon name="down" />}>{w.sheet}</Button></a></div></div>
      <p className="quiet"><span className="num">{s.from} — {s.to}</span> · {s.sources.map((x) => w.channels[x] ?? x).join('、')} · {w.found(s.found, s.claims, s.waiting)} · {w.agreedSum} <span className="num">{yuan(s.agreed_fen)}</span></p>
      <div className="section">
        {s.candidates.length === 0 ? <Empty title={w.empty}>{w.roundsLead}</Empty> : (
          <table className="claims">
            <thead><tr><th>{w.leadTitle}</th><th>{w.channel}</th><th>{w.decide}</th><th className="num">{w.agreedSum}</th></tr></thead>
            <tbody>{s.candidates.map((c) => (
              <tr key={c.id}>
                <td>{c.n}. {c.title}<div className="quiet">{[c.place, c.found_on, c.reference].filter(Boolean).join(' · ')}{c.lead && <> · <Link to={`/referrals/${c.lead}`}>{c.lead_number}</Link></>}</div></td>
                <td data-label={w.channel}>{w.channels[c.channel] ?? c.channel}{c.above && <> <Tag>{w.above}</Tag></>}</td>
                <td data-label={w.decide}>
                  <Tag tone={c.decision === 'claim' ? 'green' : c.decision ? 'grey' : 'amber'}>{w.decided[c.decision]}</Tag> {c.claim && <><Link to={`/referrals/${c.claim}`}>{c.claim_number}</Link> {c.claim_state && <StateTag state={c.claim_state} kind="compensation" />}</>}
                  {c.ground && <div>{t('claim.ground')}{'：'}<GroundWords c={c} /></div>}{c.reason && <div className="quiet">{c.reason}</div>}
                  {c.decision === 'not_pursued' && c.channel === 'procuratorate' && <Note tone="amber">{w.answerLead}{c.lead && <> <Link to={`/referrals/${c.lead}`}>{c.lead_number}</Link></>}</Note>}
                  {may && c.decision !== 'claim' && <div className="no-print"><Button size="small" onClick={() => setDeciding(c)}>{w.decide}</Button></div>}
                </td>
                <td className="num" data-label={w.agreedSum}>{c.agreed_fen > 0 ? yuan(c.agreed_fen) : ''}</td>
              </tr>
            ))}</tbody>
          </table>
        )}
      </div>
      {deciding && <Decide s={s} c={deciding} onClose={() => setDeciding(undefined)} />}
      {may && <Add s={s} />}
      {may && <Close s={s} />}
      {s.state === 'closed' && <Note tone="green" title={w.closed}>{s.closing}</Note>}
    </>
  );
}

function GroundWords({ c }: { c: Candidate }) {
  const { say } = useText();
  return c.ground ? <>{say(c.ground)}</> : null;
}

/** Sends something and shows the round as it is afterwards. */
function useChange(id: string) {
  const cache = useQueryClient();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const run = async (f: () => Promise<Screening>, then: () => void) => {
    setBusy(true);
    setError(undefined);
    try {
      await f();
      await cache.invalidateQueries({ queryKey: ['get', '/v1/screenings/{id}', { params: { path: { id } } }] });
      void cache.invalidateQueries({ queryKey: ['get', '/v1/screenings'] });
      then();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, run };
}

const channels = ['penalty', 'supervision', 'report', 'above', 'inspection', 'incident', 'crime', 'red_line', 'procuratorate', 'other'] as const;
const blank = { title: '', channel: 'penalty' as (typeof channels)[number], above: false, reference: '', place: '', found_on: '' };

function Add({ s }: { s: Screening }) {
  const w = useClaimWords();
  const [v, setV] = useState(blank);
  const [tried, setTried] = useState(false);
  const c = useChange(s.id);
  const go = () => {
    setTried(true);
    if (v.title.trim().length < 2) return;
    const item = { title: v.title.trim(), channel: v.channel, above: v.above, ...(v.reference.trim() ? { reference: v.reference.trim() } : {}), ...(v.place.trim() ? { place: v.place.trim() } : {}), ...(v.found_on ? { found_on: v.found_on } : {}) };
    void c.run(() => addCandidates(s.id, [item]), () => { setV(blank); setTried(false); });
  };
  return (
    <Section title={w.add}>
      {c.error !== undefined && <ProblemNote error={c.error} />}
      <div className="form">
        <Field label={w.leadTitle} required error={tried && v.title.trim().length < 2 ? w.required : undefined} wide>{(f) => <Input {...f} maxLength={200} value={v.title} onChange={(e) => setV({ ...v, title: e.target.value })} />}</Field>
        <Field label={w.channel} required>{(f) => <Select {...f} style={{ width: '100%' }} value={v.channel} onChange={(channel) => setV({ ...v, channel })} options={channels.map((value) => ({ value, label: w.channels[value] }))} />}</Field>
        <Field label={w.reference} optional>{(f) => <Input {...f} maxLength={100} value={v.reference} onChange={(e) => setV({ ...v, reference: e.target.value })} />}</Field>
        <Field label={w.place} optional>{(f) => <Input {...f} maxLength={200} value={v.place} onChange={(e) => setV({ ...v, place: e.target.value })} />}</Field>
        <Field label={w.foundOn} optional>{(f) => <DateInput {...f} value={v.found_on} onChange={(found_on) => setV({ ...v, found_on })} />}</Field>
        <div className="field"><Checkbox checked={v.above} onChange={(e) => setV({ ...v, above: e.target.checked })}>{w.above}</Checkbox></div>
      </div>
      <p><Button loading={c.busy} onClick={go}>{w.addGo}</Button></p>
    </Section>
  );
}

function Close({ s }: { s: Screening }) {
  const w = useClaimWords();
  const [text, setText] = useState('');
  const c = useChange(s.id);
  return (
    <Section title={w.close}>
      {c.error !== undefined && <ProblemNote error={c.error} />}
      {s.waiting > 0 && <p className="quiet">{w.undecided(s.waiting)}</p>}
      <div className="form"><Field label={w.closing} optional wide>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} value={text} onChange={(e) => setText(e.target.value)} />}</Field></div>
      <p><Button type="primary" disabled={s.waiting > 0} loading={c.busy} onClick={() => void c.run(() => closeScreening(s.id, text.trim()), () => undefined)}>{w.close}</Button></p>
    </Section>
  );
}

function Decide({ s, c, onClose }: { s: Screening; c: Candidate; onClose: () => void }) {
  const { say } = useText();
  const w = useClaimWords();
  const grounds = $api.useQuery('get', '/v1/claim-grounds').data?.items ?? [];
  const [decision, setDecision] = useState<'claim' | 'not_pursued'>('claim');
  const [ground, setGround] = useState('');
  const [denied, setDenied] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const change = useChange(s.id);
  const chosen = grounds.find((g) => g.id === ground);
  const body = decision === 'claim' ? { decision, ...(reason.trim() ? { reason: reason.trim() } : {}) } : { decision, ground, denied, reason: reason.trim() };
  const ready = decision === 'claim' || ground !== '' && reason.trim() !== '';
  return (
    <Modal open title={`${w.decideTitle}：${c.title}`} width={680} onCancel={onClose} maskClosable={false} okText={w.go} okButtonProps={{ disabled: !ready, loading: change.busy }} onOk={() => void change.run(() => decideCandidate(s.id, c.id, body), onClose)}>
      {change.error !== undefined && <ProblemNote error={change.error} />}
      <div className="form">
        <Choices legend={w.decide} required><Radio.Group value={decision} onChange={(e) => setDecision(e.target.value as 'claim' | 'not_pursued')} options={[{ value: 'claim', label: w.toClaim }, { value: 'not_pursued', label: w.notPursued }]} /></Choices>
        {decision === 'not_pursued' && (
          <Choices legend={w.ground} required>
            <Radio.Group vertical value={ground || undefined} onChange={(e) => { setGround(e.target.value as string); setDenied([]); }} options={grounds.map((g) => ({ value: g.id, label: say(g.says) }))} />
            {chosen && chosen.exceptions.length > 0 && <><p className="field-hint">{w.exceptions}</p>{chosen.exceptions.map((x) => <p key={x.id}><Checkbox checked={denied.includes(x.id)} onChange={(e) => setDenied(e.target.checked ? [...denied, x.id] : denied.filter((d) => d !== x.id))}>{w.denies(say(x.says))}</Checkbox></p>)}</>}
          </Choices>
        )}
        <Field label={w.reason} required={decision === 'not_pursued'} optional={decision === 'claim'} wide>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
      </div>
    </Modal>
  );
}
