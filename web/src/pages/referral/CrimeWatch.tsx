import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { $api } from '../../api/client';
import { Intent } from '../../api/http';
import { problemOf } from '../../api/problem';
import { useProcedures } from '../../api/procedures';
import { accept, deriveReferral } from '../../api/referral';
import type { Referral } from '../../api/types';
import { BasisList } from '../../components/Basis';
import { Note } from '../../components/Note';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useCrimeWatchWords } from '../../i18n/crimewatch';

/** Advice, never a bar: what was recorded seems to cross a threshold of crime (以罚代刑). */
export default function CrimeWatch({ r }: { r: Referral }) {
  const { t, say } = useText();
  const w = useCrimeWatchWords();
  const go = useNavigate();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const intent = useRef(new Intent());
  const [all, setAll] = useState(false);
  const q = $api.useQuery('get', '/v1/referrals/{id}/crime-watch', { params: { path: { id: r.id } } }, { retry: false, staleTime: 60_000 }).data;
  const may = (useProcedures().data?.items ?? []).some((p) => p.kind === 'criminal' && p.allowed);
  if (!q || q.items.length === 0) return null;
  const begin = async () => {
    const body = { kind: 'criminal', relation: 'upgraded' as const };
    try {
      const made = accept(cache, await deriveReferral(r.id, body, intent.current.keyFor(body)));
      void go(`/referrals/${made.id}/draft?step=facts`);
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'), 6);
    }
  };
  const shown = all ? q.items : q.items.slice(0, 2);
  return (
    <Note tone="amber" title={w.title}>
      {q.penalised && <p><strong>{w.penalised}</strong></p>}
      {shown.map((x) => (
        <div key={x.id} className="crime-watch">
          <p>{say(x.says)} <Tag tone={x.confidence === 'high' ? 'green' : 'amber'}>{w.confidence[x.confidence] ?? x.confidence}</Tag></p>
          <p className="quiet wrap-any">{w.sentence}：“{x.sentence}”</p>
          <BasisList list={x.basis} />
        </div>
      ))}
      {q.items.length > 2 && <p><button type="button" className="linklike" onClick={() => setAll(!all)}>{all ? w.less : w.more(q.items.length - 2)}</button></p>}
      <p className="quiet">{say(q.note)}</p>
      {may && r.state !== 'draft' && <p className="no-print"><Button size="small" onClick={() => void begin()}>{w.begin}</Button></p>}
    </Note>
  );
}
