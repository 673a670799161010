import { Button, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { previewPath } from '../../api/referral';
import { Note } from '../../components/Note';
import { PaperFrame } from '../../components/PaperFrame';
import { Section } from '../../components/Section';
import { useText } from '../../i18n';
import type { StepProps } from './DraftPage';
import { gaps } from './form';

const papers = ['transfer_letter', 'approval_form'];

/** The very document that would be issued, and what is still missing before the head is asked. */
export function PreviewStep({ d, r }: StepProps) {
  const { t, say } = useText();
  const go = useNavigate();
  const [kind, setKind] = useState(papers[0]!);
  const { save, saving } = d;
  useEffect(() => { void save(); }, [save]);
  const open = gaps(d.form);
  const missing = (r?.checklist ?? []).filter((c) => c.mandatory && !c.generated && c.state === 'missing').map((c) => say(c.title));
  const opinions = r && !(r.sub_states.enforcement_opinion && r.sub_states.legal_opinion);
  const choices = (r?.papers ?? []).filter((p) => papers.includes(p.kind)).map((p) => ({ value: p.kind, label: say(p.title) }));
  const ready = open.length === 0 && r !== undefined;
  const tell = async () => {
    await save();
    if (r) void go(`/referrals/${r.id}?act=criminal.report`);
  };
  return (
    <div className="preview">
      <div>
        {ready && missing.length === 0 ? <Note tone="green">{t('draft.preview.ready')}</Note> : (
          <Note tone="amber" title={t('draft.preview.missing')}>
            <ul className="note-list">
              {open.map((g) => <li key={g}>{t(`draft.preview.todo.${g}`)}</li>)}
              {missing.length > 0 && <li>{t('draft.preview.todo.materials', { list: missing.join('、') })}</li>}
              {opinions && <li>{t('draft.preview.todo.opinions')}</li>}
            </ul>
            {open.length > 0 && <p className="quiet">{t('draft.preview.notReady')}</p>}
          </Note>
        )}
        <p className="draft-report"><Button type="primary" size="large" disabled={!ready} onClick={() => void tell()}>{t('draft.preview.report')}</Button></p>
      </div>
      <Section title={t('draft.preview.title')} extra={choices.length > 1 && <Segmented aria-label={t('draft.preview.which')} value={kind} onChange={setKind} options={choices} />}>
        {r && saving !== 'saving' && saving !== 'dirty' ? <PaperFrame key={`${kind}${r.version}`} src={previewPath(r.id, kind)} title={t('draft.preview.title')} tall /> : <p className="quiet">{t('draft.preview.saveFirst')}</p>}
      </Section>
    </div>
  );
}
