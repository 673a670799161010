import 'antd/dist/antd.css';
import './shell.css';
import '../section.css';
import { useQueryClient } from '@tanstack/react-query';
import { App, ConfigProvider, Drawer } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Outlet, useLocation, useNavigation } from 'react-router';
import { listen } from '../../api/stream';
import { useMe } from '../../api/people';
import { useText } from '../../i18n';
import { Boundary } from '../Boundary';
import { Header } from './Header';
import { Nav } from './Nav';
import { useTabTitle } from './title';
import { theme } from './theme';

type Locale = typeof zhCN;

const Palette = lazy(() => import('./Palette'));

/** Whether Ctrl+K has been pressed; it leaves a dialog that is open alone. */
function usePalette() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.key.toLowerCase() !== 'k') return;
      e.preventDefault(); // the browser would search the web
      if (!document.querySelector('.ant-modal-wrap:not([style*="none"])')) setOpen(true);
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);
  return { open, close: () => setOpen(false) };
}

/** The frame of every page after login. */
export default function Shell() {
  const { t, lang } = useText();
  const [locale, setLocale] = useState<Locale>(zhCN);
  const [drawer, setDrawer] = useState(false);
  const palette = usePalette();
  const cache = useQueryClient();
  const me = useMe();
  const { pathname, search } = useLocation();
  const busy = useNavigation().state !== 'idle';
  // A new draft gets its own address while somebody types: the page must stay the same.
  const draft = /^\/(new|referrals\/[^/]+\/draft)$/.test(pathname);
  useTabTitle();

  useEffect(() => {
    if (lang === 'en') void import('antd/locale/en_US').then((m) => setLocale(m.default));
    else setLocale(zhCN);
  }, [lang]);
  useEffect(() => listen(cache), [cache]);
  useEffect(() => setDrawer(false), [pathname, search]);

  return (
    <ConfigProvider theme={theme} locale={locale} button={{ autoInsertSpace: false }}>
      <App className="shell">
        <a className="skip" href="#main">{t('skip')}</a>
        {busy && <div className="shell-busy" role="progressbar" aria-label={t('loading')} />}
        <Header onMenu={() => setDrawer(true)} />
        <div className="shell-body">
          <aside className="shell-side"><Nav /></aside>
          <Drawer open={drawer} onClose={() => setDrawer(false)} placement="left" size={260} title={t('menu')} styles={{ body: { padding: '8px 12px' } }}>
            <Nav />
          </Drawer>
          <main id="main" className="shell-main" tabIndex={-1}>
            {me.data?.agency.synthetic && <p className="shell-synthetic">{t('syntheticLong')}</p>}
            <Boundary key={draft ? 'draft' : pathname}><Outlet /></Boundary>
          </main>
        </div>
        {palette.open && <Suspense fallback={null}><Palette onClose={palette.close} /></Suspense>}
      </App>
    </ConfigProvider>
  );
}
