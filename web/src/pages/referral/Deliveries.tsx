import { useState } from 'react';
import { $api } from '../../api/client';
import { useTimeline } from '../../api/referral';
import type { Referral } from '../../api/types';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag, type Tone } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

const tones: Record<string, Tone> = { sent: 'green', read: 'green', failed: 'amber', undeliverable: 'red', pending: 'grey', digest: 'grey', sending: 'blue' };

/** Every notice of the case with what became of it: the proof that somebody was told. */
export function Deliveries({ r }: { r: Referral }) {
  const { t, word, say } = useText();
  const [open, setOpen] = useState(false);
  const q = $api.useQuery('get', '/v1/referrals/{id}/deliveries', { params: { path: { id: r.id } } }, { enabled: open });
  const events = useTimeline(r.id).data?.events;
  // An act is called as in the course of the case; what the hub tells by itself has words of its own.
  const topic = (x: string) => say(events?.find((e) => e.kind === x)?.title ?? r.actions.find((o) => o.action === x)?.title) || word('referral.deliveries.topics', x);
  return (
    <details className="section case-fold" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><h2>{t('referral.deliveries.title')}</h2></summary>
      <div className="section-body">
        {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
        {q.data?.items.length === 0 && <p className="quiet">{t('referral.deliveries.none')}</p>}
        <ul className="told">
          {q.data?.items.map((d) => (
            <li key={d.id}>
              <span><strong>{d.agency.short_name}</strong> · {word('channel', d.channel)} · {topic(d.topic)}</span>
              <span><Tag tone={tones[d.state] ?? 'grey'}>{word('delivery', d.state)}</Tag> <span className="quiet num">{stamp(d.read_at ?? d.sent_at ?? d.at)}</span></span>
              {(d.proof || d.error) && <span className="quiet wrap-any told-proof">{d.proof || d.error}{d.attempts > 1 && ` · ${t('referral.deliveries.attempts', { n: d.attempts })}`}</span>}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
