import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useJointFigures } from '../../../api/site';
import { DateInput, Field } from '../../../components/Field';
import { Section } from '../../../components/Section';
import { useSiteWords } from '../../../i18n/site';
import { Loaded } from '../../admin/parts/Part';

const columns = ['visits', 'joint', 'saved', 'merged', 'case_driven'] as const;

/** How far visits were made together in a year and a district, with the parts of the figure. */
export function JointYear({ from, to }: { from: string; to: string }) {
  const w = useSiteWords().joint;
  const [v, setV] = useState({ from, to, district: '', own: false });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const all = useJointFigures({ from: v.from, to: v.to, own: v.own }); // for the choice of districts
  const figures = useJointFigures({ from: v.from, to: v.to, own: v.own, ...(v.district ? { district: v.district } : {}) });
  const places = (all.data?.districts ?? []).map((d) => d.district).filter(Boolean);
  return (
    <Section title={w.title} flush>
      <div className="insp-form site-line">
        <Field label={w.from}>{(f) => <DateInput {...f} value={v.from} onChange={(x) => set({ from: x })} />}</Field>
        <Field label={w.to}>{(f) => <DateInput {...f} value={v.to} onChange={(x) => set({ to: x })} />}</Field>
        <Field label={w.district}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.district} onChange={(district: string) => set({ district })} options={[{ value: '', label: w.allDistricts }, ...places.map((d) => ({ value: d, label: d }))]} />}</Field>
        <div className="field"><Checkbox checked={v.own} onChange={(e) => set({ own: e.target.checked })}>{w.own}</Checkbox></div>
      </div>
      <p className="site-line quiet">{w.help}</p>
      <Loaded of={figures}>{(f) => f.total.visits === 0 ? <p className="site-line quiet">{w.none}</p> : <>
        <table className="admin-table">
          <thead><tr><th scope="col">{w.district}</th><th scope="col">{w.rate}</th>{columns.map((c) => <th scope="col" key={c}>{w[c]}</th>)}</tr></thead>
          <tbody>{[...f.districts, { ...f.total, district: w.total }].map((l, i) => (
            <tr key={i}><td>{l.district || w.noDistrict}</td><td data-label={w.rate} className="num">{l.rate_permille / 10}%</td>{columns.map((c) => <td key={c} data-label={w[c]} className="num">{l[c]}</td>)}</tr>
          ))}</tbody>
        </table>
        <p className="site-line quiet">{w.teams}：{f.teams.map((x) => w.team(x.agencies, x.visits)).join('；')}</p>
      </>}</Loaded>
    </Section>
  );
}
