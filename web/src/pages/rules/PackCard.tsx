import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { stepUp, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import type { PackReplay, RulePack } from '../../api/types';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { activatePack, readPack, refusePack, replayPack, useRenewRules } from './packs';
import { ReplayView } from './ReplayView';

const tones = { proposed: 'amber', active: 'green', replaced: 'grey', refused: 'grey' } as const;

/** One version of a pack: who, when, what it says, what it would do. */
export function PackCard({ p }: { p: RulePack }) {
  const { t, say } = useText();
  const { message } = App.useApp();
  const me = useMe().data;
  const renew = useRenewRules();
  const [text, setText] = useState<string>();
  const [seen, setSeen] = useState<PackReplay>();
  const [busy, setBusy] = useState('');
  const [error, setError] = useState<unknown>();
  const [refusing, setRefusing] = useState(false);
  const needsLogin = error !== undefined && problemOf(error).code === 'step_up_required';
  const own = p.proposer === me?.name;

  const run = async (what: string, f: () => Promise<void>) => {
    setBusy(what);
    setError(undefined);
    try {
      await f();
    } catch (err) {
      setError(err);
    } finally {
      setBusy('');
    }
  };
  const show = () => run('show', async () => setText(text === undefined ? (await readPack(p.id)).text ?? '' : undefined));
  const look = () => run('look', async () => setSeen(seen === undefined ? await replayPack({ file: p.file, text: (await readPack(p.id)).text ?? '' }) : undefined));
  const activate = () => run('activate', async () => {
    await activatePack(p.id);
    void message.success(t('rules.packs.activated'));
    await renew();
  });
  return (
    <div className="pack-card">
      <div className="pack-card-head">
        <h3>{t(`rules.packs.kinds.${p.kind}`)} <span className="mono">{p.name}</span> · {t('rules.packs.version', { n: p.version })}</h3>
        <Tag tone={tones[p.state]}>{t(`rules.packs.states.${p.state}`)}</Tag>
        <div className="pack-do">
          <Button size="small" loading={busy === 'show'} aria-expanded={text !== undefined} onClick={() => void show()}>{t('rules.packs.show')}</Button>
          {p.state === 'proposed' && <Button size="small" loading={busy === 'look'} aria-expanded={seen !== undefined} onClick={() => void look()}>{t('rules.packs.replay')}</Button>}
          {p.actions.includes('activate') && <Button size="small" type="primary" loading={busy === 'activate'} onClick={() => void activate()}>{t('rules.packs.activate')}</Button>}
          {p.actions.includes('refuse') && <Button size="small" onClick={() => setRefusing(true)}>{t(own ? 'rules.packs.withdraw' : 'rules.packs.refuse')}</Button>}
        </div>
      </div>
      <p className="quiet">
        {t('rules.packs.by', { by: p.proposer, at: stamp(p.proposed_at) })}
        {p.decided_at && `；${t(p.state === 'refused' ? 'rules.packs.refusedBy' : 'rules.packs.activatedBy', { by: p.decider ?? '', at: stamp(p.decided_at) })}`}
        {p.reason && `：${p.reason}`}
      </p>
      <p className="quiet mono pack-digest">{p.file} · SHA-256 {p.sha256.slice(0, 16)}…</p>
      {p.state === 'proposed' && p.two_persons && !p.actions.includes('activate') && p.actions.length > 0 && <p className="quiet">{t('rules.packs.another')}</p>}
      {p.state === 'proposed' && !p.two_persons && <p className="quiet">{t('rules.packs.one')}</p>}
      {p.problems.length > 0 && <Note tone="red" title={t('rules.packs.leftOut')}><ul className="pack-problems">{p.problems.map((x, i) => <li key={i}><span className="mono">{t('rules.packs.line', { n: x.line })}</span> {say(x.text)}</li>)}</ul></Note>}
      {needsLogin && <Note tone="amber" live title={problemOf(error).detail}><p>{t('rules.packs.stepUp')}</p><Button size="small" type="primary" onClick={() => void stepUp(me, '/rules/packs')}>{t('acts.stepUpGo')}</Button></Note>}
      {error !== undefined && !needsLogin && <ProblemNote error={error} />}
      {seen && <ReplayView r={seen} />}
      {text !== undefined && <ol className="pack-text mono" aria-label={t('rules.packs.text')} tabIndex={0}>{text.replace(/\n$/, '').split('\n').map((l, i) => <li key={i}>{l || ' '}</li>)}</ol>}
      {refusing && <RefuseDialog p={p} own={own} onClose={() => setRefusing(false)} />}
    </div>
  );
}

function RefuseDialog({ p, own, onClose }: { p: RulePack; own: boolean; onClose: () => void }) {
  const { t } = useText();
  const renew = useRenewRules();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async () => {
    setTried(true);
    if (!reason.trim()) return;
    try {
      await refusePack(p.id, reason.trim());
      await renew();
      onClose();
    } catch (err) {
      setError(err);
    }
  };
  const word = t(own ? 'rules.packs.withdraw' : 'rules.packs.refuse');
  return (
    <Modal open title={word} onCancel={onClose} okText={word} cancelText={t('cancel')} onOk={() => void submit()}>
      {error !== undefined && <ProblemNote error={error} />}
      <Field label={t('rules.packs.reason')} required wide error={tried && !reason.trim() ? t('rules.packs.reasonMust') : undefined}>{(f) => <Input.TextArea {...f} rows={3} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
    </Modal>
  );
}
