import '../admin/admin.css';
import './public.css';
import { useEffect, type ReactNode } from 'react';
import { NavLink } from 'react-router';
import { switchLang, useText } from '../../i18n';
import { usePublicWords } from '../../i18n/public';

/** What surrounds every public page: no login, no person, no case. */
export function PublicFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t, lang } = useText();
  const w = usePublicWords();
  useEffect(() => { document.title = `${title} · ${t('brand')}`; }, [title, t]);
  return (
    <div className="public">
      <header>
        <div className="public-head">
          <strong>{w.title}</strong>
          <nav aria-label={w.title}>
            <NavLink to="/public" end>{w.nav.plans}</NavLink>
            <NavLink to="/public/programmes">{w.nav.programmes}</NavLink>
            <NavLink to="/public/results">{w.nav.results}</NavLink>
            <NavLink to="/public/verify">{w.nav.verify}</NavLink>
          </nav>
          <button type="button" lang={lang === 'en' ? 'zh-CN' : 'en'} onClick={() => void switchLang(lang === 'en' ? 'zh-CN' : 'en')}>{t('language')}</button>
        </div>
      </header>
      <main><h1>{title}</h1>{children}</main>
    </div>
  );
}
