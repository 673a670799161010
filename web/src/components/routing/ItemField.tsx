import './routing.css';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useItems } from '../../api/items';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';
import { useItemWords } from '../../i18n/items';
import { Field } from '../Field';

interface Props { value: string; onChange: (code: string) => void; disabled?: boolean; error?: string; hint?: string }

/** The item of a case: searched by what people call it, kept by its code. */
export function ItemField({ value, onChange, disabled, error, hint }: Props) {
  const { say } = useText();
  const w = useItemWords();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const on = civilDay(now());
  const found = useItems({ q, on, limit: 20 });
  const chosen = useItems({ q: value, on, limit: 20 }, value !== '').data?.items.find((i) => i.code === value);
  // An item comes once: an own row stands before that of the release.
  const list = (found.data?.items ?? []).filter((i, n, all) => all.findIndex((o) => o.code === i.code && (o.own || !all.some((x) => x.code === i.code && x.own))) === n);
  const option = (i: (typeof list)[number]) => ({
    value: i.code, label: say(i.title) || i.title.zh,
    more: `${i.basis[0]?.document ?? ''}${i.basis[0]?.article ?? ''}`,
  });
  const options = list.map(option);
  if (value && !options.some((o) => o.value === value)) options.unshift(chosen ? option(chosen) : { value, label: value, more: w.keep });
  return (
    <Field label={w.field} hint={hint ?? w.fieldHint} optional wide error={error}>
      {(f) => (
        <Select {...f} className="item-select" style={{ width: '100%' }} value={value || undefined} disabled={disabled} allowClear loading={found.isFetching} placeholder={w.search}
          showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }} notFoundContent={found.isFetching ? null : w.fieldNone}
          onChange={(code?: string) => { setTyped(''); onChange(code ?? ''); }} options={options}
          optionRender={(o) => <span className="item-option"><span>{o.label}</span><span className="quiet">{(o.data as { more: string }).more}</span></span>} />
      )}
    </Field>
  );
}
