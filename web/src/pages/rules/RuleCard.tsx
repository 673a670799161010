import { Button } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { $api } from '../../api/client';
import type { RuleView } from '../../api/types';
import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { civilDay, fromOffice } from '../../format/time';
import { useText } from '../../i18n';
import { ExplanationText } from '../referral/Explain';
import { period } from './RulesPage';

/** One rule in all its editions, and what it makes of a date. */
export function RuleCard({ editions }: { editions: RuleView[] }) {
  const { t, say, word } = useText();
  const [params, setParams] = useSearchParams();
  const r = editions[0]!;
  const hours = r.unit === 'hours';
  const [start, setStart] = useState(params.get('start') ?? (hours ? `${civilDay(now())}T09:00` : civilDay(now())));
  const asked = params.get('start') ?? '';
  const region = params.get('region') ?? '';
  const query = { start: asked.includes('T') ? fromOffice(asked.split('T')[0]!, asked.split('T')[1]!) : asked, ...(region ? { region } : {}) };
  const e = $api.useQuery('get', '/v1/rules/{rule}/explanation', { params: { path: { rule: r.id }, query } }, { enabled: asked !== '', retry: false });
  const regions = [...new Set(editions.map((x) => x.region).filter(Boolean))];
  return (
    <>
      <p className="no-print"><Link to="/rules">{t('rules.back')}</Link></p>
      <div className="page-head"><h1>{say(r.title)}</h1><span className="mono quiet">{r.id}</span></div>
      <div className="rule-columns">
        <div>
          {editions.map((x) => (
            <Section key={`${x.edition}${x.region ?? ''}`} title={<>{period(x, word)} · {x.region ? t('rules.region', { code: x.region }) : t('rules.everywhere')}</>} extra={<span className="quiet">{x.edition}{x.from && ` · ${t('rules.from', { from: x.from })}`}{x.to && ` ${t('rules.until', { to: x.to })}`}</span>}>
              <p>{say(x.says)}</p>
              <ul className="explain-basis">{x.basis.map((b, i) => <li key={i}>《{b.document}》{b.number && `（${b.number}）`}{b.article}</li>)}</ul>
              {(x.confidence === 'low' || x.confidence === 'flagged') && <p><Tag tone={x.confidence === 'low' ? 'grey' : 'amber'}>{t(`rules.conf.${x.confidence}`)}</Tag>{x.off && <span className="quiet"> {t('rules.off')}</span>}</p>}
              {say(x.note) && <p className="quiet">{say(x.note)}</p>}
              {x.after.length > 0 && <p className="quiet">{t('rules.after')}{x.after.map((id, i) => <span key={id}>{i > 0 && '、'}<Link to={`/rules/${id}`} className="mono">{id}</Link></span>)}</p>}
            </Section>
          ))}
        </div>
        <Section title={t('rules.try')}>
          <p className="field-hint">{t('rules.tryHelp')}</p>
          <form className="rule-try" onSubmit={(ev) => { ev.preventDefault(); setParams({ start, ...(region ? { region } : {}) }, { replace: true }); }}>
            <Field label={hours ? t('rules.startTime') : t('rules.start')}>{(f) => <DateInput {...f} time={hours} value={start} onChange={setStart} />}</Field>
            {regions.length > 0 && <Field label={t('rules.region', { code: '' })}>{(f) => <select {...f} className="plain-input" value={region} onChange={(ev) => setParams({ start, ...(ev.target.value ? { region: ev.target.value } : {}) }, { replace: true })}><option value="">{t('rules.everywhere')}</option>{regions.map((x) => <option key={x} value={x}>{x}</option>)}</select>}</Field>}
            <Button type="primary" htmlType="submit" loading={e.isFetching}>{t('rules.run')}</Button>
          </form>
          {e.isError && <ProblemNote error={e.error} />}
          {e.data && <ExplanationText e={e.data} />}
        </Section>
      </div>
    </>
  );
}
