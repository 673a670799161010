import { Checkbox } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, api } from '../../api/client';
import { etag } from '../../api/http';
import { problemOf } from '../../api/problem';
import type { Me } from '../../api/types';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { clockTime } from '../../format/time';
import { useText } from '../../i18n';
import { answer } from '../admin/data';
import { Loaded } from '../admin/parts/Part';

const channels = ['inapp', 'email', 'sms'] as const;
type Channel = (typeof channels)[number];

/** Which notices come by which channel; each box is saved when it is clicked. */
export function Preferences({ me }: { me: Me }) {
  const { t, say } = useText();
  const cache = useQueryClient();
  const list = $api.useQuery('get', '/v1/me/preferences', {});
  const [busy, setBusy] = useState('');
  const [saved, setSaved] = useState('');
  const [error, setError] = useState<unknown>();
  const key = $api.queryOptions('get', '/v1/me/preferences', {}).queryKey;
  const noAddress: Partial<Record<Channel, string>> = { ...(!me.email && { email: t('mine.noEmail') }), ...(!me.phone && { sms: t('mine.noPhone') }) };

  const choose = async (topic: 'clock' | 'act' | 'record' | 'remark' | 'plan', channel: Channel, on: boolean, version: number) => {
    setBusy(`${topic} ${channel}`);
    setError(undefined);
    try {
      const after = await answer(api.PATCH('/v1/me/preferences', { params: { header: { 'If-Match': etag(version) } }, body: { choices: [{ topic, channel, on }] } }));
      cache.setQueryData(key, after);
      setSaved(clockTime(now()));
    } catch (err) {
      setSaved('');
      setError(err);
      if (problemOf(err).status === 412) void cache.invalidateQueries({ queryKey: key });
    } finally {
      setBusy('');
    }
  };
  return (
    <Section id="notices" title={t('mine.notices')} extra={<span className="quiet" role="status">{saved && t('mine.saved', { time: saved })}</span>}>
      <p className="admin-say">{t('mine.noticesHelp')} {t('mine.digest')}</p>
      {error !== undefined && (problemOf(error).status === 412 ? <Note tone="amber" live title={t('mine.stale')}>{t('mine.staleHelp')}</Note> : <ProblemNote error={error} />)}
      <Loaded of={list}>{(p) => (
        <table className="prefs">
          <thead><tr><th scope="col">{t('mine.topic')}</th>{channels.map((c) => <th key={c} scope="col">{t(`mine.channel.${c}`)}{noAddress[c] && <div className="admin-sub">{noAddress[c]}</div>}</th>)}</tr></thead>
          <tbody>
            {p.items.map((x) => (
              <tr key={x.topic}>
                <th scope="row">{say(x.title)} {x.statutory && <Tag tone="blue">{t('mine.statutory')}</Tag>}</th>
                {channels.map((c) => (
                  <td key={c}><Checkbox aria-label={t('mine.cell', { topic: say(x.title), channel: t(`mine.channel.${c}`) })} checked={x[c]} disabled={busy !== ''} onChange={(e) => void choose(x.topic, c, e.target.checked, p.version)} /></td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}</Loaded>
    </Section>
  );
}
