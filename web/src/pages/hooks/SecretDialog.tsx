import { Button, Modal } from 'antd';
import { Copyable } from '../../components/Copyable';
import { Note } from '../../components/Note';
import { useText } from '../../i18n';

/** The one time that a secret is shown; it closes only by its button. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal open title={t('hooks.secret.title')} closable={false} keyboard={false} mask={{ closable: false }} footer={<Button type="primary" onClick={onClose}>{t('hooks.secret.done')}</Button>}>
      <Note tone="amber">{t('hooks.secret.help')}</Note>
      <p className="hook-secret"><Copyable text={secret} /></p>
    </Modal>
  );
}
