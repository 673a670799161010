import '../admin/admin.css';
import './inspection.css';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { current, usePlan, useResult, type Drawn, type Plan, type Round } from '../../api/inspection';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { spoken, stamp } from '../../format/time';
import { now } from '../../format/clock';
import { useText } from '../../i18n';
import { useJointActions } from '../../api/joint';
import { useJointWords } from '../../i18n/joint';
import { useOtherHubWords } from '../../i18n/otherHub';
import { useInspectionWords } from '../../i18n/inspection';
import { useScheduleWords } from '../../i18n/schedule';
import { useSiteWords } from '../../i18n/site';
import { Loaded } from '../admin/parts/Part';
import { PlanAct } from './PlanAct';
import { DrawnTable } from './DrawnTable';

/** A joint plan: who takes part, its rounds with their hashes, and what may be done now. */
export default function PlanPage() {
  const { t } = useText();
  const w = useInspectionWords();
  const { id = '' } = useParams();
  const plan = usePlan(id);
  usePageTitle(plan.data?.title ?? w.title);
  if (plan.isError && [404, 422].includes(problemOf(plan.error).status)) return <Empty title={t('notFound')} action={<p><Link to="/inspection">{w.title}</Link></p>} />;
  return <Loaded of={plan}>{(p) => <PlanView p={p} />}</Loaded>;
}

function PlanView({ p }: { p: Plan }) {
  const w = useInspectionWords();
  const visits = useScheduleWords();
  const site = useSiteWords();
  const acts = p.actions.filter((a) => a !== 'plan_visits'); // on the page of the schedule
  const [act, setAct] = useState<string>();
  const [opened, setOpened] = useState<Drawn>();
  const result = useResult(p.id, p.state === 'published');
  return (
    <>
      <div className="page-head">
        <h1>{p.title}</h1>
        <Tag tone={p.state === 'published' ? 'green' : p.state === 'cancelled' ? 'red' : p.state === 'open' ? 'grey' : 'blue'}>{w.state[p.state]}</Tag>
        <div className="page-extra">{p.mine !== 'invited' && (p.state === 'drawn' || p.state === 'published') && <><Link to={`/inspection/checks?plan=${p.id}`}><Button>{site.checks}</Button></Link> <Link to={`/inspection/plans/${p.id}/report`}><Button>{site.reportLink}</Button></Link></>} {(p.visits > 0 || p.actions.includes('plan_visits')) && <Link to={`/inspection/plans/${p.id}/schedule`}><Button icon={<Icon name="calendar" />}>{visits.link}</Button></Link>} <Link to={`/inspection/plans/${p.id}/draw`}><Button icon={<Icon name="star" />}>{w.stage}</Button></Link></div>
      </div>
      <p className="insp-lead quiet"><span className="num">{p.from} – {p.to}</span> · {p.strata.map((s) => `${s.name} ${Math.round((s.numerator / s.denominator) * 1000) / 10}%`).join('，')} · {w.form.perAgency} {p.per_agency}{p.districts.length > 0 && ` · ${p.districts.join('、')}`}{p.tags.length > 0 && ` · ${p.tags.join('、')}`}</p>
      {p.cancelled && <div className="insp-note"><Note tone="red">{w.cancelled(stamp(p.cancelled.at).slice(0, 10), p.cancelled.reason)}</Note></div>}
      {acts.length > 0 && <div className="insp-acts insp-lead">{acts.map((a, i) => <Button key={a} type={i === 0 && a !== 'hand_over' && a !== 'cancel' ? 'primary' : 'default'} onClick={() => setAct(a)}>{w.act[a]}</Button>)}</div>}
      {p.planner && p.state === 'drawn' && <div className="insp-note"><Note tone="blue">{w.planner}</Note></div>}
      {opened && <Section title={w.opened} flush><DrawnTable d={opened} p={p} /></Section>}
      {result.data && (
        <Section title={w.result} extra={<a href={`/v1/inspection/plans/${p.id}/draw.json`} download="draw.json"><Button icon={<Icon name="down" />}>{w.download}</Button></a>} flush><DrawnTable d={result.data} p={p} /></Section>
      )}
      <Section title={w.agencies} flush>
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.agency}</th><th scope="col">{w.col.part}</th><th scope="col">{w.col.nonce}</th></tr></thead>
          <tbody>{p.agencies.map((a) => (
            <tr key={a.agency}>
              <td>{a.name} {a.agency === p.initiator && <Tag tone="blue">{w.initiator}</Tag>}</td>
              <td data-label={w.col.part}><Tag tone={a.state === 'joined' ? 'green' : a.state === 'invited' ? 'amber' : 'red'}>{w.mine[a.state]}</Tag> {a.misses > 0 && <Tag tone="red">{w.misses(a.misses)}</Tag>}{a.reason && <div className="quiet">{a.reason}</div>}{a.agency === p.mine && a.state === 'joined' && p.planner_name && <div className="quiet">{w.plannerIs(p.planner_name)}</div>}</td>
              <td data-label={w.col.nonce}>{current(p) && a.state === 'joined' && (a.revealed ? w.revealed : a.committed ? w.committed : w.waiting)}</td>
            </tr>
          ))}</tbody>
        </table>
      </Section>
      <Partners plan={p.id} />
      <Section title={w.rounds}>
        {p.rounds.length === 0 ? <p className="quiet">{w.waitFreeze}</p> : p.rounds.toReversed().map((r) => <RoundView key={r.id} r={r} p={p} />)}
      </Section>
      <Section title={w.items} flush>
        <table className="admin-table"><thead><tr><th scope="col">{w.col.code}</th><th scope="col">{w.col.name}</th><th scope="col">{w.col.agency}</th><th scope="col">{w.col.competence}</th></tr></thead><tbody>{p.items.map((x) => (
          <tr key={x.id}><td className="mono">{x.code} v{x.version}</td><td data-label={w.col.name}>{x.title}</td><td data-label={w.col.agency}>{p.agencies.find((a) => a.agency === x.agency)?.short_name}</td><td data-label={w.col.competence}>{x.competence}</td></tr>
        ))}</tbody></table>
      </Section>
      {act && <PlanAct p={p} act={act} onClose={() => setAct(undefined)} onOpened={setOpened} />}
    </>
  );
}

