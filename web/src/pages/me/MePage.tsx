import '../admin/admin.css';
import { App, Button, Input, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { $api, api } from '../../api/client';
import { etag } from '../../api/http';
import { useMe } from '../../api/people';
import type { Me } from '../../api/types';
import { Empty } from '../../components/Empty';
import { Choices, Field } from '../../components/Field';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { SyntheticMark, Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { clockTime, stamp } from '../../format/time';
import { switchLang, useText } from '../../i18n';
import { answer } from '../admin/data';
import { Refused, useForm } from '../admin/form';
import { Loaded } from '../admin/parts/Part';
import { changed, goodEmail, goodPhone, trimmed } from '../admin/values';
import { DutyRecord } from './DutyRecord';
import { Preferences } from './Preferences';

/** One's own profile: what the issuer says, what one may change, how one is told. */
export default function MePage() {
  const { t } = useText();
  const me = useMe();
  const { hash } = useLocation();
  const ready = me.isSuccess;
  usePageTitle(t('me'));
  useEffect(() => { if (ready && hash) document.getElementById(hash.slice(1))?.scrollIntoView(); }, [ready, hash]);
  return (
    <div className="admin-page">
      <div className="page-head"><h1>{t('me')}</h1></div>
      <Loaded of={me}>{(m) => (
        <>
          <Profile me={m} />
          {m.machine ? <Section title={t('mine.contact')}><Empty>{t('mine.machine')}</Empty></Section> : <><Contact me={m} /><Preferences me={m} /></>}
          {!m.machine && m.functions.some((f) => f !== 'operator' && f !== 'auditor' && f !== 'admin') && <DutyRecord />}
        </>
      )}</Loaded>
    </div>
  );
}

function Profile({ me }: { me: Me }) {
  const { t, word } = useText();
  return (
    <Section title={t('mine.profile')}>
      <p className="admin-say">{t('mine.fromIssuer')}</p>
      <dl className="admin-facts">
        <div><dt>{t('mine.name')}</dt><dd>{me.name}</dd></div>
        <div><dt>{t('mine.title')}</dt><dd>{me.title || t('none')}</dd></div>
        <div><dt>{t('mine.agency')}</dt><dd>{me.agency.name} {me.agency.synthetic && <SyntheticMark />}</dd></div>
        <div><dt>{t('mine.issuer')}</dt><dd className="mono">{me.issuer || t('none')}</dd></div>
        <div><dt>{t('mine.functions')}</dt><dd>{me.functions.length > 0 ? <ul className="admin-sources">{me.functions.map((f) => <li key={f}><Tag tone="blue">{word('admin.fn', f)}</Tag> <span className="admin-sub">{word('admin.fnSay', f)}</span></li>)}</ul> : <Tag tone="red">{t('mine.noFunctions')}</Tag>}</dd></div>
        {me.step_up_at && <div><dt>{t('mine.lastFresh')}</dt><dd className="num">{stamp(me.step_up_at)}</dd></div>}
      </dl>
    </Section>
  );
}

const valuesOf = (m: Me) => ({ lang: m.lang, email: m.email ?? '', phone: m.phone ?? '' });

function Contact({ me }: { me: Me }) {
  const { t } = useText();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [v, setV] = useState(() => valuesOf(me));
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const key = $api.queryOptions('get', '/v1/me', {}).queryKey;
  const form = useForm<Me | undefined>({
    check: () => ({ email: !goodEmail(v.email.trim()) && t('admin.badEmail'), phone: !goodPhone(v.phone.trim()) && t('admin.badPhone') }),
    save: async () => {
      const clean = trimmed(v);
      const fields = changed(clean, valuesOf(me));
      if (fields.length === 0) return undefined;
      return answer(api.PATCH('/v1/me', { params: { header: { 'If-Match': etag(me.version) } }, body: Object.fromEntries(fields.map((f) => [f, clean[f]])) }));
    },
    done: (after) => {
      if (after) {
        cache.setQueryData(key, after);
        setV(valuesOf(after));
        void switchLang(after.lang);
      }
      void message.success(after ? t('mine.saved', { time: clockTime(now()) }) : t('admin.unchanged'));
    },
    stale: () => cache.invalidateQueries({ queryKey: key }),
  });
  return (
    <Section title={t('mine.contact')}>
      <form noValidate onSubmit={(e) => { e.preventDefault(); void form.submit(); }}>
        <Refused form={form} fields={['lang', 'email', 'phone']} />
        <div className="form">
          <Field label={t('mine.email')} hint={t('mine.emailHint')} optional error={form.wrong('email')}>{(f) => <Input {...f} value={v.email} maxLength={200} inputMode="email" autoComplete="email" onChange={(e) => set({ email: e.target.value })} />}</Field>
          <Field label={t('mine.phone')} hint={t('mine.phoneHint')} optional error={form.wrong('phone')}>{(f) => <Input {...f} value={v.phone} maxLength={30} inputMode="tel" autoComplete="tel" onChange={(e) => set({ phone: e.target.value })} />}</Field>
          <Choices legend={t('mine.lang')} hint={t('mine.langHint')} error={form.wrong('lang')}>
            <Radio.Group value={v.lang} onChange={(e) => set({ lang: e.target.value as Me['lang'] })} options={[{ value: 'zh-CN', label: t('mine.zh') }, { value: 'en', label: t('mine.en') }]} />
          </Choices>
        </div>
        <div className="admin-foot"><Button type="primary" htmlType="submit" loading={form.busy}>{t('save')}</Button></div>
      </form>
    </Section>
  );
}
