import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { stamp } from '../../format/time';
import { useMeetingWords } from '../../i18n/meeting';

const dayAgo = (n: number) => stamp(new Date(Date.now() - n * 86_400_000).toISOString()).slice(0, 10);

/** The period that an address names: the last ninety days where it names none. */
export const periodOf = (params: URLSearchParams) => ({ from: params.get('from') ?? dayAgo(90), to: params.get('to') ?? dayAgo(0) });

/** First and last day of what is counted. */
export function Period({ from, to, onChange }: { from: string; to: string; onChange: (part: { from?: string; to?: string }) => void }) {
  const w = useMeetingWords();
  return (
    <div className="meet-form">
      <Field label={w.bulletinFrom}>{(f) => <DateInput {...f} value={from} max={to} onChange={(d) => d && onChange({ from: d })} />}</Field>
      <Field label={w.bulletinTo}>{(f) => <DateInput {...f} value={to} min={from} onChange={(d) => d && onChange({ to: d })} />}</Field>
    </div>
  );
}
