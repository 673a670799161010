import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Intent } from '../../api/http';
import { problemOf } from '../../api/problem';
import { accept, createReferral, referralQuery, saveDraft, timelineQuery } from '../../api/referral';
import type { DraftBody, Referral } from '../../api/types';
import { now } from '../../format/clock';
import { bodyOf, changed, emptyForm, formOf, rekeyed, same, type Form, type Part } from './form';
import { dropRefused, keepRefused, place, takeRefused, type Refused } from './kept';

export type Saving = 'new' | 'clean' | 'dirty' | 'saving' | 'failed' | 'conflict';

export interface Conflict { theirs: Referral; parts: Part[]; who: string; at: string }

/** Every save is an entry of the record: often enough to lose nothing, not on every key. */
const pause = 1500;

/** A draft that saves itself, and keeps what was typed when somebody else was quicker. */
export function useDraft(id: string | undefined, loaded: Referral | undefined, kind: string, first: (id: string) => void) {
  const cache = useQueryClient();
  const [form, setForm] = useState<Form>(emptyForm);
  const [saving, setSaving] = useState<Saving>('new');
  const [savedAt, setSavedAt] = useState<Date>();
  const [error, setError] = useState<unknown>();
  const [conflict, setConflict] = useState<Conflict>();

  const latest = useRef(form);
  latest.current = form;
  const known = useRef<{ id: string; version: number; body: DraftBody }>(undefined);
  const intent = useRef(new Intent());
  const running = useRef<Promise<void>>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const begin = useRef(first);
  begin.current = first;
  const of = useRef(kind);
  of.current = kind;
  const again = useRef<() => Promise<void>>(async () => undefined);

  const adopt = useCallback((r: Referral, take: boolean) => {
    known.current = { id: r.id, version: r.version, body: bodyOf(formOf(r)) };
    if (take) {
      const f = formOf(r);
      latest.current = f;
      setForm(f);
      setSaving('clean');
    }
  }, []);

  /** What was refused before is there again as it was typed; over what others wrote meanwhile only once a person says so. */
  const comeBack = useCallback((r: Referral, old: Refused) => {
    adopt(r, false);
    latest.current = rekeyed(old.form);
    setForm(latest.current);
    if (!old.base || same(old.base, bodyOf(formOf(r)))) {
      setSaving('dirty');
      void again.current(); // says what is refused, where it still is
      return;
    }
    known.current = { id: r.id, version: r.version, body: old.base };
    setConflict({ theirs: r, parts: changed(old.base, bodyOf(formOf(r))), who: '', at: r.updated_at });
    setSaving('conflict');
  }, [adopt]);

  // A draft that never got its number comes back too; it is sent once somebody goes on with it.
  useEffect(() => {
    const old = id || known.current || latest.current.title !== '' ? undefined : takeRefused(place(undefined, kind));
    if (!old) return;
    latest.current = rekeyed(old.form);
    setForm(latest.current);
    setSaving('dirty');
  }, [id, kind]);

  // The case arrives once; after that the page holds the truth of what is typed.
  useEffect(() => {
    const old = loaded && known.current?.id !== loaded.id ? takeRefused(place(loaded.id, loaded.kind)) : undefined;
    if (loaded && old) comeBack(loaded, old);
    else if (loaded && known.current?.id !== loaded.id) adopt(loaded, true);
    else if (loaded && known.current && loaded.version > known.current.version && same(bodyOf(formOf(loaded)), known.current.body)) known.current.version = loaded.version;
  }, [loaded, adopt, comeBack]);

  const once = useCallback(async (again = true): Promise<void> => {
    const body = bodyOf(latest.current);
    const before = known.current;
    if ([...body.title].length < 2 || (before && same(body, before.body))) {
      setSaving(before ? 'clean' : 'new');
      return;
    }
    setSaving('saving');
    try {
      const r = before ? await saveDraft(before.id, before.version, body) : await createReferral(of.current, body, intent.current.keyFor(body));
      known.current = { id: r.id, version: r.version, body };
      for (const id of before ? [r.id] : [r.id, undefined]) dropRefused(place(id, of.current));
      accept(cache, r);
      setSavedAt(now());
      setError(undefined);
      if (!before) begin.current(r.id);
      setSaving(same(bodyOf(latest.current), body) ? 'clean' : 'dirty');
    } catch (err) {
      if (before && problemOf(err).status === 412) {
        const theirs = await cache.fetchQuery({ ...referralQuery(before.id), staleTime: 0 });
        if (again && same(bodyOf(formOf(theirs)), before.body)) { // only the version moved on
          known.current = { ...before, version: theirs.version };
          return once(false);
        }
        const course = await cache.fetchQuery({ ...timelineQuery(before.id), staleTime: 0 }).catch(() => undefined);
        const edit = course?.events.filter((e) => e.kind === 'case.edit').at(-1);
        setConflict({ theirs, parts: changed(before.body, bodyOf(formOf(theirs))), who: edit?.actor ?? '', at: edit?.recorded_at ?? theirs.updated_at });
        setSaving('conflict');
        return;
      }
      keepRefused(place(before?.id, of.current), { ...(before ? { base: before.body } : {}), form: latest.current });
      setError(err);
      setSaving('failed');
    }
  }, [cache]);

  const save = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    running.current = (running.current ?? Promise.resolve()).then(() => once());
    return running.current;
  }, [once]);
  again.current = save;

  const change = useCallback((part: Partial<Form> | ((f: Form) => Partial<Form>)) => {
    const f = { ...latest.current, ...(typeof part === 'function' ? part(latest.current) : part) };
    latest.current = f;
    setForm(f);
    setSaving((s) => (s === 'conflict' ? s : 'dirty'));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { if (!document.querySelector('[data-conflict]')) void save(); }, pause);
  }, [save]);

  // Leaving the page, or looking at another tab, saves at once.
  useEffect(() => {
    const leave = () => { if (document.visibilityState === 'hidden') void save(); };
    const ask = (e: BeforeUnloadEvent) => {
      const b = bodyOf(latest.current);
      if ([...b.title].length >= 2 && !(known.current && same(b, known.current.body))) e.preventDefault();
    };
    document.addEventListener('visibilitychange', leave);
    addEventListener('beforeunload', ask);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      removeEventListener('beforeunload', ask);
      clearTimeout(timer.current);
      void save();
    };
  }, [save]);

  const settle = useCallback((mine: boolean) => {
    if (!conflict) return;
    adopt(conflict.theirs, !mine);
    setConflict(undefined);
    if (mine) {
      setSaving('dirty');
      void save();
    } else {
      dropRefused(place(conflict.theirs.id, of.current));
    }
  }, [adopt, conflict, save]);

  return { form, change, saving, savedAt, error, conflict, settle, save };
}
