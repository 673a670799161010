import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { $api } from '../../../api/client';
import { send } from '../../../api/http';
import { useInspectors } from '../../../api/inspection';
import { ProblemNote } from '../../../components/ProblemNote';
import { Section } from '../../../components/Section';
import { now } from '../../../format/clock';
import { spoken } from '../../../format/time';
import { useText } from '../../../i18n';
import { useCalendarWords } from '../../../i18n/calendar';

const path = '/v1/inspection/feeds';

/** Calendars by a secret link, of one officer, of a plan's joint team or of the agency. */
export function Feeds({ own, plans }: { own: string; plans: { id: string; title: string }[] }) {
  const { lang } = useText();
  const w = useCalendarWords();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const list = $api.useQuery('get', path, {}, { retry: false, enabled: own !== '' });
  const inspectors = useInspectors().data?.items ?? [];
  const [who, setWho] = useState('');
  const [address, setAddress] = useState('');
  const [error, setError] = useState<unknown>();
  const act = async (f: () => Promise<void>) => {
    setError(undefined);
    try {
      await f();
      await cache.invalidateQueries({ queryKey: $api.queryOptions('get', path).queryKey });
    } catch (err) {
      setError(err);
    }
  };
  const make = () => act(async () => setAddress((await send<{ address: string }>(path, { method: 'POST', body: plans.some((p) => p.id === who) ? { plan: who } : who ? { inspector: who } : {} })).address));
  const revoke = (id: string) => act(async () => { await send<void>(`${path}/${id}/revoke`, { method: 'POST' }); void message.success(w.revoked); });
  return (
    <Section title={w.feeds}>
      <p className="quiet">{w.feedsHelp}</p>
      <div className="insp-acts">
        <Select className="cal-pick" aria-label={w.officer} showSearch optionFilterProp="label" value={who} onChange={(v: string) => setWho(v)} options={[{ value: '', label: w.whole }, ...plans.map((p) => ({ value: p.id, label: w.teamOf(p.title) })), ...inspectors.map((i) => ({ value: i.id, label: `${i.number} ${i.name}` }))]} />
        <Button onClick={() => void make()}>{w.make}</Button>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {address && <p role="status">{w.made}<span className="mono insp-code">{address}</span><Button size="small" onClick={() => void navigator.clipboard?.writeText(address)}>{w.copy}</Button></p>}
      {list.data?.items.length === 0 && <p className="quiet">{w.noFeeds}</p>}
      <ul className="cal-feeds">{list.data?.items.map((f) => <li key={f.id}>{f.plan ? w.teamOf(f.name ?? '') : f.name || w.whole} <span className="quiet num">{w.since(spoken(f.created_at, now(), lang))}</span> <Button size="small" onClick={() => void revoke(f.id)}>{w.revoke}</Button></li>)}</ul>
    </Section>
  );
}
