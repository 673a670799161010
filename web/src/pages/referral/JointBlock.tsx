import '../admin/admin.css';
import './joint.css';
import type { Joint } from '../../api/joint';
import { useAgencies } from '../../api/people';
import { evidencePath } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Copyable } from '../../components/Copyable';
import { Section } from '../../components/Section';
import { Tag, type Tone } from '../../components/Tag';
import { useJointWords } from '../../i18n/joint';
import { useOtherHubWords } from '../../i18n/otherHub';

const tones: Record<string, Tone> = { arranged: 'blue', done: 'green', called_off: 'grey', open: 'amber', reported: 'blue', kept: 'green', dropped: 'grey' };

/** An organ by its short name, with the mark of its hub where that is another one. */
function useOrgan() {
  const far = useOtherHubWords();
  const organs = useAgencies().data?.items ?? [];
  return (id: string) => {
    const a = organs.find((x) => x.id === id);
    return <>{a?.short_name ?? ''}{a?.hub && <> <Tag tone="blue">{far.mark(a.hub)}</Tag></>}</>;
  };
}

/** What both hubs hold of a joint action: members, visits, counts; or of an invitation to a meeting. */
export default function JointBlock({ r }: { r: Referral }) {
  if (r.joint) return <Action r={r} j={r.joint} />;
  return r.invited ? <Invitation r={r} /> : null;
}

function Action({ r, j }: { r: Referral; j: Joint }) {
  const w = useJointWords();
  const organ = useOrgan();
  const sides = [r.sender.id, r.receiver?.id].filter((x): x is string => Boolean(x));
  return (
    <Section title={w.title} id="joint" flush>
      <p className="joint-counts section-body">{(['actions', 'visits', 'problems'] as const).map((k) => <span key={k} className="joint-count"><span className="quiet">{w.counted[k]}</span> <strong className="num">{j.count[k]}</strong> {w.count[k]}</span>)} <span className="quiet">{w.sameThere}</span></p>
      <div className="section-body">
        <p><strong>{w.members}</strong></p>
        <ul className="joint-members">{sides.map((s) => <li key={s}>{organ(s)}：{j.members.filter((m) => m.agency === s).map((m) => w.member(m.name, m.certificate)).join('、') || <span className="quiet">{w.noMembers}</span>}</li>)}</ul>
      </div>
      {j.visits.length === 0 ? <p className="section-body quiet">{w.noVisits}</p> : (
        <table className="admin-table">
          <thead><tr>{['number', 'name', 'day', 'by', 'state', 'problems', 'handed'].map((c) => <th key={c} scope="col">{w.col[c]}</th>)}</tr></thead>
          <tbody>{j.visits.map((v) => (
            <tr key={v.number}>
              <td className="mono">{v.number}</td>
              <td data-label={w.col['name']}>{v.name} {v.crossing && <Tag tone="amber">{w.crossing}</Tag>}</td>
              <td data-label={w.col['day']} className="num">{v.day}</td>
              <td data-label={w.col['by']}>{organ(v.by)}</td>
              <td data-label={w.col['state']}><Tag tone={tones[v.state] ?? 'grey'}>{w.state[v.state]}</Tag></td>
              <td data-label={w.col['problems']} className="num">{v.problems}</td>
              <td data-label={w.col['handed']} className="num">{v.handed}</td>
            </tr>
          ))}</tbody>
        </table>
      )}
    </Section>
  );
}

function Invitation({ r }: { r: Referral }) {
  const w = useJointWords();
  const x = r.invited!;
  return (
    <Section title={w.invited} id="invited">
      <p className="quiet">{w.acrossHelp}</p>
      <dl className="joint-dl">
        <dt>{w.reply}</dt><dd><Tag tone={x.attends === 'yes' ? 'green' : x.attends === 'no' ? 'red' : 'amber'}>{w.attends[x.attends ?? 'none']}</Tag></dd>
        {x.minutes && <><dt>{w.minutes}</dt><dd><Tag tone={x.signed ? 'green' : 'amber'}>{x.signed ? w.signed : w.waits}</Tag> <span className="mono"><Copyable text={x.minutes} label={`${x.minutes.slice(0, 16)}…`} /></span></dd></>}
        {r.evidence.length > 0 && <><dt>{w.papers}</dt><dd><ul className="joint-members">{r.evidence.map((e) => <li key={e.id}><a className="wrap-any" href={evidencePath(r.id, e.id)} download>{e.name}</a></li>)}</ul></dd></>}
      </dl>
      <p><strong>{w.promises}</strong></p>
      {x.promises.length === 0 ? <p className="quiet">{w.noPromises}</p> : <ol className="joint-promises">{x.promises.map((p) => <li key={p.line}>{p.text} <span className="quiet num">{w.due(p.due)}</span> <Tag tone={tones[p.state] ?? 'grey'}>{w.promise[p.state]}</Tag>{p.report && <p className="quiet">{p.report}</p>}</li>)}</ol>}
    </Section>
  );
}
