import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { has, useAgencies, useMe } from '../../api/people';
import { acceptCourse, addRemark, useTimeline } from '../../api/referral';
import { acceptSilence, markForMeeting, useSilence } from '../../api/silence';
import type { AgencyRef, Referral } from '../../api/types';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { dayWords, stamp } from '../../format/time';
import { useText } from '../../i18n';
import { ownMark } from './Marks';
import { TextForm } from './TextForm';

type Kind = 'call' | 'reminder';

/** What is said beside the procedure. None of it moves a clock. */
export function Remarks({ r }: { r: Referral }) {
  const { t, word, lang } = useText();
  const me = useMe().data;
  const all = useAgencies().data?.items ?? [];
  const list = [...(useTimeline(r.id).data?.remarks ?? [])].reverse();
  const [kind, setKind] = useState<Kind>();
  const [marking, setMarking] = useState(false);
  const cache = useQueryClient();
  const silence = useSilence(r.id, r.sent_at !== undefined).data;
  const partners = [r.sender, r.receiver, r.copied].filter((a): a is AgencyRef => a !== undefined && a.id !== me?.agency.id);
  const may = has(me, 'desk', 'handler', 'legal_reviewer', 'head', 'liaison', 'procurator') && r.relation !== 'superior' && partners.length > 0;
  const kinds: Kind[] = ['call', 'reminder'];
  const markable = silence?.may_mark && silence.overdue.length === 0 && !['closed', 'void'].includes(r.state) && !ownMark(silence, me?.agency.id); // beside a silence it stands in its panel
  return (
    <Section title={t('referral.remarks.title')} extra={may && !kind && !marking && <span className="no-print remark-new">{kinds.map((k) => <Button key={k} size="small" onClick={() => setKind(k)}>{t(`referral.remarks.kind.${k}`)}</Button>)}{markable && <Button size="small" onClick={() => setMarking(true)}>{t('referral.silence.mark')}</Button>}</span>}>
      {marking && <TextForm label={t('referral.silence.markReason')} hint={t('referral.silence.markHint')} button={t('referral.silence.mark')} onSave={async (text) => acceptSilence(cache, r.id, await markForMeeting(r.id, text))} onClose={() => setMarking(false)} />}
      {kind && <RemarkForm key={kind} r={r} kind={kind} partners={partners} onClose={() => setKind(undefined)} />}
      {list.length === 0 && !kind && !marking && <p className="quiet">{t('referral.remarks.none')}</p>}
      <ul className="lane">
        {list.map((x) => (
          <li key={x.id}>
            <p><strong>{word('referral.remarks.kind', x.kind)}</strong> <span className="quiet num">{stamp(x.at)}</span></p>
            <p className="quiet">{x.agency.short_name}{x.to && ` ${t('referral.remarks.toWhom', { agency: all.find((a) => a.id === x.to)?.short_name ?? '' })}`}</p>
            {x.decided_on && <p>{t('referral.remarks.decidedOn', { day: dayWords(x.decided_on, lang) })}{x.document_no && <> <span className="num">{x.document_no}</span></>}</p>}
            {x.quiet_until && <p className="quiet">{t('referral.remarks.quietUntil', { at: stamp(x.quiet_until) })}</p>}
            {x.text && <p className="lane-line">{x.text}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function RemarkForm({ r, kind, partners, onClose }: { r: Referral; kind: Kind; partners: AgencyRef[]; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const owes = partners.find((p) => p.id === r.next?.agency.id) ?? partners[0];
  const [to, setTo] = useState(owes?.id ?? '');
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      acceptCourse(cache, r.id, await addRemark(r.id, { kind, text: text.trim(), ...(to ? { to } : {}) }));
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="form form-one remark-form">
      <p className="quiet">{t(`referral.remarks.help.${kind}`)}</p>
      {error !== undefined && <ProblemNote error={error} />}
      <Field label={t('referral.remarks.to')}>{(f) => <Select {...f} style={{ width: '100%' }} value={to || undefined} onChange={setTo} options={partners.map((p) => ({ value: p.id, label: p.name }))} />}</Field>
      <Field label={t(`referral.remarks.kind.${kind}`)} required>{(f) => <Input.TextArea {...f} autoFocus rows={3} maxLength={2000} value={text} placeholder={t(`referral.remarks.hint.${kind}`)} onChange={(e) => setText(e.target.value)} />}</Field>
      <p><Button type="primary" loading={busy} disabled={!text.trim()} onClick={() => void save()}>{t('referral.remarks.send')}</Button> <Button onClick={onClose}>{t('cancel')}</Button></p>
    </div>
  );
}
