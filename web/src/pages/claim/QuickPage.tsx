import './claim.css';
import '../../forms/forms.css';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Skeleton } from 'antd';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Intent } from '../../api/http';
import { problemOf } from '../../api/problem';
import { accept, act, issueDocument, printPath, useReferral } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Empty } from '../../components/Empty';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { PaperFrame } from '../../components/PaperFrame';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { StateTag } from '../../components/Tag';
import { usePageTitle } from '../../components/shell/title';
import { CostFields, PresentFields, TermsFields, ToldField } from '../../forms/claim';
import { agreementDraft } from '../../forms/agreement';
import { useSigning } from '../../forms/signing';
import { claimBody, emptyClaim, totalOf, type ClaimValues } from '../../forms/claimValues';
import { useText } from '../../i18n';
import AgreementCheck from './AgreementCheck';

/** The papers of one sitting, in the order in which they are signed. */
const papers = ['consult_notice', 'consult_minutes', 'compensation_agreement'];
const sittingFields = ['method', 'damage_fen', 'appraisal_fen', 'emergency_fen', 'shares', 'plan', 'present', 'assessed', 'agreed', 'default_told'];

/** 小额快办: assessment, consultation, agreement, payment and closing on one page. */
export default function QuickPage() {
  const { id = '' } = useParams();
  const { t } = useText();
  const q = useReferral(id);
  const r = q.data;
  usePageTitle(t('claim.quick.title'));
  if (q.isPending) return <div className="section section-body"><Skeleton active paragraph={{ rows: 12 }} /></div>;
  if (!r) return problemOf(q.error).status === 404 ? <Empty title={t('referral.missingCase')} action={<p><Link to="/">{t('goInbox')}</Link></p>}>{t('referral.missingCaseHelp')}</Empty> : <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  return <Sitting key={r.id} r={r} />;
}

