import { useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { send } from '../../api/http';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';

/** Keeps what the inbox shows under a name. */
export default function SaveDialog({ query, onClose }: { query: string; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const list = await send('/v1/me/filters', { method: 'POST', body: { name: name.trim(), query, shared } });
      cache.setQueryData(['get', '/v1/me/filters', {}], list);
      void cache.invalidateQueries({ queryKey: ['get', '/v1/me/filters'] });
      void message.success(t('inbox.saved.done', { name: name.trim() }));
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('inbox.saved.save')} okText={t('save')} cancelText={t('cancel')} confirmLoading={busy} okButtonProps={{ disabled: name.trim() === '' }} onOk={() => void save()} onCancel={onClose}>
      {error !== undefined && <ProblemNote error={error} />}
      <Field label={t('inbox.saved.name')} hint={t('inbox.saved.hint')} required>{(x) => <Input {...x} autoFocus value={name} maxLength={40} onChange={(e) => setName(e.target.value)} onPressEnter={() => { if (name.trim()) void save(); }} />}</Field>
      <Checkbox checked={shared} onChange={(e) => setShared(e.target.checked)}>{t('inbox.saved.share')}</Checkbox>
    </Modal>
  );
}
