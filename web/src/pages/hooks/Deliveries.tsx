import { useState } from 'react';
import { Empty } from '../../components/Empty';
import { Tag, type Tone } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { Loaded } from '../admin/parts/Part';
import { useReason } from './reason';
import { useDeliveries, type Delivery, type Endpoint } from './data';

const tones: Record<Delivery['state'], Tone> = { pending: 'amber', sending: 'blue', sent: 'green', undeliverable: 'red', failed: 'grey' };

/** The last deliveries with every attempt; asked for when somebody opens them. */
export function Deliveries({ e }: { e: Endpoint }) {
  const { t, word } = useText();
  const [open, setOpen] = useState(false);
  const reason = useReason();
  const list = useDeliveries(e.id, open);
  return (
    <details className="fold hook-log" onToggle={(x) => setOpen(x.currentTarget.open)}>
      <summary>{t('hooks.deliveries')}</summary>
      {open && (
        <Loaded of={list}>{({ items }) => (items.length === 0
          ? <Empty title={t('hooks.none')}>{t('hooks.noneHelp')}</Empty>
          : (
            <table className="admin-table">
              <thead><tr><th scope="col">{t('hooks.col.at')}</th><th scope="col">{t('hooks.col.what')}</th><th scope="col">{t('hooks.col.state')}</th><th scope="col">{t('hooks.col.tries')}</th></tr></thead>
              <tbody>
                {items.map((d) => (
                  <tr key={d.id}>
                    <td className="num">{stamp(d.at)}</td>
                    <td>{word('hooks.type', d.type.split('.')[0]!)}{d.number && <> <span className="num">{d.number}</span></>}<div className="admin-sub mono wrap-any">{d.notice}</div></td>
                    <td><Tag tone={tones[d.state]}>{t(`hooks.delivery.${d.state}`)}</Tag>{d.next_at && <div className="admin-sub">{t('hooks.next', { at: stamp(d.next_at) })}</div>}{d.error && <div className="admin-sub wrap-any">{reason(d.error)}</div>}</td>
                    <td><ol className="hook-tries">{d.attempts.map((a) => <li key={a.at}>{t(a.status > 0 ? 'hooks.attempt' : 'hooks.attemptNone', { at: stamp(a.at), status: a.status, ms: a.took_ms })}{a.answer && <span className="admin-sub wrap-any"> {a.answer}</span>}</li>)}</ol></td>
                  </tr>
                ))}
              </tbody>
            </table>
          ))}</Loaded>
      )}
    </details>
  );
}
