import type { Schedule } from '../../../api/schedule';
import { useScheduleWords } from '../../../i18n/schedule';

/** What a schedule is worth: its objective, the proven bound, and visits made together. */
export function Figures({ s }: { s: Schedule }) {
  const w = useScheduleWords();
  const list: [string, string, string?][] = [
    ['scheduled', w.of(s.visits.filter((v) => v.day && v.state !== 'cancelled').length, s.visits.filter((v) => v.state !== 'cancelled').length)],
    ...(s.number > 0 ? [
      ['tours', String(s.terms.tours)], ['travel', w.minutes(s.terms.travel)], ['objective', String(s.objective), w.bound], ['bound', String(s.bound), w.bound], ['gap', w.permille(s.gap_permille), w.bound],
      ...(s.terms.substitutes > 0 ? [['substitutes', w.people(s.terms.substitutes)]] : []),
    ] as [string, string, string?][] : []),
    ['rate', w.permille(s.figures.rate_permille)], ['saved', w.times(s.figures.saved)],
  ];
  return <dl className="sched-figures">{list.map(([key, value, title]) => <div key={key} title={title}><dt>{w.figure[key]}</dt><dd className="num">{value}</dd></div>)}</dl>;
}
