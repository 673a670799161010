import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { acceptSilence, takeOffMeeting } from '../../api/silence';
import type { CaseMark, Referral, Silence } from '../../api/types';
import { useMe } from '../../api/people';
import { Fold } from '../../components/Section';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { TextForm } from './TextForm';

/** The open mark of the reader's own organ: only it can be taken off here. */
export function ownMark(s: Silence, agency: string | undefined): CaseMark | undefined {
  return s.marks.find((m) => !m.off_at && m.agency.id === agency);
}

/** What stands on the list for the next joint meeting, seen by every organ of the case. */
export function Marks({ r, s }: { r: Referral; s: Silence }) {
  const { t } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const [off, setOff] = useState<string>();
  const open = s.marks.filter((m) => !m.off_at);
  const past = s.marks.filter((m) => m.off_at);
  if (s.marks.length === 0) return null;
  return (
    <div className="marks">
      {open.map((m) => (
        <div key={m.id} className="mark">
          <p><strong>{t('referral.silence.onList', { agency: m.agency.short_name })}</strong> <span className="quiet num">{stamp(m.marked_at)}</span> {m.agency.id === me?.agency.id && s.may_mark && off !== m.id && <Button size="small" onClick={() => setOff(m.id)}>{t('referral.silence.takeOff')}</Button>}</p>
          <p className="lane-line">{m.reason}</p>
          {off === m.id && <TextForm label={t('referral.silence.offReason')} button={t('referral.silence.takeOff')} onSave={async (text) => acceptSilence(cache, r.id, await takeOffMeeting(r.id, m.id, text))} onClose={() => setOff(undefined)} />}
        </div>
      ))}
      {past.length > 0 && <Fold title={t('referral.silence.offList')} count={past.length}>{past.map((m) => <p key={m.id} className="quiet">{m.agency.short_name} {stamp(m.marked_at)} {m.reason} → {m.off_at && stamp(m.off_at)} {m.off_reason}</p>)}</Fold>}
      {open.length > 0 && <p><Link to="/meeting-marks">{t('referral.silence.toList')}</Link></p>}
    </div>
  );
}
