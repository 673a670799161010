import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../../api/client';
import { useMe } from '../../../api/people';
import { Field } from '../../../components/Field';
import { Section } from '../../../components/Section';
import { stamp } from '../../../format/time';
import { useText } from '../../../i18n';
import { answer } from '../data';
import { FormDialog, useConfirm, useForm } from '../form';
import { may, type AdminAgency, type Client, type Issuer, type Proposal } from '../types';

/** Changes that wait for a second person (双人确认): what would differ, from whom. */
export function Proposals({ organ, kind, issuers = [], clients = [] }: { organ: AdminAgency; kind: Proposal['kind']; issuers?: Issuer[]; clients?: Client[] }) {
  const { t } = useText();
  const me = useMe().data;
  const confirm = useConfirm();
  const [refusing, setRefusing] = useState<Proposal>();
  const pending = organ.pending.filter((p) => p.kind === kind);
  if (pending.length === 0) return null;
  const decides = may(organ, 'proposal.decide');
  const yes = (p: Proposal) => confirm({
    title: t('admin.proposal.confirmAsk'), help: t(p.kind === 'issuer' ? 'admin.proposal.confirmHelp' : 'admin.proposal.confirmHelpClient'), ok: t('admin.proposal.confirm'), done: t('admin.proposal.confirmed'),
    run: () => answer(api.POST('/v1/admin/agencies/{agency}/proposals/{id}/confirm', { params: { path: { agency: organ.id, id: p.id } } })),
  });
  return (
    <Section title={t('admin.proposal.title')} flush>
      {pending.map((p) => {
        const own = p.by_user === me?.id;
        return (
          <div className="admin-card" key={p.id}>
            <div className="admin-card-head">
              <h3>{t('admin.proposal.what', { kind: t(`admin.proposal.kinds.${p.kind}`), name: p.name })}</h3>
              <span className="quiet num">{t('admin.proposal.by', { by: p.by || t('admin.history.cli'), at: stamp(p.at) })}</span>
              <div className="admin-card-do">
                {decides && !own && <Button type="primary" onClick={() => yes(p)}>{t('admin.proposal.confirm')}</Button>}
                {decides && <Button onClick={() => setRefusing(p)}>{t(own ? 'admin.proposal.withdraw' : 'admin.proposal.refuse')}</Button>}
              </div>
            </div>
            <Changes p={p} now={p.issuer ? issuers.find((i) => i.id === p.target) : clients.find((c) => c.id === p.target)} />
            {own && <p className="quiet">{t('admin.proposal.own')}</p>}
            {!decides && <p className="quiet">{t('admin.proposal.nobody')}</p>}
          </div>
        );
      })}
      {refusing && <RefuseDialog agency={organ.id} p={refusing} own={refusing.by_user === me?.id} onClose={() => setRefusing(undefined)} />}
    </Section>
  );
}

/** What would differ from now, line by line. */
function Changes({ p, now }: { p: Proposal; now?: Issuer | Client }) {
  const { t, word } = useText();
  const next = (p.issuer ?? p.client ?? p.endpoint ?? {}) as Record<string, unknown>;
  const was = (now ?? {}) as Record<string, unknown>;
  const lines: Array<[string, string, string]> = [];
  const show = (name: string, v: unknown) => {
    if (typeof v === 'boolean') return t(v ? 'yes' : 'no');
    if (Array.isArray(v)) return v.map((x) => (name === 'scopes' ? word('admin.client.scope', String(x).replace('.', '_')) : String(x))).join('、') || t('admin.proposal.none');
    return String(v ?? '') || (name === 'role_claim' ? 'roles' : t('admin.proposal.none'));
  };
  for (const [name, v] of Object.entries(next)) {
    if (name === 'role_map') {
      const a = (was.role_map ?? {}) as Record<string, string>;
      const b = v as Record<string, string>;
      for (const role of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
        if (a[role] !== b[role]) lines.push([`${t('admin.issuer.role')} ${role}`, a[role] ? word('admin.fn', a[role]) : t('admin.proposal.none'), b[role] ? word('admin.fn', b[role]) : t('admin.proposal.none')]);
      }
    } else if (show(name, was[name]) !== show(name, v)) lines.push([word('admin.history.field', name), show(name, was[name]), show(name, v)]);
  }
  if (p.endpoint) return <ul className="change-list">{[[t('hooks.field.url'), p.endpoint.url], [t('hooks.field.allow'), p.endpoint.allow.join('、')]].map(([field, to]) => <li key={field}>{field}{': '}<ins className="wrap-any">{to}</ins></li>)}</ul>;
  if (p.peer) return <ul className="change-list">{[[p.peer.name, p.peer.hub], [t('admin.proposal.peer.fingerprint'), p.peer.fingerprint], [t('admin.proposal.peer.address'), p.peer.address]].map(([field, to]) => <li key={field}>{field}{': '}<ins className="wrap-any num">{to}</ins></li>)}</ul>;
  if (!now) return null;
  if (lines.length === 0) return <p className="quiet">{t('admin.proposal.same')}</p>;
  return <ul className="change-list">{lines.map(([field, from, to]) => <li key={field}>{field}{': '}<del>{from}</del> → <ins>{to}</ins></li>)}</ul>;
}

function RefuseDialog({ agency, p, own, onClose }: { agency: string; p: Proposal; own: boolean; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const form = useForm({
    check: () => ({ reason: reason.trim() === '' && t('admin.must') }),
    save: () => answer(api.POST('/v1/admin/agencies/{agency}/proposals/{id}/refuse', { params: { path: { agency, id: p.id } }, body: { reason: reason.trim() } })),
    done: () => {
      void message.success(t(own ? 'admin.proposal.withdrawn' : 'admin.proposal.refused'));
      onClose();
    },
  });
  return (
    <FormDialog title={t(own ? 'admin.proposal.withdrawTitle' : 'admin.proposal.refuseTitle')} form={form} fields={['reason']} onClose={onClose} width={520} ok={t(own ? 'admin.proposal.withdraw' : 'admin.proposal.refuse')}>
      <Field label={t('admin.proposal.reason')} required wide error={form.wrong('reason')}>{(f) => <Input.TextArea {...f} rows={3} value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />}</Field>
    </FormDialog>
  );
}
