import '../../admin/admin.css';
import '../inspection.css';
import './site.css';
import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { usePlan } from '../../../api/inspection';
import { problemOf } from '../../../api/problem';
import { reportFile, useSiteReport, type SiteReport } from '../../../api/site';
import { Empty } from '../../../components/Empty';
import { Icon } from '../../../components/icons';
import { Section } from '../../../components/Section';
import { usePageTitle } from '../../../components/shell/title';
import { useText } from '../../../i18n';
import { useSiteWords } from '../../../i18n/site';
import { Loaded } from '../../admin/parts/Part';
import { Tag } from '../../../components/Tag';
import { FindingTag } from './FindingList';
import { JointYear } from './JointYear';

type Figure = keyof Omit<SiteReport, 'findings' | 'unvisited' | 'cancelled' | 'note'>;
const against: [Figure, Figure | ''][] = [['planned', 'drawn'], ['called_off', ''], ['merged_out', 'drawn'], ['merged_made', 'merged_out'], ['merged_in', ''], ['visits', 'planned'], ['enterprises', 'drawn'], ['open', 'drawn'], ['actions', ''], ['published', 'visits'], ['late', 'visits'], ['found', ''], ['found_there', 'found'], ['found_other', ''], ['handed_over', 'found'], ['rectified', 'found']];

/** What was planned and what became of it; every figure leads to what it counts. */
export default function ReportPage() {
  const { t, say } = useText();
  const w = useSiteWords();
  const { id = '' } = useParams();
  const report = useSiteReport(id);
  const plan = usePlan(id).data;
  usePageTitle(w.report);
  if (report.isError && [403, 404, 422].includes(problemOf(report.error).status)) return <Empty title={t('notFound')} action={<p><Link to="/inspection">{w.back}</Link></p>} />;
  return (
    <div className="site">
      <div className="page-head"><h1>{w.report}</h1><div className="page-extra"><a href={reportFile(id, 'xlsx')} download><Button icon={<Icon name="down" />}>{w.sheet}</Button></a> <a href={reportFile(id, 'csv')} download><Button>{w.table}</Button></a></div></div>
      <p className="insp-lead quiet"><Link to={`/inspection/plans/${id}`}>{plan?.title ?? w.plan}</Link>{plan && <span className="num"> · {plan.from} – {plan.to}</span>}</p>
      <Loaded of={report}>{(r) => (
        <>
          <Section title={w.report} flush>
            <table className="admin-table">
              <thead><tr><th scope="col">{w.outcome}</th><th scope="col">{w.actual}</th><th scope="col">{w.planned}</th><th scope="col">%</th></tr></thead>
              <tbody>{against.map(([what, of]) => (
                <tr key={what}>
                  <td>{['planned', 'visits', 'published', 'late', 'enterprises'].includes(what) ? <Link to={`/inspection/checks?plan=${id}`}>{w.figure[what]}</Link> : w.figure[what]}</td>
                  <td data-label={w.actual} className="num">{r[what]} {w.unit[what]}</td>
                  <td data-label={w.planned} className="num">{of && `${w.figure[of]} ${r[of]} ${w.unit[of]}`}</td>
                  <td className="num">{of && w.of(r[what], r[of])}</td>
                </tr>
              ))}</tbody>
            </table>
            <p className="site-line quiet">{say(r.note)}</p>
          </Section>
          {r.cancelled.length > 0 && <Section title={w.cancelledOf} flush><ul className="site-findings">{r.cancelled.map((x) => <li key={x.id}><p><Link to={`/inspection/checks/${x.id}`} className="mono">{x.number}</Link> <span className="num">{x.day}</span> {x.name} {x.anew && <Tag tone="blue">{w.anew}</Tag>}</p><p className="quiet">{x.sealed ? w.cancelSealed : x.reason ?? w.cancelNoReason}</p></li>)}</ul></Section>}
          {r.open > 0 && <Section title={w.unvisited} flush>
            {r.unvisited.length === 0 ? <p className="site-line quiet">{w.unvisitedSealed(r.open)}</p> : <ul className="site-findings">{r.unvisited.map((x) => <li key={x.code}><p>{x.name} <span className="mono quiet">{x.code}</span> <span className="quiet">{x.stratum}</span></p></li>)}</ul>}
          </Section>}
          <Section title={w.findingsOf} extra={r.findings.some((f) => !f.case) && <Link to={`/inspection/handover?plan=${id}`}><Button size="small">{w.handOver}</Button></Link>} flush>
            {r.findings.length === 0 ? <p className="site-line quiet">{w.noFindings}</p> : <ul className="site-findings">{r.findings.map((f) => <li key={f.id}><p>{f.object}：{f.text} <FindingTag f={f} /></p><p className="quiet"><Link to={`/inspection/checks/${f.check}`} className="mono">{f.check_number}</Link> · {f.owner} · <span className="num">{f.due}</span></p></li>)}</ul>}
          </Section>
        </>
      )}</Loaded>
      {plan && <JointYear from={`${plan.from.slice(0, 4)}-01-01`} to={`${plan.from.slice(0, 4)}-12-31`} />}
    </div>
  );
}
