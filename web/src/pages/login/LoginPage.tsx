import './login.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type MouseEvent } from 'react';
import { useSearchParams } from 'react-router';
import { listIssuers, recentIssuers, rememberIssuer, type LoginChoice } from '../../api/people';
import { problemOf } from '../../api/problem';
import { switchLang, useText } from '../../i18n';

/** One character per sector, as on the doors of the buildings. */
const marks: Record<string, string> = { environment: '环', police: '警', procuratorate: '检', market: '市', court: '法', water: '水', urban: '城', forestry: '林', township: '镇', station: '测' };
const order = ['environment', 'market', 'water', 'urban', 'forestry', 'township', 'station', 'police', 'procuratorate', 'court', 'other'];
const place = (i: LoginChoice) => `${i.region} ${order.indexOf(i.sector)}`;

/**
 * Where everybody starts. It loads nothing but itself: no component library, no
 * case, no person.
 */
export default function LoginPage() {
  const { t, lang } = useText();
  const [params] = useSearchParams();
  const to = params.get('return_to') ?? '/';
  const [q, setQ] = useState('');
  const [going, setGoing] = useState('');
  const [down, setDown] = useState<LoginChoice>();
  const list = useQuery({ queryKey: ['issuers'], queryFn: listIssuers, retry: 1 });
  const recent = recentIssuers();
  const all = [...(list.data?.items ?? [])].sort((a, b) => Number(a.sector === 'other') - Number(b.sector === 'other') || place(a).localeCompare(place(b)));
  const last = recent.map((c) => all.find((i) => i.code === c)).filter((i): i is LoginChoice => Boolean(i)).slice(0, 3);
  const others = all.filter((i) => !last.includes(i) && (i.agency + i.short).includes(q.trim()));

  useEffect(() => { document.title = `${t('login.title')} · ${t('brand')}`; }, [t]);

  const address = (i: LoginChoice) => `${i.start}&return_to=${encodeURIComponent(to)}`;
  const go = async (e: MouseEvent, i: LoginChoice) => {
    if (e.metaKey || e.ctrlKey) return;
    e.preventDefault();
    setGoing(i.code);
    setDown(undefined);
    try {
      // Ask first: an issuer that is down is explained here, not on an error page.
      const answer = await fetch(address(i), { redirect: 'manual', credentials: 'same-origin' });
      if (answer.type !== 'opaqueredirect' && answer.status >= 500) {
        setDown(i);
        setGoing('');
        return;
      }
    } catch {
      // the browser's own page says more about a lost connection
    }
    rememberIssuer(i.code);
    location.assign(address(i));
  };
  const choice = (i: LoginChoice) => (
    <li key={i.code}>
      <a href={address(i)} onClick={(e) => void go(e, i)} aria-busy={going === i.code}>
        <span className={`login-mark login-${i.sector}`} aria-hidden="true">{marks[i.sector] ?? '政'}</span>
        <span><strong>{i.agency}</strong>{going === i.code && <small role="status">{t('login.going', { agency: i.short })}</small>}</span>
      </a>
    </li>
  );

  return (
    <div className="login">
      <header>
        <p className="login-brand"><strong>{t('brand')}</strong><span>{t('brandLong')}</span></p>
        <button type="button" lang={lang === 'en' ? 'zh-CN' : 'en'} onClick={() => void switchLang(lang === 'en' ? 'zh-CN' : 'en')}>{t('language')}</button>
      </header>
      <main>
        <h1>{t('login.title')}</h1>
        <p className="quiet">{t('login.choose')}{to !== '/' && ` ${t('login.returning')}`}</p>
        {down && <div className="login-down" role="alert"><strong>{t('login.down', { agency: down.agency })}</strong><p>{t('login.downHelp')}</p></div>}
        {list.isError && (
          <div className="login-down" role="alert">
            <strong>{t('login.failed')}</strong><p>{problemOf(list.error).detail || t('problem.unreachable')}</p>
            <button type="button" onClick={() => void list.refetch()}>{t('retry')}</button>
          </div>
        )}
        {list.isSuccess && all.length === 0 && <div className="login-down"><strong>{t('login.none')}</strong><p>{t('login.noneHelp')}</p></div>}
        {last.length > 0 && <><h2>{t('login.last')}</h2><ul>{last.map(choice)}</ul></>}
        {all.length > 0 && last.length > 0 && others.length > 0 && <h2>{t('login.others')}</h2>}
        {all.length > 8 && <input className="login-filter" type="search" value={q} onChange={(e) => setQ(e.target.value)} placeholder={t('login.filter')} aria-label={t('login.filter')} />}
        {q.trim() && others.length === 0 && <p className="quiet">{t('login.noMatch', { q })}</p>}
        <ul>{others.map(choice)}</ul>
        <p className="login-notice quiet">{t('login.notice')}</p>
      </main>
    </div>
  );
}
