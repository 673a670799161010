import { Link } from 'react-router';
import { useDeskWords } from '../../i18n/desk';
import { useWindows, Window } from './Windows';

/** Beside the own inbox: the desks of other organs at which something waits. */
export default function Strip() {
  const words = useDeskWords();
  const items = useWindows().data?.items ?? [];
  if (items.length === 0) return null;
  const waits = items.filter((w) => w.lines.length > 0);
  return (
    <>
      {waits.map((w) => <Window key={w.agency.id} w={w} />)}
      <p className="window-all no-print"><Link to="/desk">{words.all}</Link>{waits.length === 0 && <span className="quiet"> {words.nothing}</span>}</p>
    </>
  );
}
