import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { has, stepUp, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { carryOutRedaction, findPlaces, orderRedaction, redactionsKey, refuseRedaction, tickCopy, useRedactions, type FoundPlace, type PlaceBody, type RedactionView } from '../../api/redactions';
import { referralQuery } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { keepRedaction, takeRedaction } from './redactionDraft';

const tones = { ordered: 'amber', carried_out: 'green', refused: 'grey' } as const;

/** What was ordered to be destroyed, by whom, and what still has to follow elsewhere. */
export function Redactions({ r }: { r: Referral }) {
  const { t } = useText();
  const me = useMe().data;
  const q = useRedactions(r.id, r.level === 'content');
  const [params, setParams] = useSearchParams();
  const orders = has(me, 'head', 'legal_reviewer', 'procurator', 'auditor');
  const list = q.data?.items ?? [];
  if (!q.data || (list.length === 0 && !orders)) return null;
  const open = (yes: boolean) => {
    const next = new URLSearchParams(params);
    if (yes) next.set('redaction', 'order');
    else next.delete('redaction');
    setParams(next, { replace: true, preventScrollReset: true });
  };
  return (
    <Section title={t('redaction.title')}>
      {list.length === 0 && <p className="quiet">{t('redaction.help')}</p>}
      {list.map((x) => <Order key={x.id} r={r} x={x} />)}
      {orders && !list.some((x) => x.state === 'ordered') && <p className="next-paper no-print"><Button size="small" onClick={() => open(true)}>{t('redaction.order')}</Button></p>}
      {params.get('redaction') === 'order' && orders && <OrderDialog r={r} onClose={() => open(false)} />}
    </Section>
  );
}

function Order({ r, x }: { r: Referral; x: RedactionView }) {
  const { t, word } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const { modal } = App.useApp();
  const [error, setError] = useState<unknown>();
  const [asking, setAsking] = useState<{ title: string; run: (text: string) => Promise<unknown> }>();
  const done = () => {
    void cache.invalidateQueries({ queryKey: redactionsKey(r.id) });
    void cache.invalidateQueries({ queryKey: referralQuery(r.id).queryKey });
    void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals/{id}/timeline'] });
  };
  const carry = () => modal.confirm({
    title: t('redaction.sure'), content: x.reason, okText: t('redaction.carry'), cancelText: t('cancel'), okButtonProps: { danger: true },
    onOk: () => carryOutRedaction(r.id, x.id).then(done, setError),
  });
  const orders = has(me, 'head', 'legal_reviewer', 'procurator', 'auditor');
  return (
    <div className="lane-line">
      <p><Tag tone={tones[x.state]}>{word('redaction.state', x.state)}</Tag> <span className="wrap-any">{x.reason}</span></p>
      <p className="quiet">{t('redaction.by', { agency: x.agency.short_name, name: x.by, at: stamp(x.at) })} · {t('redaction.size', { places: x.places.length, values: x.values })}</p>
      {x.answer && <p className="quiet">{word('redaction.state', x.state)}：{t('redaction.by', { agency: x.answer.agency.short_name, name: x.answer.by, at: stamp(x.answer.at) })} {x.answer.reason}</p>}
      {x.answer && x.answer.left > 0 && <Note tone="amber">{t('redaction.left', { n: x.answer.left })}</Note>}
      {error !== undefined && (problemOf(error).code === 'step_up_required'
        ? <Note tone="amber" live>{t('acts.stepUp')} <Button size="small" onClick={() => void stepUp(me, `/referrals/${r.id}`)}>{t('acts.stepUpGo')}</Button></Note>
        : <ProblemNote error={error} />)}
      {x.state === 'ordered' && (
        <p className="next-paper no-print">
          {x.mine && <span className="quiet">{t('redaction.mine')}</span>}
          {!x.mine && has(me, 'head', 'auditor') && <Button size="small" danger onClick={() => void carry()}>{t('redaction.carry')}</Button>}
          {orders && <Button size="small" onClick={() => setAsking({ title: t('redaction.refuse'), run: (text) => refuseRedaction(r.id, x.id, text) })}>{t('redaction.refuse')}</Button>}
        </p>
      )}
      {x.copies.length > 0 && <p>{t('redaction.copies', { done: x.copies.length - x.copy_left, all: x.copies.length })}</p>}
      <ul className="plain">
        {x.copies.map((c) => (
          <li key={c.number}>
            <span aria-hidden="true">{c.done ? '☑' : '☐'}</span> {t(`redaction.copy.${c.kind}`, { name: c.name ?? '' })}
            {c.done ? <span className="quiet"> · {c.by} {stamp(c.done_at ?? '')} {c.note}</span>
              : c.mine && (c.kind === 'organ' || orders) && <> <Button size="small" type="link" onClick={() => setAsking({ title: t('redaction.note'), run: (text) => tickCopy(r.id, x.id, c.number, text) })}>{t('redaction.tick')}</Button></>}
          </li>
        ))}
      </ul>
      {asking && <Ask title={asking.title} onClose={() => setAsking(undefined)} run={async (text) => { await asking.run(text); done(); setAsking(undefined); }} />}
    </div>
  );
}

/** Asks for the one text that an act needs. */
function Ask({ title, run, onClose }: { title: string; run: (text: string) => Promise<void>; onClose: () => void }) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const go = () => {
    setBusy(true);
    run(text.trim()).catch((err: unknown) => { setError(err); setBusy(false); });
  };
  return (
    <Modal open title={title} onCancel={onClose} maskClosable={false} onOk={go} confirmLoading={busy} okButtonProps={{ disabled: !text.trim() }} okText={title} cancelText={t('cancel')}>
      {error !== undefined && <ProblemNote error={error} />}
      <Field label={title} hint={t('redaction.reasonHint')} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={1000} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
    </Modal>
  );
}

