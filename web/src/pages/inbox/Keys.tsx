import { Modal } from 'antd';
import { useText } from '../../i18n';

const keys = [['J / K', 'move'], ['Enter', 'open'], ['X', 'select'], ['E', 'sign'], ['S', 'follow'], ['/', 'search'], ['Ctrl K', 'palette'], ['?', 'help']] as const;

/** The keys of the inbox. */
export default function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal open title={t('inbox.key.title')} footer={null} onCancel={onClose} width={420}>
      <dl className="keys">{keys.map(([k, what]) => <div key={k}><dt><kbd>{k}</kbd></dt><dd>{t(`inbox.key.${what}`)}</dd></div>)}</dl>
    </Modal>
  );
}
