import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useRef, useState } from 'react';
import { api } from '../../api/client';
import { Intent } from '../../api/http';
import { problemOf } from '../../api/problem';
import { accept, act } from '../../api/referral';
import type { Family, Referral } from '../../api/types';
import { results } from '../../forms/choices';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { useText } from '../../i18n';

type Outcome = 'waits' | 'runs' | 'told' | { refused: string };
type Lead = Family['cases'][number];

/**
 * Reports the same result to every source of leads that are handled together (一并
 * 反馈): one act of its own for each, since each source has its own duty and receipt.
 */
export default function MergedFeedback({ leads, onClose }: { leads: Lead[]; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const [result, setResult] = useState<string>();
  const [text, setText] = useState('');
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const [busy, setBusy] = useState(false);
  const intents = useRef(new Map<string, Intent>());
  const of = (id: string): Outcome => outcomes[id] ?? 'waits';
  const left = leads.filter((l) => of(l.id) !== 'told');
  const began = Object.keys(outcomes).length > 0;

  const report = async () => {
    setBusy(true);
    for (const l of left) {
      const note = (o: Outcome) => setOutcomes((all) => ({ ...all, [l.id]: o }));
      note('runs');
      const body = { result, text: text.trim() };
      const intent = intents.current.get(l.id) ?? new Intent();
      intents.current.set(l.id, intent);
      try {
        const now = (await api.GET('/v1/referrals/{id}', { params: { path: { id: l.id } } })).data as Referral | undefined;
        const step = now?.actions.find((a) => a.action === 'lead.feedback');
        if (!now || !step?.allowed) {
          note({ refused: t('referral.merged.cannot') });
          continue;
        }
        accept(cache, await act({ id: l.id, path: 'lead/feedback', version: now.version, key: intent.keyFor(body), body }));
        note('told');
      } catch (err) {
        note({ refused: problemOf(err).detail ?? t('problem.unreachable') });
      }
    }
    setBusy(false);
    for (const key of ['/v1/referrals', '/v1/referral-counts', '/v1/referrals/{id}/family']) void cache.invalidateQueries({ queryKey: ['get', key] });
  };

  return (
    <Modal open title={t('referral.merged.title')} maskClosable={false} closable={!busy} keyboard={!busy} onCancel={onClose} width={640} footer={<>
      <Button onClick={onClose} disabled={busy}>{left.length === 0 ? t('referral.merged.close') : t('cancel')}</Button>
      {left.length > 0 && <Button type="primary" loading={busy} disabled={!result || text.trim() === ''} onClick={() => void report()}>{t(began ? 'referral.merged.again' : 'referral.merged.send', { n: left.length })}</Button>}
    </>}>
      <div className="bulk-help"><Note>{t('referral.merged.help')}</Note></div>
      <Field label={t('acts.field.result')} required>{(f) => <Select {...f} style={{ width: '100%' }} value={result} disabled={began} onChange={setResult} options={results.map((v) => ({ value: v, label: t(`acts.result.${v}`) }))} />}</Field>
      <Field label={t('acts.textLabel.feedback')} required>{(f) => <Input.TextArea {...f} rows={3} maxLength={2000} value={text} disabled={began} onChange={(e) => setText(e.target.value)} />}</Field>
      <p className="quiet" role="status">{began ? t('referral.merged.progress', { done: leads.length - left.length, of: leads.length }) : ''}</p>
      <ul className="family">
        {leads.map((l) => {
          const o = of(l.id);
          return <li key={l.id}><p>{l.title} <span className="quiet">{l.sender.short_name} · <span className="num">{l.number}</span> · {typeof o === 'object' ? t('referral.merged.refused') : t(`referral.merged.${o}`)}</span></p>{typeof o === 'object' && <p>{o.refused}</p>}</li>;
        })}
      </ul>
    </Modal>
  );
}
