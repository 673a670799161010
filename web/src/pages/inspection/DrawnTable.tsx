import type { Drawn, Plan } from '../../api/inspection';
import { Fold } from '../../components/Section';
import { useInspectionWords } from '../../i18n/inspection';

/** What was drawn, with the teams. */
export function DrawnTable({ d, p }: { d: Drawn; p: Plan }) {
  const w = useInspectionWords();
  const short = (id: string) => p.agencies.find((a) => a.agency === id)?.short_name ?? '';
  return (
    <>
      <table className="admin-table">
        <thead><tr><th scope="col">{w.col.name}</th><th scope="col">{w.col.tier}</th><th scope="col">{w.col.team}</th></tr></thead>
        <tbody>{d.visits.map((v) => (
          <tr key={v.code}>
            <td>{v.name} <span className="mono quiet">{v.code}</span></td>
            <td data-label={w.col.tier}>{v.stratum}</td>
            <td data-label={w.col.team}>{v.team.map((m) => `${short(m.agency)} ${m.name}（${m.number}）`).join('；')}</td>
          </tr>
        ))}</tbody>
      </table>
      {d.excluded.length > 0 && <Fold title={w.excluded} count={d.excluded.length}><ul>{d.excluded.map((x) => <li key={x.code}>{x.name} <span className="mono quiet">{x.code}</span> {w.reasonOf[x.reason]}</li>)}</ul></Fold>}
    </>
  );
}
