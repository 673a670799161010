import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { problemOf } from '../../api/problem';
import { accept, evidencePath, removeMaterial } from '../../api/referral';
import type { ChecklistView, EvidenceView, MaterialView, Referral } from '../../api/types';
import { Copyable } from '../../components/Copyable';
import { Icon } from '../../components/icons';
import { Tag, type Tone } from '../../components/Tag';
import { sizeWords } from '../../format/size';
import { SealedFile } from './SealedFile';
import { useText } from '../../i18n';

const tones: Record<string, Tone> = { missing: 'red', asked: 'amber', supplemented: 'green', present: 'green', optional: 'grey' };

interface Props { c: ChecklistView; r: Referral; open: boolean; onUpload: () => void; onAdd: () => void; onEdit: (m: MaterialView) => void }

/** One kind of material: its state, what is there, and how to add it. */
export function Kind({ c, r, open, onUpload, onAdd, onEdit }: Props) {
  const { t, say, word } = useText();
  const wants = c.state === 'missing' || c.state === 'asked';
  const later = c.generated && c.state === 'missing';
  const state = later ? <Tag>{t('referral.materials.later')}</Tag> : <Tag tone={tones[c.state] ?? 'grey'}>{word('referral.materials.state', c.state)}</Tag>;
  return (
    <li className={later ? 'kind' : `kind kind-${c.state}`}>
      <div className="kind-head">
        <span className="kind-name">{say(c.title)}{c.mandatory && <span className="field-must" aria-hidden="true"> *</span>}</span>
        <span className="kind-basis quiet">{c.generated ? t('referral.materials.generated') : c.basis}</span>
        <span className="kind-state">{open && wants && !c.generated ? <button type="button" className="kind-want" onClick={onUpload} title={t('referral.materials.upload')}>{state}</button> : state}</span>
        {open && !c.generated && (
          <span className="kind-do no-print">
            <Button size="small" type={c.state === 'missing' || c.state === 'asked' ? 'primary' : 'default'} ghost={wants} icon={<Icon name="up" size={13} />} onClick={onUpload} aria-label={`${t('referral.materials.upload')} ${say(c.title)}`}>{t('referral.materials.upload')}</Button>
            <Button size="small" type="text" icon={<Icon name="plus" size={13} />} onClick={onAdd} title={t('referral.materials.addLine')} aria-label={`${t('referral.materials.addLine')} ${say(c.title)}`} />
          </span>
        )}
      </div>
      {c.materials.map((m) => <Line key={m.id} m={m} r={r} open={open} onEdit={() => onEdit(m)} />)}
    </li>
  );
}

function Line({ m, r, open, onEdit }: { m: MaterialView; r: Referral; open: boolean; onEdit: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const remove = async () => {
    try {
      accept(cache, await removeMaterial(r.id, m.id));
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'));
    }
  };
  const mine = open && m.round === r.sub_states.supplement_rounds;
  return (
    <div className="material">
      <div className="material-main">
        <strong className="wrap-any">{m.title}</strong>
        <span className="quiet">{t(`referral.materials.form.${m.form}`)}{m.pages > 0 && ` · ${t('referral.materials.pages', { n: m.pages })}`}{m.round > 0 && ` · ${t('referral.materials.round', { n: m.round })}`}{m.original_at && ` · ${t('referral.materials.originalAt', { where: m.original_at })}`}</span>
      </div>
      {m.evidence ? <FileLine e={m.evidence} r={r} /> : <span className="quiet">{t('referral.materials.noFile')}</span>}
      {mine && (
        <span className="material-do no-print">
          <Button size="small" type="text" icon={<Icon name="edit" size={14} />} onClick={onEdit} aria-label={`${t('referral.materials.edit')} ${m.title}`} title={t('referral.materials.edit')} />
          <Popconfirm title={t('referral.materials.removeSure', { title: m.title })} onConfirm={() => void remove()} okText={t('confirm')} cancelText={t('cancel')}>
            <Button size="small" type="text" icon={<Icon name="cross" size={14} />} aria-label={`${t('referral.materials.remove')} ${m.title}`} title={t('referral.materials.remove')} />
          </Popconfirm>
        </span>
      )}
    </div>
  );
}

/** A file: always an attachment, never opened under the hub's own address. */
export function FileLine({ e, r }: { e: EvidenceView; r: Referral }) {
  const { t } = useText();
  return (
    <span className="file">
      <a href={evidencePath(r.id, e.id)} download className="wrap-any"><Icon name="down" size={13} /> {e.name}</a>
      <span className="quiet num">{sizeWords(e.size)}</span>
      <span className="quiet mono" title={`${t('referral.materials.digest')} ${e.sha256}\n${t('referral.materials.sm3')} ${e.sm3}`}><Copyable text={e.sha256} label={`${e.sha256.slice(0, 4)}…${e.sha256.slice(-2)}`} /></span>
      {!e.destroyed && <SealedFile e={e} r={r} />}
      {e.lies && <span className="warn-line"><Icon name="warn" size={13} /> {t('referral.materials.lies', { type: e.detected })}</span>}
    </span>
  );
}
