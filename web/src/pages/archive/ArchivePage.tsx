import './archive.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { archiveQuery, exportPath, proposeArchive, sheetPath, type Archive, type ArchivePiece, type Volume } from '../../api/archive';
import { problemOf } from '../../api/problem';
import { BasisLine } from '../../components/Basis';
import { Empty } from '../../components/Empty';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useArchiveWords } from '../../i18n/archive';
import { Handover } from './Handover';
import { Pieces } from './Pieces';

/** My organ's archive of a case: sorted into two volumes, counted, handed over. */
export default function ArchivePage() {
  const { id = '' } = useParams();
  const { t } = useText();
  const w = useArchiveWords();
  const q = useQuery(archiveQuery(id));
  usePageTitle(w.title);
  if (q.isPending) return <div className="section section-body"><Skeleton active paragraph={{ rows: 10 }} /></div>;
  if (!q.data) {
    if (problemOf(q.error).status === 404) return <Empty title={t('referral.missingCase')} action={<p><Link to="/">{t('goInbox')}</Link></p>}>{t('referral.missingCaseHelp')}</Empty>;
    return <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  }
  return <Loaded key={`${id} ${q.data.version}`} id={id} a={q.data} />;
}

const of = (list: ArchivePiece[], v: Volume) => list.filter((p) => p.volume === v);
const pages = (list: ArchivePiece[]) => list.reduce((n, p) => n + p.pages, 0);

function Loaded({ id, a }: { id: string; a: Archive }) {
  const w = useArchiveWords();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const done = (next: Archive, said: string) => {
    cache.setQueryData(archiveQuery(id).queryKey, next);
    void message.success(said);
  };
  return (
    <>
      <div className="page-head">
        <h1>{w.title}</h1> <Tag tone={a.state === 'handed_over' ? 'green' : a.state === 'proposed' ? 'blue' : 'amber'}>{w.state[a.state]}</Tag>
        <span className="quiet num">{a.case_number}</span>
        <div className="page-extra"><Link to={`/referrals/${id}`}>{w.back}</Link></div>
      </div>
      <p className="quiet archive-lead">{w.lead}</p>
      {!a.closed && <Note tone="amber" title={w.open}>{w.openHelp}</Note>}
      {a.state === 'proposed' && a.new.length > 0 && <Note tone="amber">{w.incomplete}</Note>}
      {a.state !== 'none' && <Kept id={id} a={a} />}
      {a.closed && a.may && a.state !== 'none' && (a.state === 'handed_over' || a.new.length === 0) && <Handover id={id} a={a} onDone={done} />}
      {a.state !== 'handed_over' ? <Plan id={id} a={a} onDone={done} /> : (['main', 'side'] as const).map((v) => (
        <Section key={v} title={w[v]} extra={<span className="quiet">{w.count(of(a.pieces, v).length, pages(of(a.pieces, v)))}</span>} flush><Pieces id={id} pieces={of(a.pieces, v)} frozen /></Section>
      ))}
    </>
  );
}

/** What was proposed or handed over, and what can be printed and taken out. */
function Kept({ id, a }: { id: string; a: Archive }) {
  const { say } = useText();
  const w = useArchiveWords();
  const sheet = (text: string, to: string) => <a href={to} target="_blank" rel="noreferrer">{text}</a>;
  return (
    <Section title={w.plan} extra={<Button type="primary" size="small" href={exportPath(id)} download>{w.exportMain}</Button>}>
      <p><strong className="num">{a.number}</strong> · {a.retention && say(a.retention.title)} · {a.basis} <span className="quiet">{a.by && w.by(a.by, stamp(a.at ?? ''))}</span></p>
      {a.moved_reason && <p>{w.moved}：{a.moved_reason}</p>}
      <p className="archive-tools">{w.sheets}：{sheet(w.mainContents, sheetPath(id, 'contents'))}{sheet(w.sideContents, sheetPath(id, 'contents', 'side'))}{sheet(w.sideActs, sheetPath(id, 'acts', 'side'))}{a.handovers.length > 0 && sheet(w.handoverSheet, sheetPath(id, 'handover'))}</p>
      <p className="quiet">{w.exportHelp}</p>
      {a.handovers.length > 0 && <><h3>{w.handovers}</h3><ul className="plain">{a.handovers.map((h) => <li key={h.at}>{w.handover(h.on, h.main, h.side, h.pages)} <span className="quiet">{w.people(h.by, h.received_by)} {h.reason}</span></li>)}</ul></>}
    </Section>
  );
}

