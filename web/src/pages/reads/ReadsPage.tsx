import '../admin/admin.css';
import './reads.css';
import { Link, useSearchParams } from 'react-router';
import { $api } from '../../api/client';
import { breaksGlass, has, useMe } from '../../api/people';
import { Empty } from '../../components/Empty';
import { Tag } from '../../components/Tag';
import { usePageTitle } from '../../components/shell/title';
import { useText } from '../../i18n';
import { Glass } from './Glass';
import { Log } from './Log';

/** Who looked at what, and what was opened in an emergency. What is chosen stands in the address. */
export default function ReadsPage() {
  const { t } = useText();
  const me = useMe().data;
  const waiting = $api.useQuery('get', '/v1/referral-counts', {}, { retry: false }).data?.glass ?? 0;
  const [params] = useSearchParams();
  const logs = has(me, 'admin', 'auditor');
  const glass = !has(me, 'operator') && (logs || breaksGlass(me));
  const here = glass && (!logs || params.get('tab') === 'glass') ? 'glass' : 'log';
  const title = t(here === 'glass' ? 'reads.glass.title' : 'reads.title');
  usePageTitle(title);
  const tab = (name: 'log' | 'glass', to: string, text: string) => (
    <Link to={to} className={here === name ? 'admin-tab-on' : ''} aria-current={here === name ? 'page' : undefined}>{text}{name === 'glass' && waiting > 0 && <Tag tone="amber">{t('reads.glass.waitingN', { n: waiting })}</Tag>}</Link>
  );
  return (
    <>
      <div className="page-head"><h1>{title}</h1></div>
      {logs && glass && <nav className="admin-tabs" aria-label={t('reads.title')}>{tab('log', '/reads', t('reads.title'))}{tab('glass', '/reads?tab=glass', t('reads.glass.title'))}</nav>}
      {me && !logs && !glass && <div className="section"><Empty title={t('reads.denied')}>{t('reads.deniedHelp')}</Empty></div>}
      {logs && here === 'log' && <Log />}
      {glass && here === 'glass' && <Glass />}
    </>
  );
}
