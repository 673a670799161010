import './silence.css';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useMe } from '../../api/people';
import { acceptCourse, addRemark } from '../../api/referral';
import { acceptSilence, markForMeeting, useSilence } from '../../api/silence';
import type { ActionOption, Referral, Silent } from '../../api/types';
import { BasisLine } from '../../components/Basis';
import { Icon } from '../../components/icons';
import { Light } from '../../components/Light';
import { Fold, Section } from '../../components/Section';
import { useNow } from '../../format/clock';
import { dayWords, dueWords, officeTime } from '../../format/time';
import { useText } from '../../i18n';
import { LetterExit } from './Letter';
import { Marks, ownMark } from './Marks';
import { TextForm } from './TextForm';

/** What other organs are late with, and the four ways that are open: none of them moves a clock or a state. */
export function SilencePanel({ r, onAct }: { r: Referral; onAct: (a: ActionOption) => void }) {
  const { t } = useText();
  const me = useMe().data;
  const q = useSilence(r.id, r.sent_at !== undefined);
  const s = q.data;
  if (!s || (s.overdue.length === 0 && !s.marks.some((m) => !m.off_at))) return null;
  const one = (x: Silent) => <SilentAct key={x.clock.id} r={r} x={x} marked={ownMark(s, me?.agency.id) !== undefined} mayMark={s.may_mark} mayWrite={s.may_write} maySend={s.may_send} onAct={onAct} />;
  return (
    <Section title={s.overdue.length > 0 ? t('referral.silence.title') : t('referral.silence.meeting')} className="silence no-print" id="silence">
      {s.overdue.length > 0 && <p className="quiet">{t('referral.silence.lead')}</p>}
      {s.overdue.slice(0, 2).map(one)}
      {s.overdue.length > 2 && <Fold title={t('referral.silence.more')} count={s.overdue.length - 2}>{s.overdue.slice(2).map(one)}</Fold>}
      <Marks r={r} s={s} />
    </Section>
  );
}

interface ActProps { r: Referral; x: Silent; marked: boolean; mayMark: boolean; mayWrite: boolean; maySend: boolean; onAct: (a: ActionOption) => void }
type Exit = 'reminder' | 'call' | 'meeting' | 'letter';

function SilentAct({ r, x, marked, mayMark, mayWrite, maySend, onAct }: ActProps) {
  const { t, say, lang } = useText();
  const now = useNow();
  const cache = useQueryClient();
  const [open, setOpen] = useState<Exit>();
  const c = x.clock;
  const year = officeTime(now).year;
  const close = () => setOpen(undefined);
  const remark = (kind: 'call' | 'reminder') => async (text: string) => acceptCourse(cache, r.id, await addRemark(r.id, { kind, text, to: c.owes.id }));
  const exit = (kind: Exit, button: string, does: string, why?: string) => (
    <li>
      <Button size="small" disabled={why !== undefined} aria-expanded={open === kind} onClick={() => setOpen(open === kind ? undefined : kind)}>{button}</Button>
      <span className="quiet">{why ?? does}</span>
    </li>
  );
  return (
    <div className="silent">
      <p className="silent-head"><strong>{c.owes.short_name}{lang === 'en' ? ' · ' : '：'}{say(c.title)}</strong> <Light light={c.light} due={c.due_at} /></p>
      <p className="quiet">{c.basis[0] && <BasisLine basis={c.basis[0]} />}{c.unverified && `（${t('referral.clocks.unverified')}）`}{!x.mine && ` · ${t('referral.silence.othersWait')}`}</p>
      {x.said && <p className="silent-said"><Icon name="paper" size={14} /> {t('referral.silence.said', { agency: c.owes.short_name, day: dayWords(x.said.decided_on, lang, year), no: x.said.document_no ? t('referral.silence.no', { no: x.said.document_no }) : '' })}{c.quiet_until && Date.parse(c.quiet_until) > now.getTime() ? t('referral.silence.quiet', { until: dueWords(c.quiet_until, now, lang) }) : t('referral.silence.loud')}</p>}
      {mayMark && (
        <ul className="silent-exits">
          {exit('reminder', t('referral.silence.reminder'), t('referral.silence.reminderDoes'))}
          {exit('call', t('referral.silence.call'), t('referral.silence.callDoes'))}
          {exit('meeting', t('referral.silence.mark'), t('referral.silence.markDoes'), marked ? t('referral.silence.marked') : undefined)}
          {x.mine && exit('letter', say(x.letter.title), x.letter.draft ? t('referral.silence.letterKept') : t('referral.silence.letterDoes'), mayWrite ? undefined : t('referral.silence.letterNot'))}
        </ul>
      )}
      {open === 'reminder' && <TextForm label={t('referral.silence.reminder')} start={t('referral.silence.reminderText', { title: say(c.title) })} button={t('referral.silence.sendReminder')} onSave={remark('reminder')} onClose={close} />}
      {open === 'call' && <TextForm label={t('referral.silence.call')} hint={t('referral.remarks.hint.call')} button={t('referral.remarks.send')} onSave={remark('call')} onClose={close} />}
      {open === 'meeting' && <TextForm label={t('referral.silence.markReason')} hint={t('referral.silence.markHint')} button={t('referral.silence.mark')} onSave={async (text) => acceptSilence(cache, r.id, await markForMeeting(r.id, text, c.id))} onClose={close} />}
      {open === 'letter' && <LetterExit r={r} x={x} maySend={maySend} onAct={onAct} onClose={close} />}
    </div>
  );
}
