import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Peer, Selftest } from '../../api/peers';
import { Copyable } from '../../components/Copyable';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag, type Tone } from '../../components/Tag';
import { civilDay, stamp } from '../../format/time';
import { useText } from '../../i18n';
import { usePeerWords } from '../../i18n/peers';
import { answer, useRenew } from '../admin/data';
import { FormDialog, useForm } from '../admin/form';

const tones: Record<string, Tone> = { proposed: 'amber', trusted: 'green', suspended: 'grey' };

/** One partner: how it stands, and what an operator may do about it. */
export function PeerCard({ p, edits }: { p: Peer; edits: boolean }) {
  const w = usePeerWords();
  const { say } = useText();
  const renew = useRenew();
  const [test, setTest] = useState<Selftest>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [suspending, setSuspending] = useState(false);
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      setTest(await answer(api.POST('/v1/admin/peers/{hub}/selftest', { params: { path: { hub: p.hub } } })));
    } catch (err) {
      setError(err);
    }
    setBusy(false);
    await renew();
  };
  const setLine = async (line: Peer['line']) => {
    setError(undefined);
    try {
      await answer(api.PUT('/v1/admin/peers/{hub}/line', { params: { path: { hub: p.hub } }, body: { line } }));
    } catch (err) {
      setError(err);
    }
    await renew();
  };
  const facts: Array<[string, React.ReactNode]> = [
    [w.fact.seen, <>{p.seen_at ? stamp(p.seen_at) : w.never}{p.failures > 0 && <> <Tag tone="amber">{w.failures(p.failures)}</Tag></>}</>],
    [w.fact.waiting, <>{p.waiting}{p.oldest && <span className="quiet"> {w.since(stamp(p.oldest))}</span>}</>],
    [w.fact.dead, p.dead > 0 ? <Tag tone="red">{p.dead}</Tag> : 0],
    [w.recallsOpen, p.recalls.open > 0 ? <><Tag tone="red">{p.recalls.open}</Tag>{p.recalls.since && <span className="quiet"> {w.since(stamp(p.recalls.since))}</span>}</> : 0],
    [w.recallsAsked, p.asked.open > 0 ? <><Tag tone="amber">{p.asked.open}</Tag>{p.asked.since && <span className="quiet"> {w.since(stamp(p.asked.since))}</span>}</> : 0],
    [`${w.fact.held} · ${w.fact.wanted}`, `${p.held} · ${p.wanted}`],
    [w.fact.edition, w.edition(p.serial, civilDay(new Date(p.until)))],
    [w.fact.keys, p.keys.map((k) => <div key={k.id}>{k.compromised ? <Tag tone="red">{w.compromised}</Tag> : w.key(civilDay(new Date(k.until)))}</div>)],
    [w.fact.log, p.log ? <>{w.logSize(p.log.size, stamp(p.log.at))}<div className="mono quiet" title={p.log.root}>{p.log.root.slice(0, 16)}…</div></> : p.line === 'they_fetch' ? <span className="quiet wrap-any">{w.logInside}</span> : w.noLog],
    [w.fact.agencies, p.agencies],
    [w.fact.accepts, <details><summary>{p.accepts.length}</summary>{p.accepts.map((x) => <div key={x} className="mono">{x}</div>)}</details>],
  ];
  return (
    <div className="admin-card peer-card">
      <div className="admin-card-head">
        <h3>{p.name}</h3><span className="mono quiet">{p.hub}</span><Tag tone={tones[p.state] ?? 'grey'}>{w.state[p.state]}</Tag>
        {edits && p.state === 'trusted' && <div className="admin-card-do">{p.line !== 'they_fetch' && <Button loading={busy} onClick={() => void run()}>{busy ? w.testing : w.test}</Button>}<Button danger onClick={() => setSuspending(true)}>{w.suspend}</Button></div>}
      </div>
      {p.alarm && <Note tone="red" title={say(p.alarm_in)}><span className="mono quiet">{p.alarm}</span></Note>}
      {p.warnings.map((x) => <Note key={`${x.what} ${x.key}`} tone="amber">{w.endsIn(w.ends[x.what] ?? x.what, x.days, civilDay(new Date(x.at)))}</Note>)}
      {error !== undefined && <ProblemNote error={error} />}
      {test && (test.well
        ? <Note tone="green" live title={w.testWell(test.took_ms)} />
        : <Note tone="red" live title={test.why ? w.testWhy[test.why] : undefined}>{test.findings.map((f) => <p key={f}>{w.finding[f]}</p>)}</Note>)}
      <dl className="peer-facts">
        {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="num">{value}</dd></div>)}
        <div className="peer-wide" title={w.lineHelp}><dt>{w.fact.line}</dt><dd>{edits && p.state === 'trusted' ? <Select size="small" value={p.line} aria-label={w.fact.line} onChange={(x) => void setLine(x)} popupMatchSelectWidth={false} options={(['both', 'they_fetch', 'we_fetch'] as const).map((x) => ({ value: x, label: w.lines[x] }))} /> : w.lines[p.line]}</dd></div>
        <div className="peer-wide"><dt>{w.fact.address}</dt><dd className="mono">{p.address}</dd></div>
        <div className="peer-wide"><dt>{w.fingerprint}</dt><dd><span className="mono peer-root"><Copyable text={p.root} /></span></dd></div>
      </dl>
      {suspending && <SuspendDialog p={p} onClose={() => setSuspending(false)} />}
    </div>
  );
}

function SuspendDialog({ p, onClose }: { p: Peer; onClose: () => void }) {
  const w = usePeerWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const form = useForm({
    check: () => ({ reason: reason.trim() === '' && w.must }),
    save: () => answer(api.POST('/v1/admin/peers/{hub}/suspend', { params: { path: { hub: p.hub } }, body: { reason: reason.trim() } })),
    done: () => { void message.success(w.suspended); onClose(); },
  });
  return (
    <FormDialog title={w.suspendTitle(p.name)} form={form} fields={['reason']} onClose={onClose} width={520} ok={w.suspend}>
      <p className="quiet">{w.suspendHelp}</p>
      <Field label={w.reason} required wide error={form.wrong('reason')}>{(f) => <Input.TextArea {...f} rows={3} value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />}</Field>
    </FormDialog>
  );
}
