import { usePromises } from '../../api/meetings';
import { Empty } from '../../components/Empty';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useMeetingWords } from '../../i18n/meeting';
import { Loaded } from '../admin/parts/Part';

/** Promises of the meetings that my agency called, kept and broken, by agency. */
export function Promises() {
  const w = useMeetingWords();
  const list = usePromises(true);
  return (
    <Section title={w.tabs.promises} flush>
      <Loaded of={list}>{({ items }) => (items.length === 0 ? <Empty title={w.noPromises} /> : (
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.agency}</th><th scope="col">{w.col.total}</th><th scope="col">{w.col.inTime}</th><th scope="col">{w.col.late}</th><th scope="col">{w.col.open}</th><th scope="col">{w.col.overdue}</th><th scope="col">{w.col.putOff}</th><th scope="col">{w.keptRate}</th></tr></thead>
          <tbody>{items.map((p) => {
            const over = p.in_time + p.late + p.overdue;
            return (
              <tr key={p.agency}>
                <td>{p.name}</td><td data-label={w.col.total} className="num">{p.total}</td><td data-label={w.col.inTime} className="num">{p.in_time}</td><td data-label={w.col.late} className="num">{p.late}</td>
                <td data-label={w.col.open} className="num">{p.open}</td><td data-label={w.col.overdue} className="num">{p.overdue > 0 ? <Tag tone="red">{p.overdue}</Tag> : 0}</td><td data-label={w.col.putOff} className="num">{p.put_off}</td>
                <td data-label={w.keptRate} className="num">{over > 0 ? w.kept(Math.round((p.in_time / over) * 100)) : '–'}</td>
              </tr>
            );
          })}</tbody>
        </table>
      ))}</Loaded>
    </Section>
  );
}
