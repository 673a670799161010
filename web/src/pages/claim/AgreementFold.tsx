import { Button } from 'antd';
import { useState } from 'react';
import { unanswered, usePrecheck } from '../../api/precheck';
import { previewPath } from '../../api/referral';
import type { Referral } from '../../api/types';
import { PaperModal } from '../../components/PaperFrame';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { useAgreementWords } from '../../i18n/agreement';
import { Sheet } from '../referral/Precheck';

/** The list of an agreement's content on the page of the case: answered before the signing,
 * read as it was then afterwards. */
export default function AgreementFold({ r }: { r: Referral }) {
  const words = useAgreementWords();
  const [open, setOpen] = useState(false);
  const [print, setPrint] = useState(false);
  const q = usePrecheck(r.id, r.version, open);
  const n = unanswered(q.data).length;
  return (
    <details className="section case-fold" id="agreement" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><h2>{words.title}</h2>{q.data && <span className="precheck-sum"><Tag tone={n > 0 ? 'amber' : 'green'}>{n > 0 ? words.open(n) : words.none}</Tag></span>}</summary>
      <div className="section-body">
        <div className="precheck-lead">
          <p className="quiet">{words.lead}</p>
          {r.papers.some((p) => p.kind === 'agreement_sheet') && <Button size="small" className="no-print" onClick={() => setPrint(true)}>{words.print}</Button>}
        </div>
        {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
        {q.isPending && open && <p className="quiet" role="status">{words.wait}</p>}
        {q.data?.sheets.map((s) => <Sheet key={s.id} s={s} r={r} may={q.data.may_answer} />)}
      </div>
      <PaperModal src={print ? previewPath(r.id, 'agreement_sheet') : undefined} title={words.title} onClose={() => setPrint(false)} />
    </details>
  );
}
