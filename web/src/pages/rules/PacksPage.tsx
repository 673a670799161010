import './rules.css';
import { Button, Skeleton } from 'antd';
import { Link } from 'react-router';
import { $api } from '../../api/client';
import { has, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { useText } from '../../i18n';
import { PackCard } from './PackCard';
import { PackUpload } from './PackUpload';
import { RuleTabs } from './RuleTabs';
import { Switches } from './Switches';

/** Rule packs and holiday tables of this installation: propose, look, activate. */
export default function PacksPage() {
  const { t } = useText();
  const me = useMe().data;
  const list = $api.useQuery('get', '/v1/rules/packs', {}, { staleTime: 5_000, retry: false });
  usePageTitle(t('rules.packs.title'));
  if (list.isPending) return <Skeleton active />;
  if (list.isError && problemOf(list.error).status === 403) return <Empty title={t('rules.packs.noAccess')} action={<p><Link to="/rules">{t('rules.back')}</Link></p>}>{t('rules.packs.noAccessHelp')}</Empty>;
  if (!list.data) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  const all = list.data.items;
  const waiting = all.filter((p) => p.state === 'proposed');
  const others = all.filter((p) => p.state !== 'proposed');
  const keeps = has(me, 'operator');
  return (
    <>
      <div className="page-head">
        <h1>{t('rules.title')}</h1>
        <span className="quiet">{t('rules.packs.lead')}</span>
        <div className="page-extra"><RuleTabs at="packs" /></div>
      </div>
      {keeps && <PackUpload />}
      {waiting.length > 0 && <Section title={t('rules.packs.waiting')} flush>{waiting.map((p) => <PackCard key={p.id} p={p} />)}</Section>}
      <Section title={t('rules.packs.loaded')} flush>
        {others.length === 0 && (
          <Empty title={t('rules.packs.none')} action={keeps && <p><Button onClick={() => document.getElementById('pack-text')?.focus()}>{t('rules.packs.begin')}</Button></p>}>{t('rules.packs.noneHelp')}</Empty>
        )}
        {others.map((p) => <PackCard key={p.id} p={p} />)}
      </Section>
      {keeps && <Switches waiting={waiting} />}
    </>
  );
}
