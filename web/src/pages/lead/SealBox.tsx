import { Checkbox, Input } from 'antd';
import type { ScanFind } from '../../api/lead';
import { Field } from '../../components/Field';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { keyOf } from './seal';

interface Props { finds: ScanFind[]; open: Set<string>; onOpen: (key: string, sealed: boolean) => void; note: string; onNote: (v: string) => void; preview: string }

/** What would betray who reported it: sealed unless a person says otherwise. */
export function SealBox({ finds, open, onOpen, note, onNote, preview }: Props) {
  const { t } = useText();
  const list = finds.filter((f, i) => finds.findIndex((o) => keyOf(o) === keyOf(f)) === i);
  return (
    <Section title={t('lead.seal.title')}>
      <p className="quiet" role="status">{list.length > 0 ? t('lead.seal.found', { n: list.length }) : t('lead.seal.none')}</p>
      {list.length > 0 && (
        <ul className="lead-finds">
          {list.map((f) => <li key={keyOf(f)}><Checkbox checked={!open.has(keyOf(f))} onChange={(e) => onOpen(keyOf(f), e.target.checked)}>{f.text}</Checkbox> <Tag tone="amber">{t(`lead.seal.kind.${f.kind}`)}</Tag></li>)}
        </ul>
      )}
      <Field label={t('lead.seal.note')} hint={t('lead.seal.noteHint')} optional wide>{(x) => <Input {...x} value={note} maxLength={2000} onChange={(e) => onNote(e.target.value)} />}</Field>
      {list.length > 0 && <><p className="quiet">{t('lead.seal.result')}</p><blockquote className="lead-preview">{preview}</blockquote></>}
    </Section>
  );
}
