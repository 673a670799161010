import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { api } from '../../../api/client';
import { useAgencies } from '../../../api/people';
import { Empty } from '../../../components/Empty';
import { Section } from '../../../components/Section';
import { stamp } from '../../../format/time';
import { useText } from '../../../i18n';
import { answer, usePeople, useUnits } from '../data';
import { may, type HistoryEvent, type Part } from '../types';
import { Loaded } from './Part';

/** Who changed what and when, newest first. */
export default function History({ organ }: Part) {
  const { t, word } = useText();
  const sees = may(organ, 'user.edit');
  const people = usePeople(organ.id, sees).data?.items ?? [];
  const units = useUnits(organ.id, sees).data?.items ?? [];
  const organs = useAgencies().data?.items ?? [];
  const pages = useInfiniteQuery({
    queryKey: ['get', '/v1/admin/agencies/{agency}/history', organ.id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => answer(api.GET('/v1/admin/agencies/{agency}/history', { params: { path: { agency: organ.id }, query: { limit: 50, ...(pageParam && { cursor: pageParam }) } }, signal })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const names = new Map([...people, ...units, ...organs].map((x) => [x.id, x.name]));
  const who = (e: HistoryEvent) => {
    const by = e.by || t(e.agency ? 'admin.history.hub' : 'admin.history.cli');
    const fn = e.function ? word('admin.fn', e.function) : '';
    return fn ? t('admin.history.by', { by, fn }) : by;
  };
  return (
    <Section title={t('admin.tab.history')} flush>
      <Loaded of={pages}>{({ pages: all }) => {
        const items = all.flatMap((p) => p.items);
        if (items.length === 0) return <Empty title={t('admin.history.empty')}>{t('admin.history.emptyHelp')}</Empty>;
        return (
          <ol className="history-list">
            {items.map((e) => (
              <li key={e.id}>
                <div className="history-head"><strong>{word('admin.history.kind', e.kind.replace('.', '_'))}</strong><span className="quiet">{who(e)}</span><time className="quiet num" dateTime={e.at}>{stamp(e.at)}</time></div>
                <Fields fields={e.fields} names={names} />
              </li>
            ))}
          </ol>
        );
      }}</Loaded>
      {pages.hasNextPage && <p className="admin-more"><Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('more')}</Button></p>}
    </Section>
  );
}

/** References that say nothing to a reader; the words around them do. */
const silent = new Set(['answers', 'presiding', 'leave', 'shift', 'entrustment', 'change.target', 'change.version', 'change.kind']);
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function Fields({ fields, names }: { fields: HistoryEvent['fields']; names: Map<string, string> }) {
  const { t, word } = useText();
  const label = (name: string) => {
    const own = word('admin.history.field', name);
    return own !== name ? own : word('admin.field', name);
  };
  const show = (name: string, v: unknown): string => {
    if (v === null || v === '') return t('admin.proposal.none');
    if (typeof v === 'boolean') return t(v ? 'yes' : 'no');
    if (name === 'topics' && Array.isArray(v)) return v.map((x) => word('hooks.topic', String(x))).join('、') || t('hooks.topic.all');
    if (Array.isArray(v)) return v.map((x) => (name === 'scopes' ? word('admin.client.scope', String(x).replace('.', '_')) : String(x))).join('、') || t('admin.proposal.none');
    if (typeof v === 'object') return Object.entries(v).map(([k, x]) => (name === 'role_map' ? `${k} → ${word('admin.fn', String(x))}` : typeof x === 'object' && x !== null ? Object.entries(x).map(([c, on]) => `${word('mine.topics', k)}·${word('mine.channel', c)} ${t(on ? 'yes' : 'no')}`).join('，') : `${label(k)} ${show(k, x)}`)).join('；');
    if (typeof v === 'string' && instant.test(v)) return stamp(v);
    if (typeof v === 'string' && id.test(v)) return names.get(v) ?? v.slice(0, 8);
    if (name === 'sector' || name === 'level') return word(name, String(v));
    if (name === 'kind') return ['webhook', 'wecom', 'dingtalk'].includes(String(v)) ? word('hooks.kind', String(v)) : word('admin.unit.kinds', String(v));
    return String(v);
  };
  const lines: Array<[string, unknown]> = [];
  const take = (prefix: string, v: Record<string, unknown>) => {
    for (const [k, x] of Object.entries(v)) {
      if (silent.has(prefix + k) || (k === 'unit' && 'kind' in v)) continue;
      if ((k === 'change' || (prefix === 'change.' && (k === 'issuer' || k === 'client' || k === 'endpoint')) || k === 'settings') && typeof x === 'object' && x !== null) take('change.', x as Record<string, unknown>);
      else lines.push([k, x]);
    }
  };
  take('', fields as Record<string, unknown>);
  if (lines.length === 0) return null;
  return <dl className="history-fields">{lines.map(([k, v], i) => <div key={i}><dt>{label(k)}{': '}</dt><dd>{show(k, v)}</dd></div>)}</dl>;
}
