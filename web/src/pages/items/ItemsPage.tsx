import '../referral/referral.css';
import './items.css';
import { Button, Input, Select, Skeleton } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useItems, type EnforcementItem } from '../../api/items';
import { has, useAgencies, useMe } from '../../api/people';
import { BasisLine } from '../../components/Basis';
import { DateInput } from '../../components/DateInput';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';
import { useItemWords } from '../../i18n/items';
import { Changes } from './Changes';
import { GrantDialog } from './GrantDialog';
import { ImportBox } from './ImportBox';

/** Where a file of the list is fetched. */
const exported = '/v1/enforcement-items/export';

/** The list of enforcement items: what, under which article, for whom. */
export default function ItemsPage() {
  const w = useItemWords();
  const me = useMe().data;
  const agencies = useAgencies().data?.items ?? [];
  const [params, setParams] = useSearchParams();
  const [granting, setGranting] = useState<EnforcementItem>();
  usePageTitle(w.title);
  const q = params.get('q') ?? '';
  const on = params.get('on') ?? civilDay(now());
  const township = params.get('township') ?? '';
  const list = useItems({ q: useDeferredValue(q.trim()), limit: 200, ...(on === 'all' ? {} : { on }), ...(township ? { township } : {}) });
  const keeps = has(me, 'operator', 'coordinator', 'admin');
  const townships = agencies.filter((a) => a.level === 'township' && !a.closed_on);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value); else next.delete(name);
    setParams(next, { replace: true });
  };
  return (
    <>
      <div className="page-head">
        <h1>{w.title}</h1>
        {list.data && <span className="quiet">{w.count(list.data.items.length)}</span>}
        <div className="page-extra">
          <a href={`${exported}?format=xlsx`} download><Button icon={<Icon name="down" />}>{w.export}</Button></a>
          <a href={`${exported}?all=true&format=xlsx`} download><Button icon={<Icon name="down" />}>{w.exportAll}</Button></a>
          <a href={exported} download><Button type="link">{w.csv}</Button></a>
        </div>
      </div>
      <p className="items-lead quiet">{w.lead}</p>
      {(keeps || has(me, 'auditor')) && <Changes keeps={keeps} />}
      <div className="items-tools">
        <Input allowClear value={q} placeholder={w.search} aria-label={w.search} onChange={(e) => set('q', e.target.value)} />
        <Select aria-label={w.township} value={township} onChange={(v: string) => set('township', v)} options={[{ value: '', label: w.anyTownship }, ...townships.map((a) => ({ value: a.id, label: a.short_name }))]} />
        <label className="items-on"><span>{w.on}</span> <DateInput id="items-on" value={on === 'all' ? '' : on} onChange={(d) => set('on', d || 'all')} /></label>
        <Button type={on === 'all' ? 'primary' : 'default'} aria-pressed={on === 'all'} onClick={() => set('on', on === 'all' ? '' : 'all')}>{w.allEditions}</Button>
      </div>
      <div className="section">
        {list.error && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <div className="section-body"><Skeleton active /></div>}
        {list.data?.items.length === 0 && <Empty title={w.none}>{w.noneHelp}</Empty>}
        {list.data && list.data.items.length > 0 && <Table items={list.data.items} onGrant={keeps ? setGranting : undefined} />}
        {list.data?.more && <p className="items-more quiet">{w.more}</p>}
      </div>
      {keeps && <ImportBox />}
      {granting && <GrantDialog item={granting} townships={townships} onClose={() => setGranting(undefined)} />}
    </>
  );
}

function Table({ items, onGrant }: { items: EnforcementItem[]; onGrant?: (i: EnforcementItem) => void }) {
  const { say, word } = useText();
  const w = useItemWords();
  return (
    <table className="grid items">
      <caption className="sr">{w.count(items.length)}</caption>
      <thead><tr><th scope="col">{w.col.item}</th><th scope="col">{w.col.basis}</th><th scope="col">{w.col.who}</th><th scope="col">{w.col.grants}</th><th scope="col">{w.col.days}</th></tr></thead>
      <tbody>
        {items.map((i) => (
          <tr key={`${i.code} ${i.region ?? ''} ${i.from}`}>
            <td className="grid-head"><strong>{say(i.title) || i.title.zh}</strong><div className="quiet"><span className="mono">{i.code}</span> · {w.kind[i.kind]}</div></td>
            <td data-label={w.col.basis}>{i.basis.map((b, n) => <div key={n}><BasisLine basis={b} /></div>)}<div><Tag tone={i.confidence === 'high' ? 'green' : 'amber'}>{w.sure[i.confidence]}</Tag> <Tag tone={i.own ? 'blue' : 'grey'}>{i.own ? w.own : w.starter}</Tag></div></td>
            <td data-label={w.col.who}>{i.sectors.map((s) => word('sector', s)).join('、')}{i.designated && <div><Tag tone="amber" title={w.designatedHelp}>{w.designated}</Tag></div>}<div className="quiet">{i.levels.map((l) => word('level', l)).join('、')}</div></td>
            <td data-label={w.col.grants}>
              {i.grants.map((g) => <div key={`${g.township.id} ${g.from}`}>{g.township.short_name} <span className="quiet">{g.document}{g.number && `（${g.number}）`} {w.days(g.from, g.to)}</span></div>)}
              {onGrant && <Button size="small" onClick={() => onGrant(i)} aria-label={`${w.grant} ${say(i.title) || i.title.zh}`}>{w.grant}</Button>}
            </td>
            <td data-label={w.col.days} className="items-days">{w.days(i.from, i.to)}<div className="quiet">{i.region ?? w.nationwide}</div></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
