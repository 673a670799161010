import '../admin/admin.css';
import './hooks.css';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { Fold, Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { useText } from '../../i18n';
import { useOtherHubWords } from '../../i18n/otherHub';
import { Loaded } from '../admin/parts/Part';
import { SettledNote } from '../admin/parts/SettledNote';
import { useEndpoints, type Endpoint } from './data';
import { EndpointCard } from './EndpointCard';
import { EndpointDialog } from './EndpointDialog';
import { SecretDialog } from './SecretDialog';

/** Where an organ's notices go beside mail and text message, and how it fares. */
export default function HooksPage() {
  const { t } = useText();
  const far = useOtherHubWords();
  const me = useMe().data;
  const list = useEndpoints();
  const [open, setOpen] = useState<string>(); // '' is a new one
  const [after, setAfter] = useState<Endpoint>(); // what the last change made of it
  usePageTitle(t('hooks.title'));
  if (list.isError && [403, 404].includes(problemOf(list.error).status)) return <Empty title={t('hooks.noAccess')} action={<p><Link to="/me">{t('me')}</Link></p>}>{t('hooks.noAccessHelp')}</Empty>;
  const edits = list.data?.can_edit ?? false;
  const start = (id: string) => { setAfter(undefined); setOpen(id); };
  const add = edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => start('')}>{t('hooks.add')}</Button>;
  return (
    <>
      <div className="page-head"><h1>{t('hooks.title')}</h1><div className="page-extra"><Link to="/peers"><Button>{far.peers}</Button></Link></div></div>
      <p className="admin-intro">{t('hooks.lead')}{list.data && !edits && ` ${t('hooks.readOnly')}`}</p>
      {after && (after.pending || after.single_handed) && <SettledNote pending={Boolean(after.pending)} single={after.single_handed} warnings={after.warnings} />}
      <Section title={t('hooks.endpoints')} extra={list.data && list.data.items.length > 0 && add} flush>
        <Loaded of={list}>{({ items }) => (items.length === 0
          ? <Empty title={t('hooks.empty')} action={add && <p>{add}</p>}>{t('hooks.emptyHelp')}</Empty>
          : items.map((e) => <EndpointCard key={e.id} e={e} edits={edits} agency={me?.agency.id ?? ''} onEdit={() => start(e.id)} onSecret={setAfter} />))}</Loaded>
      </Section>
      <Section title={t('hooks.feed')}>
        <p className="admin-say">{t('hooks.feedHelp')}</p>
        {me && <p><Link to={`/admin/${me.agency.id}/clients`}>{t('hooks.feedClient')}</Link></p>}
        <Fold title={t('hooks.verify')}><p className="admin-say">{t('hooks.verifyHelp')}</p></Fold>
      </Section>
      {open !== undefined && <EndpointDialog endpoint={list.data?.items.find((e) => e.id === open)} onClose={() => setOpen(undefined)} onDone={(e) => { setAfter(e); setOpen(undefined); }} />}
      {after?.secret && <SecretDialog secret={after.secret} onClose={() => setAfter({ ...after, secret: undefined })} />}
    </>
  );
}
