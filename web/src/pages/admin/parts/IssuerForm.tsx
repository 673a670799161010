import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../../api/client';
import { etag } from '../../../api/http';
import { Field } from '../../../components/Field';
import { Note } from '../../../components/Note';
import { Fold, Section } from '../../../components/Section';
import { useText } from '../../../i18n';
import { answer } from '../data';
import { Refused, useForm } from '../form';
import type { Issuer, IssuerSettings } from '../types';
import { goodCode } from '../values';
import { DryRun } from './DryRun';
import { mapOf, RoleMapEditor, rowsOf, useRowCheck } from './RoleMap';

const settingsOf = (i?: Issuer): IssuerSettings => ({ url: i?.url ?? '', client_id: i?.client_id ?? '', role_claim: i?.role_claim ?? 'roles', role_map: i?.role_map ?? {}, min_acr: i?.min_acr ?? '', enabled: i?.enabled ?? true });

interface Props { agency: string; issuer?: Issuer; onDone: (after: Issuer) => void; onClose: () => void }

/** An issuer's settings as a whole, with a try before they are submitted. */
export function IssuerForm({ agency, issuer, onDone, onClose }: Props) {
  const { t } = useText();
  const [v, setV] = useState(() => settingsOf(issuer));
  const [rows, setRows] = useState(() => rowsOf(v.role_map));
  const [code, setCode] = useState('');
  const [secret, setSecret] = useState('');
  const set = (part: Partial<IssuerSettings>) => setV((old) => ({ ...old, ...part }));
  const rowCheck = useRowCheck();
  // The address is compared byte for byte, so only space around it is dropped.
  const settings: IssuerSettings = { ...v, url: v.url.trim(), client_id: v.client_id.trim(), role_claim: v.role_claim?.trim(), min_acr: v.min_acr?.trim(), role_map: mapOf(rows.filter((r) => r.role.trim() && r.fn)) };
  const form = useForm<Issuer>({
    check: () => ({
      code: !issuer && !goodCode(code.trim()) && t('admin.badCode'), url: !/^https?:\/\/\S+$/.test(v.url.trim()) && t('admin.must'), client_id: v.client_id.trim() === '' && t('admin.must'), role_map: rowCheck(rows),
    }),
    save: () => {
      if (!issuer) return answer(api.POST('/v1/admin/agencies/{agency}/issuers', { params: { path: { agency } }, body: { ...settings, code: code.trim(), ...(secret && { client_secret: secret }) } }));
      return answer(api.PUT('/v1/admin/agencies/{agency}/issuers/{id}', { params: { path: { agency, id: issuer.id }, header: { 'If-Match': etag(issuer.version) } }, body: settings }));
    },
    done: onDone,
  });
  const text = (name: 'url' | 'client_id' | 'role_claim' | 'min_acr', max: number, hint: string, must?: boolean, wide?: boolean) => (
    <Field label={t(`admin.issuer.${name}`)} hint={hint} required={must} optional={!must} wide={wide} error={form.wrong(name)}>
      {(f) => <Input {...f} value={v[name]} maxLength={max} autoComplete="off" spellCheck={false} onChange={(e) => set({ [name]: e.target.value })} />}
    </Field>
  );
  return (
    <Section title={issuer ? t('admin.issuer.change', { code: issuer.code }) : t('admin.issuer.register')}>
      <form noValidate onSubmit={(e) => { e.preventDefault(); void form.submit(); }}>
        <Refused form={form} fields={['code', 'url', 'client_id', 'client_secret', 'role_claim', 'role_map', 'min_acr']} />
        <div className="form">
          {!issuer && (
            <>
              <Field label={t('admin.issuer.code')} hint={t('admin.issuer.codeHint')} required error={form.wrong('code')}>{(f) => <Input {...f} value={code} maxLength={41} autoComplete="off" spellCheck={false} onChange={(e) => setCode(e.target.value)} />}</Field>
              <Field label={t('admin.issuer.secret')} hint={t('admin.issuer.secretHint')} optional error={form.wrong('client_secret')}>{(f) => <Input.Password {...f} value={secret} maxLength={1000} autoComplete="new-password" onChange={(e) => setSecret(e.target.value)} />}</Field>
            </>
          )}
          {text('url', 500, t('admin.issuer.urlHint'), true, true)}
          {text('client_id', 200, t('admin.issuer.client_idHint'), true)}
          {text('role_claim', 200, t('admin.issuer.role_claimHint'))}
          {text('min_acr', 200, t('admin.issuer.min_acrHint'))}
          <RoleMapEditor rows={rows} set={setRows} error={form.wrong('role_map')} />
          <div className="field field-wide"><p><Checkbox checked={v.enabled} onChange={(e) => set({ enabled: e.target.checked })}>{t('admin.issuer.enabled')}</Checkbox></p><p className="field-hint">{t('admin.issuer.enabledHint')}</p></div>
        </div>
        <div className="section admin-try"><Fold title={t('admin.dry.title')} open><DryRun agency={agency} settings={settings} /></Fold></div>
        {issuer && <Note tone="amber">{t('admin.issuer.ends')}</Note>}
        <div className="admin-foot"><Button type="primary" htmlType="submit" loading={form.busy}>{t('admin.issuer.submit')}</Button><Button onClick={onClose}>{t('cancel')}</Button></div>
      </form>
    </Section>
  );
}
