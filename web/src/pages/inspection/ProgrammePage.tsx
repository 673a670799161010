import '../admin/admin.css';
import './inspection.css';
import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useRenewInspection } from '../../api/inspection';
import { useAgencies } from '../../api/people';
import { actOnProgramme, useProgramme, type Programme } from '../../api/programmes';
import { problemOf } from '../../api/problem';
import { BasisLine } from '../../components/Basis';
import { Empty } from '../../components/Empty';
import { DateInput, Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { spoken } from '../../format/time';
import { useText } from '../../i18n';
import { useProgrammeWords } from '../../i18n/programmes';
import { Loaded } from '../admin/parts/Part';
import { ProgrammeForm } from './ProgrammeForm';
import { Filing, Public } from './Programmes';

/** A programme: its content, its course, and what may be done now. */
export default function ProgrammePage() {
  const { t } = useText();
  const w = useProgrammeWords();
  const { id = '' } = useParams();
  const programme = useProgramme(id);
  usePageTitle(programme.data?.title ?? w.tab);
  if (programme.isError && [404, 422].includes(problemOf(programme.error).status)) return <Empty title={t('notFound')} action={<p><Link to="/inspection?tab=programmes">{w.back}</Link></p>} />;
  return <Loaded of={programme}>{(p) => <ProgrammeView p={p} />}</Loaded>;
}

function ProgrammeView({ p }: { p: Programme }) {
  const { lang, say } = useText();
  const w = useProgrammeWords();
  const renew = useRenewInspection();
  const [act, setAct] = useState<string>();
  const at = (x?: string) => x && <span className="num">{spoken(x, now(), lang)}</span>;
  return (
    <>
      <div className="page-head"><h1>{p.title}</h1><Tag>{w.kind[p.kind]}</Tag><Tag tone={p.state === 'approved' ? 'green' : 'grey'}>{w.state[p.state]}</Tag></div>
      <p className="insp-lead quiet">{p.agency_name} · <span className="num">{p.from} – {p.to}</span>{p.urgent && ` · ${w.f.urgent}`}</p>
      {p.actions.length > 0 && <div className="insp-acts insp-lead">{p.actions.map((a, i) => <Button key={a} danger={a === 'withdraw'} type={i === 0 && a !== 'withdraw' ? 'primary' : 'default'} onClick={() => setAct(a)}>{w.act[a]}</Button>)}</div>}
      {act === 'change' ? (
        <Section title={w.act.change}><ProgrammeForm old={p} onSaved={() => void renew().then(() => setAct(undefined))} onCancel={<Button onClick={() => setAct(undefined)}>{w.back}</Button>} /></Section>
      ) : (
        <Section title={w.content}>
          <dl className="insp-hash insp-plain">
            {(['subjects', 'scope', 'manner', 'items', 'share'] as const).map((x) => [<dt key={x}>{w.f[x]}</dt>, <dd key={`${x}v`}>{p[x] || <span className="quiet">{w.unsaid}</span>}</dd>])}
            <dt>{w.f.households}</dt><dd>{p.households || <span className="quiet">{w.unsaid}</span>}{p.state === 'approved' && <span className="quiet"> · {w.visited(p.visited)}</span>}</dd>
          </dl>
        </Section>
      )}
      <Section title={w.course}>
        <dl className="insp-hash insp-plain">
          <dt>{w.approved}</dt><dd>{p.approved_on ? <><span className="num">{p.approved_on}</span> {p.authority} {p.document}</> : <span className="quiet">{w.state.draft}</span>}</dd>
          <dt>{w.col.filing}</dt><dd><Filing p={p} /> {p.receiver} {at(p.received_at ?? p.filed_at)}</dd>
          <dt>{w.col.public}</dt><dd><Public p={p} />{p.due_rule && <> <Link to={`/rules/${p.due_rule}`}>{p.due_on}</Link></>}</dd>
          {p.withdrawn_on && <><dt>{w.act.withdraw}</dt><dd><span className="num">{p.withdrawn_on}</span> {p.reason}</dd></>}
        </dl>
      </Section>
      {p.rules.length > 0 && (
        <Section title={w.rules}>
          <ul className="note-list">{p.rules.map((r) => <li key={r.rule}><strong>{say(r.title)}</strong> {say(r.says)} {r.basis.map((b, i) => <BasisLine key={i} basis={b} />)} {r.confidence !== 'high' && <Tag tone="amber">{w.flagged}</Tag>}</li>)}</ul>
        </Section>
      )}
      {act && act !== 'change' && <ProgrammeAct p={p} act={act} onClose={() => setAct(undefined)} />}
    </>
  );
}

/** One act on a programme, with what it asks for. */
function ProgrammeAct({ p, act, onClose }: { p: Programme; act: string; onClose: () => void }) {
  const { t } = useText();
  const w = useProgrammeWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const agencies = useAgencies().data?.items ?? [];
  const [v, setV] = useState({ authority: '', document: '', on: '', with: '', reason: '' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const asked: Record<string, (keyof typeof v)[]> = { approve: ['authority', 'document', 'on'], file: ['with'], publish: ['on'], withdraw: ['reason'] };
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await actOnProgramme(p.id, act, Object.fromEntries((asked[act] ?? []).filter((x) => v[x].trim() !== '').map((x) => [x, v[x].trim()])));
      void message.success(w.done);
      await renew();
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const special = p.kind === 'special';
  const ready = act === 'withdraw' ? v.reason.trim().length >= 2 : act !== 'approve' || !special || (v.authority.trim() !== '' && v.document.trim() !== '');
  return (
    <Modal open title={w.act[act]} className="insp-dialog" onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" danger={act === 'withdraw'} loading={busy} disabled={!ready} onClick={() => void submit()}>{w.do}</Button></>}>
      <p>{w.say[act]}</p>
      {act === 'approve' && <>
        <Field label={w.authority} required={special} optional={!special} wide>{(f) => <Input {...f} value={v.authority} maxLength={120} onChange={(e) => set({ authority: e.target.value })} />}</Field>
        <Field label={w.document} required={special} optional={!special} wide>{(f) => <Input {...f} value={v.document} maxLength={60} onChange={(e) => set({ document: e.target.value })} />}</Field>
      </>}
      {(act === 'approve' || act === 'publish') && <Field label={w.on} optional wide>{(f) => <DateInput {...f} value={v.on} onChange={(on) => set({ on })} />}</Field>}
      {act === 'file' && <Field label={w.with} wide>{(f) => <Select {...f} style={{ width: '100%' }} showSearch optionFilterProp="label" value={v.with} onChange={(x: string) => set({ with: x })} options={[{ value: '', label: w.superior }, ...agencies.filter((a) => a.id !== p.agency && !a.closed_on && !a.hub).map((a) => ({ value: a.id, label: a.name }))]} />}</Field>}
      {act === 'withdraw' && <Field label={w.reason} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={300} value={v.reason} onChange={(e) => set({ reason: e.target.value })} />}</Field>}
      {error !== undefined && <ProblemNote error={error} titleOf={(a) => w.act[a]} />}
    </Modal>
  );
}
