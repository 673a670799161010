import { App, Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { meet, useRenewMeetings, type Meeting } from '../../api/meetings';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { useMeetingWords } from '../../i18n/meeting';
import { useSend } from './NewMeeting';

const renewEvery = 4 * 60_000; // the code lasts ten minutes; a new one hangs there long before

/** The code for the screen of the room (签到二维码), and who has signed in so far. */
export function SignInCode({ m, onClose }: { m: Meeting; onClose: () => void }) {
  const w = useMeetingWords();
  const [at, setAt] = useState(() => Date.now());
  const [bad, setBad] = useState(false);
  useEffect(() => {
    const t = setInterval(() => setAt(Date.now()), renewEvery);
    return () => clearInterval(t);
  }, []);
  const came = m.agencies.filter((a) => a.signed_in.length > 0);
  return (
    <Modal open title={w.signCode} className="meet-dialog" width={560} onCancel={onClose} footer={<Button onClick={onClose}>{w.close}</Button>}>
      {bad ? <Note tone="amber">{w.signNotNow}</Note> : <>
        <img className="meet-code" src={`/v1/meetings/${m.id}/sign-in.svg?at=${at}`} alt={w.signCode} onError={() => setBad(true)} />
        <p>{w.signHelp}</p>
      </>}
      <p className="quiet" aria-live="polite">{w.signedIn(came.reduce((n, a) => n + a.signed_in.length, 0))}</p>
      <ul className="meet-agencies">{came.map((a) => <li key={a.agency}><span>{a.short_name}</span><span>{a.signed_in.join('、')}</span></li>)}</ul>
    </Modal>
  );
}

/** Who scanned the code signs in with one tap. */
export function SignInNote({ m, name }: { m: Meeting; name: string }) {
  const w = useMeetingWords();
  const { message } = App.useApp();
  const renew = useRenewMeetings();
  const { busy, error, run } = useSend();
  const [params, setParams] = useSearchParams();
  const code = params.get('sign');
  if (!code) return null;
  const there = m.agencies.find((a) => a.agency === m.mine)?.signed_in.includes(name);
  const sign = () => void run(async () => {
    await meet(m.id, 'sign-in', { code });
    await renew();
    void message.success(w.signDone);
    setParams((p) => { p.delete('sign'); return p; }, { replace: true });
  });
  return (
    <div className="meet-note"><Note tone={there ? 'green' : 'blue'} title={there ? w.signDone : w.sign}>
      {!there && <p><Button type="primary" loading={busy} onClick={sign}>{w.signAs(name)}</Button></p>}
      {error !== undefined && <ProblemNote error={error} titleOf={(a) => w.act[a]} />}
    </Note></div>
  );
}
