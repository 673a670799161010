import { Button, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { previewPath } from '../../api/referral';
import type { Procedure } from '../../api/types';
import { Note } from '../../components/Note';
import { PaperFrame } from '../../components/PaperFrame';
import { Section } from '../../components/Section';
import { useText } from '../../i18n';
import type { StepProps } from './DraftPage';
import { openFields } from './GenericFacts';

/** What is still missing, the papers that will be issued, and the first step of the kind. */
export function SendStep({ d, r, p }: StepProps & { p: Procedure }) {
  const { t, say } = useText();
  const go = useNavigate();
  const { save, saving } = d;
  useEffect(() => { void save(); }, [save]);
  const own = (r?.papers ?? []).filter((x) => x.group === 'own');
  const [paper, setPaper] = useState<string>();
  const shown = paper ?? own[0]?.kind;
  const open = openFields(p, d.form.content).map((f) => say(f.label));
  if ([...d.form.title.trim()].length < 2) open.unshift(t('draft.party.name'));
  const needsUnit = p.unit && !d.form.parties.some((x) => x.charges.some((c) => c.offence.trim()));
  if (p.unit && needsUnit && ['detention', 'findings'].includes(p.kind)) open.push(say(p.unit.name));
  const materials = (r?.checklist ?? []).filter((c) => c.mandatory && !c.generated && c.state === 'missing').map((c) => say(c.title));
  const steps = (r?.actions ?? []).filter((a) => !a.paper && a.action !== 'void' && (a.allowed || a.blocked === 'condition'));
  const ready = open.length === 0 && r !== undefined && saving !== 'dirty' && saving !== 'saving';
  return (
    <div className="preview">
      <div>
        {open.length > 0 ? <Note tone="amber">{t('draft.generic.required', { list: open.join('、') })}</Note> : <Note tone="green">{t('draft.generic.ready')}</Note>}
        {materials.length > 0 && <Note tone="amber">{t('draft.preview.todo.materials', { list: materials.join('、') })}</Note>}
        <p className="draft-report">
          {steps.map((a, i) => <Button key={a.action} type={i === 0 ? 'primary' : 'default'} size="large" disabled={!ready} title={ready ? undefined : open.join('、')} onClick={() => void save().then(() => go(`/referrals/${r!.id}?act=${a.action}`))}>{t('draft.generic.next', { step: say(a.title) })}</Button>)}
        </p>
      </div>
      {own.length > 0 && (
        <Section title={t('draft.preview.title')} extra={own.length > 1 && <Segmented aria-label={t('draft.preview.which')} value={shown} onChange={setPaper} options={own.map((x) => ({ value: x.kind, label: say(x.title) }))} />}>
          {r && shown && saving !== 'saving' && saving !== 'dirty' ? <PaperFrame key={`${shown}${r.version}`} src={previewPath(r.id, shown)} title={t('draft.preview.title')} tall /> : <p className="quiet">{t('draft.preview.saveFirst')}</p>}
        </Section>
      )}
    </div>
  );
}
