import type { BasisView } from '../api/types';
import { useText } from '../i18n';

/** An article: document, number, article. */
export function BasisLine({ basis }: { basis: { document: string; number?: string; article?: string } }) {
  return <span className="basis">《{basis.document}》{basis.number ? `（${basis.number}）` : ''}{basis.article ?? ''}</span>;
}

export function BasisList({ list }: { list: BasisView[] }) {
  const { t } = useText();
  if (list.length === 0) return null;
  return <p className="quiet">{t('basis')}{': '}{list.map((b, i) => <span key={i}>{i > 0 && '；'}<BasisLine basis={b} /></span>)}</p>;
}
