import { Segmented } from 'antd';
import { useNavigate } from 'react-router';
import { has, useMe } from '../../api/people';
import { useText } from '../../i18n';

/** The two sides of the rule book, for those who keep it. */
export function RuleTabs({ at }: { at: 'book' | 'packs' }) {
  const { t } = useText();
  const go = useNavigate();
  if (!has(useMe().data, 'operator', 'auditor')) return null;
  return <Segmented value={at} onChange={(v) => void go(v === 'packs' ? '/rules/packs' : '/rules')} options={[{ value: 'book', label: t('rules.packs.tabBook') }, { value: 'packs', label: t('rules.packs.tab') }]} />;
}
