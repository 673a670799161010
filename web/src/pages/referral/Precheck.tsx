import './precheck.css';
import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { isOpen, tally, useAnswer, usePrecheck, type Precheck as View, type PrecheckAnswer, type PrecheckLine } from '../../api/precheck';
import { previewPath } from '../../api/referral';
import type { Referral } from '../../api/types';
import { BasisList } from '../../components/Basis';
import { Note } from '../../components/Note';
import { PaperModal } from '../../components/PaperFrame';
import { ProblemNote } from '../../components/ProblemNote';
import { Fold } from '../../components/Section';
import { Tag, type Tone } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

const tones: Record<PrecheckLine['state'], Tone> = { met: 'green', missing: 'red', judge: 'amber', not_applicable: 'grey', later: 'blue' };

/** Kinds for which a list is documented offer its printed form. */
export const hasPrecheck = (r: Referral) => r.level === 'content' && r.papers.some((p) => p.kind === 'precheck_sheet');

/** The file laid beside the review sheets, out of the way until it is wanted. */
export function PrecheckFold({ r, open: begins }: { r: Referral; open?: boolean }) {
  const { t } = useText();
  const [open, setOpen] = useState(begins ?? false);
  const [print, setPrint] = useState(false);
  const q = usePrecheck(r.id, r.version, open);
  const n = tally(q.data?.sheets.flatMap((s) => s.lines) ?? []);
  return (
    <details className="section case-fold" id="precheck" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>
        <h2>{t('precheck.title')}</h2>
        {q.data && <span className="precheck-sum">
          {n.missing > 0 && <Tag tone="red">{t('precheck.n.missing', { n: n.missing })}</Tag>}
          {n.judge > 0 && <Tag tone="amber">{t('precheck.n.judge', { n: n.judge })}</Tag>}
          <Tag tone="green">{t('precheck.n.met', { n: n.met })}</Tag>
        </span>}
      </summary>
      <div className="section-body">
        <div className="precheck-lead">
          <p className="quiet">{t('precheck.lead')}</p>
          <Button size="small" className="no-print" onClick={() => setPrint(true)}>{t('precheck.print')}</Button>
        </div>
        {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
        {q.isPending && open && <p className="quiet" role="status">{t('precheck.wait')}</p>}
        {q.data?.sheets.length === 0 && <p className="quiet">{t('precheck.none')}</p>}
        {q.data?.sheets.map((s) => <Sheet key={s.id} s={s} r={r} may={q.data.may_answer} />)}
      </div>
      <PaperModal src={print ? previewPath(r.id, 'precheck_sheet') : undefined} title={t('precheck.title')} onClose={() => setPrint(false)} />
    </details>
  );
}

/** What is open first, the rest folded away. */
export function Sheet({ s, r, may }: { s: View['sheets'][number]; r: Referral; may: boolean }) {
  const { t, say } = useText();
  const line = (l: PrecheckLine) => <Line key={l.id} l={l} sheet={s.id} r={r} may={may} />;
  const open = s.lines.filter(isOpen);
  const done = s.lines.filter((l) => !isOpen(l));
  return (
    <section className="precheck-sheet" aria-label={say(s.title)}>
      <h3>{say(s.title)}</h3>
      {open.length === 0 && <Note tone="green">{t('precheck.nothingOpen')}</Note>}
      <ul>{open.map(line)}</ul>
      {done.length > 0 && <Fold title={t('precheck.done')} count={done.length}><ul>{done.map(line)}</ul></Fold>}
    </section>
  );
}

function Line({ l, sheet, r, may }: { l: PrecheckLine; sheet: string; r: Referral; may: boolean }) {
  const { t, say } = useText();
  const [editing, setEditing] = useState(false);
  const things = l.things.map((x) => [x.title, say(x.why)].filter(Boolean).join(' · '));
  return (
    <li className="precheck-line">
      <div className="precheck-head">
        <Tag tone={tones[l.state]}>{t(`precheck.state.${l.state}`)}</Tag>
        <strong>{say(l.title)}</strong>
        {l.points !== undefined && <span className="quiet num">{t(l.bonus ? 'precheck.bonus' : 'precheck.points', { n: l.points })}</span>}
        {l.gate && <Tag tone="grey" title={t('precheck.gateHelp')}>{t('precheck.gate')}</Tag>}
        {l.confidence !== 'high' && <Tag tone="grey">{t(l.confidence === 'low' ? 'referral.clocks.unverified' : 'precheck.flagged')}</Tag>}
      </div>
      <div className="precheck-body">
        <p className="wrap-any">{say(l.note)}{things.length > 0 && `：${things.join('、')}`}</p>
        {isOpen(l) && <p><span className="quiet">{t('precheck.todo')}：</span>{say(l.todo)}</p>}
        <BasisList list={l.basis} />
        {l.answer && !editing && <p className="precheck-said wrap-any">{l.answer.verdict && `${t(`precheck.state.${l.answer.verdict}`)}　`}{l.answer.remark} <span className="quiet num">{l.answer.by} {stamp(l.answer.at)}</span></p>}
        {may && (editing ? <Answer l={l} sheet={sheet} r={r} onClose={() => setEditing(false)} />
          : <Button size="small" className="no-print" type={l.state === 'judge' ? 'primary' : 'default'} onClick={() => setEditing(true)} aria-label={`${t(l.found === 'judge' ? 'precheck.answer' : 'precheck.remarkDo')} ${say(l.title)}`}>{l.answer ? t('precheck.change') : t(l.found === 'judge' ? 'precheck.answer' : 'precheck.remarkDo')}</Button>)}
      </div>
    </li>
  );
}

const verdicts = ['met', 'missing', 'not_applicable'] as const;

function Answer({ l, sheet, r, onClose }: { l: PrecheckLine; sheet: string; r: Referral; onClose: () => void }) {
  const { t, say } = useText();
  const save = useAnswer(r.id, r.version);
  const [verdict, setVerdict] = useState(l.answer?.verdict);
  const [remark, setRemark] = useState(l.answer?.remark ?? '');
  const judges = l.found === 'judge';
  const put = (body: PrecheckAnswer) => save.mutate({ sheet, line: l.id, body }, { onSuccess: onClose });
  return (
    <div className="precheck-answer no-print">
      {judges && <Radio.Group aria-label={say(l.title)} value={verdict} onChange={(e) => setVerdict(e.target.value)} options={verdicts.map((v) => ({ value: v, label: t(`precheck.state.${v}`) }))} />}
      <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1000} aria-label={t('precheck.remark')} placeholder={t('precheck.remark')} value={remark} onChange={(e) => setRemark(e.target.value)} />
      {save.isError && <ProblemNote error={save.error} />}
      <div className="precheck-do">
        <Button size="small" type="primary" loading={save.isPending} disabled={judges ? !verdict : !remark.trim()} onClick={() => put({ ...(judges && verdict ? { verdict } : {}), ...(remark.trim() ? { remark: remark.trim() } : {}) })}>{t('save')}</Button>
        {l.answer && <Button size="small" disabled={save.isPending} onClick={() => put({})}>{t('precheck.takeBack')}</Button>}
        <Button size="small" type="text" onClick={onClose}>{t('cancel')}</Button>
      </div>
    </div>
  );
}
