import { Button } from 'antd';
import { useState } from 'react';
import { useCaseReads } from '../../api/reads';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

/** Who looked at the case, as far as my organ may know. */
export function Reads({ id }: { id: string }) {
  const { t, word, say } = useText();
  const [open, setOpen] = useState(false);
  const q = useCaseReads(id, open);
  const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <details className="section case-fold" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><h2>{t('reads.title')}</h2></summary>
      <div className="section-body">
        {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
        {q.isSuccess && rows.length === 0 && <p className="quiet">{t('reads.fold.none')}</p>}
        <ul className="told">
          {rows.map((x) => (
            <li key={x.id}>
              <span><strong>{x.agency.short_name}</strong> · {x.name} · {word('admin.fn', x.function)}</span>
              <span className="quiet num">{stamp(x.at)}</span>
              <span className="quiet wrap-any told-proof">
                {word('reads.what', x.what)}{x.title && ` · ${say(x.title)}`}{x.reason && ` · ${t('reads.why')} ${x.reason}`}
                {x.outside && <> <Tag tone="amber">{t('reads.outside')}</Tag></>}
                {x.discreet && <> <Tag tone="grey">{t('reads.discreet')}</Tag></>}
              </span>
            </li>
          ))}
        </ul>
        {q.hasNextPage && <p className="reads-more"><Button size="small" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t('more')}</Button></p>}
        {q.isSuccess && <p className="quiet">{t(q.data.pages[0]?.audits ? 'reads.fold.helpAudit' : 'reads.fold.help')}</p>}
      </div>
    </details>
  );
}
