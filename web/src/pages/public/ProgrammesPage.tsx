import { useSearchParams } from 'react-router';
import { usePublicProgrammes } from '../../api/public';
import { Empty } from '../../components/Empty';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { officeTime } from '../../format/time';
import { usePublicWords } from '../../i18n/public';
import { Loaded } from '../admin/parts/Part';
import { PublicFrame } from './PublicFrame';

const said = ['subjects', 'scope', 'manner', 'items', 'share'] as const;

/** Published programmes of inspections (检查计划), for everybody. */
export default function ProgrammesPage() {
  const w = usePublicWords();
  const [params, setParams] = useSearchParams();
  const year = /^\d{4}$/.test(params.get('year') ?? '') ? params.get('year')! : '';
  const list = usePublicProgrammes(year);
  const thisYear = officeTime(now()).year;
  const query = year ? `?year=${year}` : '';
  return (
    <PublicFrame title={w.nav.programmes}>
      <p className="public-about">{w.programme.about}</p>
      <div className="public-tools">
        <label>{w.year} <select value={year} onChange={(e) => setParams(e.target.value ? { year: e.target.value } : {})}>
          <option value="">{w.all}</option>
          {[1, 0, -1, -2, -3].map((n) => <option key={n}>{thisYear + n}</option>)}
        </select></label>
        <span className="public-files"><a href={`/v1/public/programmes${query}`}>{w.json}</a><a href={`/v1/public/programmes.csv${query}`}>{w.csv}</a></span>
      </div>
      <Loaded of={list}>{({ items }) => items.length === 0 ? <Empty title={w.programme.none}>{w.programme.noneHelp}</Empty> : items.map((p) => (
        <Section key={p.id} title={p.title} extra={p.withdrawn_on ? <Tag tone="red">{w.withdrawnTag}</Tag> : <Tag tone="blue">{w.programme.kind[p.kind]}</Tag>}>
          <p className="quiet">{p.agency} · <span className="num">{p.from} – {p.to}</span> · {w.programme.published(p.published_on)}</p>
          {p.withdrawn_on ? <p>{w.withdrawn(p.withdrawn_on, p.reason ?? '')}</p> : (
            <dl className="public-facts">
              {said.map((name) => p[name] && [<dt key={name}>{w.programme[name]}</dt>, <dd key={`${name}v`}>{p[name]}</dd>])}
              {p.households > 0 && <><dt>{w.programme.households}</dt><dd className="num">{p.households}</dd></>}
              {p.authority && <><dt>{w.programme.approved}</dt><dd>{p.authority} {p.document}</dd></>}
            </dl>
          )}
        </Section>
      ))}</Loaded>
    </PublicFrame>
  );
}
