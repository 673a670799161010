import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { Check } from '../../../api/site';
import { DateInput, Field } from '../../../components/Field';
import { Icon } from '../../../components/icons';
import { Section } from '../../../components/Section';
import { useSiteWords } from '../../../i18n/site';
import { open, signedOfficers, unsigned, type Answer, type Draft, type NewFinding, type NewSignature } from './draft';
import { Drawn, SignaturePad } from './Signature';

interface Props { c: Check; draft: Draft; change: (part: Partial<Draft>) => void; wrong: Map<string, string> }

/** What my agency writes down on the spot. */
export function RecordForm({ c, draft, change, wrong }: Props) {
  return (
    <>
      <Answers c={c} draft={draft} change={change} />
      <Findings c={c} draft={draft} change={change} wrong={wrong} />
      <Signatures c={c} draft={draft} change={change} wrong={wrong} />
    </>
  );
}

function Answers({ c, draft, change }: Omit<Props, 'wrong'>) {
  const w = useSiteWords();
  const mine = c.items.filter((x) => x.agency === c.mine);
  const set = (id: string, part: Partial<Answer>) => change({ items: { ...draft.items, [id]: { ...draft.items[id]!, ...part } } });
  const left = open(draft);
  const allOk = () => change({ items: Object.fromEntries(Object.entries(draft.items).map(([id, a]) => [id, a.result === '' ? { ...a, result: 'ok' as const } : a])) });
  return (
    <Section title={w.list} extra={<><span className="quiet num">{w.answered(mine.length - left, mine.length)}</span>{left > 1 && <Button size="small" onClick={allOk}>{w.allOk}</Button>}</>} flush>
      {mine.length === 0 && <p className="site-line quiet">{w.noItems}</p>}
      {mine.map((x) => {
        const a = draft.items[x.id] ?? { result: '', note: '' };
        return (
          <fieldset key={x.id} className="site-item">
            <legend>{x.title} <span className="mono quiet">{x.code} v{x.version}</span></legend>
            <p className="quiet site-basis">{x.basis}</p>
            <div className="site-choices">{(['ok', 'problem', 'skipped'] as const).map((r) => (
              <label key={r} className={a.result === r ? `site-choice site-${r}` : 'site-choice'}><input type="radio" name={x.id} checked={a.result === r} onChange={() => set(x.id, { result: r })} />{w.result[r]}</label>
            ))}</div>
            {(a.result === 'problem' || a.result === 'skipped' || a.note !== '') && <Input aria-label={`${x.title}：${a.result === 'skipped' ? w.skippedWhy : w.note}`} placeholder={a.result === 'skipped' ? w.skippedWhy : w.note} value={a.note} maxLength={300} onChange={(e) => set(x.id, { note: e.target.value })} />}
          </fieldset>
        );
      })}
    </Section>
  );
}

function Findings({ c, draft, change, wrong }: Props) {
  const w = useSiteWords();
  const list = draft.findings;
  const set = (i: number, part: Partial<NewFinding>) => change({ findings: list.map((f, j) => (j === i ? { ...f, ...part } : f)) });
  const items = c.items.filter((x) => x.agency === c.mine);
  const next = items.find((x) => draft.items[x.id]?.result === 'problem' && !list.some((f) => f.item === x.id));
  return (
    <Section title={w.findings} extra={<Button size="small" icon={<Icon name="plus" />} onClick={() => change({ findings: [...list, { item: next?.id ?? '', text: '', owner: list.at(-1)?.owner ?? '', due: list.at(-1)?.due ?? '' }] })}>{w.addFinding}</Button>}>
      {list.length === 0 && <p className="quiet">{w.noFindings}</p>}
      {list.map((f, i) => (
        <fieldset key={i} className="site-finding">
          <legend>{w.finding(i + 1)} <Button size="small" type="text" onClick={() => change({ findings: list.filter((_, j) => j !== i) })}>{w.remove}</Button></legend>
          <Field label={w.text} required wide error={wrong.get(`findings[${i}].text`)}>{(a) => <Input.TextArea {...a} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={200} value={f.text} onChange={(e) => set(i, { text: e.target.value })} />}</Field>
          <Field label={w.owner} required hint={w.ownerHint} error={wrong.get(`findings[${i}].owner`)}>{(a) => <Input {...a} maxLength={120} value={f.owner} onChange={(e) => set(i, { owner: e.target.value })} />}</Field>
          <Field label={w.due} required error={wrong.get(`findings[${i}].due`)}>{(a) => <DateInput {...a} value={f.due} min={c.day} onChange={(due) => set(i, { due })} />}</Field>
          <Field label={w.ofItem} wide>{(a) => <Select {...a} style={{ width: '100%' }} value={f.item} onChange={(item: string) => set(i, { item })} options={[{ value: '', label: w.noItem }, ...items.map((x) => ({ value: x.id, label: x.title }))]} />}</Field>
        </fieldset>
      ))}
      <Field label={w.summary} optional wide>{(a) => <Input.TextArea {...a} autoSize={{ minRows: 1, maxRows: 5 }} maxLength={500} value={draft.summary} onChange={(e) => change({ summary: e.target.value })} />}</Field>
    </Section>
  );
}

