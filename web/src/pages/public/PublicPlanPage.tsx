import { Link, useParams } from 'react-router';
import { usePublicPlan, type PublicPlan } from '../../api/public';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { usePublicWords } from '../../i18n/public';
import { Loaded } from '../admin/parts/Part';
import { PublicFrame } from './PublicFrame';
import { Results } from './Results';

/** A plan as everybody may see it: rounds, hashes, the file, results. */
export default function PublicPlanPage() {
  const w = usePublicWords();
  const { id = '' } = useParams();
  const plan = usePublicPlan(id);
  const missing = plan.isError && problemOf(plan.error).status === 404;
  return (
    <PublicFrame title={plan.data?.title ?? (missing ? w.notFound : w.nav.plans)}>
      {missing ? <Empty action={<Link to="/public">{w.back}</Link>} /> : <Loaded of={plan}>{(p) => <View p={p} />}</Loaded>}
    </PublicFrame>
  );
}

function View({ p }: { p: PublicPlan }) {
  const w = usePublicWords();
  return (
    <>
      <p className="public-about">{p.initiator} · {w.type[p.check_type]} · <span className="num">{p.from} – {p.to}</span> · {p.strata.map((s) => `${s.name} ${Math.round((s.numerator / s.denominator) * 1000) / 10}%`).join('，')} · {w.perAgency(p.per_agency)}</p>
      {p.cancelled && <div className="public-about"><Note tone="red" title={w.state.cancelled}>{w.cancelled(stamp(p.cancelled.at).slice(0, 10), p.cancelled.reason)}</Note></div>}
      {p.withdrawn && <div className="public-about"><Note tone="red" title={w.withdrawnTag}>{w.withdrawn(stamp(p.withdrawn.at).slice(0, 10), p.withdrawn.reason)}</Note></div>}
      <div className="public-tools"><Link to="/public">{w.back}</Link><span className="public-files"><a href={`/v1/public/plans/${p.id}`}>{w.json}</a><a href="/v1/public/key" download="hub.key">{w.key}</a></span></div>
      <Section title={w.rounds} extra={p.file && <a href={`/v1/public/plans/${p.id}/draw.json`} download="draw.json">{w.file}</a>}>
        {!p.cancelled && <p className="quiet">{p.file ? w.fileHelp : w.sealed}</p>}
        {p.rounds.toReversed().map((r) => (
          <div className="public-round" key={r.number}>
            <p><strong>{w.roundNo(r.number)}</strong> <Tag tone={r.state === 'void' || r.state === 'redrawn' ? 'red' : 'blue'}>{w.round[r.state]}</Tag> <span className="num quiet">{stamp(r.drawn_at ?? r.frozen_at)}</span></p>
            <p className="quiet">{w.pool(r.objects, r.objects_out)} · {w.staff(r.officers, r.officers_out)}{r.drawn !== undefined && ` · ${w.drawn(r.drawn)}`}</p>
            {r.reveal_by && <p className={r.state === 'frozen' ? undefined : 'quiet'}>{r.state === 'frozen' ? w.revealBy(stamp(r.reveal_by)) : w.revealWas(stamp(r.reveal_by))}</p>}
            {r.missing.length > 0 && <p>{w.missing(r.missing.join('、'))}</p>}
            {r.reason && <p>{r.reason}</p>}
            <dl className="public-hash">
              {([['terms', r.terms_hash], ['objects', r.objects_hash], ['officers', r.officers_hash], ['core', r.core], ['digest', r.digest]] as const).map(([name, value]) => value && [<dt key={name}>{w.hash[name]}</dt>, <dd key={`${name}v`}>{value}</dd>])}
            </dl>
          </div>
        ))}
      </Section>
      {!p.withdrawn && <Results plan={p.id} />}
      <Section title={w.items} flush>
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.item}</th><th scope="col">{w.col.agency}</th><th scope="col">{w.col.basis}</th></tr></thead>
          <tbody>{p.checks.map((x) => (
            <tr key={`${x.agency} ${x.code} ${x.version}`}><td>{x.title} <span className="mono quiet">{x.code} v{x.version}</span></td><td data-label={w.col.agency}>{p.agencies.find((a) => a.id === x.agency)?.name}</td><td data-label={w.col.basis}>{x.basis}</td></tr>
          ))}</tbody>
        </table>
      </Section>
      <Section title={w.agencies}><ul>{p.agencies.map((a) => <li key={a.id}>{a.name} {a.state === 'excluded' && <Tag tone="red">{w.excluded}</Tag>}</li>)}</ul></Section>
    </>
  );
}
