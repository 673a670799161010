import { Badge, Dropdown } from 'antd';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { $api } from '../../api/client';
import { logout, useMe } from '../../api/people';
import { switchLang, useText } from '../../i18n';
import { Icon } from '../icons';

const typing = (el: Element | null) => el instanceof HTMLElement && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));

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
        <Link to="/notices" className="top-button" aria-label={`${t('notices')}${unread ? `，${t('inbox.unread', { n: unread })}` : ''}`}>
          <Badge count={unread} size="small" overflowCount={99}><Icon name="bell" size={20} /></Badge>
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

/** Search from anywhere: / focuses, Enter searches. */
function Search() {
  const { t } = useText();
  const go = useNavigate();
  const [params] = useSearchParams();
  const [text, setText] = useState(params.get('q') ?? '');
  const input = useRef<HTMLInputElement>(null);
  const q = params.get('q') ?? '';

  useEffect(() => setText(q), [q]);
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key === '/' && !e.ctrlKey && !e.metaKey && !typing(document.activeElement)) {
        e.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);

  const submit = (e: FormEvent) => {
    e.preventDefault();
    const needle = text.trim();
    if ([...needle].length >= 2) void go(`/?q=${encodeURIComponent(needle)}`);
    else if (needle === '') void go('/');
  };
  return (
    <form className="top-search" role="search" onSubmit={submit}>
      <Icon name="search" />
      <input ref={input} type="search" value={text} onChange={(e) => setText(e.target.value)} placeholder={t('search')} aria-label={t('search')} maxLength={100} onKeyDown={(e) => { if (e.key === 'Escape') e.currentTarget.blur(); }} />
    </form>
  );
}
