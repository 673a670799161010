import './palette.css';
import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { api } from '../../api/client';
import { begins, has, supervises, useMe } from '../../api/people';
import { referralQuery } from '../../api/referral';
import { useText } from '../../i18n';
import { boxes } from '../../pages/inbox/boxes';
import { notifyParty } from '../../pages/referral/party';
import { caseEntry, caseOf, fitting, moved, type Entry } from './palette';

/** Cases that fit, asked for once the typing pauses. */
function useCases(typed: string, may: boolean) {
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed]);
  return useQuery({
    queryKey: ['palette', q],
    enabled: may && [...q].length >= 2,
    queryFn: async ({ signal }) => {
      const { data, error } = await api.GET('/v1/referrals', { params: { query: { q, limit: 8 } }, signal });
      if (error) throw error;
      return data.items;
    },
  });
}

/** Ctrl+K: go anywhere and begin any step without the mouse. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t, say, word } = useText();
  const go = useNavigate();
  const me = useMe().data;
  const list = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const reads = me !== undefined && !has(me, 'operator');
  const here = caseOf(useLocation().pathname);
  const open = useQuery({ ...referralQuery(here ?? ''), enabled: here !== undefined && reads }).data;
  const cases = useCases(typed, reads);

  const pages = useMemo((): Entry[] => {
    const page = (to: string, text: string, more?: string): Entry => ({ key: to, group: 'pages', text, more, to });
    return [
      ...(begins(me) && reads ? [page('/new', t('newReferral'))] : []),
      ...(reads ? boxes.filter((b) => b !== 'signing' || has(me, 'head')).map((b) => page(`/?box=${b}`, word('inbox.box', b), t('inbox.group.mine'))) : []),
      page('/notices', t('notices')), ...(has(me, 'operator') ? [] : [page('/meetings', t('meetings.nav')), page('/meeting-marks', t('meetings.title'))]), page('/rules', t('rules.title')), ...(supervises(me) ? [page('/supervision-leads', t('supervisionLeads'))] : []), ...(has(me, 'admin', 'operator', 'auditor') ? [page('/admin', t('admin.title'))] : []), ...(has(me, 'admin', 'auditor') ? [page('/interfaces', t('hooks.title'))] : []), page('/me', t('me')),
    ];
  }, [me, reads, t, word]);
  const steps: Entry[] = (open?.actions ?? []).filter((a) => a.allowed).map((a) => ({
    key: `${a.action} ${a.paper}`, group: 'steps', text: say(a.title), more: a.paper ? t('referral.next.paper') : open!.number,
    to: a.action === notifyParty && !a.paper ? `/referrals/${open!.id}#party-notice` : `/referrals/${open!.id}?act=${a.action}${a.paper ? '&paper=1' : ''}`,
  }));
  const rows = [...fitting(steps, typed), ...(typed.trim() ? (cases.data ?? []).map(caseEntry) : []), ...fitting(pages, typed)];
  const cursor = Math.min(at, Math.max(0, rows.length - 1));

  const choose = (e: Entry | undefined) => {
    if (!e) return;
    onClose();
    void go(e.to);
  };
  const key = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return; // Enter and arrows belong to the input method
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') setAt(moved(cursor, e.key === 'ArrowDown' ? 1 : -1, rows.length));
    else if (e.key === 'Enter') choose(rows[cursor]);
    else return;
    e.preventDefault();
  };
  useEffect(() => { document.getElementById(`${list}-${cursor}`)?.scrollIntoView({ block: 'nearest' }); }, [cursor, list]);

  return (
    <Modal open title={t('palette.title')} footer={null} onCancel={onClose} width={600} style={{ top: 80 }} destroyOnHidden>
      <input className="palette-input" autoFocus role="combobox" aria-expanded="true" aria-controls={list} aria-activedescendant={rows.length ? `${list}-${cursor}` : undefined} aria-label={t('palette.title')} placeholder={t('palette.hint')}
        value={typed} maxLength={100} onChange={(e) => { setTyped(e.target.value); setAt(0); }} onKeyDown={key} />
      <ul className="palette" id={list} role="listbox" aria-label={t('palette.title')}>
        {rows.map((e, i) => (
          <li key={`${e.group} ${e.key}`} id={`${list}-${i}`} role="option" aria-selected={i === cursor} onClick={() => choose(e)} onMouseMove={() => setAt(i)}>
            <span>{e.text}</span><span className="quiet">{t(`palette.group.${e.group}`)}{e.more && ` · ${e.more}`}</span>
          </li>
        ))}
      </ul>
      {rows.length === 0 && <p className="palette-none quiet" role="status">{cases.isFetching ? t('loading') : t('palette.none')}</p>}
      <p className="quiet palette-keys">{t('palette.keys')}</p>
    </Modal>
  );
}
