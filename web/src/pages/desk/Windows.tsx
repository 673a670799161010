import './desk.css';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useRef, useState } from 'react';
import { $api } from '../../api/client';
import { etag, Intent, send } from '../../api/http';
import { useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import type { components } from '../../api/schema';
import { Field } from '../../components/Field';
import { SyntheticMark } from '../../components/Tag';
import { useNow } from '../../format/clock';
import { spoken, stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useDeskWords } from '../../i18n/desk';

type Window = components['schemas']['DeskWindow'];
type Line = components['schemas']['DeskLine'];

export const useWindows = () => $api.useQuery('get', '/v1/desks', {}, { retry: false, staleTime: 10_000 });

/** What waits at the desk of one organ: the covers, and the signature in its name. */
export function Window({ w }: { w: Window }) {
  const { t, lang, word } = useText();
  const words = useDeskWords();
  const now = useNow();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [signing, setSigning] = useState<Line[]>();
  const picked = w.lines.filter((l) => chosen.has(l.id));
  const choose = (id: string) => setChosen((old) => {
    const next = new Set(old);
    if (!next.delete(id)) next.add(id);
    return next;
  });
  return (
    <section className="section window" aria-label={words.name(w.agency.name)}>
      <header className="window-head">
        <h2>{words.name(w.agency.name)}</h2>
        <span className="quiet">{words.paper(w.document, w.to)}</span>
        <span className="window-count">{w.lines.length > 0 ? words.waiting(w.lines.length, w.more) : words.nothingOf}</span>
        {w.lines.length > 1 && <label><input type="checkbox" checked={picked.length === w.lines.length} onChange={() => setChosen(picked.length === w.lines.length ? new Set() : new Set(w.lines.map((l) => l.id)))} /> {words.chooseAll}</label>}
        {picked.length > 0 && <Button type="primary" onClick={() => setSigning(picked)}>{words.signChosen(picked.length)}</Button>}
      </header>
      {w.lines.length > 0 && (
        <ul className="window-lines">
          {w.lines.map((l) => (
            <li key={l.id}>
              {w.lines.length > 1 && <input type="checkbox" checked={chosen.has(l.id)} onChange={() => choose(l.id)} aria-label={words.choose(l.number)} />}
              <div className="window-matter"><strong>{l.title}</strong><div className="window-sub"><span className="num">{l.number}</span><span>{word('kind', l.kind)}</span><span>{l.sender.short_name}</span><span>{words.materials(l.materials, l.pages)}</span>{l.synthetic && <SyntheticMark />}</div></div>
              {l.sent_at && <time className="quiet num" dateTime={l.sent_at} title={stamp(l.sent_at)}>{spoken(l.sent_at, now, lang)}</time>}
              <Button size="small" onClick={() => setSigning([l])} aria-label={`${words.sign} ${l.number}`}>{words.sign}</Button>
            </li>
          ))}
        </ul>
      )}
      {signing && <Sign w={w} lines={signing} onClose={() => { setSigning(undefined); setChosen(new Set()); }} cancel={t('cancel')} />}
    </section>
  );
}

/** One act of its own for each: one that is refused holds up no other. */
function Sign({ w, lines, onClose, cancel }: { w: Window; lines: Line[]; onClose: () => void; cancel: string }) {
  const words = useDeskWords();
  const { t } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [officer, setOfficer] = useState<string>();
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const intents = useRef(new Map<string, Intent>());
  const signed = useRef(new Set<string>());
  const name = (officer ?? me?.name ?? '').trim();
  const sign = async () => {
    setBusy(true);
    const bad: Record<string, string> = {};
    for (const l of lines) {
      if (signed.current.has(l.id)) continue;
      const body = { officer: name };
      const intent = intents.current.get(l.id) ?? new Intent();
      intents.current.set(l.id, intent);
      try {
        await send(`/v1/desks/${w.agency.id}/referrals/${l.id}/sign-for`, { method: 'POST', body, headers: { 'If-Match': etag(l.version), 'Idempotency-Key': intent.keyFor(body) } });
        signed.current.add(l.id);
      } catch (err) {
        bad[l.id] = problemOf(err).detail ?? t('problem.unreachable');
      }
    }
    setBusy(false);
    setRefused(bad);
    for (const key of ['/v1/desks', '/v1/referral-counts']) void cache.invalidateQueries({ queryKey: ['get', key] });
    if (Object.keys(bad).length === 0) {
      void message.success(words.done(lines.length, w.agency.short_name));
      onClose();
    }
  };
  return (
    <Modal open title={words.confirm(lines.length, w.agency.short_name)} maskClosable={false} closable={!busy} onCancel={onClose} footer={<>
      <Button onClick={onClose} disabled={busy}>{cancel}</Button>
      <Button type="primary" loading={busy} disabled={name === ''} onClick={() => void sign()}>{words.sign}</Button>
    </>}>
      <Field label={words.officer} hint={words.officerHelp} required>{(f) => <Input {...f} value={officer ?? me?.name ?? ''} maxLength={100} onChange={(e) => setOfficer(e.target.value)} />}</Field>
      <ul className="window-signing">{lines.map((l) => <li key={l.id}>{l.title} <small className="num quiet">{l.number}</small>{refused[l.id] && <p role="alert">{refused[l.id]}</p>}</li>)}</ul>
    </Modal>
  );
}
