import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMe } from '../../api/people';
import { accept, documentPath, editablePath, evidencePath, previewPath, voidDocument } from '../../api/referral';
import type { DocumentView, Referral } from '../../api/types';
import { Copyable } from '../../components/Copyable';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { PaperModal } from '../../components/PaperFrame';
import { ProblemNote } from '../../components/ProblemNote';
import { Fold, Section } from '../../components/Section';
import { Tag, type Tone } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { IssueDialog, Seal } from './Issue';

const tones: Record<string, Tone> = { issued: 'blue', sealed: 'green', void: 'grey' };
type Choice = Referral['papers'][number];

/** Official documents: make, preview, print, attach the sealed version, void. */
export function Documents({ r }: { r: Referral }) {
  const { t, say } = useText();
  const [show, setShow] = useState<{ src: string; title: string }>();
  const [make, setMake] = useState<Choice>();
  const [drop, setDrop] = useState<DocumentView>();
  const [params] = useSearchParams();
  const papers = useRef<HTMLUListElement>(null);
  const scanned = params.get('seal') === '1'; // somebody holds the sealed paper: its QR code leads here
  useEffect(() => {
    if (scanned) papers.current?.scrollIntoView({ block: 'start' });
  }, [scanned]);
  const made = (p: Choice) => r.documents.some((d) => d.kind === p.kind && d.state !== 'void');
  const offers = r.papers.filter((p) => p.issue && !made(p));
  const desk = r.papers.filter((p) => p.group === 'desk');
  const wanted = offers.filter((p) => (r.state === 'approved' || r.state === 'returned') && (p.kind === 'transfer_letter' || p.kind === 'approval_form'));
  const rest = offers.filter((p) => !wanted.includes(p));
  const look = (p: Choice) => setShow({ src: previewPath(r.id, p.kind), title: `${say(p.title)}${p.group === 'desk' ? '' : ` · ${t('referral.documents.draftMark')}`}` });
  const offer = (p: Choice, primary: boolean) => (
    <li key={p.kind} className="doc">
      <span className="doc-name">{say(p.title)}</span>
      <span className="doc-do no-print">
        <Button size="small" onClick={() => look(p)}>{t('preview')}</Button>
        {p.group !== 'desk' && <Button size="small" type={primary ? 'primary' : 'default'} onClick={() => setMake(p)}>{t('referral.documents.issue')}</Button>}
      </span>
    </li>
  );
  return (
    <Section id="documents" title={t('referral.documents.title')} flush>
      {r.documents.length === 0 && wanted.length === 0 && <p className="section-body quiet">{t('referral.documents.none')}</p>}
      <ul className="docs" ref={papers}>
        {r.documents.map((d) => <Issued key={d.id} d={d} r={r} onShow={setShow} onVoid={() => setDrop(d)} />)}
        {wanted.map((p) => offer(p, true))}
      </ul>
      {rest.length > 0 && <Fold title={t('referral.documents.make')} count={rest.length}><ul className="docs">{rest.map((p) => offer(p, false))}</ul></Fold>}
      {desk.length > 0 && r.level === 'content' && <Fold title={t('referral.documents.desk')} count={desk.length}><ul className="docs">{desk.map((p) => offer(p, false))}</ul></Fold>}
      <PaperModal src={show?.src} title={show?.title ?? ''} onClose={() => setShow(undefined)} />
      {make && <IssueDialog r={r} p={make} onClose={() => setMake(undefined)} />}
      {drop && <VoidDialog r={r} d={drop} onClose={() => setDrop(undefined)} />}
    </Section>
  );
}

function Issued({ d, r, onShow, onVoid }: { d: DocumentView; r: Referral; onShow: (s: { src: string; title: string }) => void; onVoid: () => void }) {
  const { t, say } = useText();
  const me = useMe().data;
  const mine = d.agency.id === me?.agency.id && d.state !== 'void' && r.papers.some((p) => p.issue);
  const needsSeal = !d.hub && d.state === 'issued' && r.papers.some((p) => p.kind === d.kind && p.sealed);
  return (
    <li className={d.state === 'void' ? 'doc doc-void' : 'doc'}>
      <span className="doc-name">
        <button type="button" className="linklike" onClick={() => onShow({ src: documentPath(r.id, d.id), title: `${say(d.title)} ${d.number ?? ''}` })}>{say(d.title)}</button>
        {d.number && <span className="num doc-no"><Copyable text={d.number} /></span>}
        <Tag tone={needsSeal ? 'amber' : tones[d.state] ?? 'grey'}>{needsSeal ? t('referral.documents.needSeal') : t(`referral.documents.${d.state}`)}</Tag>
        <span className="quiet doc-by num">{t('referral.documents.by', { agency: d.agency.short_name, at: stamp(d.issued_at) })}</span>
        {d.sealed && d.sealed.state !== 'same' && (
          <span className="quiet doc-by">
            <Tag tone="amber">{t(`referral.documents.seal_${d.sealed.state}`)}</Tag>{' '}
            {d.sealed.state === 'differs' ? t('referral.documents.sealPages', { paper: d.sealed.paper_pages, scan: d.sealed.scan_pages }) : d.sealed.why && t(`referral.documents.sealUnread.${d.sealed.why}`)}
            {d.sealed.reason && `：${d.sealed.reason}`}
          </span>
        )}
        {d.reason && <span className="quiet doc-by">{t('referral.documents.voidReason')}：{d.reason}</span>}
      </span>
      <span className="doc-do no-print">
        <a href={`${documentPath(r.id, d.id)}?download`} download aria-label={`${t('download')} ${say(d.title)}`} title={t('download')}><Icon name="down" /></a>
        {!d.hub && <a href={editablePath(documentPath(r.id, d.id))} download title={t('referral.documents.editableHelp')}>{t('referral.documents.editable')}</a>}
        {d.sealed_id && <a href={evidencePath(r.id, d.sealed_id)} download>{t('referral.documents.sealedFile')}</a>}
        {mine && needsSeal && <Seal r={r} d={d} label={t('referral.documents.seal')} />}
        {mine && !(r.sent_at && d.kind === 'transfer_letter') && <Button size="small" type="text" onClick={onVoid}>{t('referral.documents.voidDo')}</Button>}
      </span>
      {mine && needsSeal && <p className="quiet doc-hint no-print">{t('referral.documents.sealHelp')}</p>}
    </li>
  );
}

function VoidDialog({ r, d, onClose }: { r: Referral; d: DocumentView; onClose: () => void }) {
  const { t, say } = useText();
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>();
  const run = async () => {
    try {
      accept(cache, await voidDocument(r.id, d.id, reason.trim()));
      onClose();
    } catch (err) {
      setError(err);
    }
  };
  return (
    <Modal open title={t('referral.documents.voidTitle', { title: say(d.title), number: d.number ?? '' })} onCancel={onClose} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button danger type="primary" disabled={!reason.trim()} onClick={() => void run()}>{t('referral.documents.voidDo')}</Button></>}>
      {error !== undefined && <ProblemNote error={error} />}
      <p className="quiet">{t('referral.documents.voidHelp')}</p>
      <Field label={t('referral.documents.voidReason')} required wide>{(f) => <Input.TextArea {...f} rows={3} maxLength={1000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
    </Modal>
  );
}
