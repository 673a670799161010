import { Button, Modal, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import type { FolderView, Referral } from '../../api/types';
import { pathOf } from '../../components/drop';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { sizeWords } from '../../format/size';
import { useText } from '../../i18n';
import type { Wanted } from './uploads';

interface Line { file: File; code: string; sure: boolean; form: 'original' | 'copy' }

/** A dropped case folder, sorted into the checklist by its file names, for a person to confirm. */
export function SortDialog({ r, files, onClose, onStart }: { r: Referral; files: File[]; onClose: () => void; onStart: (list: Wanted[], folder?: FolderView) => void }) {
  const { t, say } = useText();
  const [lines, setLines] = useState<Line[]>();
  const [error, setError] = useState<unknown>();
  const [folder, setFolder] = useState<FolderView>();
  const kinds = r.checklist.filter((c) => !c.generated);

  useEffect(() => {
    void (async () => {
      const names = files.map(pathOf);
      const { data, error: refused } = await api.POST('/v1/material-guesses', { body: { names } }).catch((err: unknown) => ({ data: undefined, error: err }));
      if (!data) setError(refused);
      setFolder(data?.folder);
      const known = (code: string) => kinds.some((k) => k.code === code);
      setLines(files.map((file, i) => {
        const guess = data?.items[i];
        return { file, code: guess && known(guess.code) ? guess.code : 'doc_other', sure: guess?.sure === true && known(guess.code), form: 'copy' };
      }));
    })();
    // the files of one drop never change
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [files]);

  const set = (i: number, part: Partial<Line>) => setLines(lines?.map((l, n) => (n === i ? { ...l, ...part } : l)));
  return (
    <Modal open width={820} title={t('referral.materials.sortTitle')} onCancel={onClose} maskClosable={false}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" disabled={!lines?.length} onClick={() => lines && onStart(lines.map(({ file, code, form }) => ({ file, code, form })), folder)}>{t('referral.materials.start', { n: lines?.length ?? 0 })}</Button></>}>
      <p className="quiet">{t('referral.materials.sortHelp', { n: files.length })}</p>
      {error !== undefined && <ProblemNote error={error} />}
      <ul className="sort">
        {lines?.map((l, i) => (
          <li key={i} className={l.sure ? '' : 'sort-unsure'}>
            <span className="wrap-any sort-name">{l.file.name} <span className="quiet num">{sizeWords(l.file.size)}</span>{!l.sure && <Tag tone="amber">{t('referral.materials.unsureMark')}</Tag>}</span>
            <Select size="small" className="sort-kind" aria-label={`${t('referral.materials.code')} ${l.file.name}`} value={l.code} onChange={(code: string) => set(i, { code, sure: true })} popupMatchSelectWidth={false} options={kinds.map((k) => ({ value: k.code, label: say(k.title) }))} />
            <Radio.Group size="small" aria-label={`${t('referral.materials.formLabel')} ${l.file.name}`} value={l.form} onChange={(e) => set(i, { form: e.target.value as Line['form'] })} optionType="button" options={[{ value: 'copy', label: t('referral.materials.form.copy') }, { value: 'original', label: t('referral.materials.form.original') }]} />
            <Button size="small" type="text" onClick={() => setLines(lines.filter((_, n) => n !== i))} aria-label={`${t('remove')} ${l.file.name}`}>{t('remove')}</Button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
