import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../api/client';
import { etag } from '../../../api/http';
import { useAgencies } from '../../../api/people';
import { Empty } from '../../../components/Empty';
import { Choices, Field } from '../../../components/Field';
import { Icon } from '../../../components/icons';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { useText } from '../../../i18n';
import { answer, useClients, useIssuers } from '../data';
import { FormDialog, useForm } from '../form';
import { may, type Client, type Part } from '../types';
import { Loaded } from './Part';
import { Proposals } from './Proposals';
import { SettledNote } from './SettledNote';

const scopes = ['referrals.read', 'referrals.write', 'endpoints.write'] as const;
const usual = ['referrals.read', 'referrals.write'] as const;

/** Partner systems that work for the organ; never as its head. */
export default function Clients({ organ }: Part) {
  const { t, word } = useText();
  const list = useClients(organ.id);
  const [open, setOpen] = useState<string>(); // '' is a new one
  const [after, setAfter] = useState<Client>();
  const edits = may(organ, 'client.edit');
  const start = (id: string) => { setAfter(undefined); setOpen(id); };
  return (
    <>
      {after && <SettledNote pending={Boolean(after.pending)} single={after.single_handed} warnings={after.warnings} />}
      <Proposals organ={organ} kind="client" clients={list.data?.items} />
      <Proposals organ={organ} kind="endpoint" />
      <Section title={t('admin.tab.clients')} extra={edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => start('')}>{t('admin.client.add')}</Button>} flush>
        <Loaded of={list}>{({ items }) => (items.length === 0
          ? <Empty title={t('admin.client.empty')}>{t('admin.client.emptyHelp')}{!edits && ` ${t('admin.client.emptyRead')}`}</Empty>
          : (
            <table className="admin-table">
              <thead><tr><th scope="col">{t('admin.client.client_id')}</th><th scope="col">{t('admin.client.issuer')}</th><th scope="col">{t('admin.client.scopes')}</th><th scope="col"><span className="sr">{t('admin.actions')}</span></th></tr></thead>
              <tbody>
                {items.map((c) => (
                  <tr key={c.id}>
                    <td><strong className="admin-name wrap-any">{c.client_id}</strong> {c.enabled ? <Tag tone="green">✓ {t('admin.client.on')}</Tag> : <Tag>○ {t('admin.client.off')}</Tag>}{c.bound && <Tag>{t('admin.client.boundTag')}</Tag>}{c.pending && <Tag tone="amber">{t('admin.issuer.waiting')}</Tag>}</td>
                    <td>{t('admin.client.via', { issuer: c.issuer_code })}</td>
                    <td>{c.scopes.length > 0 ? c.scopes.map((s) => <Tag key={s} tone="blue">{word('admin.client.scope', s.replace('.', '_'))}</Tag>) : <span className="quiet">{t('admin.client.noScope')}</span>}</td>
                    <td className="admin-do">{edits && <Button size="small" aria-label={t('admin.client.edit', { name: c.client_id })} onClick={() => start(c.id)}>{t('edit')}</Button>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ))}</Loaded>
      </Section>
      {open !== undefined && <ClientDialog agency={organ.id} client={list.data?.items.find((c) => c.id === open)} onClose={() => setOpen(undefined)} onDone={(c) => { setAfter(c); setOpen(undefined); }} />}
    </>
  );
}

function ClientDialog({ agency, client, onClose, onDone }: { agency: string; client?: Client; onClose: () => void; onDone: (c: Client) => void }) {
  const { t, word } = useText();
  const organs = useAgencies().data?.items ?? [];
  const [v, setV] = useState({ organ: client?.issuer_agency ?? agency, issuer: client?.issuer ?? '', client_id: client?.client_id ?? '', scopes: client?.scopes ?? [...usual], enabled: client?.enabled ?? true, bound: client?.bound ?? !client });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const issuers = useIssuers(v.organ, !client).data?.items ?? [];
  const issuer = v.issuer || (issuers.length === 1 ? issuers[0]!.id : '');
  const form = useForm<Client>({
    check: () => ({ client_id: !client && v.client_id.trim() === '' && t('admin.must'), issuer: !client && issuer === '' && t('admin.mustChoose'), scopes: v.enabled && v.scopes.length === 0 && t('admin.mustChoose') }),
    save: () => {
      const settings = { scopes: v.scopes, enabled: v.enabled, bound: v.bound };
      if (client) return answer(api.PUT('/v1/admin/agencies/{agency}/clients/{id}', { params: { path: { agency, id: client.id }, header: { 'If-Match': etag(client.version) } }, body: settings as never }));
      return answer(api.POST('/v1/admin/agencies/{agency}/clients', { params: { path: { agency } }, body: { ...settings, issuer, client_id: v.client_id.trim() } as never }));
    },
    done: onDone,
  });
  return (
    <FormDialog title={client ? t('admin.client.edit', { name: client.client_id }) : t('admin.client.add')} form={form} fields={['client_id', 'issuer', 'scopes']} onClose={onClose} ok={t('admin.issuer.submit')}>
      {!client && (
        <>
          <Field label={t('admin.client.client_id')} hint={t('admin.client.client_idHint')} required wide error={form.wrong('client_id')}>{(f) => <Input {...f} value={v.client_id} maxLength={200} autoComplete="off" spellCheck={false} onChange={(e) => set({ client_id: e.target.value })} />}</Field>
          <Field label={t('admin.client.agency')} required>{(f) => <Select {...f} style={{ width: '100%' }} value={v.organ} onChange={(x: string) => set({ organ: x, issuer: '' })} showSearch={{ optionFilterProp: 'label' }} options={organs.map((a) => ({ value: a.id, label: a.name }))} />}</Field>
          <Field label={t('admin.client.issuer')} hint={t('admin.client.issuerHint')} required error={form.wrong('issuer')}>{(f) => <Select {...f} style={{ width: '100%' }} value={issuer || undefined} placeholder={t('admin.mustChoose')} notFoundContent={t('admin.client.noIssuer')} onChange={(x: string) => set({ issuer: x })} options={issuers.map((i) => ({ value: i.id, label: i.code }))} />}</Field>
        </>
      )}
      <Choices legend={t('admin.client.scopes')} error={form.wrong('scopes')}>
        <Checkbox.Group value={v.scopes} onChange={(x) => set({ scopes: x as typeof v.scopes })} options={scopes.map((s) => ({ value: s, label: word('admin.client.scope', s.replace('.', '_')) }))} />
      </Choices>
      <p className="field-wide"><Checkbox checked={v.bound} onChange={(e) => set({ bound: e.target.checked })}>{t('admin.client.bound')}</Checkbox><br /><span className="quiet">{t('admin.client.boundHint')}</span></p>
      <p className="field-wide"><Checkbox checked={v.enabled} onChange={(e) => set({ enabled: e.target.checked })}>{t('admin.client.enabled')}</Checkbox></p>
    </FormDialog>
  );
}
