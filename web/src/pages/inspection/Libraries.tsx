import { Button, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useCheckItems, useHygiene, useInspectors, useObjects } from '../../api/inspection';
import { Empty } from '../../components/Empty';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useInspectionWords } from '../../i18n/inspection';
import { useLimitWords } from '../../i18n/limits';
import { useProgrammeWords } from '../../i18n/programmes';
import { Loaded } from '../admin/parts/Part';
import { AbsenceDialog } from './Absence';
import { ImportBox } from './ImportBox';

function EmptyLibrary() {
  const w = useInspectionWords();
  return <Empty title={w.emptyList}>{w.emptyListHelp}</Empty>;
}

/** 抽查事项清单 */
export function Items({ edits }: { edits: boolean }) {
  const w = useInspectionWords();
  const list = useCheckItems();
  return (
    <>
      <Section title={w.tabs.items} flush>
        <Loaded of={list}>{({ items }) => (items.length === 0 ? <EmptyLibrary /> : (
          <table className="admin-table">
            <thead><tr><th scope="col">{w.col.code}</th><th scope="col">{w.col.name}</th><th scope="col">{w.col.basis}</th><th scope="col">{w.col.competence}</th><th scope="col">{w.col.published}</th></tr></thead>
            <tbody>{items.map((x) => (
              <tr key={x.id}>
                <td className="mono">{x.code} v{x.version}</td>
                <td data-label={w.col.name}>{x.title}</td>
                <td data-label={w.col.basis}>{x.basis}</td>
                <td data-label={w.col.competence}>{x.competence}</td>
                <td data-label={w.col.published}>{x.published_on ? <span className="num">{x.published_on}</span> : <Tag tone="amber">{w.unpublished}</Tag>} {x.withdrawn_on && <Tag>{w.withdrawn(x.withdrawn_on)}</Tag>}</td>
              </tr>
            ))}</tbody>
          </table>
        ))}</Loaded>
      </Section>
      {edits && <ImportBox library="items" />}
    </>
  );
}

/** 检查对象名录库 */
export function Objects({ edits }: { edits: boolean }) {
  const { say } = useText();
  const w = useInspectionWords();
  const wl = useLimitWords();
  const [params, setParams] = useSearchParams();
  const find = params.get('q') ?? '';
  const after = params.get('after') ?? '';
  const list = useObjects({ find: useDeferredValue(find.trim()), after });
  const go = (q: string, from: string) => setParams({ tab: 'objects', ...(q ? { q } : {}), ...(from ? { after: from } : {}) }, { replace: true });
  return (
    <>
      <Section title={w.tabs.objects} extra={list.data && <span className="quiet">{w.total(list.data.total)}</span>} flush>
        <div className="insp-tools">
          <Input allowClear value={find} placeholder={w.find} aria-label={w.find} onChange={(e) => go(e.target.value, '')} />
          {after && <Button onClick={() => go(find, '')}>{w.first}</Button>}
          {list.data?.next && <Button onClick={() => go(find, list.data.next ?? '')}>{w.more}</Button>}
        </div>
        <Loaded of={list}>{({ items }) => (items.length === 0 ? <EmptyLibrary /> : (
          <table className="admin-table">
            <thead><tr><th scope="col">{w.col.name}</th><th scope="col">{w.col.code}</th><th scope="col">{w.col.tier}</th><th scope="col">{w.col.district}</th><th scope="col">{w.col.tags}</th><th scope="col">{wl.col}</th><th scope="col">{w.col.note}</th></tr></thead>
            <tbody>{items.map((x) => (
              <tr key={x.id}>
                <td>{x.name}</td>
                <td data-label={w.col.code} className="mono">{x.code}</td>
                <td data-label={w.col.tier}>{x.tier}</td>
                <td data-label={w.col.district}>{x.district}</td>
                <td data-label={w.col.tags}>{x.tags.join('、')}</td>
                <td data-label={wl.col}>{say(x.visits.says)} {x.visits.full && <Tag tone="red">{wl.full}</Tag>}{x.visits_total.cap > 0 && <div className="quiet">{wl.total} {say(x.visits_total.says)}</div>}</td>
                <td data-label={w.col.note}>{x.closed && <Tag>{w.closed}</Tag>}{x.positive_to && <Tag tone="green" title={x.positive_reason}>{w.positive(x.positive_to)}</Tag>}</td>
              </tr>
            ))}</tbody>
          </table>
        ))}</Loaded>
      </Section>
      {edits && <ImportBox library="objects" />}
    </>
  );
}

