import type { Drawn, Plan } from '../../api/inspection';
import { Fold } from '../../components/Section';
import { useInspectionWords } from '../../i18n/inspection';

/** What was drawn, with the teams. */
export function DrawnTable({ d, p }: { d: Drawn; p: Plan }) {
  const w = useInspectionWords();
  const team = (v: Drawn['visits'][number]) => p.agencies.map((a) => ({ a, of: v.team.filter((m) => m.agency === a.agency) })).filter((x) => x.of.length > 0);
  return (
    <>
      <table className="admin-table">
        <thead><tr><th scope="col">{w.col.name}</th><th scope="col">{w.col.tier}</th><th scope="col">{w.col.team}</th></tr></thead>
        <tbody>{d.visits.map((v) => (
          <tr key={v.code}>
            <td>{v.name} <span className="mono quiet">{v.code}</span></td>
            <td data-label={w.col.tier}>{v.stratum}</td>
            <td data-label={w.col.team}>{team(v).map(({ a, of }) => <div key={a.agency}><span className="quiet">{a.short_name}</span> {of.map((m) => `${m.name}（${m.number}）`).join('、')}</div>)}</td>
          </tr>
        ))}</tbody>
      </table>
      {d.excluded.length > 0 && <Fold title={w.excluded} count={d.excluded.length}><ul>{d.excluded.map((x) => <li key={x.code}>{x.name} <span className="mono quiet">{x.code}</span> {w.reasonOf[x.reason]}</li>)}</ul></Fold>}
      {d.sealed > 0 && <p className="quiet">{w.outSealed(d.sealed)}</p>}
    </>
  );
}
