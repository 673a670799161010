import './draft.css';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { has, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { useProcedure, useProcedures } from '../../api/procedures';
import { referralQuery } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Empty } from '../../components/Empty';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { SyntheticMark } from '../../components/Tag';
import { useText } from '../../i18n';
import { hasPrecheck, PrecheckFold } from '../referral/Precheck';
import { FactsStep } from './FactsStep';
import { GenericFacts, openFields } from './GenericFacts';
import { errorsOf, gaps } from './form';
import { Guide, stepsOf, type Step } from './Guide';
import { KindStep } from './KindStep';
import { MaterialsStep } from './MaterialsStep';
import { OpinionForm } from './OpinionForm';
import { PartyStep } from './PartyStep';
import { PreviewStep } from './PreviewStep';
import { SendStep } from './SendStep';
import { SaveState } from './SaveState';
import { useDraft } from './useDraft';

/** The guide: kind, party and offences, facts, materials, and the very document. */
export default function DraftPage() {
  const { id } = useParams();
  const { t } = useText();
  const me = useMe();
  const procedures = useProcedures();
  const [params] = useSearchParams();
  usePageTitle(id ? t('draft.editTitle') : t('draft.title'));
  if (me.isPending) return <Skeleton active />;
  if (!me.data) return <ProblemNote error={me.error} onRetry={() => void me.refetch()} />;
  if (procedures.isPending) return <Skeleton active />;
  if (!id && params.get('kind') === 'opinion') return <OpinionForm me={me.data} />;
  if (!id && !procedures.data?.items.some((p) => p.allowed)) {
    return <Empty title={t('draft.cannot')} action={<p><Link to="/">{t('goInbox')}</Link></p>}>{t('draft.cannotHelp')}</Empty>;
  }
  return <Editor id={id} />;
}

/** One component for the new and the begun draft: typing goes on while it gets its address. */
function Editor({ id }: { id?: string }) {
  const { t } = useText();
  const q = useQuery({ ...referralQuery(id ?? ''), enabled: id !== undefined });
  const r = id ? q.data : undefined;
  const me = useMe().data!;
  const go = useNavigate();
  const [params, setParams] = useSearchParams();
  const kind = r?.kind ?? params.get('kind') ?? 'criminal';
  const p = useProcedure(kind);
  const criminal = kind === 'criminal';
  const step: Step = stepsOf.find((s) => s === params.get('step')) ?? (r ? 'party' : 'kind');
  const d = useDraft(id, r, kind, (id) => void go(`/referrals/${id}/draft?step=${step === 'kind' ? 'party' : step}`, { replace: true, preventScrollReset: true }));
  const to = (s: Step, k = kind) => {
    if (d.saving === 'dirty') void d.save();
    setParams(r ? { step: s } : { step: s, kind: k });
    scrollTo({ top: 0 });
  };
  if (id && !r) {
    if (q.isPending) return <Skeleton active />;
    return problemOf(q.error).status === 404 ? <Empty title={t('referral.missingCase')}>{t('referral.missingCaseHelp')}</Empty> : <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  }
  if (r && (r.state !== 'draft' || r.relation !== 'sender')) return <Empty title={t('draft.notDraft')} action={<p><Link to={`/referrals/${r.id}`}>{t('draft.toCase')}</Link></p>} />;
  const at = stepsOf.indexOf(step);
  const errors = errorsOf(d.form, d.error === undefined ? [] : problemOf(d.error).errors ?? []);
  const props = { d, r, me, errors };
  const missing = (r?.checklist ?? []).filter((c) => c.mandatory && !c.generated && c.state === 'missing');
  const open = new Set(gaps(d.form));
  const begin = (k: string) => to('party', k);
  const lacks = p ? openFields(p, d.form.content) : [];

  return (
    <div className="draft">
      <div className="page-head">
        <h1>{d.form.title || t('draft.title')} {r?.synthetic && <SyntheticMark />}</h1>
        {r && <span className="quiet num">{r.number}</span>}
        <div className="page-extra"><SaveState d={d} /></div>
      </div>
      <Guide step={step} onStep={to} done={{
        kind: true, party: criminal ? !['title', 'parties', 'charges'].some((g) => open.has(g as never)) : !open.has('title'), facts: criminal ? !open.has('facts') && !open.has('team') : lacks.length === 0,
        materials: r !== undefined && missing.length === 0, preview: false,
      }} />
      {step === 'kind' && <KindStep kind={kind} onStart={begin} begun={r !== undefined} opinion={me.agency.sector === 'procuratorate' && has(me, 'procurator', 'head')} />}
      {step === 'party' && <PartyStep {...props} p={p} />}
      {step === 'facts' && (criminal || !p ? <FactsStep {...props} /> : <GenericFacts {...props} p={p} />)}
      {step === 'materials' && <MaterialsStep {...props} kind={kind} />}
      {step === 'preview' && (criminal || !p ? <PreviewStep {...props} /> : <SendStep {...props} p={p} />)}
      {step === 'preview' && r && hasPrecheck(r) && <PrecheckFold r={r} open />}
      <div className="draft-foot no-print">
        {at > 0 && <Button onClick={() => to(stepsOf[at - 1]!)}>{t('previous')}</Button>}
        {at > 0 && at < stepsOf.length - 1 && <Button type="primary" onClick={() => to(stepsOf[at + 1]!)}>{t('next')}：{t(`draft.steps.${stepsOf[at + 1]!}`)}</Button>}
        {r && <Link to={`/referrals/${r.id}`}>{t('draft.preview.toCase')}</Link>}
      </div>
    </div>
  );
}

export type StepProps = { d: ReturnType<typeof useDraft>; r?: Referral; me: NonNullable<ReturnType<typeof useMe>['data']>; errors: Map<string, string> };