function Sitting({ r }: { r: Referral }) {
  const { t } = useText();
  const cache = useQueryClient();
  const signing = useSigning();
  const [openTerms, setOpenTerms] = useState<string[]>([]);
  const [c, setC] = useState<ClaimValues>(() => ({ ...emptyClaim(r), method: 'comprehensive' }));
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [number, setNumber] = useState('');
  const [court, setCourt] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const intents = useRef(new Map<string, Intent>());
  const set = (part: Partial<ClaimValues>) => setC((old) => ({ ...old, ...part }));
  const may = (path: string) => r.actions.some((a) => a.path === path && a.allowed && !a.paper);
  const begins = may('compensation/settle');
  const owes = r.claim?.open_fen ?? 0;
  const whole = !c.byShare && (r.claim?.shares.length ?? 0) === 0;
  const paying = r.state === 'decided' || r.state === 'answered';

  const bad = new Set<string>();
  if (begins) {
    if (!c.method) bad.add('method');
    if (!claimBody(c, 'damage_fen')) bad.add('damage_fen');
    if (!c.default_told) bad.add('default_told');
    for (const f of ['assessed', 'agreed'] as const) if (!c[f].trim()) bad.add(f);
    if (!text.trim()) bad.add('text');
  } else if (whole && owes > 0 && !number.trim()) bad.add('document_no');
  const problem = error === undefined ? undefined : problemOf(error);
  const errors = new Map((problem?.errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const shown = tried ? bad : new Set<string>();
  const wrong = (f: string) => errors.get(f) ?? (shown.has(f) ? t('acts.required') : undefined);

  const take = async (now: Referral, path: string, body: Record<string, unknown>) => {
    const intent = intents.current.get(path) ?? new Intent();
    intents.current.set(path, intent);
    const after = accept(cache, await act({ id: now.id, path, version: now.version, key: intent.keyFor(body), body }));
    intent.done();
    return after;
  };
  const make = async (now: Referral, kinds: string[]) => {
    for (const kind of kinds) if (!now.documents.some((d) => d.kind === kind && d.state !== 'void')) now = accept(cache, await issueDocument(now.id, kind));
    return now;
  };

  // Each act stands for itself: what was recorded stays, and the page goes on from there.
  const go = async () => {
    setTried(true);
    if (bad.size > 0) {
      setTimeout(() => document.querySelector<HTMLElement>('.quick .field-error')?.scrollIntoView({ block: 'center' }), 0);
      return;
    }
    if (begins && !(await signing(openTerms))) return;
    setBusy(true);
    setError(undefined);
    try {
      let now = r;
      if (begins) {
        const body: Record<string, unknown> = { text: text.trim() };
        for (const f of sittingFields) body[f] = claimBody(c, f);
        if (reason.trim()) body['reason'] = reason.trim();
        now = await take(now, 'compensation/settle', body);
        now = await make(now, court ? [...papers, 'confirmation_application'] : papers);
      }
      const open = now.claim?.open_fen ?? 0;
      const joint = now.claim?.shares.length === 0; // shares are paid one by one, on the page of the case
      if (now.state === 'decided' && joint && open > 0 && number.trim()) now = await take(now, 'compensation/pay', { fen: open, manner: 'treasury', document_no: number.trim(), party: r.parties[0]!.id });
      if (now.state === 'decided' && now.claim?.open_fen === 0) {
        now = await make(now, ['performance_statement']);
        if (!court) {
          now = await take(now, 'compensation/perform', { text: t('claim.quick.done') });
          await take(now, 'close', {});
        }
      }
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };

  const made = r.documents.filter((d) => d.state !== 'void' && [...papers, 'confirmation_application', 'performance_statement'].includes(d.kind)).map((d) => d.id);
  return (
    <article className="quick">
      <p><Link to={`/referrals/${r.id}`}>{t('claim.quick.back')}</Link></p>
      <h1>{t('claim.quick.title')}：{r.title} <StateTag state={r.state} kind={r.kind} /></h1>
      <p className="quiet">{t('claim.quick.lead')}</p>
      {!begins && !paying && r.state !== 'closed' && <Note tone="amber">{t('claim.quick.notNow')}</Note>}
      {begins && (
        <>
          <Section title={t('claim.quick.facts')}><p className="wrap-any">{r.content.facts}</p><div className="form">
            <CostFields r={r} c={c} set={set} bad={shown} errors={errors} />
            <Field label={t('claim.assessment')} required error={wrong('assessed')} wide>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={8000} value={c.assessed} onChange={(e) => set({ assessed: e.target.value })} />}</Field>
            {problem?.code === 'above_simple_track' && <Field label={t('acts.field.reason')} required error={wrong('reason')} wide>{(f) => <Input.TextArea {...f} maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>}
          </div></Section>
          <Section title={t('claim.quick.meeting')}><div className="form">
            <PresentFields c={c} set={set} />
            <Field label={t('claim.minutes')} hint={t('claim.quick.minutesHint')} required error={wrong('text')} wide>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 3, maxRows: 12 }} maxLength={8000} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
          </div></Section>
          <Section title={t('claim.quick.terms')}><div className="form">
            <TermsFields r={r} c={c} set={set} bad={shown} errors={errors} total={totalOf(c)} />
            <Field label={t('claim.agreement')} hint={t('claim.quick.agreedHint')} required error={wrong('agreed')} wide>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 2, maxRows: 10 }} maxLength={8000} value={c.agreed} onChange={(e) => set({ agreed: e.target.value })} />}</Field>
          </div></Section>
          <Section title={t('claim.quick.confirm')}><div className="form">
            <ToldField r={r} c={c} set={set} bad={shown} errors={errors} />
            <div className="field field-wide"><Checkbox checked={court} onChange={(e) => setCourt(e.target.checked)}>{t('claim.quick.wantConfirm')}</Checkbox></div>
            <AgreementCheck r={r} draft={agreementDraft(c, c.agreed, true)} onOpen={setOpenTerms} />
          </div></Section>
        </>
      )}
      {!begins && !whole && owes > 0 && <Note tone="blue">{t('claim.quick.each')} <Link to={`/referrals/${r.id}?act=compensation.pay`}>{t('claim.quick.back')}</Link></Note>}
      {(begins || r.state === 'decided') && (whole || owes === 0) && (
        <Section title={t('claim.quick.pay')}><div className="form">
          <Field label={t('claim.quick.payNumber')} hint={t('claim.quick.payHint')} required={!begins && owes > 0} optional={begins} error={wrong('document_no')}>{(f) => <Input {...f} value={number} maxLength={100} onChange={(e) => setNumber(e.target.value)} />}</Field>
        </div></Section>
      )}
      {problem && <>{r.state !== 'approved' && <Note tone="blue" live>{t('claim.quick.partly')}</Note>}<ProblemNote error={error} /></>}
      {r.state === 'closed' && <Note tone="green" live>{t('claim.quick.done')}</Note>}
      {(begins || r.state === 'decided' && (whole || owes === 0)) && <div className="quick-foot"><Button type="primary" size="large" loading={busy} onClick={() => void go()}>{t(begins ? 'claim.quick.submit' : 'claim.quick.finish')}</Button></div>}
      {made.length > 0 && <Section title={t('claim.quick.papers')}>
        <p><Button type={begins ? 'default' : 'primary'} ghost={!begins} href={printPath(r.id, made)} target="_blank" rel="noreferrer">{t('claim.quick.print', { n: made.length })}</Button></p>
        <PaperFrame src={printPath(r.id, made)} title={t('claim.quick.printTitle')} tall bound />
      </Section>}
    </article>
  );
}