const keyOf = (p: PlaceBody) => `${p.kind} ${p.id ?? ''} ${p.field ?? ''}`;

function OrderDialog({ r, onClose }: { r: Referral; onClose: () => void }) {
  const { t, word, say } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const [kept] = useState(() => takeRedaction(r.id));
  const [phrase, setPhrase] = useState('');
  const [found, setFound] = useState<FoundPlace[]>();
  const [chosen, setChosen] = useState<string[]>(kept?.chosen ?? []);
  const [reason, setReason] = useState(kept?.reason ?? '');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const run = async (what: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await what();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const find = () => run(async () => {
    const { items } = await findPlaces(r.id, phrase.trim());
    setFound(items);
    setChosen(phrase.trim() ? items.map(keyOf) : []);
  });
  // Back from the identity provider: the places are read anew, for what they hold was not kept.
  useEffect(() => {
    if (!kept) return;
    findPlaces(r.id, '').then(({ items }) => {
      setFound(items);
      setChosen((old) => old.filter((k) => items.some((p) => keyOf(p) === k)));
    }, setError);
  }, [kept, r.id]);
  const again = () => {
    keepRedaction(r.id, { chosen, reason });
    void stepUp(me, `/referrals/${r.id}?redaction=order`);
  };
  const order = () => run(async () => {
    const places = (found ?? []).filter((p) => chosen.includes(keyOf(p))).map(({ kind, id, field }) => ({ kind, ...(id ? { id } : {}), ...(field ? { field } : {}) }));
    await orderRedaction(r.id, reason.trim(), places);
    await cache.invalidateQueries({ queryKey: redactionsKey(r.id) });
    onClose();
  });
  const label = (p: FoundPlace) => [word('redaction.kind', p.kind), p.title && say(p.title), p.name, p.field && (p.kind === 'text' ? word('referral.facts', p.field) : word('referral.timeline.field', p.field)), p.at && stamp(p.at)].filter(Boolean).join(' · ');
  const needsLogin = error !== undefined && problemOf(error).code === 'step_up_required';
  return (
    <Modal open width={680} title={t('redaction.order')} onCancel={onClose} maskClosable={false} footer={<>
      <Button onClick={onClose}>{t('cancel')}</Button>
      {needsLogin ? <Button type="primary" onClick={again}>{t('acts.stepUpGo')}</Button>
        : <Button type="primary" danger loading={busy} disabled={!reason.trim() || chosen.length === 0} onClick={() => void order()}>{t('redaction.order')}</Button>}
    </>}>
      <p className="quiet">{t('redaction.help')} {t('redaction.spread')}</p>
      {kept && error === undefined && <Note tone="green" live>{t('acts.stepUpDone')}</Note>}
      {needsLogin ? <Note tone="amber" live>{t('acts.stepUp')}</Note> : error !== undefined && <ProblemNote error={error} />}
      <div className="form form-one">
      <Field label={t('redaction.phrase')} hint={t('redaction.phraseHint')} optional wide>{(f) => <Input.Search {...f} autoFocus value={phrase} maxLength={2000} enterButton={t('redaction.find')} loading={busy} onChange={(e) => setPhrase(e.target.value)} onSearch={() => void find()} />}</Field>
      {found && (found.length === 0 ? <p className="quiet">{t('redaction.found')}</p> : (
        <Field label={t('redaction.places')} required wide>{() => (
          <Checkbox.Group value={chosen} onChange={(v) => setChosen(v as string[])}>
            <div style={{ maxHeight: 280, overflowY: 'auto' }}>
              {found.map((p) => <div key={keyOf(p)}><Checkbox value={keyOf(p)}>{label(p)} <span className="quiet wrap-any">{p.excerpt}</span></Checkbox></div>)}
            </div>
          </Checkbox.Group>
        )}</Field>
      ))}
      <Field label={t('redaction.reason')} hint={t('redaction.reasonHint')} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
      </div>
    </Modal>
  );
}
