import '../../components/field.css';
import { Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { DateInput } from '../../components/DateInput';
import { useColleagues } from '../../api/people';
import { useText } from '../../i18n';
import { conditions, kinds, lights, states, type Condition } from './narrow';

const shapes = { red: '■ ', amber: '▲ ', green: '● ' };

/** Kind, state, light and days; what is chosen stands in the address. */
export function NarrowBar({ searching }: { searching: boolean }) {
  const { t, word } = useText();
  const [params, setParams] = useSearchParams();
  const used = conditions.filter((c) => params.get(c));
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false); // colleagues are asked for once somebody wants to choose
  const colleagues = useColleagues(asked || params.has('officer')).data?.items ?? [];
  const set = (name: Condition, value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    setParams(next, { replace: true });
  };
  const clear = () => {
    const next = new URLSearchParams(params);
    for (const c of conditions) next.delete(c);
    setParams(next, { replace: true });
  };
  const choice = (name: Condition, label: string, options: Array<[string, string]>) => (
    <label className={params.get(name) ? 'narrow-one narrow-used' : 'narrow-one'}>
      <span>{label}</span>
      <select value={params.get(name) ?? ''} onChange={(e) => set(name, e.target.value)}>
        <option value="">{t('inbox.all')}</option>
        {options.map(([v, text]) => <option key={v} value={v}>{text}</option>)}
        {(params.get(name) ?? '').includes(',') && <option value={params.get(name)!}>{params.get(name)!.split(',').map((v) => word(name, v)).join('、')}</option>}
      </select>
    </label>
  );
  return (
    <div className={open ? 'narrow narrow-open no-print' : 'narrow no-print'} role="group" aria-label={t('inbox.filter')}>
      <button type="button" className="narrow-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>{t('inbox.filter')}{used.length > 0 && <span className="narrow-n num">{used.length}</span>}</button>
      {choice('kind', t('inbox.by.kind'), kinds.map((k) => [k, word('kind', k)]))}
      {choice('state', t('inbox.by.state'), states.map((s) => [s, word('state', s)]))}
      {choice('light', t('inbox.by.light'), lights.map((l) => [l, shapes[l] + t(`light.${l}`)]))}
      {searching && choice('side', t('inbox.by.side'), (['sent', 'received', 'copied'] as const).map((b) => [b, word('inbox.box', b)]))}
      {searching && choice('turn', t('inbox.by.turn'), [['mine', t('inbox.turn.mine')], ['theirs', t('inbox.turn.theirs')]])}
      <span onFocus={() => setAsked(true)} onMouseEnter={() => setAsked(true)}>
        {choice('officer', t('inbox.by.officer'), [['none', t('inbox.officerNone')], ...colleagues.map((c): [string, string] => [c.id, c.name])])}
      </span>
      <div className="narrow-one narrow-days" role="group" aria-label={t('inbox.by.days')}>
        <span>{t('inbox.by.days')}</span>
        <DateInput value={params.get('from') ?? ''} onChange={(v) => set('from', v)} max={params.get('to') ?? undefined} label={t('inbox.by.from')} />
        <span aria-hidden="true">—</span>
        <DateInput value={params.get('to') ?? ''} onChange={(v) => set('to', v)} min={params.get('from') ?? undefined} label={t('inbox.by.to')} />
      </div>
      {used.length > 0 && <Button type="link" onClick={clear}>{t('inbox.clearFilter')}</Button>}
    </div>
  );
}
