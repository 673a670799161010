import { Link } from 'react-router';
import { useMeeting, useMeetings, useTasks } from '../../api/meetings';
import { Empty } from '../../components/Empty';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { stamp } from '../../format/time';
import { useMeetingWords } from '../../i18n/meeting';
import { Loaded } from '../admin/parts/Part';
import { AgendaPart } from './Agenda';
import { nextOf } from './next';
import { Promises } from './Promises';
import { Quality } from './Quality';
import { ResolutionLight, ResolutionSteps } from './Resolutions';

/** The coordinator's page (召集人工作台): what the next meeting must decide, promises kept and broken by agency, how the agencies work together with what they say to it. */
export function Desk() {
  const w = useMeetingWords();
  const meetings = useMeetings();
  return (
    <>
      <Loaded of={meetings}>{({ items }) => {
        const next = nextOf(items, now());
        return next ? <Decides id={next} /> : <Unkept />;
      }}</Loaded>
      <Promises />
      <Quality tab="desk" />
      <p className="quiet">{w.deskHelp}</p>
    </>
  );
}

/** The next meeting with its agenda: what was not kept heads it, then what is on it, then what could be. */
function Decides({ id }: { id: string }) {
  const w = useMeetingWords();
  const meeting = useMeeting(id);
  return (
    <Loaded of={meeting}>{(m) => {
      const open = m.agenda.filter((x) => x.state === 'open');
      const silent = open.filter((x) => x.awaited.length > 0).length;
      const none = m.agencies.filter((a) => a.agency !== m.convener && a.reply === 'none').length;
      return (
        <>
          <p className="meet-next"><strong>{w.deskNext}</strong> <Link to={`/meetings/${m.id}`}>{m.title}</Link> <span className="num">{stamp(m.from)}</span> <Tag tone={m.state === 'called' ? 'blue' : 'grey'}>{w.state[m.state]}</Tag>{' '}
            <span className="quiet">{w.deskDecides(m.carried.length, open.length, m.agenda.length - open.length)}{silent > 0 && ` · ${w.deskSilent(silent)}`}{m.state === 'called' && none > 0 && ` · ${w.deskNoReply(none)}`}</span></p>
          <AgendaPart m={m} />
        </>
      );
    }}</Loaded>
  );
}

/** No meeting is prepared: what one would begin with. */
function Unkept() {
  const w = useMeetingWords();
  const tasks = useTasks(true, false);
  return (
    <Section title={w.deskNext} flush>
      <Loaded of={tasks}>{({ items }) => (items.length === 0 ? <Empty title={w.deskNone}>{w.noneHelp}</Empty> : (
        <div className="meet-carried"><h3>{w.carried}</h3><ol>{items.map((x) => (
          <li key={x.id}><p>{x.text}</p><p className="quiet"><Link to={`/meetings/${x.meeting}`} className="num">{w.carriedFrom(x.meeting_number)}</Link> · {w.col.owner}：{x.owner_name} · {w.promise[x.state]}</p><p><ResolutionLight r={x} /> <ResolutionSteps meeting={x.meeting} r={x} /></p></li>
        ))}</ol></div>
      ))}</Loaded>
    </Section>
  );
}