function Plan({ id, a, onDone }: { id: string; a: Archive; onDone: (a: Archive, said: string) => void }) {
  const { say } = useText();
  const w = useArchiveWords();
  const [number, setNumber] = useState(a.number ?? a.case_number);
  const [retention, setRetention] = useState(a.retention?.id ?? a.period.class ?? '');
  const [basis, setBasis] = useState(a.basis ?? '');
  const [moved, setMoved] = useState(a.moved_reason ?? '');
  const [choice, setChoice] = useState<Map<string, Volume>>(new Map());
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const all = [...a.pieces, ...a.new];
  const leaves = all.some((p) => p.default === 'side' && (choice.get(p.id) ?? p.volume) === 'main');
  const asks = a.period.asks || retention !== a.period.class;
  const ready = a.may && a.closed && number.trim() !== '' && retention !== '' && (!asks || basis.trim() !== '') && (!leaves || moved.trim() !== '');
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      onDone(await proposeArchive(id, {
        version: a.version, number: number.trim(), retention, basis: basis.trim(), moved_reason: leaves ? moved.trim() : '',
        pieces: all.map((p) => ({ id: p.id, volume: choice.get(p.id) ?? p.volume })),
      }), w.proposed);
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Section title={w.contents} extra={<span className="quiet">{w.main} {all.filter((p) => (choice.get(p.id) ?? p.volume) === 'main').length} · {w.side} {all.filter((p) => (choice.get(p.id) ?? p.volume) === 'side').length}</span>} flush>
        <p className="section-body quiet">{say(a.sorting.says)} {a.sorting.unverified && <Tag tone="amber">{w.unverified}</Tag>}</p>
        <Pieces id={id} pieces={all} frozen={a.state !== 'none'} choice={choice} {...(a.may && a.closed ? { onChoose: (p: string, v: Volume) => setChoice(new Map(choice).set(p, v)) } : {})} />
      </Section>
      {a.closed && (a.may ? (
        <Section title={w.plan}>
          <p className="quiet">{say(a.period.says)} {a.period.basis.map((b) => <BasisLine key={b.article} basis={b} />)} {a.period.unverified && <Tag tone="amber">{w.unverified}</Tag>}</p>
          {error !== undefined && <ProblemNote error={error} />}
          <div className="form">
            <Field label={w.number} hint={w.numberHint} required>{(f) => <Input {...f} maxLength={100} value={number} onChange={(e) => setNumber(e.target.value)} />}</Field>
            <Field label={w.retention} required>{(f) => <Select {...f} className="archive-select" value={retention || undefined} onChange={setRetention} options={a.classes.map((c) => ({ value: c.id, label: say(c.title) }))} />}</Field>
            <Field label={w.basis} hint={w.basisHint} required={asks} wide>{(f) => <Input {...f} maxLength={500} value={basis} onChange={(e) => setBasis(e.target.value)} />}</Field>
            {leaves && <Field label={w.moved} hint={w.movedHint} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={1000} value={moved} onChange={(e) => setMoved(e.target.value)} />}</Field>}
          </div>
          <p><Button type={a.state === 'none' || a.new.length > 0 ? 'primary' : 'default'} loading={busy} disabled={!ready} onClick={() => void run()}>{a.state === 'none' ? w.propose : w.again}</Button> <span className="quiet">{w.checks}</span></p>
        </Section>
      ) : <Note tone="grey">{w.denied}</Note>)}
    </>
  );
}
