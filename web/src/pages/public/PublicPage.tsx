import { Link, useSearchParams } from 'react-router';
import { usePublicPlans } from '../../api/public';
import { Empty } from '../../components/Empty';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { officeTime, stamp } from '../../format/time';
import { usePublicWords } from '../../i18n/public';
import { Loaded } from '../admin/parts/Part';
import { PublicFrame } from './PublicFrame';

/** Plans and draws, for everybody. */
export default function PublicPage() {
  const w = usePublicWords();
  const [params, setParams] = useSearchParams();
  const year = /^\d{4}$/.test(params.get('year') ?? '') ? params.get('year')! : '';
  const plans = usePublicPlans(year);
  const this_year = officeTime(now()).year;
  const query = year ? `?year=${year}` : '';
  return (
    <PublicFrame title={w.nav.plans}>
      <p className="public-about">{w.about}</p>
      <div className="public-tools">
        <label>{w.year} <select value={year} onChange={(e) => setParams(e.target.value ? { year: e.target.value } : {})}>
          <option value="">{w.all}</option>
          {[1, 0, -1, -2, -3].map((n) => <option key={n}>{this_year + n}</option>)}
        </select></label>
        <span className="public-files"><a href={`/v1/public/plans${query}`}>{w.json}</a><a href={`/v1/public/plans.csv${query}`}>{w.csv}</a><a href={`/v1/public/draws.csv${query}`}>{w.drawsFile}</a></span>
      </div>
      <Loaded of={plans}>{({ items }) => items.length === 0 ? <Empty title={w.none}>{w.noneHelp}</Empty> : (
        <Section title={w.nav.plans} flush>
          <table className="admin-table">
            <thead><tr><th scope="col">{w.col.plan}</th><th scope="col">{w.col.by}</th><th scope="col">{w.col.type}</th><th scope="col">{w.col.period}</th><th scope="col">{w.col.state}</th><th scope="col">{w.col.results}</th></tr></thead>
            <tbody>{items.map((p) => (
              <tr key={p.id}>
                <td><Link to={`/public/plans/${p.id}`}>{p.title}</Link>{p.cancelled && <div className="quiet">{w.cancelled(stamp(p.cancelled.at).slice(0, 10), p.cancelled.reason)}</div>}{p.withdrawn && <div className="quiet">{w.withdrawn(stamp(p.withdrawn.at).slice(0, 10), p.withdrawn.reason)}</div>}</td>
                <td data-label={w.col.by}>{p.initiator}</td>
                <td data-label={w.col.type}>{w.type[p.check_type]}</td>
                <td data-label={w.col.period}><span className="num">{p.from} – {p.to}</span></td>
                <td data-label={w.col.state}>{p.withdrawn ? <Tag tone="red">{w.withdrawnTag}</Tag> : <Tag tone={p.state === 'published' ? 'green' : p.state === 'cancelled' ? 'red' : 'blue'}>{w.state[p.state]}</Tag>}</td>
                <td data-label={w.col.results}>{p.results}</td>
              </tr>
            ))}</tbody>
          </table>
        </Section>
      )}</Loaded>
    </PublicFrame>
  );
}
