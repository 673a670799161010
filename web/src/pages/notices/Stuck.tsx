import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { $api, api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { Field } from '../../components/Field';
import { Section } from '../../components/Section';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

/** A notice that no channel took is work for a person, until somebody was told. */
export function Stuck() {
  const { t, say, word } = useText();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [call, setCall] = useState<string>();
  const [text, setText] = useState('');
  const q = $api.useQuery('get', '/v1/deliveries/undeliverable', {}, { retry: false });
  const list = q.data?.items ?? [];
  if (list.length === 0) return null;
  const after = (error: unknown, ok: string) => {
    if (error) void message.error(problemOf(error).detail ?? t('problem.unreachable'));
    else void message.success(ok);
    void cache.invalidateQueries({ queryKey: ['get', '/v1/deliveries/undeliverable'] });
  };
  const retry = async (id: string) => after((await api.POST('/v1/deliveries/{id}/retry', { params: { path: { id } } })).error, t('notice.stuck.retried'));
  const prove = async () => {
    if (!call) return;
    after((await api.POST('/v1/deliveries/{id}/call', { params: { path: { id: call } }, body: { text: text.trim() } })).error, t('notice.stuck.proved'));
    setCall(undefined);
    setText('');
  };
  return (
    <Section title={t('notice.stuck.title')} flush>
      <p className="quiet stuck-lead">{t('notice.stuck.lead')}</p>
      <ul className="notices">
        {list.map((n) => (
          <li className="notice stuck" key={n.id}>
            <span className="notice-what">
              {n.case ? <Link to={`/referrals/${n.case}`}>{say(n.title)}</Link> : <strong>{say(n.title)}</strong>}
              <span className="quiet"><span className="num">{n.number}</span> · {word('channel', n.channel)} · {t('notice.stuck.attempts', { n: n.attempts })} · <span className="num">{stamp(n.at)}</span></span>
              <span className="quiet wrap-any">{t('notice.stuck.why')}：{n.error}</span>
            </span>
            <span className="stuck-do"><Button size="small" onClick={() => void retry(n.id)}>{t('notice.stuck.retry')}</Button> <Button size="small" type="primary" onClick={() => setCall(n.id)}>{t('notice.stuck.call')}</Button></span>
          </li>
        ))}
      </ul>
      <Modal open={call !== undefined} title={t('notice.stuck.callTitle')} onCancel={() => setCall(undefined)} footer={<><Button onClick={() => setCall(undefined)}>{t('cancel')}</Button><Button type="primary" disabled={!text.trim()} onClick={() => void prove()}>{t('notice.stuck.save')}</Button></>}>
        <Field label={t('notice.stuck.callText')} required wide>{(f) => <Input.TextArea {...f} rows={3} maxLength={1000} value={text} placeholder={t('notice.stuck.callHint')} onChange={(e) => setText(e.target.value)} />}</Field>
      </Modal>
    </Section>
  );
}
