import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { openReporter, passReporter, sealKey, sealReporter, useSeal, type ReporterBody } from '../../api/lead';
import { has, stepUp, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import type { Referral } from '../../api/types';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

const names = ['name', 'phone', 'identity_no', 'account', 'note'] as const;

// The reason survives the way to the identity provider and back.
const keptAs = (id: string) => `hub.reporter.${id}`;
const keepReason = (id: string, reason: string) => { try { sessionStorage.setItem(keptAs(id), reason); } catch { /* it has to be typed again */ } };
function takeReason(id: string): string {
  try {
    const kept = sessionStorage.getItem(keptAs(id)) ?? '';
    sessionStorage.removeItem(keptAs(id));
    return kept;
  } catch {
    return '';
  }
}

/** Who reported it: that something is sealed, and the way to it. */
export function Reporter({ r }: { r: Referral }) {
  const { t } = useText();
  const me = useMe().data;
  const seal = useSeal(r.id).data;
  const [params, setParams] = useSearchParams();
  const wanted = params.get('reporter');
  const dialog = wanted === 'open' || wanted === 'pass' || wanted === 'seal' ? wanted : undefined;
  const setDialog = (d?: string) => {
    const next = new URLSearchParams(params);
    if (d) next.set('reporter', d);
    else next.delete('reporter');
    setParams(next, { replace: true, preventScrollReset: true });
  };
  if (!seal || (!seal.sealed && r.kind !== 'lead')) return null;
  const opens = has(me, 'handler', 'head', 'procurator');
  const seals = has(me, 'desk', 'handler', 'legal_reviewer', 'head', 'liaison', 'procurator');
  if (!seal.sealed && !seals) return null;
  return (
    <Section title={t('lead.held.title')}>
      <p className="quiet">{seal.sealed ? <><Icon name="lock" size={14} /> {t('lead.held.sealed', { at: stamp(seal.since ?? '') })}</> : t('lead.held.none')}</p>
      <p className="next-paper no-print">
        {seal.sealed && opens && <Button size="small" onClick={() => setDialog('open')}>{t('lead.held.open')}</Button>}
        {seal.sealed && has(me, 'head') && r.receiver && <Button size="small" onClick={() => setDialog('pass')}>{t('lead.held.pass')}</Button>}
        {!seal.sealed && seals && <Button size="small" onClick={() => setDialog('seal')}>{t('lead.held.seal')}</Button>}
      </p>
      {(dialog === 'open' || dialog === 'pass') && <Look r={r} pass={dialog === 'pass'} onClose={() => setDialog(undefined)} />}
      {dialog === 'seal' && <Seal r={r} onClose={() => setDialog(undefined)} />}
    </Section>
  );
}

function Look({ r, pass, onClose }: { r: Referral; pass: boolean; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const me = useMe().data;
  const [reason, setReason] = useState(() => takeReason(r.id));
  const others = [r.sender, r.receiver, r.copied].filter((a) => a && a.id !== me?.agency.id) as { id: string; name: string }[];
  const [to, setTo] = useState(others.length === 1 ? others[0]!.id : '');
  const [shown, setShown] = useState<ReporterBody>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const needsLogin = error !== undefined && problemOf(error).code === 'step_up_required';
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      if (pass) {
        await passReporter(r.id, to, reason.trim());
        void message.success(t('lead.held.passed'));
        onClose();
      } else setShown(await openReporter(r.id, reason.trim()));
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const again = () => {
    keepReason(r.id, reason);
    void stepUp(me, `/referrals/${r.id}?reporter=${pass ? 'pass' : 'open'}`);
  };
  return (
    <Modal open title={pass ? t('lead.held.pass') : t('lead.held.open')} onCancel={onClose} maskClosable={false} footer={<>
      <Button onClick={onClose}>{shown ? t('close') : t('cancel')}</Button>
      {!shown && (needsLogin ? <Button type="primary" onClick={() => again()}>{t('acts.stepUpGo')}</Button>
        : <Button type="primary" loading={busy} disabled={reason.trim() === '' || pass && to === ''} onClick={() => void run()}>{pass ? t('lead.held.pass') : t('lead.held.open')}</Button>)}
    </>}>
      <p className="quiet">{t('lead.held.basis')}{pass && ` · ${t('lead.held.only')}`}</p>
      {needsLogin ? <Note tone="amber" live>{t('acts.stepUp')}</Note> : error !== undefined && <ProblemNote error={error} />}
      {shown ? (
        <>
          <dl className="facts">{names.filter((n) => shown[n]).map((n) => <div key={n}><dt>{n === 'account' || n === 'note' ? t(`lead.held.${n}`) : t(`lead.seal.kind.${n}`)}</dt><dd className="wrap-any">{shown[n]}</dd></div>)}</dl>
          <Note tone="amber">{t('lead.held.shown')}</Note>
        </>
      ) : (
        <>
          {pass && <Field label={t('lead.held.to')} required wide>{(x) => <Select {...x} style={{ width: '100%' }} value={to || undefined} onChange={(v: string) => setTo(v)} options={others.map((a) => ({ value: a.id, label: a.name }))} />}</Field>}
          <Field label={t('lead.held.reason')} hint={t('lead.held.reasonHint')} required wide>{(x) => <Input.TextArea {...x} rows={3} maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
        </>
      )}
    </Modal>
  );
}

function Seal({ r, onClose }: { r: Referral; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const [v, setV] = useState<ReporterBody>({});
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await sealReporter(r.id, v);
      void cache.invalidateQueries({ queryKey: sealKey(r.id) });
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('lead.held.seal')} onCancel={onClose} maskClosable={false} onOk={() => void run()} okText={t('lead.held.save')} cancelText={t('cancel')} confirmLoading={busy} okButtonProps={{ disabled: !Object.values(v).some((x) => x?.trim()) }}>
      <p className="quiet">{t('lead.held.basis')}</p>
      {error !== undefined && <ProblemNote error={error} />}
      {names.map((n) => <Field key={n} label={n === 'account' || n === 'note' ? t(`lead.held.${n}`) : t(`lead.seal.kind.${n}`)} optional wide>{(x) => <Input {...x} value={v[n] ?? ''} maxLength={n === 'note' ? 2000 : n === 'identity_no' ? 40 : 100} onChange={(e) => setV((old) => ({ ...old, [n]: e.target.value }))} />}</Field>)}
    </Modal>
  );
}
