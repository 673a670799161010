import { useEffect } from 'react';
import { $api } from '../../api/client';
import { useText } from '../../i18n';

let page = '';
let todo = 0;

function write(brand: string): void {
  document.title = `${todo > 0 ? `(${todo}) ` : ''}${page ? `${page} · ` : ''}${brand}`;
}

/** The tab counts what waits for us, also while it is in the background. */
export function useTabTitle(): void {
  const { t } = useText();
  const counts = $api.useQuery('get', '/v1/referral-counts', {}, { retry: false });
  todo = counts.data?.todo ?? 0;
  const brand = t('brand');
  useEffect(() => write(brand), [brand, counts.data?.todo]);
}

export function usePageTitle(title: string): void {
  const { t } = useText();
  const brand = t('brand');
  useEffect(() => {
    page = title;
    write(brand);
  }, [title, brand]);
}
