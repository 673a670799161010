import './draft.css';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { has, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { referralQuery } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Empty } from '../../components/Empty';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { SyntheticMark } from '../../components/Tag';
import { useText } from '../../i18n';
import { FactsStep } from './FactsStep';
import { errorsOf, gaps } from './form';
import { Guide, stepsOf, type Step } from './Guide';
import { KindStep } from './KindStep';
import { MaterialsStep } from './MaterialsStep';
import { OpinionForm } from './OpinionForm';
import { PartyStep } from './PartyStep';
import { PreviewStep } from './PreviewStep';
import { SaveState } from './SaveState';
import { useDraft } from './useDraft';

const administrative = (sector: string) => !['police', 'procuratorate', 'court'].includes(sector);

/** The guide: kind, party and offences, facts, materials, and the very document. */
export default function DraftPage() {
  const { id } = useParams();
  const { t } = useText();
  const me = useMe();
  usePageTitle(id ? t('draft.editTitle') : t('draft.title'));
  if (me.isPending) return <Skeleton active />;
  if (!me.data) return <ProblemNote error={me.error} onRetry={() => void me.refetch()} />;
  if (!id && me.data.agency.sector === 'procuratorate' && has(me.data, 'procurator', 'head')) return <OpinionForm me={me.data} />;
  if (!administrative(me.data.agency.sector) || !has(me.data, 'handler', 'legal_reviewer', 'head')) {
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
  const step: Step = stepsOf.find((s) => s === params.get('step')) ?? (r ? 'party' : 'kind');
  const d = useDraft(r, (id) => void go(`/referrals/${id}/draft?step=${step === 'kind' ? 'party' : step}`, { replace: true, preventScrollReset: true }));
  const to = (s: Step) => {
    if (d.saving === 'dirty') void d.save();
    setParams({ step: s });
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

  return (
    <div className="draft">
      <div className="page-head">
        <h1>{d.form.title || t('draft.title')} {r?.synthetic && <SyntheticMark />}</h1>
        {r && <span className="quiet num">{r.number}</span>}
        <div className="page-extra"><SaveState d={d} /></div>
      </div>
      <Guide step={step} onStep={to} done={{
        kind: true, party: !['title', 'parties', 'charges'].some((g) => open.has(g as never)), facts: !open.has('facts') && !open.has('team'), materials: r !== undefined && missing.length === 0, preview: false,
      }} />
      {step === 'kind' && <KindStep onStart={() => to('party')} begun={r !== undefined} />}
      {step === 'party' && <PartyStep {...props} />}
      {step === 'facts' && <FactsStep {...props} />}
      {step === 'materials' && <MaterialsStep {...props} />}
      {step === 'preview' && <PreviewStep {...props} />}
      <div className="draft-foot no-print">
        {at > 0 && <Button onClick={() => to(stepsOf[at - 1]!)}>{t('previous')}</Button>}
        {at > 0 && at < stepsOf.length - 1 && <Button type="primary" onClick={() => to(stepsOf[at + 1]!)}>{t('next')}：{t(`draft.steps.${stepsOf[at + 1]!}`)}</Button>}
        {r && <Link to={`/referrals/${r.id}`}>{t('draft.preview.toCase')}</Link>}
      </div>
    </div>
  );
}

export type StepProps = { d: ReturnType<typeof useDraft>; r?: Referral; me: NonNullable<ReturnType<typeof useMe>['data']>; errors: Map<string, string> };
