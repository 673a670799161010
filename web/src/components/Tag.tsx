import './tag.css';
import type { ReactNode } from 'react';
import { useText } from '../i18n';

export type Tone = 'blue' | 'green' | 'amber' | 'red' | 'grey';

export function Tag({ tone = 'grey', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return <span className={`tag tag-${tone}`} title={title}>{children}</span>;
}

const stateTones: Record<string, Tone> = {
  draft: 'grey', reported: 'amber', refused: 'red', approved: 'blue', sent: 'blue', received: 'blue', handling: 'blue', reviewing: 'blue', suspended: 'grey', disputed: 'red', answered: 'green', decided: 'blue',
  returned: 'red', withdrawn: 'grey', void: 'grey', closed: 'green',
};

/** The state of a case; some kinds call a state by a word of their own. */
export function StateTag({ state, kind }: { state: string; kind?: string }) {
  const { word } = useText();
  const own = kind ? word('stateOf', `${kind}_${state}`) : '';
  return <Tag tone={stateTones[state] ?? 'grey'}>{own && own !== `${kind}_${state}` ? own : word('state', state)}</Tag>;
}

export function FlagTags({ flags }: { flags: string[] }) {
  const { word } = useText();
  return flags.map((f) => <Tag key={f} tone={f === 'no_receipt' || f === 'file_return_due' ? 'red' : 'amber'}>{word('flag', f)}</Tag>);
}

const chargeTones: Record<string, Tone> = {
  pending: 'amber', filed: 'green', declined: 'red', reconsidering: 'amber', upheld: 'red', supervising: 'amber', reasons_required: 'amber',
  reasons_given: 'amber', reasons_valid: 'grey', filing_ordered: 'blue', cancelled: 'red', transferred: 'blue', prosecuted: 'blue',
  not_prosecuted: 'grey', judged: 'green', administrative: 'grey', detained: 'green', not_detained: 'grey', rectified: 'blue', confirmed: 'green',
};

export function ChargeTag({ state, kind }: { state: string; kind?: string }) {
  const { word } = useText();
  const own = kind ? word('chargeOf', `${kind}_${state}`) : '';
  return <Tag tone={chargeTones[state] ?? 'grey'}>{own && own !== `${kind}_${state}` ? own : word('charge', state)}</Tag>;
}

/** Says on every page that what it shows was invented. */
export function SyntheticMark() {
  const { t } = useText();
  return <span className="synthetic" title={t('syntheticLong')}>{t('synthetic')}</span>;
}
