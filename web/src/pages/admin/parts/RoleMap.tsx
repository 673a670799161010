import { Button, Input, Select } from 'antd';
import { Choices } from '../../../components/Field';
import { Icon } from '../../../components/icons';
import { Tag } from '../../../components/Tag';
import { useText } from '../../../i18n';
import { functions } from '../types';

export interface Row { key: number; role: string; fn: string }

export const rowsOf = (map: Record<string, string>): Row[] => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)).map(([role, fn], key) => ({ key, role, fn }));
export const mapOf = (rows: Row[]): Record<string, string> => Object.fromEntries(rows.map((r) => [r.role.trim(), r.fn]));

/** What is wrong with the rows as a whole, in words. */
export function useRowCheck() {
  const { t } = useText();
  return (rows: Row[]): string | false => {
    const roles = rows.map((r) => r.role.trim());
    if (rows.length === 0) return t('admin.issuer.emptyMap');
    if (roles.some((r) => r === '')) return t('admin.issuer.badRole');
    const twice = roles.find((r, i) => roles.indexOf(r) !== i);
    if (twice) return t('admin.issuer.twice', { role: twice });
    return rows.some((r) => r.fn === '') && t('admin.mustChoose');
  };
}

/** The allow-list: which role at the issuer leads to which function here. */
export function RoleMapEditor({ rows, set, error }: { rows: Row[]; set: (rows: Row[]) => void; error?: string }) {
  const { t } = useText();
  const change = (key: number, part: Partial<Row>) => set(rows.map((r) => (r.key === key ? { ...r, ...part } : r)));
  const next = rows.reduce((n, r) => Math.max(n, r.key), -1) + 1;
  return (
    <Choices legend={t('admin.issuer.role_map')} hint={t('admin.issuer.role_mapHint')} required error={error}>
      {rows.length > 0 && (
        <table className="role-map">
          <thead><tr><th scope="col">{t('admin.issuer.role')}</th><th scope="col">{t('admin.issuer.function')}</th><th scope="col"><span className="sr">{t('remove')}</span></th></tr></thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.key}>
                <td><Input aria-label={t('admin.issuer.role')} aria-invalid={error && r.role.trim() === '' ? true : undefined} status={error && r.role.trim() === '' ? 'error' : undefined} value={r.role} maxLength={200} autoComplete="off" onChange={(e) => change(r.key, { role: e.target.value })} /></td>
                <td><Select aria-label={`${t('admin.issuer.function')} ${r.role}`} value={r.fn || undefined} placeholder={t('admin.mustChoose')} onChange={(fn: string) => change(r.key, { fn })} options={functions.map((f) => ({ value: f, label: t(`admin.fn.${f}`), title: t(`admin.fnSay.${f}`) }))} /></td>
                <td><Button aria-label={t('admin.issuer.removeRow', { role: r.role })} icon={<Icon name="cross" size={14} />} onClick={() => set(rows.filter((x) => x.key !== r.key))} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length === 0 && !error && <p className="quiet">{t('admin.issuer.emptyMap')}</p>}
      <p><Button size="small" icon={<Icon name="plus" size={13} />} onClick={() => set([...rows, { key: next, role: '', fn: '' }])}>{t('admin.issuer.addRow')}</Button></p>
    </Choices>
  );
}

export function RoleList({ map }: { map: Record<string, string> }) {
  const { t, word } = useText();
  const rows = rowsOf(map);
  if (rows.length === 0) return <Tag tone="red">{t('admin.issuer.emptyMap')}</Tag>;
  return <ul className="role-list">{rows.map((r) => <li key={r.key}><span className="mono">{r.role}</span> → {word('admin.fn', r.fn)}</li>)}</ul>;
}
