import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import { stepUp, useAgencies, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { referralQuery } from '../../api/referral';
import type { EvidenceView, Referral } from '../../api/types';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { useMessageWords } from '../../i18n/messages';
import { listOpen } from './Materials';

/** 密封附件: a file that goes, or came, sealed to the receiving organ of another hub. */
export function SealedFile({ e, r }: { e: EvidenceView; r: Referral }) {
  const w = useMessageWords();
  const me = useMe().data;
  const [ask, setAsk] = useState(false);
  if (e.sealed === 'own_key') return <span className="warn-line wrap-any"><Tag tone="amber">{w.sealedCame}</Tag> {w.sealedOwn} <a href={`/v1/referrals/${r.id}/disclosures/sealed.json`} download className="no-print">{w.sealedFile}</a></span>;
  if (e.sealed === 'came') return <span><Tag tone="amber">{w.sealedCame}</Tag> <Button size="small" className="no-print" onClick={() => setAsk(true)}>{w.sealedOpen}</Button>{ask && <OpenDialog e={e} r={r} onClose={() => setAsk(false)} />}</span>;
  if (e.added_by !== me?.agency.id || !(listOpen(r, me.functions) || e.sealed)) return null;
  return <Mark e={e} r={r} />;
}

function Mark({ e, r }: { e: EvidenceView; r: Referral }) {
  const w = useMessageWords();
  const me = useMe().data;
  const cache = useQueryClient();
  const away = useAgencies().data?.items.some((a) => a.hub);
  const [error, setError] = useState<unknown>();
  if (!away && !e.sealed) return null; // no organ of another hub can get it
  const set = async (sealed: boolean) => {
    const { error: refusal } = await api.PUT('/v1/referrals/{id}/evidence/{evidence}/sealing', { params: { path: { id: r.id, evidence: e.id } }, body: { sealed } });
    setError(refusal);
    await cache.invalidateQueries({ queryKey: referralQuery(r.id).queryKey });
  };
  return (
    <span className="no-print">
      <Checkbox checked={e.sealed === 'marked'} disabled={!listOpen(r, me?.functions ?? [])} onChange={(x) => void set(x.target.checked)}><span title={w.sealHelp}>{w.seal}</span></Checkbox>
      {error !== undefined && <ProblemNote error={error} />}
    </span>
  );
}

function OpenDialog({ e, r, onClose }: { e: EvidenceView; r: Referral; onClose: () => void }) {
  const w = useMessageWords();
  const me = useMe().data;
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const open = async () => {
    setBusy(true);
    const { data, error: refusal } = await api.POST('/v1/referrals/{id}/evidence/{evidence}/open', { params: { path: { id: r.id, evidence: e.id } }, body: { reason } });
    setBusy(false);
    setError(refusal);
    if (!data) return;
    save(data.name, data.content ?? '');
    onClose();
  };
  return (
    <Modal open title={w.sealedOpen} onCancel={onClose} okText={w.sealedOpen} okButtonProps={{ disabled: reason.trim() === '', loading: busy }} onOk={() => void open()}>
      <p className="quiet">{w.sealedWhyHelp}</p>
      <Input.TextArea autoFocus value={reason} onChange={(x) => setReason(x.target.value)} autoSize={{ minRows: 2, maxRows: 5 }} maxLength={2000} aria-label={w.sealedWhy} placeholder={w.sealedWhy} />
      {error !== undefined && (problemOf(error).code === 'step_up_required' ? <p><Button size="small" onClick={() => void stepUp(me, `/referrals/${r.id}#materials`)}>{w.login}</Button></p> : <ProblemNote error={error} />)}
    </Modal>
  );
}

/** Gives the opened file to the browser as a download: it is never shown under the hub's own address. */
function save(name: string, content: string) {
  const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const a = document.createElement('a');
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
