import { Input } from 'antd';
import type { Check, NewCheckBody } from '../../api/site';
import { DateInput, Field } from '../../components/Field';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useLimitWords } from '../../i18n/limits';

type Frequency = NonNullable<Check['frequency']>;
type Letter = NonNullable<NewCheckBody['letter']>;

/** What a form keeps of a letter of assistance. */
export type LetterDraft = { organ: string; number: string; on: string; referral: string };
export const noLetter = (): LetterDraft => ({ organ: '', number: '', on: '', referral: '' });

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The letter as the hub takes it, or nothing while it is incomplete. */
export function letterOf(d: LetterDraft): Letter | undefined {
  if (d.organ.trim().length < 2 || d.number.trim().length < 2 || !d.on) return undefined;
  const found = uuid.exec(d.referral)?.[0];
  return { organ: d.organ.trim(), number: d.number.trim(), on: d.on, ...(found ? { case: found.toLowerCase() } : {}) };
}

/** The letter of the organ that assists outside the own area. */
export function LetterFields({ d, set }: { d: LetterDraft; set: (d: LetterDraft) => void }) {
  const w = useLimitWords();
  return (
    <>
      <p className="field field-wide">{w.outside}</p>
      <Field label={w.organ} required>{(f) => <Input {...f} maxLength={120} value={d.organ} onChange={(e) => set({ ...d, organ: e.target.value })} />}</Field>
      <Field label={w.number} required>{(f) => <Input {...f} maxLength={60} value={d.number} onChange={(e) => set({ ...d, number: e.target.value })} />}</Field>
      <Field label={w.on} required>{(f) => <DateInput {...f} value={d.on} onChange={(on) => set({ ...d, on })} />}</Field>
      <Field label={w.referral} hint={w.referralHint} optional>{(f) => <Input {...f} maxLength={300} value={d.referral} onChange={(e) => set({ ...d, referral: e.target.value })} />}</Field>
    </>
  );
}

/** Why a visit is made above the yearly cap. */
export function OverCapField({ value, set }: { value: string; set: (v: string) => void }) {
  const w = useLimitWords();
  return <Field label={w.over} hint={w.overHint} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={300} value={value} onChange={(e) => set(e.target.value)} />}</Field>;
}

/** How an enterprise stands to the caps, in a few words: 已查 1 次，上限 2 次. */
export function Standing({ f, named }: { f: Frequency; named?: boolean }) {
  const { say } = useText();
  const w = useLimitWords();
  if (f.total.cap === 0 && f.agencies.every((a) => a.cap === 0)) return <div className="quiet">{say(f.total.says)}{f.total.exempt > 0 && `，${w.exempt(f.total.exempt)}`}</div>; // nothing to compare with: the visits at the door
  return (
    <>
      {f.agencies.map((a) => <div key={a.agency} className="quiet">{named !== false && `${a.name} `}{say(a.says)}{a.exempt > 0 && `，${w.exempt(a.exempt)}`} {a.full && <Tag tone="red">{w.full}</Tag>}</div>)}
      {f.total.cap > 0 && <div className="quiet">{w.total} {say(f.total.says)} {f.total.full && <Tag tone="red">{w.full}</Tag>}</div>}
    </>
  );
}

/** The same with the rule behind the cap. */
export function Explained({ f }: { f: Frequency }) {
  const { say } = useText();
  const w = useLimitWords();
  const behind = f.agencies.find((a) => a.cap > 0) ?? f.agencies[0];
  return (
    <>
      <Standing f={f} />
      {behind && <details><summary>{w.rule}</summary><p className="quiet">{say(behind.counting)}{behind.basis.map((b) => `　${b.document}${b.article ?? ''}`).join('')} {behind.confidence !== 'high' && <Tag tone="amber">{w.flagged}</Tag>}</p></details>}
    </>
  );
}
