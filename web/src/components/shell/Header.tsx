import { Badge, Dropdown } from 'antd';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { $api } from '../../api/client';
import { logout, useMe } from '../../api/people';
import { switchLang, useText } from '../../i18n';
import { Icon } from '../icons';

const typing = (el: Element | null) => el instanceof HTMLElement && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));

/** As many unread notices are counted; above, name and number both say 99+. */
const most = 99;

export function Header({ onMenu }: { onMenu: () => void }) {
  const { t, lang, word } = useText();
  const me = useMe().data;
  const counts = $api.useQuery('get', '/v1/referral-counts', {}, { retry: false }).data;
  const unread = counts?.unread ?? 0;
  return (
    <header className="top">
      <button type="button" className="top-button top-menu" onClick={onMenu} aria-label={t('menu')}><Icon name="menu" size={20} /></button>
      <Link to="/" className="top-brand"><strong>{t('brand')}</strong><span>{t('brandLong')}</span></Link>
      <Search />
      <div className="top-tools">
        <button type="button" className="top-button" lang={lang === 'en' ? 'zh-CN' : 'en'} onClick={() => void switchLang(lang === 'en' ? 'zh-CN' : 'en')}>{t('language')}</button>
        <Link to="/notices" className="top-button" aria-label={`${t('notices')}${unread ? `，${t('inbox.unread', { n: unread > most ? `${most}+` : unread })}` : ''}`}>
          <Badge count={unread} size="small" overflowCount={most}><Icon name="bell" size={20} /></Badge>
        </Link>
        <Dropdown trigger={['click']} menu={{ items: [
          { key: 'me', label: <Link to="/me">{t('me')}</Link> },
          { key: 'out', label: t('logout'), onClick: () => void logout() },
        ] }}>
          <button type="button" className="top-button top-me">
            <Icon name="user" size={18} /><span className="sr">{t('account')}</span>
            {me && <span className="top-who"><span>{me.name}</span><small>{me.agency.short_name} · {me.functions.map((f) => word('function', f)).join('、')}</small></span>}
          </button>
        </Dropdown>
      </div>
    </header>
  );
}

/** How long a reader pauses before what was typed is looked for. */
const pause = 250;

/** Search from anywhere: / focuses, Enter searches; in the inbox results come as one types. */
function Search() {
  const { t } = useText();
  const go = useNavigate();
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const q = pathname === '/' ? params.get('q') ?? '' : ''; // other pages search their own lists
  const [text, setText] = useState(q);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The address wins, except over what is being typed.
  useEffect(() => { if (document.activeElement !== input.current) setText(q); }, [q]);
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key === '/' && !e.ctrlKey && !e.metaKey && !typing(document.activeElement)) {
        e.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    addEventListener('keydown', key);
    return () => { removeEventListener('keydown', key); clearTimeout(timer.current); };
  }, []);

  const search = (typed: string, replace: boolean) => {
    clearTimeout(timer.current);
    const needle = typed.trim();
    if (needle === q) return;
    const next = pathname === '/' ? new URLSearchParams(params) : new URLSearchParams();
    if ([...needle].length >= 2) next.set('q', needle);
    else if (needle === '') next.delete('q');
    else return;
    void go(`/?${next.toString()}`, { replace });
  };
  // A syllable that an input method is still composing is no word yet.
  const later = (typed: string) => {
    clearTimeout(timer.current);
    if (pathname === '/') timer.current = setTimeout(() => search(typed, q !== ''), pause);
  };
  return (
    <form className="top-search" role="search" onSubmit={(e: FormEvent) => { e.preventDefault(); search(text, false); }}>
      <Icon name="search" />
      <input ref={input} type="search" value={text} placeholder={t('search')} aria-label={t('search')} maxLength={100}
        onChange={(e) => { setText(e.target.value); if (!(e.nativeEvent as InputEvent).isComposing) later(e.target.value); }}
        onCompositionEnd={(e) => later(e.currentTarget.value)}
        onKeyDown={(e) => { if (e.key === 'Escape') e.currentTarget.blur(); }} />
    </form>
  );
}
