import '../../admin/admin.css';
import '../inspection.css';
import './site.css';
import { Button, Checkbox, Progress, Select } from 'antd';
import { useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useRenewInspection } from '../../../api/inspection';
import { useAgencies, useMe } from '../../../api/people';
import { problemOf } from '../../../api/problem';
import { handOver, useCheck, useSiteReport, type Finding, type HandedOver, type HandoverKind } from '../../../api/site';
import { Empty } from '../../../components/Empty';
import { ProblemNote } from '../../../components/ProblemNote';
import { Section } from '../../../components/Section';
import { usePageTitle } from '../../../components/shell/title';
import { Tag } from '../../../components/Tag';
import { useText } from '../../../i18n';
import { useOtherHubWords } from '../../../i18n/otherHub';
import { useSiteWords } from '../../../i18n/site';
import { Loaded } from '../../admin/parts/Part';

const kinds: HandoverKind[] = ['findings', 'administrative', 'criminal', 'lead'];

/** How many findings go in one request: each is a transaction of its own, and the bar moves after each request. */
const portion = 5;

interface Line { kind: HandoverKind; receiver: string }

/** Hands findings of a plan or of one visit over: a receiver for each, how far it is, and the referral of each. */
export default function HandoverPage() {
  const { t } = useText();
  const w = useSiteWords();
  const [params] = useSearchParams();
  const [plan, check] = [params.get('plan') ?? '', params.get('check') ?? ''];
  usePageTitle(w.over);
  if (!plan && !check) return <Empty title={t('notFound')} action={<p><Link to="/inspection/checks">{w.back}</Link></p>} />;
  return (
    <div className="site">
      <div className="page-head"><h1>{w.over}</h1><div className="page-extra"><Link to={plan ? `/inspection/plans/${plan}/report` : `/inspection/checks/${check}`}>{plan ? w.report : w.title}</Link></div></div>
      <p className="insp-lead quiet">{w.overLead}</p>
      {plan ? <OfPlan plan={plan} /> : <OfCheck check={check} />}
    </div>
  );
}

// A query tells of what was read of it: whoever passes it on reads all of it first.
function OfPlan({ plan }: { plan: string }) {
  const { data, error, isError, refetch } = useSiteReport(plan);
  return <Own of={{ data, error, isError, refetch }} />;
}

function OfCheck({ check }: { check: string }) {
  const { data, error, isError, refetch } = useCheck(check);
  return <Own of={{ data, error, isError, refetch }} />;
}

/** The findings of my own agency: others hand over theirs. */
function Own({ of }: { of: { data?: { findings: Finding[] }; error: unknown; isError: boolean; refetch: () => unknown } }) {
  const { t } = useText();
  const me = useMe();
  if (of.isError && [403, 404, 422].includes(problemOf(of.error).status)) return <Empty title={t('notFound')} />;
  return <Loaded of={me}>{(m) => <Loaded of={of}>{(r) => <Lines findings={r.findings.filter((f) => f.agency === m.agency.id)} own={m.agency.id} />}</Loaded>}</Loaded>;
}

