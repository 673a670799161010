import { Button } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useRenewInspection } from '../../api/inspection';
import { useMe } from '../../api/people';
import { useProgrammes, type Programme } from '../../api/programmes';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useProgrammeWords } from '../../i18n/programmes';
import { Loaded } from '../admin/parts/Part';
import { ProgrammeForm } from './ProgrammeForm';

type Row = Pick<Programme, 'state' | 'filed' | 'received' | 'published_on' | 'due_on'>;

/** Whether it was filed, and whether its receipt has come. */
export function Filing({ p }: { p: Row }) {
  const w = useProgrammeWords();
  return <Tag tone={p.received ? 'green' : p.filed ? 'amber' : 'grey'}>{p.received ? w.received : p.filed ? w.filed : w.notFiled}</Tag>;
}

/** Since when it is public, or by when it has to be. */
export function Public({ p }: { p: Row }) {
  const w = useProgrammeWords();
  if (p.published_on) return <span className="num">{p.published_on}</span>;
  if (p.state !== 'approved') return null;
  return p.due_on && p.due_on < civilDay(now()) ? <Tag tone="red">{w.late(p.due_on)}</Tag> : <Tag tone="amber">{w.notPublic(p.due_on ?? '')}</Tag>;
}

/** 检查计划 */
export function Programmes({ edits }: { edits: boolean }) {
  const w = useProgrammeWords();
  const go = useNavigate();
  const renew = useRenewInspection();
  const me = useMe().data;
  const [params] = useSearchParams();
  const list = useProgrammes();
  if (params.get('new') !== null && edits) return (
    <Section title={w.add}><ProgrammeForm onSaved={(p) => void renew().then(() => go(`/inspection/programmes/${p.id}`))} onCancel={<Link to="/inspection?tab=programmes"><Button>{w.back}</Button></Link>} /></Section>
  );
  return (
    <Section title={w.tab} extra={edits && <Link to="/inspection?tab=programmes&new"><Button type="primary" icon={<Icon name="plus" />}>{w.add}</Button></Link>} flush>
      <Loaded of={list}>{({ items }) => (items.length === 0 ? <Empty title={w.none}>{w.noneHelp}</Empty> : (
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.title}</th><th scope="col">{w.col.period}</th><th scope="col">{w.col.state}</th><th scope="col">{w.col.filing}</th><th scope="col">{w.col.public}</th></tr></thead>
          <tbody>{items.map((p) => (
            <tr key={p.id}>
              <td><Link to={`/inspection/programmes/${p.id}`}>{p.title}</Link> <Tag>{w.kind[p.kind]}</Tag>{p.agency !== me?.agency.id && <> <Tag tone="blue">{p.agency_name}</Tag></>}</td>
              <td data-label={w.col.period} className="num">{p.from} – {p.to}</td>
              <td data-label={w.col.state}><Tag tone={p.state === 'approved' ? 'green' : 'grey'}>{w.state[p.state]}</Tag></td>
              <td data-label={w.col.filing}><Filing p={p} /></td>
              <td data-label={w.col.public}><Public p={p} /></td>
            </tr>
          ))}</tbody>
        </table>
      ))}</Loaded>
    </Section>
  );
}
