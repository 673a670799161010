import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../../../api/client';
import { etag } from '../../../api/http';
import { Copyable } from '../../../components/Copyable';
import { Empty } from '../../../components/Empty';
import { Field } from '../../../components/Field';
import { Icon } from '../../../components/icons';
import { Note } from '../../../components/Note';
import { Fold, Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { useText } from '../../../i18n';
import { answer, useIssuers } from '../data';
import { FormDialog, useForm } from '../form';
import { may, type Issuer, type Part } from '../types';
import { DryRun } from './DryRun';
import { IssuerForm } from './IssuerForm';
import { Loaded } from './Part';
import { Proposals } from './Proposals';
import { RoleList } from './RoleMap';
import { SettledNote } from './SettledNote';

/** Which login becomes whom: issuers, what waits for a second person, and a try. */
export default function Issuers({ organ }: Part) {
  const { t } = useText();
  const list = useIssuers(organ.id);
  const [params, setParams] = useSearchParams();
  const [after, setAfter] = useState<Issuer>();
  const [secretOf, setSecretOf] = useState<string>();
  const edits = may(organ, 'issuer.edit');
  const tries = may(organ, 'issuer.try');
  const open = params.get('issuer');
  const show = (id?: string) => {
    setAfter(undefined);
    setParams(id ? { issuer: id } : {});
  };
  const items = list.data?.items ?? [];
  const editing = items.find((i) => i.id === open);

  if (edits && list.data && (open === 'new' || editing)) {
    return <IssuerForm key={open} agency={organ.id} issuer={editing} onClose={() => show()} onDone={(i) => { show(); setAfter(i); scrollTo(0, 0); }} />;
  }
  return (
    <>
      {after && <SettledNote pending={Boolean(after.pending)} single={after.single_handed} warnings={after.warnings} />}
      <Proposals organ={organ} kind="issuer" issuers={items} />
      <Section title={t('admin.tab.login')} extra={edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => show('new')}>{t('admin.issuer.add')}</Button>} flush>
        <div className="section-body"><p className="quiet">{t('admin.issuer.say')}</p></div>
        <Loaded of={list}>{({ items: all }) => (all.length === 0
          ? <Empty title={t('admin.issuer.empty')}>{edits ? t('admin.issuer.emptyHelp') : t('admin.issuer.emptyRead')}</Empty>
          : all.map((i) => <Card key={i.id} issuer={i} edits={edits} onEdit={() => show(i.id)} onSecret={() => setSecretOf(i.id)} />))}</Loaded>
      </Section>
      {tries && items.length > 0 && <Section title={t('admin.dry.title')}><DryRun agency={organ.id} issuers={items} /></Section>}
      {secretOf && items.some((i) => i.id === secretOf) && <SecretDialog agency={organ.id} issuer={items.find((i) => i.id === secretOf)!} onClose={() => setSecretOf(undefined)} />}
    </>
  );
}

function Card({ issuer: i, edits, onEdit, onSecret }: { issuer: Issuer; edits: boolean; onEdit: () => void; onSecret: () => void }) {
  const { t } = useText();
  return (
    <div className="admin-card">
      <div className="admin-card-head">
        <h3 className="mono">{i.code}</h3>
        {i.enabled ? <Tag tone="green">✓ {t('admin.issuer.on')}</Tag> : <Tag tone="grey">○ {t('admin.issuer.off')}</Tag>}
        {i.pending && <Tag tone="amber">{t('admin.issuer.waiting')}</Tag>}
        {edits && <div className="admin-card-do"><Button size="small" onClick={onEdit}>{t('admin.issuer.edit')}</Button><Button size="small" onClick={onSecret}>{t('admin.issuer.setSecret')}</Button></div>}
      </div>
      <dl className="admin-facts">
        <div><dt>{t('admin.issuer.url')}</dt><dd><Copyable text={i.url} /></dd></div>
        <div><dt>{t('admin.issuer.client_id')}</dt><dd>{i.client_id} <span className="quiet">· {t(i.has_secret ? 'admin.issuer.hasSecret' : 'admin.issuer.noSecret')}</span></dd></div>
        <div><dt>{t('admin.issuer.role_claim')}</dt><dd className="mono">{i.role_claim || 'roles'}</dd></div>
        <div><dt>{t('admin.issuer.min_acr')}</dt><dd>{i.min_acr || <span className="quiet">{t('admin.issuer.anyAcr')}</span>}</dd></div>
        <div className="field-wide"><dt>{t('admin.issuer.role_map')}</dt><dd><RoleList map={i.role_map} /></dd></div>
      </dl>
      <div className="admin-uris"><Fold title={t('admin.issuer.toRegister')}>
        <dl className="admin-facts">
          <div><dt>{t('admin.issuer.redirect')}</dt><dd><Copyable text={i.redirect_uri} /></dd></div>
          <div><dt>{t('admin.issuer.logout')}</dt><dd><Copyable text={i.logout_uri} /></dd></div>
        </dl>
      </Fold></div>
    </div>
  );
}

function SecretDialog({ agency, issuer, onClose }: { agency: string; issuer: Issuer; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [secret, setSecret] = useState('');
  const form = useForm({
    check: () => ({}),
    save: () => answer(api.PUT('/v1/admin/agencies/{agency}/issuers/{id}/secret', { params: { path: { agency, id: issuer.id }, header: { 'If-Match': etag(issuer.version) } }, body: { client_secret: secret } })),
    done: () => {
      void message.success(t('admin.issuer.secretSaved'));
      onClose();
    },
  });
  return (
    <FormDialog title={t('admin.issuer.setSecretTitle', { code: issuer.code })} form={form} fields={['client_secret']} onClose={onClose} width={480}>
      <Field label={t('admin.issuer.secret')} hint={t('admin.issuer.secretHint')} wide error={form.wrong('client_secret')}>{(f) => <Input.Password {...f} value={secret} maxLength={1000} autoComplete="new-password" onChange={(e) => setSecret(e.target.value)} />}</Field>
      {issuer.pending && <Note tone="amber">{t('admin.issuer.waiting')}</Note>}
    </FormDialog>
  );
}
