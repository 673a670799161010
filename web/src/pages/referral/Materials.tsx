import { useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { has, useMe } from '../../api/people';
import { accept } from '../../api/referral';
import type { FolderView, MaterialView, Referral } from '../../api/types';
import { Icon } from '../../components/icons';
import { Section } from '../../components/Section';
import { useDropAnywhere } from '../../components/drop';
import { useText } from '../../i18n';
import { Kind } from './Kind';
import { MaterialDialog } from './MaterialDialog';
import { OtherFiles } from './OtherFiles';
import { SortDialog } from './SortDialog';
import { UploadList, useUploads } from './uploads';

/** Whether the list is open to this reader: before sending, and while a supplement is asked for. */
export function listOpen(r: Referral, functions: string[]): boolean {
  const may = functions.some((f) => ['handler', 'legal_reviewer', 'head'].includes(f));
  if (r.relation !== 'sender' || !may) return false;
  if (['draft', 'reported', 'approved', 'returned', 'reviewing'].includes(r.state)) return true;
  return ['received', 'decided'].includes(r.state) && r.sub_states.supplement_asked;
}

/** The materials checklist with what is there, what is missing, and the way to add it. */
export function Materials({ r, inDraft, onFolder }: { r: Referral; inDraft?: boolean; onFolder?: (folder: FolderView) => void }) {
  const { t } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const open = listOpen(r, me?.functions ?? []);
  const uploads = useUploads(r, (after) => accept(cache, after));
  const [sort, setSort] = useState<File[]>();
  const [edit, setEdit] = useState<{ line?: MaterialView; code?: string }>();
  const pick = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const code = useRef<string>(undefined);

  const need = r.checklist.filter((c) => c.mandatory && !c.generated);
  const have = need.filter((c) => c.state === 'present' || c.state === 'supplemented').length;
  const choose = (kind?: string) => { code.current = kind; pick.current?.click(); };
  const take = (files: File[], kind?: string) => {
    if (files.length === 0) return;
    if (kind) uploads.start(files.map((file) => ({ file, code: kind })));
    else setSort(files);
  };
  const over = useDropAnywhere(open, (files) => take(files));

  return (
    <Section id="materials" title={t('referral.materials.title')} flush
      extra={need.length > 0 && <span className="complete"><span>{t('referral.materials.complete', { have, need: need.length })}</span><Progress percent={need.length ? Math.round((have / need.length) * 100) : 100} size="small" showInfo={false} style={{ width: 90 }} aria-label={t('referral.materials.complete', { have, need: need.length })} /></span>}>
      <div className={over ? 'materials materials-over' : 'materials'}>
        {over && <p className="drop-all" role="status">{t('referral.materials.dropNow')}</p>}
        <ul className="kinds">
          {r.checklist.map((c) => <Kind key={c.code} c={c} r={r} open={open} onUpload={() => choose(c.code)} onAdd={() => setEdit({ code: c.code })} onEdit={(line) => setEdit({ line })} />)}
        </ul>
        <UploadList list={uploads} />
        {open && (
          <div className="drop no-print">
            <p>{t('referral.materials.drop')}</p>
            <p><Button size="small" icon={<Icon name="file" />} onClick={() => choose()}>{t('referral.materials.pick')}</Button> <Button size="small" icon={<Icon name="folder" />} onClick={() => folder.current?.click()}>{t('referral.materials.pickFolder')}</Button></p>
            <input ref={pick} hidden type="file" multiple onChange={(e) => { const files = [...(e.target.files ?? [])]; e.target.value = ''; take(files, code.current); }} />
            <input ref={folder} hidden type="file" multiple {...{ webkitdirectory: '' }} onChange={(e) => { const files = [...(e.target.files ?? [])]; e.target.value = ''; take(files.filter((f) => !f.name.startsWith('.'))); }} />
          </div>
        )}
        {!open && !inDraft && r.relation === 'sender' && has(me, 'handler') && !['closed', 'void'].includes(r.state) && <p className="quiet materials-closed">{t('referral.materials.closed')}</p>}
        <OtherFiles r={r} />
      </div>
      {sort && <SortDialog r={r} files={sort} onClose={() => setSort(undefined)} onStart={(list, folder) => { uploads.start(list); setSort(undefined); if (folder) onFolder?.(folder); }} />}
      {edit && <MaterialDialog r={r} line={edit.line} code={edit.code} onClose={() => setEdit(undefined)} />}
    </Section>
  );
}
