import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { stepUp, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { acceptSilence, letterPath, sendLetter, silenceQuery, writeLetter } from '../../api/silence';
import { documentPath, previewPath, referralQuery } from '../../api/referral';
import type { ActionOption, Referral, Silent } from '../../api/types';
import { BasisLine } from '../../components/Basis';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { PaperModal } from '../../components/PaperFrame';
import { ProblemNote } from '../../components/ProblemNote';
import { stamp } from '../../format/time';
import { offerText } from '../../forms/kept';
import { useText } from '../../i18n';

interface Props { r: Referral; x: Silent; maySend: boolean; onAct: (a: ActionOption) => void; onClose: () => void }

/** The letter that the law gives: anybody who handles the case drafts it, the own head alone sends it. */
export function LetterExit({ r, x, maySend, onAct, onClose }: Props) {
  const { t, say, lang } = useText();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const me = useMe().data;
  const l = x.letter;
  const [text, setText] = useState(l.text);
  const [version, setVersion] = useState(l.version);
  const [kept, setKept] = useState(l.text);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState('');
  const [paper, setPaper] = useState(false);
  const step = l.action ? r.actions.find((a) => a.action === l.action && !a.paper) : undefined;
  const changed = text.trim() !== kept.trim();
  const problem = error === undefined ? undefined : problemOf(error);

  const run = async (what: string, f: () => Promise<void>) => {
    setBusy(what);
    setError(undefined);
    try {
      await f();
    } catch (err) {
      setError(err);
      if (problemOf(err).status === 412) void cache.invalidateQueries({ queryKey: silenceQuery(r.id).queryKey });
    } finally {
      setBusy('');
    }
  };
  /** Keeps the draft if it was changed, and gives its version. */
  const keep = async () => {
    if (!changed && version > 0) return version;
    const s = await writeLetter(r.id, x.clock.id, text.trim());
    acceptSilence(cache, r.id, s);
    const after = s.overdue.find((o) => o.clock.id === x.clock.id)?.letter.version ?? 0;
    setVersion(after);
    setKept(text);
    return after;
  };
  const dispatch = () => run('send', async () => {
    acceptSilence(cache, r.id, await sendLetter(r.id, x.clock.id, changed ? await keep() : version));
    void cache.invalidateQueries({ queryKey: referralQuery(r.id).queryKey });
    void message.success(t('referral.silence.sent', { title: say(l.title) }));
    onClose();
  });
  const go = () => {
    if (!step) return;
    offerText(r.id, step.action, text.trim());
    onAct(step);
  };

  return (
    <div className="form form-one letter">
      {problem && (problem.code === 'step_up_required'
        ? <Note tone="amber" live title={problem.detail}><Button size="small" type="primary" onClick={() => void stepUp(me, `/referrals/${r.id}#silence`)}>{t('acts.stepUpGo')}</Button></Note>
        : <ProblemNote error={error} />)}
      {l.basis.length > 0 && <p className="quiet">{t('basis')}{': '}{l.basis.map((b, i) => <span key={i}>{i > 0 && '；'}<BasisLine basis={b} /></span>)}</p>}
      {say(l.says) && <p className="quiet">{say(l.says)}</p>}
      <Field label={l.action ? t('referral.silence.reasons') : t('referral.silence.extra')} hint={l.action ? undefined : t('referral.silence.extraHint')}>{(f) => <Input.TextArea {...f} rows={l.action ? 5 : 3} maxLength={8000} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
      <p className="quiet"><a href={previewPath(r.id, 'delay_proof')} target="_blank" rel="noreferrer">{t('referral.silence.proof')}</a></p>
      <p className="quiet">{t('referral.silence.annexes', { list: l.annexes.join(lang === 'en' ? ', ' : '、') })}</p>
      <p className="letter-do">
        <Button size="small" loading={busy === 'keep'} disabled={!changed && version > 0} onClick={() => void run('keep', async () => { await keep(); void message.success(t('referral.silence.keptNow')); })}>{t('referral.silence.keep')}</Button>
        <Button size="small" loading={busy === 'show'} onClick={() => void run('show', async () => { if (changed) await keep(); setPaper(true); })}>{t('referral.silence.show')}</Button>
        {!l.action && <Button size="small" type="primary" icon={<Icon name="lock" />} disabled={!maySend} loading={busy === 'send'} onClick={() => void dispatch()}>{t('referral.silence.send')}</Button>}
        {l.action && step && <Button size="small" type="primary" icon={<Icon name="lock" />} disabled={!step.allowed} onClick={go}>{t('referral.silence.go', { title: say(step.title) })}</Button>}
        <Button size="small" onClick={onClose}>{t('close')}</Button>
      </p>
      <p className="quiet">{l.action && step && !step.allowed ? say(step.reason) : maySend ? t('referral.silence.headSends') : t('referral.silence.headOnly')}</p>
      {l.sent.map((s) => <p key={s.document} className="quiet">{t('referral.silence.sentOn', { at: stamp(s.at) })} <a href={documentPath(r.id, s.document)} target="_blank" rel="noreferrer">{say(l.title)}</a></p>)}
      <PaperModal src={paper ? letterPath(r.id, x.clock.id) : undefined} title={say(l.title)} onClose={() => setPaper(false)} />
    </div>
  );
}
