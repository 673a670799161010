import { useEffect, useState } from 'react';
import { unanswered, useAgreementCheck, type AgreementDraft } from '../../api/precheck';
import type { Referral } from '../../api/types';
import { ProblemNote } from '../../components/ProblemNote';
import { Fold } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useAgreementWords } from '../../i18n/agreement';
import { Sheet } from '../referral/Precheck';

const pause = 600; // ms without a key before the hub is asked

/** The agreement as it is typed, beside the list of its content (赔偿协议内容核对). */
export default function AgreementCheck({ r, draft, onOpen }: { r: Referral; draft: AgreementDraft; onOpen: (titles: string[]) => void }) {
  const words = useAgreementWords();
  const text = JSON.stringify(draft);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  const q = useAgreementCheck(r.id, r.version, JSON.parse(asked) as AgreementDraft);
  const { say } = useText();
  const titles = unanswered(q.data).map((l) => say(l.title));
  const n = titles.length;
  const known = titles.join('\n');
  useEffect(() => onOpen(known === '' ? [] : known.split('\n')), [known, onOpen]);
  return (
    <div className="field field-wide agreement-check">
      <Fold title={<>{words.title} {q.data && <Tag tone={n > 0 ? 'amber' : 'green'}>{n > 0 ? words.open(n) : words.none}</Tag>}</>}>
        <p className="quiet">{words.lead}</p>
        {q.isPending && <p className="quiet" role="status">{words.wait}</p>}
        {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
        {q.data?.sheets.map((s) => <Sheet key={s.id} s={s} r={r} may={q.data.may_answer} />)}
      </Fold>
    </div>
  );
}
