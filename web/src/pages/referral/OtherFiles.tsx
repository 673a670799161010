import type { Referral } from '../../api/types';
import { Fold } from '../../components/Section';
import { useText } from '../../i18n';
import { FileLine } from './Kind';

/** Files of the case that stand on no list: sealed versions, scans of papers. */
export function OtherFiles({ r }: { r: Referral }) {
  const { t } = useText();
  const listed = new Set(r.checklist.flatMap((c) => c.materials.map((m) => m.evidence?.id)));
  const rest = r.evidence.filter((e) => !listed.has(e.id));
  if (rest.length === 0) return null;
  return <Fold title={t('referral.materials.other')} count={rest.length}><ul className="others">{rest.map((e) => <li key={e.id}><FileLine e={e} r={r} /></li>)}</ul></Fold>;
}
