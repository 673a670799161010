import '../admin/admin.css';
import './meetings.css';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useMeeting, type Meeting } from '../../api/meetings';
import { useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useOtherHubWords } from '../../i18n/otherHub';
import { useMeetingWords } from '../../i18n/meeting';
import { Loaded } from '../admin/parts/Part';
import { AgendaPart } from './Agenda';
import { MeetingAct, dialogs } from './MeetingAct';
import { replyTone, stateTone } from './MeetingsPage';
import { MinutesPart } from './Minutes';
import { Papers } from './Papers';
import { ResolutionsPart } from './Resolutions';
import { SignInCode, SignInNote } from './SignIn';

/** A joint meeting: what may be done now, agenda, agencies, minutes, resolutions. */
export default function MeetingPage() {
  const { t } = useText();
  const w = useMeetingWords();
  const { id = '' } = useParams();
  const meeting = useMeeting(id);
  usePageTitle(meeting.data?.title ?? w.title);
  if (meeting.isError && [404, 422].includes(problemOf(meeting.error).status)) return <Empty title={t('notFound')} action={<p><Link to="/meetings">{w.title}</Link></p>}>{w.unknown}</Empty>;
  return <Loaded of={meeting}>{(m) => <MeetingView m={m} />}</Loaded>;
}

function MeetingView({ m }: { m: Meeting }) {
  const { say } = useText();
  const w = useMeetingWords();
  const me = useMe().data;
  const [act, setAct] = useState<string>();
  const buttons = dialogs.filter((a) => m.actions.includes(a)); // the likeliest first
  return (
    <>
      <div className="page-head">
        <h1>{m.title}</h1>
        <Tag tone={stateTone[m.state]}>{w.state[m.state]}</Tag>
        <span className="quiet num">{m.number}</span>
      </div>
      <p className="meet-lead quiet"><span className="num">{stamp(m.from)} – {stamp(m.to).slice(stamp(m.from).slice(0, 10) === stamp(m.to).slice(0, 10) ? 11 : 0)}</span>{m.place && ` · ${m.place}`}{m.series && ` · ${m.series}`}{m.sequence > 0 && m.state === 'called' && ` · ${w.moved(m.sequence)}`}</p>
      {m.warnings.length > 0 && <div className="meet-note"><Note tone="amber">{m.warnings.map((x) => <p key={x.zh}>{say(x)}</p>)}</Note></div>}
      {m.reason && <div className="meet-note"><Note tone={m.state === 'cancelled' || m.state === 'held' ? 'amber' : 'grey'}>{m.reason}</Note></div>}
      {m.actions.includes('reply') && m.agencies.find((a) => a.agency === m.mine)?.reply === 'none' && <div className="meet-note"><Note tone="blue" title={w.toReply}>{w.say.reply}</Note></div>}
      {m.actions.includes('sign_in') && me && <SignInNote m={m} name={me.name} />}
      {buttons.length > 0 && <div className="meet-acts meet-bar">{buttons.map((a, i) => <Button key={a} type={i === 0 ? 'primary' : 'default'} danger={a === 'cancel'} onClick={() => setAct(a)}>{w.act[a]}</Button>)}{m.actions.includes('sign_in') && m.convener === m.mine && (m.actions.includes('hold') || m.actions.includes('write')) && <Button onClick={() => setAct('sign_code')}>{w.signCode}</Button>}</div>}
      <div className="meet-page">
        <div>
          {m.slots.length > 0 && m.state === 'draft' && <Slots m={m} />}
          {(m.convener === m.mine || m.state !== 'draft') && <AgendaPart m={m} />}
          {['held', 'minuted', 'countersigned', 'closed'].includes(m.state) && <><ResolutionsPart m={m} /><MinutesPart m={m} /></>}
        </div>
        <div>
          <Agencies m={m} />
          {(m.convener === m.mine || m.state !== 'draft') && <Papers m={m} />}
        </div>
      </div>
      {act === 'sign_code' && <SignInCode m={m} onClose={() => setAct(undefined)} />}
      {act && act !== 'sign_code' && <MeetingAct m={m} act={act} onClose={() => setAct(undefined)} />}
    </>
  );
}

function Agencies({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const far = useOtherHubWords();
  const held = !['draft', 'called', 'cancelled'].includes(m.state);
  return (
    <Section title={w.agencies} flush>
      <ul className="meet-agencies">{m.agencies.map((a) => (
        <li key={a.agency}>
          <span>{a.short_name} {a.agency === m.convener && <Tag tone="blue">{w.convener}</Tag>}{a.hub && <Tag tone="blue">{far.mark(a.hub)}</Tag>}{(a.attendees || a.note) && <span className="quiet"> {held ? a.attendees : a.note}</span>}{a.signed_in.length > 0 && <span className="quiet"> {w.signedBy(a.signed_in.join('、'))}</span>}</span>
          <span>{held ? <><Tag tone={a.present ? 'green' : 'grey'}>{a.present ? w.present : '–'}</Tag> {m.state !== 'held' && a.present && <Tag tone={a.signed_at ? 'green' : 'amber'}>{a.signed_at ? w.state.countersigned : w.state.minuted}</Tag>}</> : m.state !== 'draft' && <Tag tone={replyTone[a.reply]}>{w.reply[a.reply]}</Tag>}</span>
        </li>
      ))}</ul>
    </Section>
  );
}

function Slots({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const [act, setAct] = useState<string>();
  return (
    <Section title={w.slots} flush>
      <table className="admin-table">
        <thead><tr><th scope="col">{w.col.slot}</th>{m.agencies.map((a) => <th scope="col" key={a.agency}>{a.short_name}</th>)}<th scope="col" /></tr></thead>
        <tbody>{m.slots.map((s) => (
          <tr key={s.id}>
            <td className="num">{stamp(s.from)}–{stamp(s.to).slice(11)}<div className="quiet">{w.fits(s.fits, m.agencies.length)}</div></td>
            {m.agencies.map((a) => { const x = s.answers.find((y) => y.agency === a.agency)?.answer; return <td key={a.agency} data-label={a.short_name}>{x ? <Tag tone={x === 'yes' ? 'green' : x === 'no' ? 'red' : 'amber'}>{w.answer[x]}</Tag> : <span className="quiet">–</span>}</td>; })}
            <td>{m.actions.includes('poll') && <Button size="small" onClick={() => setAct(`choose:${s.id}`)}>{w.choose}</Button>}</td>
          </tr>
        ))}</tbody>
      </table>
      {act && <MeetingAct m={m} act={act} onClose={() => setAct(undefined)} />}
    </Section>
  );
}
