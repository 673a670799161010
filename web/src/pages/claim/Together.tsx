import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Select } from 'antd';
import { useRef, useState } from 'react';
import { Intent } from '../../api/http';
import { stepUp, useMe } from '../../api/people';
import { actTogether, type TogetherView } from '../../api/referral';
import type { Family, Referral } from '../../api/types';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { StateTag } from '../../components/Tag';
import { useText } from '../../i18n';

const steps = { report: 'compensation.report', approve: 'compensation.approve', restore: 'compensation.restore', perform: 'compensation.perform', close: 'close' } as const;
type Step = keyof typeof steps;

/** One step in several claims of a series: each is decided by itself, and each says what became of it. */
export default function Together({ r, cases, onClose }: { r: Referral; cases: Family['cases']; onClose: () => void }) {
  const { t, say } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const intent = useRef(new Intent());
  const [step, setStep] = useState<Step>('report');
  const [chosen, setChosen] = useState(() => cases.map((c) => c.id));
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [done, setDone] = useState<TogetherView>();
  const run = async () => {
    setBusy(true);
    setError(undefined);
    const body = { action: steps[step], cases: chosen, ...(text.trim() ? { text: text.trim() } : {}) };
    try {
      setDone(await actTogether(r.id, body, intent.current.keyFor(body)));
      intent.current.done();
      void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals/{id}/family'] });
      void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals'] });
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const login = done?.items.some((x) => x.code === 'step_up_required');
  return (
    <Modal open width={760} title={t('claim.series.title')} onCancel={onClose} maskClosable={false}
      footer={<><Button onClick={onClose}>{t('close')}</Button>{login
        ? <Button type="primary" onClick={() => void stepUp(me, `/referrals/${r.id}`)}>{t('acts.stepUpGo')}</Button>
        : <Button type="primary" loading={busy} disabled={chosen.length === 0} onClick={() => void run()}>{t('claim.series.go', { n: chosen.length })}</Button>}</>}>
      <p className="quiet">{t('claim.series.help')}</p>
      {error !== undefined && <ProblemNote error={error} />}
      {done && <Note tone={done.done === done.items.length ? 'green' : 'amber'} live>{t('claim.series.done', { n: done.done, all: done.items.length })}</Note>}
      <div className="form">
        <Field label={t('claim.series.step')}>{(f) => <Select {...f} style={{ width: '100%' }} value={step} onChange={(x: Step) => { setStep(x); setDone(undefined); }} options={(Object.keys(steps) as Step[]).map((value) => ({ value, label: t(`claim.series.steps.${value}`) }))} />}</Field>
        <Field label={t('acts.field.text')} optional>{(f) => <Input {...f} value={text} maxLength={4000} onChange={(e) => setText(e.target.value)} />}</Field>
      </div>
      <p><Checkbox checked={chosen.length === cases.length} indeterminate={chosen.length > 0 && chosen.length < cases.length} onChange={(e) => setChosen(e.target.checked ? cases.map((c) => c.id) : [])}>{t('acts.selectAll')}</Checkbox></p>
      <ul className="charge-list">
        {cases.map((c) => {
          const result = done?.items.find((x) => x.case === c.id);
          return (
            <li key={c.id}>
              <Checkbox checked={chosen.includes(c.id)} onChange={(e) => setChosen(e.target.checked ? [...chosen, c.id] : chosen.filter((x) => x !== c.id))}>{c.title}</Checkbox> <StateTag state={result?.state || c.state} kind={c.kind} />
              {result?.code && <span className="field-error">{say(result.says)}</span>}
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
