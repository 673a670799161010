import './lead.css';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Select, Skeleton } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Intent } from '../../api/http';
import { useRoute } from '../../api/items';
import { openLead, scanLead, type LeadBody, type ScanResult } from '../../api/lead';
import { useAgencies, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { useProcedure } from '../../api/procedures';
import { accept, act, addMaterial, saveDraft } from '../../api/referral';
import type { Agency, Referral } from '../../api/types';
import { upload } from '../../api/upload';
import { DateInput } from '../../components/DateInput';
import { Empty } from '../../components/Empty';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { ItemField } from '../../components/routing/ItemField';
import { DoubtNote, RouteBox } from '../../components/routing/RouteBox';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { useText } from '../../i18n';
import { useOtherHubWords } from '../../i18n/otherHub';
import { useItemWords } from '../../i18n/items';
import { Files, pieceOf, type Piece } from './Files';
import { SealBox } from './SealBox';
import { keyOf, masked, reporterOf } from './seal';
import { remember, recents } from './recents';
import { SimilarList } from './SimilarList';

/** A pause in typing after which the text is looked through. */
const pause = 400;

/** A lead in one screen: paste, choose, send. */
export default function LeadPage() {
  const { t } = useText();
  const me = useMe();
  const p = useProcedure('lead');
  usePageTitle(t('lead.title'));
  if (me.isPending || !p) return <Skeleton active />;
  if (!p.allowed) return <Empty title={t('draft.cannot')} action={<p><Link to="/">{t('goInbox')}</Link></p>}>{t('draft.cannotHelp')}</Empty>;
  return <Form mine={me.data?.agency.id ?? ''} />;
}

function Form({ mine }: { mine: string }) {
  const { t, say } = useText();
  const { message } = App.useApp();
  const go = useNavigate();
  const cache = useQueryClient();
  const agencies = useAgencies().data?.items ?? [];
  const [text, setText] = useState('');
  const [name, setName] = useState<string>();
  const [place, setPlace] = useState('');
  const [found, setFound] = useState('');
  const [item, setItem] = useState('');
  const [to, setTo] = useState('');
  const [why, setWhy] = useState('');
  const w = useItemWords();
  const far = useOtherHubWords();
  const [noSecret, setNoSecret] = useState(false);
  const [files, setFiles] = useState<Piece[]>([]);
  const [open, setOpen] = useState(new Set<string>());
  const [note, setNote] = useState('');
  const [scan, setScan] = useState<ScanResult & { of: string }>();
  const [draft, setDraft] = useState<Referral>();
  const [doing, setDoing] = useState<string>();
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>();
  const filled = useRef(''); // receiver that the list filled in
  const route = useRoute({ item, kind: 'lead', place: `${place} ${text}`, to }).data;
  const doubt = item !== '' && route?.doubt !== undefined;
  const intents = useRef({ open: new Intent(), send: new Intent() });
  const sealed = useMemo(() => (scan?.of === text ? scan.finds.filter((f) => !open.has(keyOf(f))) : []), [scan, open, text]);
  const title = name ?? scan?.title ?? '';
  const receivers = agencies.filter((a) => a.id !== mine && !a.closed_on);
  const find = (id: string) => receivers.find((a) => a.id === id);
  const recent = recents().map(find).filter((a): a is Agency => a !== undefined).slice(0, 4);

  // The hub looks through the text; what it finds is a proposal to the writer.
  useEffect(() => {
    if (text.trim() === '') { setScan(undefined); return undefined; }
    const stop = new AbortController();
    const timer = setTimeout(() => { scanLead(text, place, stop.signal).then((r) => setScan({ ...r, of: text }), () => undefined); }, pause);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [text, place]);

  // The competent organ is filled in; what the writer chose stays.
  useEffect(() => {
    const best = route?.item?.code === item ? route.suggestions.find((x) => x.fit !== 'maybe') : undefined;
    if (!best) return;
    const before = filled.current;
    setTo((old) => (old === '' || old === before ? best.agency.id : old));
    filled.current = best.agency.id;
  }, [route, item]);

  const typed = text.trim() !== '' || files.length > 0;
  useEffect(() => {
    if (!typed) return undefined;
    const ask = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [typed]);

  const problem = error === undefined ? undefined : problemOf(error);
  const wrong = new Map((problem?.errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const lacks = {
    text: text.trim() === '' ? t('lead.need.text') : undefined, name: [...title.trim()].length < 2 && text.trim() !== '' ? t('lead.need.name') : undefined,
    to: to === '' ? t('lead.need.to') : undefined, secret: noSecret ? undefined : t('lead.need.secret'),
    why: doubt && why.trim() === '' ? w.reasonMust : undefined,
  };

  const submit = async () => {
    setTried(true);
    if (Object.values(lacks).some(Boolean)) return;
    setError(undefined);
    setDoing(t('lead.looking'));
    try {
      const looked = scan?.of === text ? scan : { ...(await scanLead(text, place)), of: text };
      setScan(looked);
      const seal = looked.finds.filter((f) => !open.has(keyOf(f)));
      const reporter = reporterOf(seal, note);
      const body: LeadBody = {
        title: (name ?? looked.title).trim(),
        content: { facts: masked(text, seal), ...(place.trim() ? { place: place.trim() } : {}), ...(found ? { found_on: found } : {}), ...(item ? { item } : {}) },
        ...(reporter ? { reporter } : {}),
      };
      if ([...body.title].length < 2) { setName(''); return; }
      const sent = await (files.length === 0 && !draft ? once(body) : withFiles(body));
      accept(cache, sent);
      remember(to);
      setText(''); setFiles([]); // nothing is asked on leaving
      void message.success(t('lead.sent', { to: sent.receiver?.short_name ?? '', number: sent.number }), 6);
      void go(`/referrals/${sent.id}`);
    } catch (err) {
      setError(err);
    } finally {
      setDoing(undefined);
    }
  };

  const send = () => ({ to, no_state_secret: noSecret, ...(doubt ? { reason: why.trim() } : {}) });

  /** Without files, begun and sent in one request: both happen or nothing. */
  const once = (body: LeadBody) => {
    setDoing(t('lead.step.send'));
    const whole = { ...body, send: send() };
    return openLead(whole, intents.current.open.keyFor(whole));
  };

  /** With files it is a draft first; what was uploaded stays when the rest has to be tried again. */
  const withFiles = async (body: LeadBody) => {
    setDoing(t('lead.step.create'));
    let r = draft ? await saveDraft(draft.id, draft.version, body) : await openLead(body, intents.current.open.keyFor(body));
    setDraft(r);
    let list = files;
    for (const p of files.filter((f) => f.evidence === undefined)) {
      const stop = new AbortController();
      const { evidence } = await upload(r.id, p.file, r.evidence, (step) => setDoing(`${t('lead.step.file', { name: p.file.name })} ${Math.round(step.part * 100)}%`), stop.signal);
      r = await addMaterial(r.id, { code: r.checklist[0]?.code ?? 'doc_other', title: p.file.name.replace(/\.[^.]+$/, '') || p.file.name, form: 'copy', evidence_id: evidence.id });
      setDraft(r);
      list = list.map((o) => (o.id === p.id ? { ...o, evidence: evidence.id } : o));
      setFiles(list);
    }
    setDoing(t('lead.step.send'));
    return act({ id: r.id, path: 'lead/send', version: r.version, key: intents.current.send.keyFor(send()), body: send() });
  };

  const take = (list: FileList | null | undefined) => { if (list && list.length > 0) setFiles((old) => [...old, ...Array.from(list).map(pieceOf)]); };
  const busy = doing !== undefined;
  return (
    <article className="lead" onDragOver={(e) => e.preventDefault()} onDrop={(e) => { e.preventDefault(); take(e.dataTransfer.files); }} onPaste={(e) => take(e.clipboardData.files)}>
      <div className="page-head"><h1>{t('lead.title')}</h1><span className="quiet">{t('lead.say')}</span></div>
      <div className="lead-columns">
        <div>
          <Section title={t('lead.text')}>
            <Field label={t('lead.text')} hint={t('lead.textHint')} required wide error={wrong.get('content.facts') ?? (tried ? lacks.text : undefined)}>
              {(x) => <Input.TextArea {...x} autoFocus autoSize={{ minRows: 9, maxRows: 24 }} maxLength={8000} value={text} disabled={busy} onChange={(e) => setText(e.target.value)} />}
            </Field>
            <Files list={files} onChange={setFiles} disabled={busy} />
          </Section>
          {text.trim() !== '' && <SealBox finds={scan?.of === text ? scan.finds : []} open={open} note={note} onNote={setNote} preview={masked(text, sealed)}
            onOpen={(k, on) => setOpen((old) => { const n = new Set(old); if (on) n.delete(k); else n.add(k); return n; })} />}
        </div>
        <div>
          <Section title={t('lead.to')}>
            <ItemField value={item} onChange={setItem} disabled={busy} error={wrong.get('content.item')} />
            {item === '' && scan && scan.of === text && scan.items.length > 0 && <p className="lead-recent"><span className="quiet">{w.mentioned}</span>{scan.items.map((i) => <Button key={i.code} size="small" disabled={busy} onClick={() => setItem(i.code)}>{say(i.title) || i.title.zh}</Button>)}</p>}
            {item !== '' && <RouteBox route={route} to={to} onTake={setTo} disabled={busy} />}
            <Field label={t('lead.to')} required wide error={wrong.get('send.to') ?? wrong.get('to') ?? (tried ? lacks.to : undefined)}>
              {(x) => <Select {...x} style={{ width: '100%' }} value={to || undefined} disabled={busy} onChange={(v: string) => setTo(v)} placeholder={t('acts.chooseOne')} showSearch={{ optionFilterProp: 'search' }}
                options={receivers.map((a) => ({ value: a.id, label: a.hub ? `${a.name}（${far.mark(a.hub)}）` : a.name, search: `${a.name}${a.short_name}${a.code}` }))} />}
            </Field>
            {recent.length > 0 && <p className="lead-recent"><span className="quiet">{t('lead.recent')}</span>{recent.map((a) => <Button key={a.id} size="small" type={a.id === to ? 'primary' : 'default'} onClick={() => setTo(a.id)}>{a.short_name}</Button>)}</p>}
            {doubt && <DoubtNote route={route} />}
            {doubt && <Field label={w.why} hint={w.whyHint} required wide error={wrong.get('send.reason') ?? (tried ? lacks.why : undefined)}>{(x) => <Input.TextArea {...x} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} value={why} disabled={busy} onChange={(e) => setWhy(e.target.value)} />}</Field>}
            <Field label={t('lead.name')} hint={t('lead.nameHint')} required wide error={wrong.get('title') ?? (tried ? lacks.name : undefined)}>{(x) => <Input {...x} value={title} maxLength={200} disabled={busy} onChange={(e) => setName(e.target.value)} />}</Field>
            <div className="lead-two">
              <Field label={t('lead.place')} optional error={wrong.get('content.place')}>{(x) => <Input {...x} value={place} maxLength={500} disabled={busy} onChange={(e) => setPlace(e.target.value)} />}</Field>
              <Field label={t('lead.found')} optional error={wrong.get('content.found_on')}>{(x) => <DateInput {...x} value={found} onChange={setFound} />}</Field>
            </div>
            <Field label={t('acts.field.no_state_secret')} hint={t('lead.noSecretHelp')} required wide error={tried ? lacks.secret : undefined}>{(x) => <Checkbox id={x.id} aria-describedby={x['aria-describedby']} checked={noSecret} disabled={busy} onChange={(e) => setNoSecret(e.target.checked)}>{t('lead.noSecret')}</Checkbox>}</Field>
            {error !== undefined && <ProblemNote error={error} onRetry={() => void submit()} />}
            {error !== undefined && draft && <Note tone="amber">{t('lead.kept', { number: draft.number })}</Note>}
            <p className="lead-send"><Button type="primary" size="large" icon={<Icon name="arrow" />} loading={busy} onClick={() => void submit()}>{t('lead.send')}</Button> <span role="status" className="quiet">{doing}</span></p>
            <p className="quiet"><Link to="/new?kind=lead&step=facts">{t('lead.toFormal')}</Link></p>
          </Section>
          {scan && scan.similar.length > 0 && <SimilarList list={scan.similar} />}
        </div>
      </div>
    </article>
  );
}
