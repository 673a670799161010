import { App, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { useColleagues } from '../../../api/people';
import { useRenewInspection } from '../../../api/inspection';
import { setInspectorAccount, type Check } from '../../../api/site';
import { ProblemNote } from '../../../components/ProblemNote';
import { Tag } from '../../../components/Tag';
import { useText } from '../../../i18n';
import { useSiteWords } from '../../../i18n/site';

type Officer = Check['officers'][number];

/** Where an officer is told of the visit, where that is not by mail; of one whom nobody knows, his agency says who he is. */
export function Reach({ c, o }: { c: Check; o: Officer }) {
  const w = useSiteWords();
  const [open, setOpen] = useState(false);
  if (!o.reached || o.reached === 'mail') return null;
  if (o.reached === 'hub') return <> <Tag tone="grey">{w.noMail}</Tag></>;
  return (
    <> <Tag tone="amber">{w.noAccount}</Tag>
      {o.agency === c.mine && <Button size="small" type="link" onClick={() => setOpen(true)}>{w.account}</Button>}
      {open && <Account o={o} onClose={() => setOpen(false)} />}
    </>
  );
}

function Account({ o, onClose }: { o: Officer; onClose: () => void }) {
  const { t } = useText();
  const w = useSiteWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const people = useColleagues().data?.items ?? [];
  const [user, setUser] = useState('');
  const [error, setError] = useState<unknown>();
  const save = async () => {
    try {
      await setInspectorAccount(o.id, user);
      void message.success(w.done);
      onClose();
      await renew();
    } catch (err) {
      setError(err);
    }
  };
  return (
    <Modal open title={w.account} className="insp-dialog" maskClosable={false} onCancel={onClose} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" disabled={!user} onClick={() => void save()}>{w.confirm}</Button></>}>
      <p>{w.accountHelp} {o.name} <span className="mono">{o.certificate}</span></p>
      <Select aria-label={w.account} style={{ width: '100%' }} showSearch optionFilterProp="label" value={user || undefined} onChange={setUser} options={people.map((p) => ({ value: p.id, label: p.title === p.name ? p.name : [p.name, p.title].filter(Boolean).join(' ') }))} />
      {error !== undefined && <ProblemNote error={error} />}
    </Modal>
  );
}
