import { Button, Checkbox, Input, Radio } from 'antd';
import { useRoute } from '../../api/items';
import type { DraftContent, Procedure, ProcedureField } from '../../api/types';
import { DateInput } from '../../components/DateInput';
import { Choices, Field } from '../../components/Field';
import { ItemField } from '../../components/routing/ItemField';
import { RouteBox } from '../../components/routing/RouteBox';
import { Section } from '../../components/Section';
import { useText } from '../../i18n';
import type { StepProps } from './DraftPage';

/** The form of any kind, drawn from what the hub says of it. */
export function GenericFacts({ d, me, errors, p }: StepProps & { p: Procedure }) {
  const { t, say } = useText();
  const c = d.form.content as Record<string, unknown>;
  const set = (name: string, value: unknown) => d.change((f) => ({ content: { ...f.content, [name]: value } as DraftContent }));
  const one = (f: ProcedureField) => {
    const wrong = errors.get(`content.${f.name}`);
    const text = typeof c[f.name] === 'string' ? (c[f.name] as string) : '';
    const frame = { label: say(f.label), hint: say(f.hint) || undefined, required: f.required, optional: !f.required, error: wrong };
    if (f.name === 'item') return <ItemFact key={f.name} kind={p.kind} value={text} place={`${d.form.content.place ?? ''} ${d.form.content.facts ?? ''}`} onChange={(v) => set(f.name, v)} error={wrong} />;
    switch (f.kind) {
      case 'line': return <Field key={f.name} {...frame}>{(x) => <Input {...x} value={text} maxLength={200} onChange={(e) => set(f.name, e.target.value)} />}</Field>;
      case 'text': return <Field key={f.name} {...frame} wide>{(x) => <Input.TextArea {...x} autoSize={{ minRows: f.name === 'facts' ? 6 : 2, maxRows: 24 }} value={text} onChange={(e) => set(f.name, e.target.value)} />}</Field>;
      case 'day': return <Field key={f.name} {...frame}>{(x) => <DateInput {...x} value={text} onChange={(v) => set(f.name, v)} />}</Field>;
      case 'yes': return <div className="field-wide" key={f.name}><Checkbox checked={c[f.name] === true} onChange={(e) => set(f.name, e.target.checked)}>{say(f.label)}</Checkbox></div>;
      case 'choice': return (
        <Choices key={f.name} legend={say(f.label)} hint={frame.hint} required={f.required} error={wrong}>
          <Radio.Group vertical value={text || undefined} onChange={(e) => set(f.name, e.target.value)} options={f.options.map((o) => ({ value: o.value, label: say(o.label) }))} />
        </Choices>
      );
      case 'choices': return (
        <Choices key={f.name} legend={say(f.label)} hint={frame.hint} required={f.required} error={wrong}>
          <Checkbox.Group value={Array.isArray(c[f.name]) ? (c[f.name] as string[]) : []} onChange={(v) => set(f.name, v)} options={f.options.map((o) => ({ value: o.value, label: say(o.label) }))} />
        </Choices>
      );
    }
  };
  const asksOfficer = p.fields.some((f) => f.name === 'officer') && !c.officer;
  return (
    <Section title={t('draft.generic.facts')} extra={asksOfficer && <Button size="small" onClick={() => d.change((f) => ({ content: { ...f.content, officer: me.name, ...(me.phone ? { officer_phone: me.phone } : {}) } }))}>{me.name}</Button>}>
      <div className="form">{p.fields.map(one)}</div>
    </Section>
  );
}

/** The item with the organs it belongs to; the receiver itself is chosen when it is sent. */
function ItemFact({ kind, value, place, onChange, error }: { kind: string; value: string; place: string; onChange: (v: string) => void; error?: string }) {
  const route = useRoute({ item: value, kind, place }).data;
  return (
    <div className="field-wide">
      <ItemField value={value} onChange={onChange} error={error} />
      {value !== '' && <RouteBox route={route} />}
    </div>
  );
}

/** Labels of what the form still lacks before its first step. */
export function openFields(p: Procedure, content: DraftContent): ProcedureField[] {
  const c = content as Record<string, unknown>;
  return p.fields.filter((f) => f.required && (c[f.name] === undefined || c[f.name] === '' || (Array.isArray(c[f.name]) && (c[f.name] as unknown[]).length === 0)));
}
