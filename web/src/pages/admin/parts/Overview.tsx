import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../../api/client';
import { etag } from '../../../api/http';
import { useAgencies, useMe } from '../../../api/people';
import { Note } from '../../../components/Note';
import { Section } from '../../../components/Section';
import { now } from '../../../format/clock';
import { clockTime, stamp } from '../../../format/time';
import { useText } from '../../../i18n';
import { AgencyFields, useAgencyCheck } from '../AgencyFields';
import { answer } from '../data';
import { Refused, useForm } from '../form';
import { may, type AdminAgency, type AgencyPatch, type HistoryEvent, type Part } from '../types';
import { Proposals } from './Proposals';
import { agencyFields, agencyValues, changed, trimmed, type AgencyValues } from '../values';

export default function Overview({ organ }: Part) {
  const { t, say } = useText();
  const me = useMe().data;
  const [editing, setEditing] = useState(false);
  const full = may(organ, 'organ.edit');
  const edits = full || may(organ, 'organ.contact');
  return (
    <>
      {(organ.pending.length > 0 || organ.warnings.length > 0) && (
        <div className="admin-notes">
          {organ.pending.some((p) => p.kind !== 'peer') && <Note tone="amber" title={t('admin.proposal.title')}>{organ.pending.filter((p) => p.kind !== 'peer').map((p) => <p key={p.id}>{t('admin.proposal.what', { kind: t(`admin.proposal.kinds.${p.kind}`), name: p.name })} <Link to={`/admin/${organ.id}/${p.kind === 'issuer' ? 'login' : 'clients'}`}>{t('admin.openPage')}</Link></p>)}</Note>}
          {organ.warnings.map((w, i) => <Note key={i} tone="amber">{say(w)}</Note>)}
        </div>
      )}
      <Proposals organ={organ} kind="peer" />
      <Section title={t('admin.facts')} extra={edits && !editing && <Button onClick={() => setEditing(true)}>{t('admin.editAgency')}</Button>}>
        {editing ? <Editor organ={organ} contactOnly={!full} onClose={() => setEditing(false)} /> : <Facts organ={organ} />}
      </Section>
      <Section title={t('admin.counts')}>
        <dl className="admin-facts">
          <div><dt>{t('admin.list.col.people')}</dt><dd className="num">{t('admin.list.people', { n: organ.people, a: organ.admins })}</dd></div>
          <div><dt>{t('admin.list.col.login')}</dt><dd className="num">{organ.issuers > 0 ? t('admin.list.issuers', { n: organ.issuers }) : t('admin.list.noIssuers')}</dd></div>
          {me?.agency.id === organ.id && <div><dt>{t('mine.notices')}</dt><dd><Link to="/me#notices">{t('admin.myNotices')}</Link></dd></div>}
        </dl>
      </Section>
    </>
  );
}

/** Values as a reader sees them. */
function useShown() {
  const { t, word } = useText();
  const all = useAgencies().data?.items;
  return (f: keyof AgencyValues, value: string): string => {
    if (value === '') return t('admin.field.none');
    if (f === 'sector' || f === 'level') return word(f, value);
    if (f === 'superior' || f === 'acts_for') return all?.find((x) => x.id === value)?.name ?? value;
    return value;
  };
}

function Facts({ organ }: { organ: AdminAgency }) {
  const { t } = useText();
  const shown = useShown();
  const v = agencyValues(organ);
  return (
    <dl className="admin-facts">
      {agencyFields.filter((f) => f !== 'closed_on' || v.closed_on).map((f) => <div key={f}><dt>{t(`admin.field.${f}`)}</dt><dd className={v[f] ? '' : 'quiet'}>{shown(f, v[f])}</dd></div>)}
    </dl>
  );
}

/** Sends only what was changed; when somebody was faster it shows what they did. */
function Editor({ organ, contactOnly, onClose }: { organ: AdminAgency; contactOnly: boolean; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const shown = useShown();
  const [base, setBase] = useState({ version: organ.version, v: agencyValues(organ) });
  const [v, setV] = useState(base.v);
  const [clash, setClash] = useState<{ fields: Array<keyof AgencyValues>; was: AgencyValues; is: AgencyValues; last?: HistoryEvent }>();
  const check = useAgencyCheck();
  const form = useForm<AdminAgency | undefined>({
    check: () => (contactOnly ? { email: check(v, false).email, phone: check(v, false).phone } : check(v, false)),
    save: async () => {
      const clean = trimmed(v);
      const patch: AgencyPatch = {};
      for (const f of changed(clean, base.v)) if (f !== 'code') Object.assign(patch, { [f]: clean[f] });
      if (Object.keys(patch).length === 0) return undefined;
      return answer(api.PATCH('/v1/admin/agencies/{agency}', { params: { path: { agency: organ.id }, header: { 'If-Match': etag(base.version) } }, body: patch }));
    },
    done: (after) => {
      void message.success(after ? t('admin.savedAt', { time: clockTime(now()) }) : t('admin.unchanged'));
      onClose();
    },
    stale: async () => {
      const path = { agency: organ.id };
      const fresh = await answer(api.GET('/v1/admin/agencies/{agency}', { params: { path } }));
      const last = await answer(api.GET('/v1/admin/agencies/{agency}/history', { params: { path, query: { limit: 1 } } })).catch(() => undefined);
      const is = agencyValues(fresh);
      const theirs = changed(is, base.v);
      setClash({ fields: theirs, was: base.v, is, last: last?.items[0] });
      // what I did not touch follows the hub; what I typed stays
      setV((mine) => ({ ...is, ...Object.fromEntries(changed(mine, base.v).map((f) => [f, mine[f]])) }));
      setBase({ version: fresh.version, v: is });
    },
  });
  return (
    <form noValidate onSubmit={(e) => { e.preventDefault(); setClash(undefined); void form.submit(); }}>
      {clash ? (
        <Note tone="amber" live title={t('admin.stale')}>
          <p>{t('admin.staleHelp')} {clash.last && t('admin.staleBy', { by: clash.last.by || t('admin.history.cli'), at: stamp(clash.last.at) })}</p>
          <ul className="note-list">{clash.fields.map((f) => <li key={f}>{t('admin.staleField', { field: t(`admin.field.${f}`), from: shown(f, clash.was[f]), to: shown(f, clash.is[f]) })}</li>)}</ul>
        </Note>
      ) : <Refused form={form} fields={[...agencyFields]} />}
      {contactOnly && <p className="admin-say">{t('admin.field.onlyContact')}</p>}
      <div className="form"><AgencyFields v={v} set={(part) => setV((old) => ({ ...old, ...part }))} form={form} self={organ.id} contactOnly={contactOnly} /></div>
      <div className="admin-foot"><Button type="primary" htmlType="submit" loading={form.busy}>{t('admin.saveChanges')}</Button><Button onClick={onClose}>{t('admin.undo')}</Button></div>
    </form>
  );
}
