import './light.css';
import { distance, dueWords, stamp } from '../format/time';
import { useNow } from '../format/clock';
import { useText } from '../i18n';

/** How a clock stands, as shape, colour and words: no one of them alone. */
const shapes: Record<string, string> = {
  green: '●', amber: '▲', red: '■', met: '✓', late: '✓', paused: '‖', cancelled: '✕', lapsed: '◇', past: '◇', none: '○',
};

const running = new Set(['green', 'amber', 'red']);

interface Props {
  light: string;
  due?: string;
  ended?: string;
  /** one line for a list, or the words alone for a bar */
  compact?: boolean;
}

export function Light({ light, due, ended, compact }: Props) {
  const now = useNow();
  const { t, lang, word } = useText();
  let main = word('light', light);
  let more = '';
  if (due && running.has(light)) {
    const d = distance(due, now);
    main = t(`light.${d.unit}${d.past ? 'Over' : 'Left'}` as 'light.hourLeft', { n: d.n });
    more = dueWords(due, now, lang);
  } else if (ended) more = stamp(ended);
  else if (due && light !== 'cancelled') more = dueWords(due, now, lang);
  return (
    <span className={`light light-${light}`} title={due ? stamp(due) : undefined}>
      <span className="light-shape" aria-hidden="true">{shapes[light] ?? '○'}</span>
      <span className="light-main">
        {running.has(light) && <span className="sr">{word('light', light)}{lang === 'en' ? ', ' : '，'}</span>}
        {main}
      </span>
      {more && <span className={compact ? 'light-more light-below' : 'light-more'}>{compact ? '' : ' · '}{more}</span>}
    </span>
  );
}
