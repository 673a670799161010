import { App, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { $api } from '../../api/client';
import type { RulePack, RuleView } from '../../api/types';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { proposePack, switchName, switchPack, useRenewRules } from './packs';
import { period } from './RulesPage';

/** Rules of low confidence: off by default, switched on or off by two persons. */
export function Switches({ waiting }: { waiting: RulePack[] }) {
  const { t, say, word } = useText();
  const { message } = App.useApp();
  const renew = useRenewRules();
  const list = $api.useQuery('get', '/v1/rules', {}, { staleTime: 5_000 });
  const [busy, setBusy] = useState('');
  const [error, setError] = useState<unknown>();
  const low = (list.data?.items ?? []).filter((r) => r.confidence === 'low');
  const propose = async (r: RuleView) => {
    setBusy(r.id);
    setError(undefined);
    try {
      await proposePack(switchPack(r.id, r.off));
      void message.success(t('rules.packs.proposed'));
      await renew();
    } catch (err) {
      setError(err);
    } finally {
      setBusy('');
    }
  };
  return (
    <Section title={t('rules.packs.low')} flush>
      <p className="pack-lead quiet">{t('rules.packs.lowHelp')}</p>
      {list.isPending && <Skeleton active />}
      {error !== undefined && <ProblemNote error={error} />}
      {low.length > 0 && (
        <table className="grid rules">
          <caption className="sr">{t('rules.packs.low')}</caption>
          <thead><tr><th scope="col">{t('rules.col.rule')}</th><th scope="col">{t('rules.col.period')}</th><th scope="col">{t('rules.packs.col.state')}</th><th scope="col"><span className="sr">{t('rules.packs.col.do')}</span></th></tr></thead>
          <tbody>
            {low.map((r) => (
              <tr key={`${r.id} ${r.edition}`}>
                <td className="grid-head"><Link to={`/rules/${r.id}`}>{say(r.title)}</Link><div className="quiet">{say(r.says)}</div></td>
                <td data-label={t('rules.col.period')}>{period(r, word)}</td>
                <td data-label={t('rules.packs.col.state')}><Tag tone={r.off ? 'grey' : 'amber'}>{t(r.off ? 'rules.packs.isOff' : 'rules.packs.isOn')}</Tag></td>
                <td data-label={t('rules.packs.col.do')}>{waiting.some((p) => p.name === switchName(r.id))
                  ? <span className="quiet">{t('rules.packs.switchWaits')}</span>
                  : <Button size="small" loading={busy === r.id} onClick={() => void propose(r)} aria-label={`${t(r.off ? 'rules.packs.on' : 'rules.packs.off')} ${say(r.title)}`}>{t(r.off ? 'rules.packs.on' : 'rules.packs.off')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
