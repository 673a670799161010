import './referral.css';
import { Skeleton } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import { problemOf } from '../../api/problem';
import { useAgencies } from '../../api/people';
import { useReferral } from '../../api/referral';
import type { ActionOption, Referral } from '../../api/types';
import { Empty } from '../../components/Empty';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { useNow } from '../../format/clock';
import { stamp } from '../../format/time';
import { ActDialog } from '../../forms/ActDialog';
import { useText } from '../../i18n';
import { Clocks } from './Clocks';
import { Deliveries } from './Deliveries';
import { Documents } from './Documents';
import { Duplicates } from './Duplicates';
import { Facts } from './Facts';
import { FamilyBlock } from './Family';
import { Handoffs } from './Handoffs';
import { Head } from './Head';
import { Items } from './Items';
import { Materials } from './Materials';
import { NextBar } from './NextBar';
import { Parties } from './Parties';
import { PartyGuide } from './PartyGuide';
import { hasPrecheck, PrecheckFold } from './Precheck';
import { Reads } from './Reads';
import { Redactions } from './Redactions';
import { Remarks } from './Remarks';
import { SilencePanel } from './Silence';
import { Reporter } from './Reporter';
import { Course } from './Course';
import { WhyLook } from './WhyLook';

const Exchange = lazy(() => import('./Exchange'));
const ReturnNote = lazy(() => import('./Exchange').then((m) => ({ default: m.ReturnNote })));
const PlatformSheet = lazy(() => import('./PlatformSheet'));
const CrimeWatch = lazy(() => import('./CrimeWatch'));
const AgreementFold = lazy(() => import('../claim/AgreementFold'));
const JointBlock = lazy(() => import('./JointBlock'));
const ClaimBlock = lazy(() => import('../claim/ClaimBlock').then((m) => ({ default: m.ClaimBlock })));

/** The act that has a page of its own. */
const settles = 'compensation.settle';

/** One referral, top to bottom: who has to do what, the case, its clocks, its course. */
export default function ReferralPage() {
  const { id = '' } = useParams();
  const { t } = useText();
  const q = useReferral(id);
  const [params, setParams] = useSearchParams();
  const go = useNavigate();
  const at = useNow();
  const organs = useAgencies().data?.items;
  const r = q.data;
  usePageTitle(r ? r.title : '');

  if (q.isPending) return <div className="section section-body"><Skeleton active paragraph={{ rows: 12 }} /></div>;
  if (!r) {
    if (problemOf(q.error).status === 404) return <Empty title={t('referral.missingCase')} action={<p><Link to="/">{t('goInbox')}</Link></p>}>{t('referral.missingCaseHelp')}</Empty>;
    return <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  }
  if (r.glass && at >= new Date(r.glass.until)) return <Empty title={t('reads.glass.closed')} action={<p><Link to="/reads?tab=glass">{t('reads.glass.title')}</Link></p>}>{t('reads.glass.closedHelp')}</Empty>;
  const across = organs?.some((a) => a.hub && [r.sender.id, r.receiver?.id, r.copied?.id, r.third?.id].includes(a.id));
  const wanted = params.get('act');
  const paper = params.get('paper') === '1';
  const act = wanted ? r.actions.find((a) => a.action === wanted && a.paper === paper) : undefined;
  const choose = (a?: ActionOption) => {
    if (a?.action === settles) { void go(`/referrals/${id}/settle`); return; }
    const next = new URLSearchParams(params);
    next.delete('act');
    next.delete('paper');
    if (a) next.set('act', a.action);
    if (a?.paper) next.set('paper', '1');
    setParams(next, { replace: true, preventScrollReset: true });
  };

  if (act?.action === settles) return <Navigate to={`/referrals/${id}/settle`} replace />;

  return (
    <article className="case">
      <Head r={r} />
      <NextBar r={r} onAct={choose} />
      <SilencePanel r={r} onAct={choose} />
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {r.glass && <Note tone="amber" title={t('reads.glass.banner', { at: stamp(r.glass.until) })}><p>{t('reads.glass.bannerHelp')}</p><p className="quiet wrap-any">{t(`reads.glass.ground.${r.glass.ground}`)}：{r.glass.reason}</p></Note>}
      {r.ask_reason && <WhyLook id={r.id} />}
      {r.level === 'content' && r.kind !== 'criminal' && !r.glass && <Suspense fallback={null}><CrimeWatch r={r} /></Suspense>}
      {r.level === 'flow' && <Note tone="blue">{t('referral.flowOnly')}</Note>}
      {r.sub_states.return_unseen && <Suspense fallback={null}><ReturnNote /></Suspense>}
      {r.unconfirmed > 0 && <Note tone="amber" title={t('referral.unconfirmed', { n: r.unconfirmed })}><a href="#course">{t('referral.toTimeline')}</a></Note>}
      <div className="case-columns">
        <div className="case-main">
          <Facts r={r} />
          {(r.joint || r.invited) && <Suspense fallback={null}><JointBlock r={r} /></Suspense>}
          {r.claim && <Suspense fallback={null}><ClaimBlock r={r} c={r.claim} /></Suspense>}
          {(r.kind === 'criminal' || r.parties.length > 0) && <Parties r={r} />}
          {r.level === 'content' && (r.kind === 'criminal' || r.state === 'draft' || r.checklist.some((c) => c.mandatory || c.materials.length > 0) || r.sub_states.supplement_asked || r.evidence.length > 0) && <Materials r={r} />}
          {hasPrecheck(r) && <PrecheckFold r={r} />}
          {r.level === 'content' && r.claim && !['draft', 'reported', 'refused', 'void'].includes(r.state) && <Suspense fallback={null}><AgreementFold r={r} /></Suspense>}
          {r.level === 'content' && <Items r={r} />}
          {r.kind === 'criminal' && !r.glass && <PartyGuide r={r} onAct={choose} />}
          {(r.documents.length > 0 || r.papers.length > 0) && <Documents r={r} />}
          {r.level === 'content' && !r.glass && <Duplicates r={r} />}
          {r.kind === 'criminal' && !r.glass && <PlatformFold key={r.id} r={r} onAct={choose} />}
          {!r.glass && <FamilyBlock r={r} />}
        </div>
        <div className="case-side">
          <Clocks r={r} />
          {!r.glass && across && <Suspense fallback={null}><Exchange r={r} /></Suspense>}
          {!r.glass && <><Course r={r} /><Reporter r={r} /><Remarks r={r} /></>}
          <Handoffs r={r} />
          {!r.glass && <Redactions r={r} />}
          {!r.glass && <><Deliveries r={r} /><Reads id={r.id} /></>}
        </div>
      </div>
      {act && <ActDialog key={`${act.action}${act.paper}`} r={r} a={act} onClose={() => choose()} />}
    </article>
  );
}

/** The sheet is asked for only when somebody opens it: reading it is noted. */
function PlatformFold({ r, onAct }: { r: Referral; onAct: (a: ActionOption) => void }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <details className="section case-fold" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><h2>{t('referral.platform.title')}</h2></summary>
      <div className="section-body">{open && <Suspense fallback={null}><PlatformSheet r={r} onAct={onAct} /></Suspense>}</div>
    </details>
  );
}
