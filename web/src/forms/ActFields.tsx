import './forms.css';
import { Checkbox, Input } from 'antd';
import { lazy, Suspense } from 'react';
import type { Routing } from '../api/items';
import type { ActionOption, Referral } from '../api/types';
import { DateInput } from '../components/DateInput';
import { Field } from '../components/Field';
import { Note } from '../components/Note';
import { now } from '../format/clock';
import { civilDay } from '../format/time';
import { DoubtNote, RouteBox } from '../components/routing/RouteBox';
import { useText } from '../i18n';
import type { ActField } from './acts';
import { useReceivers } from '../api/procedures';
import { CostFields, GroundField, MannerField, MethodField, PartyField, PresentFields, TermsFields, ToldField } from './claim';
import { EvidenceField, FoundField, founds, JointField, MajorField, WorkField, WorksField } from './claimAfter';
import { agreementDraft } from './agreement';
import { totalOf } from './claimValues';
import { AgencyField, ChargesField, ItemsField, MissingField, OutcomeField, ResultField, TrackField } from './choices';
import { AmountField, DigestField, LineField, MembersField, NumberField, VisitField } from './joint';
import { LateBlock, PaperBlock } from './paper';
import { needsSlip, type ActValues, type Situation } from './values';

interface Props {
  r: Referral;
  a: ActionOption;
  fields: ActField[];
  v: ActValues;
  set: (v: Partial<ActValues>) => void;
  bad: Set<string>;
  errors: Map<string, string>;
  situation: Situation;
  warnings: string[];
  route?: Routing; // of the item that the case names
  venue?: Routing; // of police that were chosen
  counterpart: string;
  onOpenTerms: (titles: string[]) => void; // of an agreement: lines of its list that stand open
}

const AgreementCheck = lazy(() => import('../pages/claim/AgreementCheck'));

const short = (action: string) => action.replace(/^.*\./, '');

