import { useCallback, useEffect, useRef, useState } from 'react';
import { problemOf, unreachable } from '../../../api/problem';
import { readCheck, recordCheck, type Check } from '../../../api/site';
import { body, editionOf, merge, recorded, same, type Draft, type Kept } from './draft';
import { dropDraft, keepDraft, takeDraft } from './kept';

/** How a draft stands: nothing to send, kept here, on its way, waiting for a network, overtaken, refused. */
export type Standing = 'sent' | 'kept' | 'sending' | 'offline' | 'overtaken' | 'refused';

/** How long until a draft that found no network tries again, in ms; the event of the browser is quicker. */
const again = 15_000;

/**
 * The record of my agency in one visit. Every stroke is kept on the device; it is sent
 * when the person says so, and by itself once a network is there again.
 */
export function useDraft(of: string, c: Check, onSent: (c: Check) => void) {
  const [kept, setKept] = useState<Kept>();
  const [standing, setStanding] = useState<Standing>('sent');
  const [theirs, setTheirs] = useState<Check>();
  const [clashes, setClashes] = useState<string[]>([]);
  const [error, setError] = useState<unknown>();
  const [stored, setStored] = useState(true);
  const latest = useRef<Kept>(undefined);
  const busy = useRef(false);
  const check = c.id;

  const hold = useCallback((k: Kept) => {
    latest.current = k;
    setKept(k);
    keepDraft(of, k).then(() => setStored(true), () => setStored(false));
  }, [of]);

  // What an earlier visit to this page has left; without it the record as it was sent.
  useEffect(() => {
    let gone = false;
    void takeDraft(of).catch(() => undefined).then((old) => {
      if (gone) return;
      const own = recorded(c);
      if (old && !same(old.draft, own) && c.actions.includes('record')) {
        latest.current = old;
        setKept(old);
        setStanding(old.wanted ? 'offline' : 'kept');
        if (old.seen !== editionOf(c)) { setTheirs(c); setStanding('overtaken'); }
        return;
      }
      if (old) void dropDraft(of);
      const fresh = { seen: editionOf(c), base: own, draft: own, wanted: false, at: '' };
      latest.current = fresh;
      setKept(fresh);
    });
    return () => { gone = true; };
    // once for a visit; what the hub answers later is taken in below
  }, [of, check]); // eslint-disable-line react-hooks/exhaustive-deps

  // A colleague's record arrives while nothing is written here: show it.
  useEffect(() => {
    const k = latest.current;
    if (!k || busy.current || k.seen >= editionOf(c) || standing === 'overtaken') return;
    if (same(k.draft, k.base)) {
      const own = recorded(c);
      latest.current = { seen: editionOf(c), base: own, draft: own, wanted: false, at: '' };
      setKept(latest.current);
    }
  }, [c, standing]);

  const send = useCallback(async () => {
    const k = latest.current;
    if (!k || busy.current || same(k.draft, k.base)) return;
    busy.current = true;
    setStanding('sending');
    setError(undefined);
    try {
      const done = await recordCheck(check, body(k.draft, k.seen));
      const own = recorded(done);
      const written = latest.current !== k && latest.current ? latest.current.draft : own; // typed on while it went out
      const next = { seen: editionOf(done), base: own, draft: written, wanted: false, at: k.at };
      latest.current = next;
      setKept(next);
      if (same(written, own)) await dropDraft(of).catch(() => undefined);
      else hold(next);
      setStanding(same(written, own) ? 'sent' : 'kept');
      setClashes([]);
      onSent(done);
    } catch (err) {
      const p = problemOf(err);
      if (p.code === unreachable) {
        hold({ ...(latest.current ?? k), wanted: true });
        setStanding('offline');
      } else if (p.status === 409) {
        hold({ ...(latest.current ?? k), wanted: false });
        setTheirs(await readCheck(check).catch(() => undefined));
        setStanding('overtaken');
      } else {
        hold({ ...(latest.current ?? k), wanted: false });
        setError(err);
        setStanding('refused');
      }
    } finally {
      busy.current = false;
    }
  }, [check, hold, of, onSent]);

  useEffect(() => {
    if (standing !== 'offline') return;
    const go = () => void send();
    addEventListener('online', go);
    const timer = setInterval(go, again);
    return () => { removeEventListener('online', go); clearInterval(timer); };
  }, [standing, send]);

  const change = useCallback((part: Partial<Draft>) => {
    const k = latest.current;
    if (!k) return;
    const draft = { ...k.draft, ...part };
    const lost = !navigator.onLine;
    hold({ ...k, draft, wanted: lost, at: new Date().toISOString() });
    setStanding((was) => (was === 'overtaken' ? was : same(draft, k.base) ? 'sent' : lost ? 'offline' : 'kept'));
  }, [hold]);

  const settle = async (mine: 'join' | 'drop') => {
    const k = latest.current;
    const now = theirs ?? await readCheck(check).catch(() => undefined);
    if (!k || !now) return;
    const own = recorded(now);
    if (mine === 'drop') {
      latest.current = { seen: editionOf(now), base: own, draft: own, wanted: false, at: '' };
      setKept(latest.current);
      void dropDraft(of).catch(() => undefined);
      setStanding('sent');
    } else {
      const joined = merge(k.base, k.draft, own);
      hold({ seen: editionOf(now), base: own, draft: joined.draft, wanted: false, at: new Date().toISOString() });
      setClashes(joined.clashes);
      setStanding('kept');
    }
    setTheirs(undefined);
    onSent(now);
  };

  return { kept, standing, stored, theirs, clashes, error, change, send, settle };
}
