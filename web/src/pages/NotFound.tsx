import { Link } from 'react-router';
import { Empty } from '../components/Empty';
import { useText } from '../i18n';

export default function NotFound() {
  const { t } = useText();
  return <Empty title={t('notFound')} action={<p><Link to="/">{t('goInbox')}</Link></p>}>{t('notFoundHelp')}</Empty>;
}
