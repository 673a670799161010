import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useAgencies, useMe } from '../../api/people';
import { acceptCourse, answerRecord, evidencePath, referralQuery, useTimeline } from '../../api/referral';
import { problemOf } from '../../api/problem';
import type { EventView, ReceiptView, Referral } from '../../api/types';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { dayWords, stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useDeskWords } from '../../i18n/desk';
import { describe, groupsOf, paperOf, receiptWord } from './course';
import { RecordFold } from './RecordFold';

/** The course of the case, newest first, with documents and numbers. */
export function Course({ r }: { r: Referral }) {
  const { t } = useText();
  const q = useTimeline(r.id);
  const [house, setHouse] = useState(false);
  const groups = useMemo(() => groupsOf(q.data?.events ?? []), [q.data]);
  const receipts = useMemo(() => {
    const by = new Map<string, ReceiptView[]>();
    for (const x of q.data?.receipts ?? []) by.set(x.event, [...(by.get(x.event) ?? []), x]);
    return by;
  }, [q.data]);
  return (
    <Section id="course" title={t('referral.timeline.title')} flush>
      {q.isPending && <div className="section-body"><Skeleton active /></div>}
      {q.isError && <div className="section-body"><ProblemNote error={q.error} onRetry={() => void q.refetch()} /></div>}
      {q.data?.events.length === 0 && <p className="section-body quiet">{t('referral.timeline.none')}</p>}
      <ol className="lane course">
        {groups.map((g) => (g.house && g.events.length > 1 && !house
          ? <li key={g.events[0]!.id} className="lane-house"><p className="quiet"><button type="button" className="linklike" onClick={() => setHouse(true)}>{t('referral.timeline.groupMixed', { n: g.events.length })}</button> · <span className="num">{stamp(g.events[0]!.recorded_at)}</span></p></li>
          : g.events.map((e) => <Entry key={e.id} e={e} r={r} receipts={receipts.get(e.id) ?? []} />)))}
      </ol>
      {q.data && <RecordFold events={q.data.events} receipts={q.data.receipts} />}
    </Section>
  );
}

function Entry({ e, r, receipts }: { e: EventView; r: Referral; receipts: ReceiptView[] }) {
  const { t, lang, say, word } = useText();
  const desk = useDeskWords();
  const all = useAgencies().data?.items ?? [];
  const lines = describe(e, {
    say, word, t: (k) => word('referral.timeline.field', k), day: (d) => dayWords(d, lang),
    agency: (id) => all.find((a) => a.id === id)?.name ?? '', charge: (id) => chargeWords(r, id), material: (code) => { const c = r.checklist.find((x) => x.code === code); return c ? say(c.title) : code; },
    paper: (kind) => { const p = r.documents.find((d) => d.kind === kind) ?? r.papers.find((x) => x.kind === kind); return p ? `《${say(p.title)}》` : ''; },
  });
  const paper = paperOf(e);
  const word3 = receiptWord(receipts.map((x) => x.kind));
  return (
    <li className={e.from_paper ? 'lane-paper' : undefined}>
      <p><strong>{say(e.title)}</strong> <time className="quiet num" dateTime={e.occurred_at}>{stamp(e.occurred_at)}</time>{word3 && <> <Tag tone={word3 === 'undeliverable' || word3 === 'invalid' ? 'red' : 'green'}>{word('referral.timeline.receipts', word3)}</Tag></>}</p>
      <p className="quiet">{e.function === 'entrusted_desk'
        ? desk.signed(e.agency.short_name, e.recorder.short_name, e.actor ?? '', (e.values['entrusted'] as { document?: string } | undefined)?.document ?? '')
        : <>{e.agency.short_name}{!e.from_paper && e.actor && ` · ${e.actor}`}{!e.from_paper && e.function && `（${word('function', e.function)}）`}</>}</p>
      {e.from_paper && (
        <p className="lane-mark"><Tag tone="amber">{t('referral.timeline.paper')}</Tag>{e.confirmation && <Tag tone={e.confirmation === 'confirmed' ? 'green' : e.confirmation === 'objected' ? 'red' : 'amber'}>{word('referral.timeline', e.confirmation)}</Tag>} <span className="quiet">{t('referral.timeline.recorder', { agency: e.recorder.short_name, at: stamp(e.recorded_at) })}</span></p>
      )}
      {!e.from_paper && e.late_entry && <p className="lane-mark"><Tag tone="amber">{t('referral.timeline.late')}</Tag> <span className="quiet">{t('referral.timeline.recorded', { at: stamp(e.recorded_at) })}</span></p>}
      {paper && <p>{t('referral.timeline.paperDate', { number: paper.number || t('referral.timeline.field.paper'), date: dayWords(paper.date, lang) })}{paper.evidence && <> · <a href={evidencePath(r.id, paper.evidence)} download>{t('referral.timeline.scan')}</a></>}</p>}
      {lines.map(([name, value]) => <p key={name} className="lane-line"><span className="quiet">{name}：</span>{value}</p>)}
      {e.objection && <p className="lane-line"><span className="quiet">{t('referral.timeline.objection')}：</span>{e.objection}</p>}
      {e.confirmation === 'waiting' && <Answer e={e} r={r} />}
    </li>
  );
}

function chargeWords(r: Referral, id: string): string {
  for (const p of r.parties) for (const c of p.charges) if (c.id === id) return r.parties.length > 1 || p.charges.length > 1 ? `${p.name} ${c.offence}` : c.offence;
  return '';
}

/** The counterpart's word on what was taken down for it: one tap, or never. */
function Answer({ e, r }: { e: EventView; r: Referral }) {
  const { t } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [objecting, setObjecting] = useState(false);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  if (me?.agency.id !== e.agency.id) return null;
  const answer = async (confirm: boolean) => {
    setBusy(true);
    try {
      acceptCourse(cache, r.id, await answerRecord(r.id, e.id, confirm, confirm ? undefined : text.trim()));
      void cache.invalidateQueries({ queryKey: referralQuery(r.id).queryKey });
      setObjecting(false);
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <p className="lane-answer no-print">
      <Button size="small" type="primary" loading={busy} onClick={() => void answer(true)}>{t('referral.timeline.confirm')}</Button>
      <Button size="small" onClick={() => setObjecting(true)}>{t('referral.timeline.object')}</Button>
      <Modal open={objecting} title={t('referral.timeline.object')} onCancel={() => setObjecting(false)} footer={<><Button onClick={() => setObjecting(false)}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={!text.trim()} onClick={() => void answer(false)}>{t('referral.timeline.object')}</Button></>}>
        <p className="quiet">{t('referral.timeline.objectHelp')}</p>
        <Field label={t('referral.timeline.objection')} required wide>{(f) => <Input.TextArea {...f} rows={3} value={text} maxLength={2000} onChange={(x) => setText(x.target.value)} />}</Field>
      </Modal>
    </p>
  );
}
