import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { breakGlass, grounds, renewGlass, reviewGlass, type GlassBody, type GlassView } from '../../api/glass';
import { stepUp, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Choices, Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';

// What was typed survives the way to the identity provider and back.
const keptAs = 'hub.glass';
const blank = { case: '', ground: '', reason: '' };
type Typed = typeof blank;
const keep = (v: Typed) => { try { sessionStorage.setItem(keptAs, JSON.stringify(v)); } catch { /* it has to be typed again */ } };
function take(): Typed {
  try {
    const text = sessionStorage.getItem(keptAs);
    sessionStorage.removeItem(keptAs);
    return text ? { ...blank, ...(JSON.parse(text) as Partial<Typed>) } : blank;
  } catch {
    return blank;
  }
}

/** Opens one case of other organs: number, ground, reason, after a fresh login. */
export function BreakDialog({ hours, onClose }: { hours: number; onClose: () => void }) {
  const { t } = useText();
  const go = useNavigate();
  const cache = useQueryClient();
  const me = useMe().data;
  const [v, setV] = useState(take);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const p = error === undefined ? undefined : problemOf(error);
  const needsLogin = p?.code === 'step_up_required';
  const ready = v.case.trim() !== '' && v.ground !== '' && v.reason.trim().length > 1;
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const g = await breakGlass({ case: v.case.trim(), ground: v.ground as GlassBody['ground'], reason: v.reason.trim() });
      renewGlass(cache);
      void go(`/referrals/${g.case}`);
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const again = () => {
    keep(v);
    void stepUp(me, '/reads?tab=glass&break=1');
  };
  return (
    <Modal open title={t('reads.glass.open')} onCancel={onClose} maskClosable={false} footer={<>
      <Button onClick={onClose}>{t('cancel')}</Button>
      {needsLogin ? <Button type="primary" onClick={again}>{t('acts.stepUpGo')}</Button> : <Button type="primary" danger loading={busy} disabled={!ready} onClick={() => void run()}>{t('reads.glass.openDo')}</Button>}
    </>}>
      <div className="glass-form">
        <Note tone="amber"><p>{t('reads.glass.warn', { hours })}</p></Note>
        {needsLogin && <Note tone="blue" live>{t('acts.stepUp')}</Note>}
        {p?.status === 404 && <Note tone="red" live title={t('reads.glass.missing')}><p>{t('reads.glass.missingHelp')}</p></Note>}
        {p && !needsLogin && p.status !== 404 && <ProblemNote error={error} />}
        <Field label={t('reads.number')} hint={t('reads.glass.numberHint')} required wide>{(x) => <Input {...x} autoFocus autoComplete="off" maxLength={60} value={v.case} onChange={(e) => setV({ ...v, case: e.target.value })} />}</Field>
        <Choices legend={t('reads.glass.groundLabel')} required>
          <Radio.Group className="glass-grounds" value={v.ground} onChange={(e) => setV({ ...v, ground: e.target.value as string })} options={grounds.map((g) => ({ value: g, label: t(`reads.glass.ground.${g}`) }))} />
        </Choices>
        <Field label={t('reads.glass.reason')} hint={t('reads.glass.reasonHint')} required wide>{(x) => <Input.TextArea {...x} rows={3} maxLength={500} value={v.reason} onChange={(e) => setV({ ...v, reason: e.target.value })} />}</Field>
      </div>
    </Modal>
  );
}

/** Decides whether a look was right, once. */
export function ReviewDialog({ g, onClose }: { g: GlassView; onClose: () => void }) {
  const { t, word } = useText();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [verdict, setVerdict] = useState('');
  const [remark, setRemark] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await reviewGlass(g, verdict === 'justified', remark.trim());
      void message.success(t('reads.glass.reviewed'));
      renewGlass(cache);
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('reads.glass.review')} onCancel={onClose} maskClosable={false} onOk={() => void run()} okText={t('reads.glass.reviewDo')} cancelText={t('cancel')} confirmLoading={busy} okButtonProps={{ disabled: verdict === '' || remark.trim() === '' }}>
      <div className="glass-form">
        <p><span className="num">{g.number}</span> · {t('reads.glass.by', { name: g.name, function: word('admin.fn', g.function), organ: g.agency.name })}</p>
        <p className="wrap-any">{word('reads.glass.ground', g.ground)}：{g.reason}</p>
        <p className="quiet">{t('reads.glass.reviewHelp')}</p>
        {error !== undefined && <ProblemNote error={error} />}
        <Choices legend={t('reads.glass.verdictLabel')} required>
          <Radio.Group value={verdict} onChange={(e) => setVerdict(e.target.value as string)} options={(['justified', 'not_justified'] as const).map((x) => ({ value: x, label: t(`reads.glass.verdict.${x}`) }))} />
        </Choices>
        <Field label={t('reads.glass.remark')} hint={t('reads.glass.remarkHint')} required wide>{(x) => <Input.TextArea {...x} rows={3} maxLength={1000} value={remark} onChange={(e) => setRemark(e.target.value)} />}</Field>
      </div>
    </Modal>
  );
}
