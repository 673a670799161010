import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Plan } from '../../../api/inspection';
import type { Visit } from '../../../api/schedule';
import { Tag, type Tone } from '../../../components/Tag';
import { useLimitWords } from '../../../i18n/limits';
import { useScheduleWords } from '../../../i18n/schedule';
import { useSiteWords } from '../../../i18n/site';
import { Standing } from '../Limits';

const tones: Record<string, Tone> = { planned: 'grey', announced: 'blue', under_way: 'amber', done: 'green', cancelled: 'red' };

interface Props { visits: Visit[]; p: Plan; onMove?: (v: Visit) => void; onTold?: (v: Visit) => void }

const onAPage = 50;

/** Visits line by line, a page at a time. */
export function VisitTable({ visits, p, onMove, onTold }: Props) {
  const w = useScheduleWords();
  const site = useSiteWords();
  const wl = useLimitWords();
  const [asked, setFrom] = useState(0);
  const from = asked < visits.length ? asked : 0; // fewer are shown than before
  return (<>
    <table className="admin-table">
      <thead><tr>{['number', 'name', 'district', 'when', 'team', 'state', 'act'].map((c) => <th scope="col" key={c}>{w.col[c]}</th>)}</tr></thead>
      <tbody>{visits.slice(from, from + onAPage).map((v) => (
        <tr key={v.id}>
          <td className="num">{v.number}</td>
          <td data-label={w.col.name}>{v.name ? <>{v.name} <span className="mono quiet">{v.code}</span></> : <span className="quiet">{w.visit(v.number)}</span>}{v.frequency && v.state !== 'cancelled' && <Standing f={v.frequency} />}{v.over_cap && <div><Tag tone="amber" title={v.over_cap}>{wl.allowed}</Tag></div>}</td>
          <td data-label={w.col.district}>{v.district}</td>
          <td data-label={w.col.when} className="num">{v.day ? `${v.day} ${w.half[v.half ?? '']}` : <span className="quiet">{w.unscheduled}</span>}</td>
          <td data-label={w.col.team}><Team v={v} p={p} /></td>
          <td data-label={w.col.state}><Tag tone={tones[v.state]}>{w.state[v.state]}</Tag>{v.merged_into && <span className="quiet"> {w.merged}</span>}</td>
          <td>{onMove && ['planned', 'announced'].includes(v.state) && v.day && <Button size="small" onClick={() => onMove(v)}>{w.move}</Button>} {onTold && v.state === 'planned' && v.day && <Button size="small" onClick={() => onTold(v)}>{w.announce}</Button>} {onMove && ['planned', 'announced'].includes(v.state) && v.day && <Link to={`/inspection/checks?new=1&plan=${p.id}&visit=${v.id}`}><Button size="small">{site.arrange}</Button></Link>}</td>
        </tr>
      ))}</tbody>
    </table>
    {visits.length > onAPage && <div className="admin-foot"><span className="num quiet">{from + 1}–{Math.min(from + onAPage, visits.length)} / {visits.length}</span>{from > 0 && <Button onClick={() => setFrom(0)}>{site.firstPage}</Button>}{from + onAPage < visits.length && <Button onClick={() => setFrom(from + onAPage)}>{site.nextPage}</Button>}</div>}
  </>);
}

/** Who goes, by agency; substitutes are marked. */
export function Team({ v, p }: { v: Visit; p: Plan }) {
  const w = useScheduleWords();
  return v.agencies.map((a) => (
    <div key={a.agency}><span className="quiet">{p.agencies.find((x) => x.agency === a.agency)?.short_name}</span> {v.team.filter((m) => m.agency === a.agency).map((m) => `${m.number}${m.drawn ? '' : `（${w.substitute}）`}`).join('、')}</div>
  ));
}
