import { App, Button, Checkbox, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useRenewInspection } from '../../../api/inspection';
import { actOnCheck, type Check } from '../../../api/site';
import { Field } from '../../../components/Field';
import { ProblemNote } from '../../../components/ProblemNote';
import { useText } from '../../../i18n';
import { useLimitWords } from '../../../i18n/limits';
import { useSiteWords } from '../../../i18n/site';
import { LetterFields, letterOf, noLetter, OverCapField, Standing } from '../Limits';

const conclusions = ['clean', 'corrected', 'problems'] as const;

/** One step of a visit, with what it asks for. */
export function CheckAct({ c, act, onClose, onDone }: { c: Check; act: string; onClose: () => void; onDone: (c: Check) => void }) {
  const { t } = useText();
  const w = useSiteWords();
  const wl = useLimitWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const found = c.findings.length > 0 || c.items.some((x) => x.result === 'problem');
  const [v, setV] = useState({ shown: false, code: '', conclusion: found ? 'problems' : 'clean', summary: '', reason: '', comes: true, over: '', letter: noLetter() });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const asksWhy = act === 'approve' && Boolean(c.frequency?.full) && !c.over_cap;
  const asksLetter = act === 'approve' && c.outside && !c.agencies.some((a) => a.id === c.mine && a.letter);
  const letter = letterOf(v.letter);
  const bodies: Record<string, object> = { reply: { comes: v.comes, ...(v.comes ? {} : { note: v.reason.trim() }) }, approve: { ...(asksWhy ? { over_cap: v.over.trim() } : {}), ...(asksLetter && letter ? { letter } : {}) }, begin: { shown: v.shown, ...(v.code.trim() ? { official_code: v.code.trim() } : {}) }, finish: { conclusion: v.conclusion, summary: v.summary.trim() }, cancel: { reason: v.reason.trim() }, withdraw: { reason: v.reason.trim() } };
  const reasoned = act === 'cancel' || act === 'withdraw' || (act === 'reply' && !v.comes);
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      onDone(await actOnCheck(c.id, act, bodies[act] ?? {}));
      void message.success(w.done);
      onClose();
      await renew();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={w.act[act]} className="insp-dialog" maskClosable={false} onCancel={onClose} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" danger={reasoned && act !== 'reply'} loading={busy} disabled={(act === 'begin' && !v.shown) || (reasoned && v.reason.trim().length < 2) || (asksWhy && v.over.trim().length < 2) || (asksLetter && !letter)} onClick={() => void submit()}>{w.confirm}</Button></>}>
      <p>{act === 'approve' && c.state !== 'planned' ? w.afterwards : w.say[act]}</p>
      {act === 'approve' && c.frequency && <div className="insp-note"><Standing f={c.frequency} />{c.over_cap && <p>{wl.over}：{c.over_cap}</p>}</div>}
      {asksWhy && <OverCapField value={v.over} set={(over) => set({ over })} />}
      {asksLetter && <LetterFields d={v.letter} set={(letter) => set({ letter })} />}
      {act === 'reply' && <Radio.Group className="site-radios" value={v.comes} onChange={(e) => set({ comes: Boolean(e.target.value) })} options={[{ value: true, label: w.comes }, { value: false, label: w.comesNot }]} />}
      {act === 'begin' && <>
        <Checkbox className="site-tick" checked={v.shown} onChange={(e) => set({ shown: e.target.checked })}>{w.shown}</Checkbox>
        <Field label={w.officialCode} optional hint={w.officialHint} wide>{(f) => <Input {...f} maxLength={120} value={v.code} onChange={(e) => set({ code: e.target.value })} />}</Field>
      </>}
      {act === 'finish' && <>
        <Radio.Group className="site-radios" value={v.conclusion} onChange={(e) => set({ conclusion: String(e.target.value) })} options={conclusions.map((x) => ({ value: x, label: w.conclusions[x] }))} />
        <Field label={w.publicSummary} optional hint={w.publicHint} wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={500} value={v.summary} onChange={(e) => set({ summary: e.target.value })} />}</Field>
      </>}
      {reasoned && <Field label={w.reason} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={300} value={v.reason} onChange={(e) => set({ reason: e.target.value })} />}</Field>}
      {error !== undefined && <ProblemNote error={error} titleOf={(a) => w.act[a]} />}
    </Modal>
  );
}