/** The inputs of one act. */
export function ActFields(p: Props) {
  const { a, fields, v, set, bad, errors, situation, warnings } = p;
  const { t, word } = useText();
  const receivers = useReceivers();
  const must = (f: string) => a.needs.includes(f) || (f === 'reason' && situation.needsReason);
  const wrong = (f: string) => errors.get(f) ?? (bad.has(f) ? t('acts.required') : undefined);
  const label = (list: 'textLabel' | 'reasonLabel', f: 'text' | 'reason') => {
    const own = word(`acts.${list}`, short(a.action));
    return own === short(a.action) ? t(`acts.field.${f}`) : own;
  };
  const named = word('acts.officerLabel', short(a.action));
  const officer = named === short(a.action) ? t('acts.field.officer') : named;
  const claim = { r: p.r, c: v.claim, set: (c: Partial<ActValues['claim']>) => set({ claim: { ...v.claim, ...c } }), bad, errors };
  const joint = { r: p.r, j: v.joint, set: (j: Partial<ActValues['joint']>) => set({ joint: { ...v.joint, ...j } }), bad, errors };
  // A reason that is only asked for in a special situation appears with it.
  const shown = fields.filter((f) => f !== 'reason' || must('reason') || errors.has('reason') || v.reason !== '');

  const one = (f: ActField) => {
    switch (f) {
      case 'charges': return <ChargesField key={f} {...p} />;
      case 'missing': return <MissingField key={f} {...p} />;
      case 'items': return <ItemsField key={f} {...p} />;
      case 'track': return <TrackField key={f} {...p} />;
      case 'outcome': return <OutcomeField key={f} {...p} />;
      case 'to': return (
        <div className="field-wide" key={f}>
          <AgencyField {...p} name="to" sectors={receivers(p.r.kind)} />
          <RouteBox route={p.route} to={v.to} onTake={(to) => set({ to })} />
          <DoubtNote route={p.route} />
          <DoubtNote route={p.venue} venue />
        </div>
      );
      case 'copy_to': return <AgencyField key={f} {...p} name="copy_to" sectors={['procuratorate']} optional={!must('copy_to')} />;
      case 'damage_fen': return <CostFields key={f} {...claim} known={!fields.includes('method')} />;
      case 'method': return fields.includes('damage_fen') ? null : <MethodField key={f} {...claim} />;
      case 'appraisal_fen': case 'emergency_fen': case 'plan': case 'denied': return null; // drawn with the others
      case 'shares': return <TermsFields key={f} {...claim} total={fields.includes('damage_fen') ? totalOf(v.claim) : p.r.claim?.assessed_fen ?? 0} whole={!fields.includes('plan')} />;
      case 'works': return <WorksField key={f} {...claim} required={must(f)} />;
      case 'work': return <WorkField key={f} {...claim} action={a.action} />;
      case 'evidence': return <EvidenceField key={f} {...claim} />;
      case 'major': return <MajorField key={f} {...claim} />;
      case 'joint': return <JointField key={f} {...claim} />;
      case 'present': return <PresentFields key={f} {...claim} />;
      case 'default_told': return <ToldField key={f} {...claim} />;
      case 'party': return <PartyField key={f} {...claim} />;
      case 'manner': return <MannerField key={f} {...claim} />;
      case 'members': return <MembersField key={f} {...joint} />;
      case 'visit': return <VisitField key={f} {...joint} />;
      case 'number': return <NumberField key={f} {...joint} />;
      case 'problems': case 'handed': return <AmountField key={f} {...joint} name={f} />;
      case 'line': return <LineField key={f} {...joint} />;
      case 'assessed': case 'agreed': return null; // asked by the page of one sitting
      case 'result': if (a.action === 'meeting_invitation.countersign') return <DigestField key={f} value={v.result} />;
        if (a.takes.includes('denied') || a.action === 'compensation.fail') return <GroundField key={f} {...claim} ground={v.result} failures={a.action === 'compensation.fail'} onGround={(result) => set({ result })} />;
        if (founds[a.action]) return <FoundField key={f} options={founds[a.action]!} value={v.result} onChange={(result) => set({ result })} bad={bad} errors={errors} />;
        return <ResultField key={f} {...p} />;
      case 'until': return <Field key={f} label={t('acts.field.until')} required={must(f)} error={wrong(f)}>{(x) => <DateInput {...x} value={v.until} onChange={(d) => set({ until: d })} />}</Field>;
      case 'days': return must(f) ? <Field key={f} label={t('acts.field.days')} required error={wrong(f)}>{(x) => <Input {...x} inputMode="numeric" value={v.days} onChange={(e) => set({ days: e.target.value.replace(/\D/g, '') })} />}</Field> : null;
      case 'no_state_secret': return (
        <div className="field field-wide" key={f}>
          <Checkbox checked={v.no_state_secret} onChange={(e) => set({ no_state_secret: e.target.checked })}><strong>{t('acts.field.no_state_secret')}</strong></Checkbox>
          <p className="field-hint">{t('acts.hint.no_state_secret')}</p>
          {wrong(f) && <p className="field-error">{t('acts.tick')}</p>}
        </div>
      );
      case 'unable': return (
        <div className="field field-wide" key={f}>
          <Checkbox checked={v.unable} onChange={(e) => set({ unable: e.target.checked })}>{t('acts.field.unable')}</Checkbox> <span className="field-hint">{t('acts.hint.unable')}</span>
        </div>
      );
      case 'approver': case 'approved_on':
        if (v.track !== 'complex') return null;
        return f === 'approver'
          ? <Field key={f} label={t('acts.field.approver')} hint={t('acts.hint.approver')} required error={wrong(f)}>{(x) => <Input {...x} value={v.approver} maxLength={100} onChange={(e) => set({ approver: e.target.value })} />}</Field>
          : <Field key={f} label={t('acts.field.approved_on')} hint=" " required error={wrong(f)}>{(x) => <DateInput {...x} value={v.approved_on} max={civilDay(now())} onChange={(d) => set({ approved_on: d })} />}</Field>;
      case 'fen': return <Field key={f} label={t('acts.field.fen')} required={must(f)} error={wrong(f)}>{(x) => <Input {...x} inputMode="decimal" value={v.fen} onChange={(e) => set({ fen: e.target.value.replace(/[^\d.]/g, '') })} />}</Field>;
      case 'pages': return <Field key={f} label={t('acts.field.pages')} hint={t('acts.hint.pages')} required={must(f)} error={wrong(f)}>{(x) => <Input {...x} inputMode="numeric" value={v.pages} onChange={(e) => set({ pages: e.target.value.replace(/\D/g, '') })} />}</Field>;
      case 'officer': return <Field key={f} label={officer} required={must(f)} optional={!must(f)} error={wrong(f)}>{(x) => <Input {...x} value={v.officer} maxLength={100} onChange={(e) => set({ officer: e.target.value })} />}</Field>;
      case 'document_no':
        if (a.paper) return null; // the paper's own number stands for it
        return <Field key={f} label={t(fields.includes('manner') ? 'claim.number' : 'acts.field.document_no')} hint={fields.includes('manner') ? undefined : t('acts.hint.document_no')} required={(must(f) || needsSlip(v, fields)) && !situation.documentDrawn} optional={!must(f) && !needsSlip(v, fields) || situation.documentDrawn} error={wrong(f)} wide>{(x) => <Input {...x} value={v.document_no} maxLength={100} onChange={(e) => set({ document_no: e.target.value })} />}</Field>;
      case 'reason': return <Field key={f} label={label('reasonLabel', 'reason')} required={must(f)} error={wrong(f)} wide>{(x) => <Input.TextArea {...x} autoSize={{ minRows: 2, maxRows: 10 }} value={v.reason} onChange={(e) => set({ reason: e.target.value })} />}</Field>;
      case 'text': return <Field key={f} label={label('textLabel', 'text')} required={must(f) || v.unable} optional={!must(f) && !v.unable} error={wrong(f)} wide>{(x) => <Input.TextArea {...x} autoSize={{ minRows: must(f) ? 4 : 2, maxRows: 14 }} value={v.text} onChange={(e) => set({ text: e.target.value })} />}</Field>;
    }
  };

  return (
    <div className="form">
      {a.paper && <PaperBlock {...p} />}
      {warnings.map((w) => <Note key={w} tone="amber">{w}</Note>)}
      {shown.map(one)}
      {a.action === 'compensation.agree' && <Suspense fallback={null}><AgreementCheck r={p.r} draft={agreementDraft(v.claim, v.text, false)} onOpen={p.onOpenTerms} /></Suspense>}
      {!a.paper && <LateBlock v={v} set={set} bad={bad} errors={errors} />}
    </div>
  );
}
