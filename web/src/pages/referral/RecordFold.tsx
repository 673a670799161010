import type { EventView, ReceiptView } from '../../api/types';
import { Copyable } from '../../components/Copyable';
import { Fold } from '../../components/Section';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

/** The chain itself: every entry with its digest, every receipt with its signature. */
export function RecordFold({ events, receipts }: { events: EventView[]; receipts: ReceiptView[] }) {
  const { t, say, word } = useText();
  return (
    <Fold title={t('referral.timeline.record')} count={events.length}>
      <p className="quiet">{t('referral.timeline.recordHelp')}</p>
      <ol className="chain">
        {events.map((e) => (
          <li key={e.id}><span className="num">{t('referral.timeline.seq', { n: e.seq })}</span> <span>{say(e.title)}</span> <span className="quiet num">{stamp(e.recorded_at)}</span> <span className="mono quiet"><Copyable text={e.hash} label={`${e.hash.slice(0, 10)}…`} /></span></li>
        ))}
      </ol>
      {receipts.length > 0 && (
        <>
          <h3 className="clock-group">{t('referral.timeline.receiptsTitle')}</h3>
          <ol className="chain">{receipts.map((x) => <li key={x.id}><span>{word('referral.timeline.receiptKind', x.kind)}</span> <span className="quiet num">{stamp(x.at)}</span> <Copyable text={x.jws} label={t('referral.timeline.copyJws')} /></li>)}</ol>
        </>
      )}
    </Fold>
  );
}
