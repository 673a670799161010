import './routing.css';
import { Button } from 'antd';
import type { Routing, RoutingSuggestion } from '../../api/items';
import { useAgencies } from '../../api/people';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useItemWords } from '../../i18n/items';
import { BasisLine } from '../Basis';
import { Note } from '../Note';
import { Tag } from '../Tag';

interface Props { route?: Routing; to?: string; onTake?: (id: string) => void; disabled?: boolean }

const tones = { superior: 'green', granted: 'green', local: 'green', maybe: 'blue', higher: 'amber', kind: 'blue' } as const;

/** The organs that are competent, each with its reason and its desk. */
export function RouteBox({ route, to, onTake, disabled }: Props) {
  const { say } = useText();
  const w = useItemWords();
  const agencies = useAgencies().data?.items ?? [];
  if (!route) return null;
  const superior = agencies.find((a) => a.id === route.superior);
  return (
    <div className="route" role="region" aria-label={w.suggested}>
      {route.self && <Note tone="blue" title={w.self}><p>{say(route.self.says)}</p></Note>}
      {route.suggestions.length > 0 && (
        <ul className="route-list">
          {route.suggestions.slice(0, 6).map((s) => (
            <li key={s.agency.id} className={s.agency.id === to ? 'route-one route-on' : 'route-one'}>
              <div className="route-head">
                <strong>{s.agency.name}</strong> <Tag tone={tones[s.fit]}>{w.fit[s.fit]}</Tag>
                {onTake && <Button size="small" type={s.agency.id === to ? 'default' : 'primary'} ghost={s.agency.id !== to} disabled={disabled || s.agency.id === to} onClick={() => onTake(s.agency.id)} aria-label={`${w.take} ${s.agency.name}`}>{s.agency.id === to ? w.taken : w.take}</Button>}
              </div>
              <p>{say(s.says)}</p>
              <p className="quiet">{w.basis}{': '}{s.basis.map((b, i) => <span key={i}>{i > 0 && '；'}<BasisLine basis={b} /></span>)}</p>
              <DeskLine s={s} />
            </li>
          ))}
        </ul>
      )}
      {route.advice && (
        <Note tone="amber" title={w.nobody}>
          <p>{say(route.advice.says)}</p>
          {superior && <p>{w.superior}{': '}{superior.name}</p>}
          <p className="quiet">{w.basis}{': '}{route.advice.basis.map((b, i) => <BasisLine key={i} basis={b} />)}</p>
        </Note>
      )}
    </div>
  );
}

/** The articles behind a sentence. */
function Under({ basis }: { basis: Routing['instead'][number]['basis'] }) {
  const w = useItemWords();
  return basis.length > 0 && <p className="quiet">{w.basis}{': '}{basis.map((b, i) => <span key={i}>{i > 0 && '；'}<BasisLine basis={b} /></span>)}</p>;
}

/** How the desk is reached now. */
function DeskLine({ s }: { s: RoutingSuggestion }) {
  const w = useItemWords();
  const d = s.desk;
  const desk = [...d.units, d.phone, d.email].filter(Boolean).join(' · ');
  return (
    <>
      {desk && <p className="quiet">{w.desk}{': '}{desk}</p>}
      {d.on_duty.map((o, i) => <p key={i} className="quiet">{w.onDuty}{': '}{o.name}{o.phone && <> <a href={`tel:${o.phone}`}>{o.phone}</a></>} ({w.until(stamp(o.until))})</p>)}
      {d.away.map((a, i) => <p key={i} className="quiet">{w.away(a.name, a.deputy + (a.deputy_phone ? ` ${a.deputy_phone}` : ''), a.until)}</p>)}
    </>
  );
}

/** Why a chosen receiver is not competent under the list, or not the police of the own level and place: a reason is asked for. */
export function DoubtNote({ route, venue }: { route?: Routing; venue?: boolean }) {
  const { say } = useText();
  const w = useItemWords();
  if (!route?.doubt) return null;
  return (
    <Note tone="amber" title={venue ? w.notOwn : w.doubt} live>
      <p>{say(route.doubt.says)}</p>
      <Under basis={route.doubt.basis} />
      {route.instead.length > 0 && (
        <ol className="route-instead">{route.instead.map((x, i) => <li key={i}>{say(x.says)}{x.kind && <> {w.byDerive}</>}<Under basis={x.basis} /></li>)}</ol>
      )}
    </Note>
  );
}
