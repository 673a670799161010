import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Modal } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAgencies, useMe, stepUp } from '../api/people';
import { Intent } from '../api/http';
import { problemOf } from '../api/problem';
import { useRoute } from '../api/items';
import { useReceivers } from '../api/procedures';
import { accept, act, issueDocument, previewPath, referralQuery } from '../api/referral';
import type { ActionOption, Referral } from '../api/types';
import { BasisLine } from '../components/Basis';
import { Note } from '../components/Note';
import { PaperFrame } from '../components/PaperFrame';
import { ProblemNote } from '../components/ProblemNote';
import { Icon } from '../components/icons';
import { useNow } from '../format/clock';
import { dueWords } from '../format/time';
import { useText } from '../i18n';
import { ActFields } from './ActFields';
import { fieldsOf } from './acts';
import { counterpartOf, issueOf } from './issue';
import { keepValues, takeText, takeValues } from './kept';
import { useSigning } from './signing';
import { bodyOf, emptyValues, foreignLevel, open, type ActValues } from './values';

interface Props { r: Referral; a: ActionOption; onClose: () => void }

/** One act: what it is, under which article, what it needs, which paper it makes. */
export function ActDialog({ r, a, onClose }: Props) {
  const { t, say, lang, word } = useText();
  const now = useNow();
  const { message } = App.useApp();
  const signing = useSigning();
  const [openTerms, setOpenTerms] = useState<string[]>([]);
  const cache = useQueryClient();
  const me = useMe().data;
  const agencies = useAgencies().data?.items;
  const receivers = useReceivers();
  const fields = useMemo(() => fieldsOf(a.path, a.takes), [a]);
  const [kept] = useState(() => takeValues(r.id, a.action));
  const [v, setV] = useState<ActValues>(() => ({ ...emptyValues(r, a), ...takeText(r.id, a.action), ...kept }));
  const [error, setError] = useState<unknown>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [preview, setPreview] = useState(false);
  const issue = issueOf(r, a);
  const [also, setAlso] = useState(issue?.offer === true);
  const intent = useRef(new Intent());
  const top = useRef<HTMLDivElement>(null);
  const problem = error === undefined ? undefined : problemOf(error);

  // The own level and the own procuratorate are the usual addressees.
  useEffect(() => {
    const sender = agencies?.find((x) => x.id === r.sender.id);
    if (!agencies || !sender || !(fields.includes('copy_to') || fields.includes('to') && r.state === 'draft')) return;
    const near = (sector: string) => agencies.filter((x) => x.sector === sector && !x.closed_on && x.region === sender.region && x.level === sender.level);
    const kinds = receivers(r.kind);
    const own = kinds.length === 1 ? near(kinds[0]!) : [];
    setV((old) => ({ ...old, to: old.to || (own.length === 1 ? own[0]!.id : ''), copy_to: old.copy_to || (near('procuratorate').length === 1 ? near('procuratorate')[0]!.id : '') }));
  }, [agencies, fields, r.sender.id, r.kind, r.state, receivers]);

  // A case that names its item goes to the organ that the list holds for competent.
  const sends = fields.includes('to') && ['draft', 'approved', 'returned'].includes(r.state) && ['lead', 'administrative'].includes(r.kind);
  const item = (sends && r.content?.item) || '';
  const byItem = useRoute({ item, kind: r.kind, place: `${r.content?.place ?? ''} ${r.content?.facts ?? ''}`, to: v.to }).data;
  // What is reported or asked for goes to the organ above.
  const above = useRoute({ item: '', kind: r.kind, upward: a.upward }).data;
  const route = a.upward ? above : item === '' ? undefined : byItem;
  // A referral to the police goes to those of the own level and place; else the book says what stands against it.
  const police = a.path === 'criminal/transmit' || a.path === 'detention/transmit';
  const venue = useRoute({ item: '', kind: r.kind, to: police ? v.to : '', venue: true }).data;
  const best = route?.suggestions.find((x) => x.fit !== 'maybe')?.agency.id;
  useEffect(() => { if (best) setV((old) => (old.to === '' ? { ...old, to: best } : old)); }, [best]);

  const find = (id: string) => agencies?.find((x) => x.id === id);
  const warnings: string[] = [];
  const notOwn = police && foreignLevel(find(v.to), find(r.sender.id));
  if (a.path === 'criminal/transmit') {
    const missing = r.checklist.filter((c) => c.mandatory && !c.generated && c.state === 'missing').map((c) => say(c.title));
    if (missing.length > 0) warnings.push(t('acts.materialsMissing', { list: missing.join('、') }));
  }
  if (a.action === 'supplement') {
    const asked = r.checklist.filter((c) => c.state === 'asked').map((c) => say(c.title));
    if (asked.length > 0) warnings.push(t('acts.supplementFirst', { list: asked.join('、') }));
  }
  const errors = new Map((problem?.errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const situation = { needsReason: warnings.length > 0 || notOwn || (item !== '' && route?.doubt !== undefined) || errors.has('reason') || problem?.code === 'late_reason_required', documentDrawn: false };
  const bad = open(v, a, fields, situation);
  const set = (part: Partial<ActValues>) => setV((old) => ({ ...old, ...part }));

  const submit = async () => {
    setTried(true);
    if (bad.size > 0) {
      setTimeout(() => document.querySelector<HTMLElement>('.ant-modal .field-error')?.scrollIntoView({ block: 'center' }), 0);
      return;
    }
    if (!(await signing(openTerms))) return;
    setBusy(true);
    setError(undefined);
    const body = bodyOf(v, a, fields);
    try {
      let after = accept(cache, await act({ id: r.id, path: a.path, version: r.version, key: intent.current.keyFor(body), body }));
      intent.current.done();
      let paper = '';
      if (issue && also && !a.paper) {
        try {
          after = accept(cache, await issueDocument(after.id, issue.kind, v.document_no.trim() || undefined));
          paper = say(issue.title);
        } catch {
          void message.warning(t('acts.issueFailed'), 6);
        }
      }
      void message.success(paper ? t('acts.doneIssued', { title: say(a.title), paper }) : t('acts.done', { title: say(a.title) }));
      onClose();
    } catch (err) {
      const p = problemOf(err);
      setError(err);
      if (p.status === 412 || p.status === 409) void cache.invalidateQueries({ queryKey: referralQuery(r.id).queryKey });
      if (p.status === 412) intent.current.done(); // what is sent next has been looked at anew
      top.current?.scrollIntoView({ block: 'nearest' });
    } finally {
      setBusy(false);
    }
  };
  const confirmSelf = () => {
    keepValues(r.id, a.action, v);
    void stepUp(me, `/referrals/${r.id}?act=${a.action}`);
  };

  const needsLogin = problem?.code === 'step_up_required';
  return (
    <Modal open title={say(a.title)} onCancel={onClose} width={760} maskClosable={false} style={{ top: 32 }}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button>{needsLogin
        ? <Button type="primary" onClick={confirmSelf}>{t('acts.stepUpGo')}</Button>
        : <Button type="primary" loading={busy} onClick={() => void submit()}>{t('acts.submit')}</Button>}</>}>
      <div ref={top} />
      {a.basis && <p className="act-basis quiet">{t('acts.underArticle')}{': '}<BasisLine basis={a.basis} /></p>}
      {kept && !problem && <Note tone="green" live>{t('acts.stepUpDone')}</Note>}
      {needsLogin && <Note tone="amber" live title={problem.detail}>{t('acts.stepUp')}</Note>}
      {problem && !needsLogin && (problem.status === 412
        ? <Note tone="amber" live>{t('acts.stale')}</Note>
        : <ProblemNote error={error} titleOf={(name) => { const o = r.actions.find((x) => x.action === name); return o && say(o.title); }} />)}
      <ActFields r={r} a={a} fields={fields} v={v} set={set} bad={tried ? bad : new Set()} errors={errors} situation={situation} warnings={warnings} route={route} venue={notOwn ? venue : undefined} counterpart={counterpartOf(r, a)} onOpenTerms={setOpenTerms} />
      {a.starts.length > 0 && (
        <ul className="act-starts">{a.starts.map((c, i) => <li key={i}><Icon name="clock" size={14} /> {t('acts.clockAfter', { title: say(c.title), who: word('relation', c.owes), due: dueWords(c.due_at, now, lang) })}</li>)}</ul>
      )}
      {issue && !a.paper && (
        <div className="act-issue">
          {issue.offer && <Checkbox checked={also} onChange={(e) => setAlso(e.target.checked)}>{t('acts.issueAfter', { title: say(issue.title) })}</Checkbox>}
          {issue.offer && issue.group === 'counterpart' && <p className="field-hint">{t('acts.issueAfterHelp')}</p>}
          <p><Button size="small" onClick={() => setPreview(!preview)} aria-expanded={preview}>{t('acts.previewPaper', { title: say(issue.title) })}</Button></p>
          {preview && <PaperFrame src={previewPath(r.id, issue.kind)} title={say(issue.title)} />}
        </div>
      )}
    </Modal>
  );
}