/** 执法检查人员名录库 */
export function Inspectors({ edits }: { edits: boolean }) {
  const w = useInspectionWords();
  const wp = useProgrammeWords();
  const wl = useLimitWords();
  const list = useInspectors();
  const [who, setWho] = useState<NonNullable<typeof list.data>['items'][number]>();
  return (
    <>
      <Section title={w.tabs.inspectors} flush>
        <Loaded of={list}>{({ items }) => (items.length === 0 ? <EmptyLibrary /> : (
          <table className="admin-table">
            <thead><tr><th scope="col">{w.col.number}</th><th scope="col">{w.col.name}</th><th scope="col">{w.col.certificate}</th><th scope="col">{w.col.competence}</th><th scope="col">{wl.serves}</th><th scope="col">{w.col.leave}</th><th scope="col">{w.col.recusal}</th>{edits && <th scope="col"><span className="sr-only">{wp.absence}</span></th>}</tr></thead>
            <tbody>{items.map((x) => (
              <tr key={x.id}>
                <td className="mono">{x.number}</td>
                <td data-label={w.col.name}>{x.name}</td>
                <td data-label={w.col.certificate}>{x.certificate ? <>{x.certificate} <span className="quiet num">{w.until(x.certificate_until ?? '')}</span></> : <Tag tone="amber">{w.none}</Tag>}</td>
                <td data-label={w.col.competence}>{x.competences.join('、')}</td>
                <td data-label={wl.serves}>{x.territory.join('、') || <span className="quiet">{wl.everywhere}</span>}</td>
                <td data-label={w.col.leave} className="num">{x.leaves.map((l) => `${l.from} – ${l.to}`).join('；')}</td>
                <td data-label={w.col.recusal} className="mono">{x.recused_from.join('、')}</td>
                {edits && <td><Button size="small" aria-label={`${wp.absence} ${x.number}`} onClick={() => setWho(x)}>{wp.absence}</Button></td>}
              </tr>
            ))}</tbody>
          </table>
        ))}</Loaded>
      </Section>
      {edits && <ImportBox library="inspectors" />}
      {who && <AbsenceDialog key={who.id} who={who} onClose={() => setWho(undefined)} />}
    </>
  );
}

/** What is stale or contradicts itself. */
export function Hygiene() {
  const { say } = useText();
  const w = useInspectionWords();
  const list = useHygiene();
  return (
    <Section title={w.tabs.hygiene} flush>
      <Loaded of={list}>{({ items }) => (items.length === 0 ? <Empty title={w.clean}>{w.cleanHelp}</Empty> : (
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.what}</th><th scope="col">{w.col.name}</th><th scope="col">{w.col.note}</th></tr></thead>
          <tbody>{items.map((x, i) => (
            <tr key={i}>
              <td><Tag tone={['certificate_soon', 'no_tier', 'positive_expired'].includes(x.kind) ? 'amber' : 'red'}>{w.finding[x.kind]}</Tag> <span className="quiet">{w.tabs[x.library]}</span></td>
              <td data-label={w.col.name}>{x.name} <span className="mono quiet">{x.key}</span></td>
              <td data-label={w.col.note}>{say(x.text)}</td>
            </tr>
          ))}</tbody>
        </table>
      ))}</Loaded>
    </Section>
  );
}
