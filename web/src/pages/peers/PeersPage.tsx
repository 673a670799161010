import '../admin/admin.css';
import './peers.css';
import { Button } from 'antd';
import { useState } from 'react';
import { has, useMe } from '../../api/people';
import { usePeers, type Peers } from '../../api/peers';
import { Copyable } from '../../components/Copyable';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { civilDay } from '../../format/time';
import { usePeerWords } from '../../i18n/peers';
import { Loaded } from '../admin/parts/Part';
import { CourierSection } from './Courier';
import { HandMessages } from './HandMessages';
import { PeerCard } from './PeerCard';
import { PendingPeers } from './PendingPeers';
import { ProposeDialog } from './ProposeDialog';

/** 伙伴枢纽: whom this hub exchanges with, how each stands, and what a courier brings. */
export default function PeersPage() {
  const w = usePeerWords();
  const me = useMe().data;
  const keeps = has(me, 'operator', 'auditor');
  const list = usePeers(keeps);
  const [proposing, setProposing] = useState(false);
  usePageTitle(w.title);
  const edits = list.data?.edits ?? false;
  const add = edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setProposing(true)}>{w.propose}</Button>;
  return (
    <>
      <div className="page-head"><h1>{w.title}</h1><div className="page-extra">{add}</div></div>
      <p className="admin-intro">{me && !keeps ? w.noAccess : w.lead}</p>
      {keeps && me && (
        <>
          {list.data && <Own of={list.data} />}
          {edits && <PendingPeers agency={me.agency.id} person={me.id ?? ''} />}
          <Section title={w.title} flush>
            <Loaded of={list}>{({ items }) => (items.length === 0
              ? <Empty title={w.none} action={add && <p>{add}</p>}>{w.noneHelp}</Empty>
              : items.map((p) => <PeerCard key={p.hub} p={p} edits={edits} />))}</Loaded>
          </Section>
        </>
      )}
      {has(me, 'desk', 'handler', 'legal_reviewer', 'head', 'liaison', 'procurator') && <HandMessages />}
      {!has(me, 'auditor') && <CourierSection />}
      {proposing && <ProposeDialog onClose={() => setProposing(false)} />}
    </>
  );
}

function Own({ of: { own } }: { of: Peers }) {
  const w = usePeerWords();
  if (!own) return <Section title={w.own}><p>{w.noOwn}</p></Section>;
  return (
    <Section title={w.own}>
      <dl className="admin-facts">
        <div><dt>{w.hub}</dt><dd>{own.name}（<span className="mono">{own.hub}</span>）</dd></div>
        <div><dt>{w.until}</dt><dd className="num">{civilDay(new Date(own.until))}</dd></div>
        <div className="peer-wide"><dt>{w.fingerprint}</dt><dd><span className="mono peer-root"><Copyable text={own.root} /></span><p className="quiet">{w.ownHelp}</p></dd></div>
      </dl>
    </Section>
  );
}
