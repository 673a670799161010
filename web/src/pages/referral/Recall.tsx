import { App, Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Message } from '../../api/peers';
import { Field } from '../../components/Field';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { usePeerWords } from '../../i18n/peers';
import { answer } from '../admin/data';
import { FormDialog, useForm } from '../admin/form';

/** 召回: how the recall of a message stands, and what the reader may do about it. */
export function Recall({ id, m, onDone }: { id: string; m: Message; onDone: () => void }) {
  const w = usePeerWords();
  const [open, setOpen] = useState<'ask' | 'answer'>();
  const r = m.recall;
  const close = () => setOpen(undefined);
  return (
    <>
      {r && (
        <div className="exchange-recall">
          <Tag tone={r.answer === 'complied' ? 'green' : r.answer === 'kept' ? 'amber' : 'red'}>{r.answer ? w.recall.answered[r.answer] : r.ours ? w.recall.waits : w.recall.asked}</Tag> <span className="quiet num">{stamp(r.answered_at ?? r.at)}</span>
          <p className="wrap-any">{w.recall.reason}：{r.reason}</p>
          {r.answer && (r.text || r.article) && <p className="wrap-any">{r.article && <>{w.recall.article}：{r.article}　</>}{r.text}</p>}
          {r.may_answer && <Button size="small" type="primary" onClick={() => setOpen('answer')}>{w.recall.toAnswer}</Button>}
        </div>
      )}
      {m.may_recall && <Button size="small" type="text" onClick={() => setOpen('ask')}>{w.recall.ask}</Button>}
      {open === 'ask' && <Ask id={id} m={m} onClose={close} onDone={onDone} />}
      {open === 'answer' && <Answer id={id} m={m} onClose={close} onDone={onDone} />}
    </>
  );
}

interface Props { id: string; m: Message; onClose: () => void; onDone: () => void }

function Ask({ id, m, onClose, onDone }: Props) {
  const w = usePeerWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const form = useForm({
    check: () => ({ reason: reason.trim() === '' && w.must }),
    save: () => answer(api.POST('/v1/referrals/{id}/exchange/{message}/recall', { params: { path: { id, message: m.id } }, body: { reason: reason.trim() } })),
    done: () => { void message.success(w.recall.askDone); onClose(); onDone(); },
  });
  return (
    <FormDialog title={w.recall.askTitle} form={form} fields={['reason']} onClose={onClose} width={520} ok={w.recall.ask}>
      <p className="quiet">{w.recall.askHelp}</p>
      <Field label={w.recall.reason} required wide error={form.wrong('reason')}>{(f) => <Input.TextArea {...f} rows={3} value={reason} maxLength={2000} onChange={(e) => setReason(e.target.value)} />}</Field>
    </FormDialog>
  );
}

function Answer({ id, m, onClose, onDone }: Props) {
  const w = usePeerWords();
  const { message } = App.useApp();
  const [said, setSaid] = useState<'complied' | 'kept'>('complied');
  const [text, setText] = useState('');
  const [article, setArticle] = useState('');
  const kept = said === 'kept';
  const form = useForm({
    check: () => ({ text: kept && text.trim() === '' && w.must, article: kept && article.trim() === '' && w.must }),
    save: () => answer(api.POST('/v1/referrals/{id}/exchange/{message}/recall/answer', { params: { path: { id, message: m.id } }, body: { answer: said, text: text.trim(), article: kept ? article.trim() : '' } })),
    done: () => { void message.success(w.recall.answerDone); onClose(); onDone(); },
  });
  return (
    <FormDialog title={w.recall.answerTitle} form={form} fields={['text', 'article']} onClose={onClose} width={520} ok={w.recall.toAnswer}>
      <p className="quiet">{w.recall.answerHelp}</p>
      <Radio.Group value={said} onChange={(e) => setSaid(e.target.value as 'complied' | 'kept')} options={[{ value: 'complied', label: w.recall.answered.complied }, { value: 'kept', label: w.recall.answered.kept }]} />
      {kept && <Field label={w.recall.article} required wide error={form.wrong('article')}>{(f) => <Input {...f} value={article} maxLength={500} onChange={(e) => setArticle(e.target.value)} />}</Field>}
      <Field label={kept ? w.recall.why : w.recall.done} required={kept} wide error={form.wrong('text')}>{(f) => <Input.TextArea {...f} rows={3} value={text} maxLength={2000} onChange={(e) => setText(e.target.value)} />}</Field>
    </FormDialog>
  );
}
