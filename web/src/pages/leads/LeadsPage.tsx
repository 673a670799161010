import './leads.css';
import '../../components/field.css';
import { Button, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { leadsWorkbookPath, useSupervisionLeads, type LeadRule, type LeadsQuery, type SupervisionLead } from '../../api/leads';
import { supervises, useAgencies, useMe } from '../../api/people';
import { BasisLine } from '../../components/Basis';
import { DateInput } from '../../components/DateInput';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { ChargeTag, StateTag, SyntheticMark, Tag } from '../../components/Tag';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';
import { useLeadWords } from '../../i18n/leads';

const names = ['ground', 'agency', 'from', 'to'] as const;

/** The filters of the page in the words of the contract. */
function queryOf(params: URLSearchParams): LeadsQuery {
  const q: Record<string, string> = {};
  for (const name of names) {
    const v = params.get(name);
    if (v) q[name] = v;
  }
  return q as LeadsQuery;
}

/** 监督线索表: what a procuratorate may look into among the referrals copied to it, and why. */
export default function LeadsPage() {
  const { t } = useText();
  const w = useLeadWords();
  const me = useMe().data;
  const may = supervises(me);
  const [params, setParams] = useSearchParams();
  const query = queryOf(params);
  const q = useSupervisionLeads(query, may);
  usePageTitle(w.title);
  const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
  const used = names.some((n) => params.get(n));
  if (me && !may) return <><div className="page-head"><h1>{w.title}</h1></div><div className="section"><Empty title={w.noAccess}>{w.noAccessHelp}</Empty></div></>;
  return (
    <>
      <div className="page-head">
        <h1>{w.title}</h1>
        <div className="page-extra no-print"><a href={leadsWorkbookPath(query)} download><Button icon={<Icon name="down" />}>{w.xlsx}</Button></a></div>
      </div>
      <p className="leads-say">{w.lead}</p>
      <Filter params={params} onChange={(next) => setParams(next, { replace: true })} used={used} grounds={q.data?.pages[0]?.grounds ?? []} />
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {q.isPending && <Skeleton active />}
      {q.isSuccess && rows.length === 0 && <div className="section"><Empty title={used ? w.noneFiltered : w.none}>{used ? w.noneFilteredHelp : w.noneHelp}</Empty></div>}
      {rows.length > 0 && (
        <table className="section leads">
          <thead><tr><th scope="col">{w.col.ground}</th><th scope="col">{w.col.case}</th><th scope="col">{w.col.charge}</th><th scope="col">{w.col.basis}</th><th scope="col">{w.col.next}</th></tr></thead>
          <tbody>{rows.map((l) => <Row key={`${l.ground.id} ${l.id}`} l={l} />)}</tbody>
        </table>
      )}
      {q.hasNextPage && <p className="leads-more no-print"><Button loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t('more')}</Button></p>}
      <p className="quiet leads-limit">{w.limit}</p>
    </>
  );
}

function Filter({ params, onChange, used, grounds }: { params: URLSearchParams; onChange: (next: URLSearchParams) => void; used: boolean; grounds: Array<SupervisionLead['ground']> }) {
  const { t, say } = useText();
  const w = useLeadWords();
  const organs = (useAgencies().data?.items ?? []).filter((a) => a.sector !== 'procuratorate');
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    onChange(next);
  };
  return (
    <div className="leads-filter no-print" role="group" aria-label={t('inbox.filter')}>
      <label><span>{w.ground}</span>
        <select value={params.get('ground') ?? ''} onChange={(e) => set('ground', e.target.value)}>
          <option value="">{w.all}</option>
          {grounds.map((g) => <option key={g.id} value={g.id}>{say(g.title)}</option>)}
        </select>
      </label>
      <label><span>{w.agency}</span>
        <select value={params.get('agency') ?? ''} onChange={(e) => set('agency', e.target.value)}>
          <option value="">{w.allAgencies}</option>
          {organs.map((a) => <option key={a.id} value={a.id}>{a.short_name}</option>)}
        </select>
      </label>
      <div role="group" aria-label={w.since}>
        <span className="quiet">{w.since}</span>
        <DateInput value={params.get('from') ?? ''} onChange={(v) => set('from', v)} max={params.get('to') ?? undefined} label={t('inbox.by.from')} />
        <span aria-hidden="true">—</span>
        <DateInput value={params.get('to') ?? ''} onChange={(v) => set('to', v)} min={params.get('from') ?? undefined} label={t('inbox.by.to')} />
      </div>
      {used && <Button type="link" onClick={() => onChange(new URLSearchParams())}>{w.clear}</Button>}
    </div>
  );
}

function Row({ l }: { l: SupervisionLead }) {
  const { say } = useText();
  const w = useLeadWords();
  return (
    <tr>
      <td>
        <Tag tone={l.ground.advice ? 'grey' : 'red'}>{say(l.ground.title)}</Tag>
        {l.ground.advice && <> <Tag tone="blue" title={w.adviceHelp}>{w.advice}</Tag></>}
        <div className="num">{w.days(l.days, civilDay(new Date(l.since)))}</div>
        {l.presumed && <Tag tone="amber" title={w.presumedHelp}>{w.presumed}</Tag>}
        {l.in_transit && <Tag tone="amber" title={w.transitHelp}>{w.transit}</Tag>}
      </td>
      <td>
        <Link to={`/referrals/${l.case}`}>{l.title}</Link> {l.synthetic && <SyntheticMark />}
        <div className="quiet"><span className="num">{l.number}</span> · <StateTag state={l.state} /></div>
        <div className="quiet">{l.sender.short_name}{l.receiver && ` → ${l.receiver.short_name}`}</div>
      </td>
      <td>{l.offence ? <>{l.party}<div>{l.offence} <span className="quiet">{l.article}</span></div>{l.charge_state && <ChargeTag state={l.charge_state} />}</> : <span className="quiet">{w.whole}</span>}</td>
      <td>{l.rule && <Articles rule={l.rule} />}</td>
      <td>
        {say(l.ground.says)}
        {l.next && <div className="leads-next">{l.next.period && <div>{w.period(say(l.next.period))}</div>}<Articles rule={l.next} /></div>}
      </td>
    </tr>
  );
}

function Articles({ rule }: { rule: LeadRule }) {
  const { say } = useText();
  const w = useLeadWords();
  return (
    <div className="quiet">
      {rule.basis.map((b, i) => <div key={i}><BasisLine basis={b} /></div>)}
      <Link to={`/rules/${rule.id}`} title={rule.id}>{say(rule.title)}</Link> {rule.confidence !== 'high' && <Tag tone={rule.confidence === 'flagged' ? 'amber' : 'grey'}>{w.sure[rule.confidence]}</Tag>}
    </div>
  );
}
