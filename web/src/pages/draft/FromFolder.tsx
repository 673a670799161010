import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useProcedure } from '../../api/procedures';
import type { FolderView } from '../../api/types';
import { Note } from '../../components/Note';
import { useText } from '../../i18n';
import type { StepProps } from './DraftPage';
import { newParty, type Form } from './form';

interface Offer { label: string; value: string; put: (f: Form) => Partial<Form> }

/** What the names of a dropped case folder say of the case and the draft lacks: filled in once confirmed. */
export function FromFolder({ folder, d, kind, onDone }: { folder: FolderView; d: StepProps['d']; kind: string; onDone: () => void }) {
  const { t } = useText();
  const p = useProcedure(kind);
  const offers = offersOf(d.form, folder, p?.fields.some((f) => f.name === 'decision_no') ?? false, t);
  const [off, setOff] = useState<string[]>([]);
  if (offers.length === 0) return null;
  const fill = () => {
    d.change((f) => offers.filter((o) => !off.includes(o.label)).reduce<Form>((form, o) => ({ ...form, ...o.put(form) }), f));
    onDone();
    void d.save();
  };
  return (
    <Note tone="blue" title={t('draft.folder.title')}>
      <p>{t('draft.folder.help')}</p>
      <ul className="draft-folder">
        {offers.map((o) => (
          <li key={o.label}><Checkbox checked={!off.includes(o.label)} onChange={(e) => setOff(e.target.checked ? off.filter((l) => l !== o.label) : [...off, o.label])}>{o.label}：<span className="wrap-any">{o.value}</span></Checkbox></li>
        ))}
      </ul>
      <p><Button size="small" type="primary" onClick={fill} disabled={off.length === offers.length}>{t('draft.folder.fill')}</Button> <Button size="small" onClick={onDone}>{t('draft.folder.leave')}</Button></p>
    </Note>
  );
}

/** Only what nobody has typed yet is offered: a guess never takes the place of a word of a person. */
export function offersOf(form: Form, folder: FolderView, hasDecision: boolean, t: (key: 'draft.folder.party' | 'draft.folder.code' | 'draft.folder.decision') => string): Offer[] {
  const first = form.parties[0];
  const change = (part: Partial<Form['parties'][number]>) => (f: Form): Partial<Form> => {
    const [head = newParty(), ...rest] = f.parties;
    return { parties: [{ ...head, ...part }, ...rest] };
  };
  const out: Offer[] = [];
  const [name] = folder.enterprises;
  const [code] = folder.credit_codes;
  const enterprise = !first || first.kind === 'enterprise';
  if (name && enterprise && !first?.name.trim()) out.push({ label: t('draft.folder.party'), value: name, put: change({ name }) });
  if (code && enterprise && !first?.credit_code?.trim()) out.push({ label: t('draft.folder.code'), value: code, put: change({ credit_code: code }) });
  const decision = folder.decision_no;
  if (decision && hasDecision && !form.content.decision_no?.trim()) out.push({ label: t('draft.folder.decision'), value: decision, put: (f) => ({ content: { ...f.content, decision_no: decision } }) });
  return out;
}
