import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import { usePeerProposals } from '../../api/peers';
import { Field } from '../../components/Field';
import { Section } from '../../components/Section';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { usePeerWords } from '../../i18n/peers';
import { answer } from '../admin/data';
import { FormDialog, useForm } from '../admin/form';
import type { Proposal } from '../admin/types';

/** Hubs that one person proposed and another one compares with the paper. */
export function PendingPeers({ agency, person }: { agency: string; person: string }) {
  const w = usePeerWords();
  const { t } = useText();
  const list = usePeerProposals(agency, true).data?.items.filter((p) => p.kind === 'peer') ?? [];
  const [confirming, setConfirming] = useState<Proposal>();
  const [refusing, setRefusing] = useState<Proposal>();
  if (list.length === 0) return null;
  return (
    <Section title={w.pending} flush>
      {list.map((p) => (
        <div className="admin-card" key={p.id}>
          <div className="admin-card-head">
            <h3>{p.peer?.name}</h3><span className="mono quiet">{p.peer?.hub}</span>
            <span className="quiet num">{w.by(p.by || t('admin.history.cli'), stamp(p.at))}</span>
            <div className="admin-card-do">
              {p.by_user !== person && <Button type="primary" onClick={() => setConfirming(p)}>{w.confirm}</Button>}
              <Button onClick={() => setRefusing(p)}>{w.refuse}</Button>
            </div>
          </div>
          <p className="mono peer-root">{p.peer?.fingerprint}</p>
          <p className="quiet">{p.peer?.address}</p>
          {p.by_user === person && <p className="quiet">{w.mine}</p>}
        </div>
      ))}
      {confirming && <ConfirmDialog agency={agency} p={confirming} onClose={() => setConfirming(undefined)} />}
      {refusing && <RefuseDialog agency={agency} p={refusing} onClose={() => setRefusing(undefined)} />}
    </Section>
  );
}

const groups = (fingerprint: string) => fingerprint.trim().split(/\s+/);

/** The second person types the last group from the paper, so that it was looked at. */
function ConfirmDialog({ agency, p, onClose }: { agency: string; p: Proposal; onClose: () => void }) {
  const w = usePeerWords();
  const { message } = App.useApp();
  const [last, setLast] = useState('');
  const all = groups(p.peer?.fingerprint ?? '');
  const form = useForm({
    check: () => ({ last: last.trim() === '' ? w.must : last.trim().toLowerCase() !== all.at(-1)?.toLowerCase() && w.lastWrong }),
    save: () => answer(api.POST('/v1/admin/agencies/{agency}/proposals/{id}/confirm', { params: { path: { agency, id: p.id } } })),
    done: () => { void message.success(w.confirmed); onClose(); },
  });
  return (
    <FormDialog title={w.confirmTitle(p.peer?.name ?? '')} form={form} fields={['last']} onClose={onClose} ok={w.confirm}>
      <p>{w.confirmHelp}</p>
      <p className="mono peer-print">{all.slice(0, -1).join(' ')} {'•'.repeat(all.at(-1)?.length ?? 0)}</p>
      <Field label={w.lastGroup} required wide error={form.wrong('last')}>{(f) => <Input {...f} className="mono" value={last} maxLength={70} onChange={(e) => setLast(e.target.value)} />}</Field>
    </FormDialog>
  );
}

function RefuseDialog({ agency, p, onClose }: { agency: string; p: Proposal; onClose: () => void }) {
  const w = usePeerWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const form = useForm({
    check: () => ({ reason: reason.trim() === '' && w.must }),
    save: () => answer(api.POST('/v1/admin/agencies/{agency}/proposals/{id}/refuse', { params: { path: { agency, id: p.id } }, body: { reason: reason.trim() } })),
    done: () => { void message.success(w.refused); onClose(); },
  });
  return (
    <FormDialog title={w.refuseTitle} form={form} fields={['reason']} onClose={onClose} width={520} ok={w.refuse}>
      <Field label={w.reason} required wide error={form.wrong('reason')}>{(f) => <Input.TextArea {...f} rows={3} value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />}</Field>
    </FormDialog>
  );
}