function Signatures({ c, draft, change, wrong }: Props) {
  const w = useSiteWords();
  const [refusing, setRefusing] = useState<number[]>([]);
  const list = draft.signatures;
  const set = (i: number, part: Partial<NewSignature>) => change({ signatures: list.map((s, j) => (j === i ? { ...s, ...part } : s)) });
  const left = unsigned(c, draft);
  const add = (party: NewSignature['party'], officer?: Check['officers'][number]) => change({ signatures: [...list, { party, name: officer?.name ?? '', drawn: '', refusal: '', ...(officer ? { officer: officer.id } : {}) }] });
  return (
    <Section title={w.signatures}>
      {list.map((s, i) => (
        <fieldset key={i} className="site-finding">
          <legend>{w.party[s.party]} <Button size="small" type="text" onClick={() => change({ signatures: list.filter((_, j) => j !== i) })}>{w.remove}</Button></legend>
          {s.party === 'officer' ? <p className="site-signer">{s.officer ? <>{s.name} <span className="mono quiet">{c.officers.find((o) => o.id === s.officer)?.certificate}</span></> : <span className="site-wrong">{w.whichOfficer}</span>}</p> : <Field label={w.signer} required wide error={wrong.get(`signatures[${i}].name`)}>{(a) => <Input {...a} maxLength={60} value={s.name} onChange={(e) => set(i, { name: e.target.value })} />}</Field>}
          {s.refusal || refusing.includes(i) ? <Field label={w.refused} required wide>{(a) => <Input {...a} maxLength={300} value={s.refusal} onChange={(e) => set(i, { refusal: e.target.value, drawn: '' })} />}</Field> : (
            <>
              <SignaturePad value={s.drawn} by={s.name} help={s.party === 'officer' ? w.padByHand : w.padHelp} onChange={(drawn) => set(i, { drawn })} />
              {[`signatures[${i}].drawn`, `signatures[${i}].officer`].map((at) => wrong.get(at) && <p key={at} role="alert" className="site-wrong">{wrong.get(at)}</p>)}
              {s.party === 'enterprise' && !s.drawn && <Button size="small" onClick={() => setRefusing([...refusing, i])}>{w.refuse}</Button>}
            </>
          )}
        </fieldset>
      ))}
      <p className="quiet">{w.whoSigns(signedOfficers(draft), c.officers_min)}</p>
      <div className="insp-acts">
        {left.map((o) => <Button key={o.id} onClick={() => add('officer', o)}>{w.officerSigns(o.name, left.some((x) => x !== o && x.name === o.name) || list.some((s) => s.name === o.name) ? o.certificate : '')}</Button>)}
        {(['enterprise', 'witness'] as const).map((party) => <Button key={party} onClick={() => add(party)}>{w.addSignature[party]}</Button>)}
      </div>
    </Section>
  );
}

/** What an agency has recorded, to be read. */
export function RecordOf({ c, agency }: { c: Check; agency: string }) {
  const w = useSiteWords();
  const a = c.agencies.find((x) => x.id === agency)!;
  return (
    <div className="site-read">
      <p><strong>{a.name}</strong> <span className="quiet">{w.edition(a.edition)}</span></p>
      <ul>{c.items.filter((x) => x.agency === agency).map((x) => <li key={x.id}><span className={x.result ? `site-mark site-${x.result}` : 'site-mark'}>{x.result ? w.result[x.result] : w.unanswered}</span> {x.title}{x.note && <span className="quiet"> · {x.note}</span>}</li>)}</ul>
      {a.summary && <p>{a.summary}</p>}
      {c.signatures.filter((s) => s.agency === agency).map((s, i) => <p key={i} className="site-signed">{w.party[s.party]} {s.name} {s.officer && <span className="mono quiet">{c.officers.find((o) => o.id === s.officer)?.certificate}</span>} {s.drawn ? <Drawn path={s.drawn} of={`${s.name} ${w.signed}`} /> : <span className="quiet">{s.refusal ? `${w.refuse}：${s.refusal}` : w.namedOnly}</span>}</p>)}
    </div>
  );
}
