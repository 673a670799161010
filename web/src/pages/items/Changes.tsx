import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { $api } from '../../api/client';
import { activateChange, readChange, refuseChange, useRenewItems, type ItemChange } from '../../api/items';
import { stepUp, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Fold, Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useItemWords } from '../../i18n/items';
import { PreviewView } from './PreviewView';

const tones = { proposed: 'amber', active: 'green', refused: 'grey' } as const;

/** Changes of the list: what waits, and what was decided. */
export function Changes({ keeps }: { keeps: boolean }) {
  const w = useItemWords();
  const list = $api.useQuery('get', '/v1/enforcement-items/changes', {}, { staleTime: 5_000, retry: false });
  const all = list.data?.items ?? [];
  const waiting = all.filter((c) => c.state === 'proposed');
  const past = all.filter((c) => c.state !== 'proposed');
  return (
    <>
      {waiting.length > 0 && <Section title={w.waiting} flush>{waiting.map((c) => <Change key={c.id} c={c} keeps={keeps} />)}</Section>}
      {past.length > 0 && <div className="section"><Fold title={w.past} count={past.length}>{past.map((c) => <Change key={c.id} c={c} keeps={false} />)}</Fold></div>}
    </>
  );
}

function Change({ c, keeps }: { c: ItemChange; keeps: boolean }) {
  const { t, say } = useText();
  const w = useItemWords();
  const { message } = App.useApp();
  const me = useMe().data;
  const renew = useRenewItems();
  const [whole, setWhole] = useState<ItemChange>();
  const [busy, setBusy] = useState('');
  const [error, setError] = useState<unknown>();
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const run = async (what: string, f: () => Promise<void>) => {
    setBusy(what);
    setError(undefined);
    try { await f(); } catch (err) { setError(err); } finally { setBusy(''); }
  };
  const needsLogin = error !== undefined && problemOf(error).code === 'step_up_required';
  const can = (a: string) => c.actions.includes(a);
  const mine = c.proposer === me?.name;
  return (
    <div className="items-change">
      <p><Tag tone={tones[c.state]}>{w.state[c.state]}</Tag> <strong>{c.title ? say(c.title) : c.file}</strong> <span className="quiet">{w.byAt(c.proposer, stamp(c.proposed_at))}{c.decided_at && `，${w.decided(c.decider ?? '', stamp(c.decided_at), w.state[c.state]!)}`}{c.reason && `：${c.reason}`}</span></p>
      {c.state === 'proposed' && (
        <div className="items-do">
          <Button size="small" loading={busy === 'show'} aria-expanded={whole !== undefined} onClick={() => void run('show', async () => setWhole(whole ? undefined : await readChange(c.id)))}>{w.show}</Button>
          {can('activate') && <Button size="small" type="primary" loading={busy === 'activate'} onClick={() => void run('activate', async () => { await activateChange(c.id); void message.success(w.activated); await renew(); })}>{w.activate}</Button>}
          {can('refuse') && <Button size="small" onClick={() => setRefusing(true)}>{mine ? w.withdraw : w.refuse}</Button>}
        </div>
      )}
      {c.state === 'proposed' && keeps && !can('activate') && <p className="quiet">{w.another}</p>}
      {needsLogin && <Note tone="amber" live title={w.stepUp}><Button type="primary" size="small" onClick={() => void stepUp(me, '/items')}>{t('acts.stepUpGo')}</Button></Note>}
      {error !== undefined && !needsLogin && <ProblemNote error={error} />}
      {whole?.preview && <PreviewView p={whole.preview} />}
      <Modal open={refusing} title={mine ? w.withdraw : w.refuse} onCancel={() => setRefusing(false)} okText={mine ? w.withdraw : w.refuse} cancelText={t('cancel')} okButtonProps={{ disabled: reason.trim() === '', loading: busy === 'refuse' }}
        onOk={() => void run('refuse', async () => { await refuseChange(c.id, reason.trim()); setRefusing(false); await renew(); })}>
        <Field label={w.reason} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
      </Modal>
    </div>
  );
}