function Lines({ findings, own }: { findings: Finding[]; own: string }) {
  const w = useSiteWords();
  const far = useOtherHubWords();
  const renew = useRenewInspection();
  const agencies = useAgencies().data?.items.filter((a) => a.id !== own && !a.closed_on) ?? [];
  const openOnes = findings.filter((f) => !f.case);
  const [picked, setPicked] = useState<string[]>(() => openOnes.map((f) => f.id));
  const [lines, setLines] = useState<Record<string, Line>>({});
  const [results, setResults] = useState<Record<string, HandedOver>>({});
  const [progress, setProgress] = useState<{ done: number; of: number }>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const stopped = useRef(false);
  const line = (id: string): Line => lines[id] ?? { kind: 'findings', receiver: '' };
  const set = (list: string[], part: Partial<Line>) => setLines((old) => ({ ...old, ...Object.fromEntries(list.map((id) => [id, { ...(old[id] ?? { kind: 'findings' as const, receiver: '' }), ...part }])) }));
  const chosen = openOnes.filter((f) => picked.includes(f.id) && !results[f.id]?.case);
  const ready = chosen.length > 0 && chosen.every((f) => line(f.id).kind !== 'findings' || line(f.id).receiver);
  const receivers = agencies.map((a) => ({ value: a.id, label: a.hub ? `${a.name}（${far.mark(a.hub)}）` : a.name }));
  const start = async () => {
    setBusy(true);
    setError(undefined);
    stopped.current = false;
    try {
      for (let i = 0; i < chosen.length && !stopped.current; i += portion) {
        setProgress({ done: i, of: chosen.length });
        const part = chosen.slice(i, i + portion);
        const { items } = await handOver(part.map((f) => ({ finding: f.id, kind: line(f.id).kind, ...(line(f.id).kind === 'findings' ? { receiver: line(f.id).receiver } : {}) })));
        setResults((old) => ({ ...old, ...Object.fromEntries(items.map((x) => [x.finding, x])) }));
        setProgress({ done: Math.min(i + portion, chosen.length), of: chosen.length });
      }
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
      await renew();
    }
  };
  if (findings.length === 0) return <Empty title={w.nothingOver}>{w.nothingOverHelp}</Empty>;
  const bad = Object.values(results).filter((r) => r.refused).length;
  return (
    <Section title={w.over} flush>
      {openOnes.length > 0 && (
        <div className="site-over-tools">
          <Checkbox checked={picked.length === openOnes.length} indeterminate={picked.length > 0 && picked.length < openOnes.length} disabled={busy} onChange={(e) => setPicked(e.target.checked ? openOnes.map((f) => f.id) : [])}>{w.pick}</Checkbox>
          <Select aria-label={`${w.setAll} ${w.kindCol}`} placeholder={w.kindCol} disabled={busy} value={null} onChange={(kind: HandoverKind | null) => kind && set(picked, { kind })} options={kinds.map((k) => ({ value: k, label: `${w.setAll} ${w.kindOf[k]}` }))} />
          <Select aria-label={`${w.setAll} ${w.receiver}`} className="site-receiver" placeholder={`${w.setAll} ${w.receiver}`} disabled={busy} showSearch optionFilterProp="label" value={null} onChange={(receiver: string | null) => receiver && set(picked, { receiver })} options={receivers} />
          <Button type="primary" loading={busy} disabled={!ready} onClick={() => void start()}>{w.start(chosen.length)}</Button>
          {busy && <Button onClick={() => { stopped.current = true; }}>{w.stop}</Button>}
        </div>
      )}
      {progress && <div className="site-over-tools" role="status"><Progress percent={Math.round((progress.done / progress.of) * 100)} aria-label={w.progress(progress.done, progress.of)} showInfo={false} /><span className="num">{busy ? w.progress(progress.done, progress.of) : w.overDone(Object.values(results).filter((r) => r.case).length, bad)}</span></div>}
      {error !== undefined && <div className="site-over-tools"><ProblemNote error={error} /><p>{w.lost}</p></div>}
      <table className="admin-table">
        <thead><tr><th scope="col">{w.pick}</th><th scope="col">{w.text}</th><th scope="col">{w.kindCol}</th><th scope="col">{w.receiver}</th><th scope="col">{w.outcome}</th></tr></thead>
        <tbody>{findings.map((f) => {
          const r = results[f.id];
          const to = f.case ?? r?.case;
          const l = line(f.id);
          return (
            <tr key={f.id}>
              <td>{!to && <Checkbox aria-label={`${w.pick} ${f.text}`} checked={picked.includes(f.id)} disabled={busy} onChange={(e) => setPicked((old) => (e.target.checked ? [...old, f.id] : old.filter((x) => x !== f.id)))} />}</td>
              <td>{f.text}<div className="admin-sub">{f.object} · <Link to={`/inspection/checks/${f.check}`} className="mono">{f.check_number}</Link> · {f.owner} · <span className="num">{f.due}</span></div></td>
              <td data-label={w.kindCol}>{!to && <Select aria-label={`${w.kindCol} ${f.text}`} disabled={busy} value={l.kind} onChange={(kind: HandoverKind) => set([f.id], { kind })} options={kinds.map((k) => ({ value: k, label: w.kindOf[k] }))} />}</td>
              <td data-label={w.receiver}>{!to && l.kind === 'findings' && <Select className="site-receiver" aria-label={`${w.receiver} ${f.text}`} disabled={busy} showSearch optionFilterProp="label" placeholder={w.needReceiver} value={l.receiver || undefined} onChange={(receiver: string) => set([f.id], { receiver })} options={receivers} />}</td>
              <td data-label={w.outcome}>{to ? <><Link className="mono" to={`/referrals/${to}`}>{f.case_number || r?.number || w.referred}</Link> {r && <Tag tone={r.again ? 'grey' : 'green'}>{r.again ? w.again : l.kind === 'findings' ? w.sentOut : w.draftMade}</Tag>}</> : r?.refused && <Refused r={r} />}</td>
            </tr>
          );
        })}</tbody>
      </table>
    </Section>
  );
}

function Refused({ r }: { r: HandedOver }) {
  const { say } = useText();
  const w = useSiteWords();
  return <><Tag tone="red">{w.refusedLine}</Tag> {say(r.refused)}</>;
}
