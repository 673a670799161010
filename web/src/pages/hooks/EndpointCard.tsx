import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { etag } from '../../api/http';
import { Copyable } from '../../components/Copyable';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { useNow } from '../../format/clock';
import { spoken, stamp } from '../../format/time';
import { useText } from '../../i18n';
import { answer } from '../admin/data';
import { useConfirm } from '../admin/form';
import { health, sortOf, type Endpoint, type Tested } from './data';
import { Deliveries } from './Deliveries';
import { ReplayDialog } from './ReplayDialog';
import { RotateDialog } from './RotateDialog';
import { useReason } from './reason';

interface Props { e: Endpoint; edits: boolean; agency: string; onEdit: () => void; onSecret: (e: Endpoint) => void }

/** One endpoint: how it fares, what can be done, what was delivered. */
export function EndpointCard({ e, edits, agency, onEdit, onSecret }: Props) {
  const { t, lang } = useText();
  const now = useNow();
  const confirm = useConfirm();
  const reason = useReason();
  const [dialog, setDialog] = useState<'rotate' | 'replay'>();
  const [test, setTest] = useState<{ busy?: boolean; got?: Tested; error?: unknown }>({});
  const h = health(e);
  const held = e.held_until && Date.parse(e.held_until) > now.getTime() ? e.held_until : undefined;
  const run = async () => {
    setTest({ busy: true });
    try {
      setTest({ got: await answer(api.POST('/v1/endpoints/{id}/test', { params: { path: { id: e.id } } })) });
    } catch (error) {
      setTest({ error });
    }
  };
  const drop = () => confirm({
    title: t('hooks.removeAsk', { name: e.name }), help: t('hooks.removeHelp'), ok: t('hooks.remove'), danger: true, done: t('hooks.removed'),
    run: () => answer(api.DELETE('/v1/endpoints/{id}', { params: { path: { id: e.id }, header: { 'If-Match': etag(e.version) } } })),
  });
  const named = (text: string) => `${text} ${e.name}`; // for who cannot see beside which endpoint a button stands
  return (
    <article className="admin-card" aria-label={e.name}>
      <div className="admin-card-head">
        <h3>{e.name}</h3>
        <Tag tone="blue">{t(`hooks.short.${sortOf(e)}`)}</Tag>
        <Tag tone={h.tone}>{h.sign} {t(`hooks.state.${h.word}`, { n: e.failures })}</Tag>
        {edits && (
          <div className="admin-card-do">
            <Button type="primary" loading={test.busy} disabled={e.state === 'waiting'} title={e.state === 'waiting' ? t('hooks.testLater') : undefined} aria-label={named(t('hooks.test'))} onClick={() => void run()}>{t('hooks.test')}</Button>
            <Button aria-label={named(t('edit'))} onClick={onEdit}>{t('edit')}</Button>
            <Button aria-label={named(t('hooks.rotate'))} onClick={() => setDialog('rotate')}>{t('hooks.rotate')}</Button>
            {e.kind === 'webhook' && e.state === 'active' && <Button aria-label={named(t('hooks.replay'))} onClick={() => setDialog('replay')}>{t('hooks.replay')}</Button>}
            <Button danger aria-label={named(t('hooks.remove'))} onClick={drop}>{t('hooks.remove')}</Button>
          </div>
        )}
      </div>
      {test.got && <Outcome got={test.got} />}
      {test.error !== undefined && <ProblemNote error={test.error} />}
      {e.pending?.endpoint && (
        <Note tone="amber" title={t('hooks.pending')}>
          <p className="wrap-any">{t('hooks.pendingHelp', { url: e.pending.endpoint.url, allow: e.pending.endpoint.allow.join('、'), by: e.pending.by, at: stamp(e.pending.at) })}</p>
          <p><Link to={`/admin/${agency}/clients`}>{t('hooks.pendingWhere')}</Link></p>
        </Note>
      )}
      <dl className="admin-facts hook-facts">
        <div className="hook-wide"><dt>{t('hooks.field.url')}</dt><dd className="mono">{e.url}{e.allow.length > 0 && <span className="quiet"> · {t('hooks.field.allow')} {e.allow.join('、')}</span>}</dd></div>
        <div><dt>{t('hooks.health.taken')}</dt><dd>{e.last_taken_at ? spoken(e.last_taken_at, now, lang) : t('hooks.health.never')}</dd></div>
        <div><dt>{t('hooks.health.failures')}</dt><dd>{e.failures > 0 ? <>{e.failures}{e.failing_since && <span className="quiet"> · {t('hooks.health.since', { at: spoken(e.failing_since, now, lang) })}</span>}</> : t('hooks.health.none')}</dd></div>
        <div><dt>{t('hooks.health.waiting')}</dt><dd>{t('hooks.health.waitingN', { n: e.waiting })}{held && <span className="quiet"> · {t('hooks.health.held', { at: spoken(held, now, lang) })}</span>}</dd></div>
        <div><dt>{t('hooks.field.topics')}</dt><dd>{e.topics.length > 0 ? e.topics.map((x) => t(`hooks.topic.${x}`)).join('、') : t('hooks.topic.all')}</dd></div>
        {e.last_result && <div className="hook-wide"><dt>{t('hooks.health.result')}</dt><dd>{reason(e.last_result)}</dd></div>}
        {e.public_key && <div className="hook-wide"><dt>{t('hooks.publicKey')}</dt><dd className="mono"><Copyable text={e.public_key} /></dd></div>}
      </dl>
      <Deliveries e={e} />
      {dialog === 'rotate' && <RotateDialog e={e} onClose={() => setDialog(undefined)} onDone={(after) => { setDialog(undefined); onSecret(after); }} />}
      {dialog === 'replay' && <ReplayDialog e={e} onClose={() => setDialog(undefined)} />}
    </article>
  );
}

/** What the other side answered to a test. */
function Outcome({ got }: { got: Tested }) {
  const { t } = useText();
  const reason = useReason();
  return (
    <Note tone={got.ok ? 'green' : 'red'} live title={got.ok ? t('hooks.tested.ok', { status: got.status, ms: got.took_ms }) : t('hooks.tested.bad', { error: reason(got.error ?? ''), ms: got.took_ms })}>
      {got.answer && <p className="wrap-any">{t('hooks.tested.answer', { text: got.answer })}</p>}
    </Note>
  );
}
