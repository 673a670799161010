import './admin.css';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../../api/client';
import { has, useMe } from '../../api/people';
import { Empty } from '../../components/Empty';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { useText } from '../../i18n';
import { AgencyFields, useAgencyCheck } from './AgencyFields';
import { answer } from './data';
import { Refused, useForm } from './form';
import type { AdminAgency } from './types';
import { agencyFields, emptyAgency, trimmed, type AgencyValues } from './values';

/** Registers an organ; only an operator of the hub may. */
export default function NewAgencyPage() {
  const { t } = useText();
  const { message } = App.useApp();
  const go = useNavigate();
  const me = useMe().data;
  const [v, setV] = useState<AgencyValues>(emptyAgency);
  const check = useAgencyCheck();
  const form = useForm<AdminAgency>({
    check: () => check(v, true),
    save: () => {
      const { closed_on: _, superior, acts_for, ...rest } = trimmed(v);
      const body = { ...rest, ...(superior && { superior }), ...(acts_for && { acts_for }) };
      return answer(api.POST('/v1/admin/agencies', { body: body as never }));
    },
    done: (a) => {
      void message.success(t('admin.new.done', { name: a.name }), 6);
      void go(`/admin/${a.id}/login`);
    },
  });
  usePageTitle(t('admin.new.title'));

  if (me && !has(me, 'operator')) return <Empty title={t('admin.denied', { who: t('admin.operatorOnly') })} action={<p><Link to="/admin">{t('admin.title')}</Link></p>} />;
  return (
    <div className="admin-page">
      <div className="page-head"><h1>{t('admin.new.title')}</h1><Link to="/admin">{t('admin.allAgencies')}</Link></div>
      <p className="admin-intro">{t('admin.new.help')}</p>
      <Section title={t('admin.facts')}>
        <form noValidate onSubmit={(e) => { e.preventDefault(); void form.submit(); }}>
          <Refused form={form} fields={[...agencyFields]} />
          <div className="form"><AgencyFields v={v} set={(part) => setV((old) => ({ ...old, ...part }))} form={form} fresh /></div>
          <div className="admin-foot"><Button type="primary" htmlType="submit" loading={form.busy}>{t('admin.new.button')}</Button><Button onClick={() => void go('/admin')}>{t('cancel')}</Button></div>
        </form>
      </Section>
    </div>
  );
}
