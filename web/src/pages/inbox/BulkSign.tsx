import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useRef, useState } from 'react';
import { api } from '../../api/client';
import { Intent } from '../../api/http';
import { useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { act } from '../../api/referral';
import type { ReferralSummary } from '../../api/types';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { useText } from '../../i18n';

type Outcome = 'waits' | 'runs' | 'signed' | { refused: string };

/**
 * Signs for several cases: one act of its own for each, so that one that is refused
 * holds up no other. A line that failed can be tried again under the same key.
 */
export default function BulkSign({ rows, onClose }: { rows: ReferralSummary[]; onClose: (signed: string[]) => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const me = useMe().data;
  const [officer, setOfficer] = useState<string>();
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const [busy, setBusy] = useState(false);
  const intents = useRef(new Map<string, Intent>());
  const versions = useRef(new Map<string, number>()); // of cases that changed meanwhile
  const name = officer ?? me?.name ?? '';
  const of = (id: string): Outcome => outcomes[id] ?? 'waits';
  const left = rows.filter((r) => of(r.id) !== 'signed');
  const signed = rows.length - left.length;
  const failed = rows.filter((r) => typeof of(r.id) === 'object').length;
  const began = Object.keys(outcomes).length > 0;

  const sign = async () => {
    setBusy(true);
    for (const r of left) {
      setOutcomes((o) => ({ ...o, [r.id]: 'runs' }));
      const body = { officer: name.trim() };
      const intent = intents.current.get(r.id) ?? new Intent();
      intents.current.set(r.id, intent);
      let got: Outcome = 'signed';
      try {
        await act({ id: r.id, path: 'sign-for', version: versions.current.get(r.id) ?? r.version, key: intent.keyFor(body), body });
      } catch (err) {
        const problem = problemOf(err);
        got = { refused: problem.detail ?? t('problem.unreachable') };
        if (problem.status === 412) {
          const now = await api.GET('/v1/referrals/{id}', { params: { path: { id: r.id } } }).catch(() => undefined);
          if (now?.data) versions.current.set(r.id, now.data.version); // tried again knowingly
        }
      }
      setOutcomes((o) => ({ ...o, [r.id]: got }));
    }
    setBusy(false);
    for (const key of ['/v1/referrals', '/v1/referral-counts']) void cache.invalidateQueries({ queryKey: ['get', key] });
  };
  const close = () => onClose(rows.filter((r) => of(r.id) === 'signed').map((r) => r.id));

  return (
    <Modal open title={t('inbox.bulk.title', { n: rows.length })} maskClosable={false} closable={!busy} keyboard={!busy} onCancel={close} width={640} footer={<>
      <Button onClick={close} disabled={busy}>{left.length === 0 ? t('inbox.bulk.done') : t('cancel')}</Button>
      {left.length > 0 && <Button type="primary" loading={busy} disabled={name.trim() === ''} onClick={() => void sign()}>{failed > 0 ? t('inbox.bulk.again', { n: left.length }) : t('inbox.bulk.sign', { n: left.length })}</Button>}
    </>}>
      <div className="bulk-help"><Note>{t('inbox.bulk.help')}</Note></div>
      <Field label={t('inbox.bulk.officer')} required>{(x) => <Input {...x} value={name} maxLength={100} disabled={began} onChange={(e) => setOfficer(e.target.value)} />}</Field>
      <p className="bulk-count" role="status">{began ? t('inbox.bulk.progress', { signed, failed, of: rows.length }) : ''}</p>
      {began && <progress className="bulk-bar" aria-label={t('inbox.bulk.bar')} max={rows.length} value={signed + failed} />}
      <ul className="bulk">
        {rows.map((r) => {
          const o = of(r.id);
          return (
            <li key={r.id} className={typeof o === 'object' ? 'bulk-bad' : o === 'signed' ? 'bulk-good' : ''}>
              <span className="bulk-title">{r.title}<small className="num quiet"> {r.number}</small></span>
              <span className="bulk-state">{typeof o === 'object' ? t('inbox.bulk.refused') : t(`inbox.bulk.${o}`)}</span>
              {typeof o === 'object' && <p>{o.refused}</p>}
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