/** Organs of other hubs that the plan was offered to, with what was done together. */
function Partners({ plan }: { plan: string }) {
  const w = useJointWords();
  const far = useOtherHubWords();
  const list = useJointActions(plan).data?.items ?? [];
  if (list.length === 0) return null;
  return (
    <Section title={w.partners} flush>
      <table className="admin-table"><tbody>{list.map((x) => (
        <tr key={x.case}>
          <td>{x.partner.name} <Tag tone="blue">{far.mark(x.hub)}</Tag></td>
          <td><Tag tone={x.state === 'handling' ? 'green' : 'amber'}>{w.stand[x.state] ?? x.state}</Tag></td>
          <td className="num">{x.count.actions} {w.count['actions']} · {x.count.visits} {w.count['visits']} · {x.count.problems} {w.count['problems']}</td>
          <td><Link to={`/referrals/${x.case}`}>{x.number}</Link></td>
        </tr>
      ))}</tbody></table>
    </Section>
  );
}

/** What was published of a round: counts and hashes. */
function RoundView({ r, p }: { r: Round; p: Plan }) {
  const { lang } = useText();
  const w = useInspectionWords();
  const missing = r.missing.map((m) => p.agencies.find((a) => a.agency === m)?.short_name ?? m).join('、');
  return (
    <div className="insp-round">
      <p><strong>{w.col.round} {r.number}</strong> <Tag tone={r.state === 'void' || r.state === 'redrawn' ? 'red' : 'blue'}>{w.round[r.state]}</Tag> {w.mode[r.mode]} · <span className="num">{spoken(r.drawn_at ?? r.frozen_at, now(), lang)}</span></p>
      <p className="quiet">{w.pool(r.objects, r.objects_out)} · {w.staff(r.officers, r.officers_out)}{r.drawn !== undefined && ` · ${w.drawn(r.drawn)}`}</p>
      {r.reveal_by && r.state === 'frozen' && <p>{w.revealBy(stamp(r.reveal_by))}</p>}
      {missing && <p>{w.missing(missing)}</p>}
      {r.reason && <p>{w.reason}: {r.reason}</p>}
      <dl className="insp-hash">
        {([['terms', r.terms_hash], ['objects', r.objects_hash], ['officers', r.officers_hash], ['core', r.core], ['digest', r.digest]] as const).map(([name, value]) => value && [<dt key={name}>{w.hash[name]}</dt>, <dd key={`${name}v`}>{value}</dd>])}
      </dl>
    </div>
  );
}
