import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useDeferredValue, useState } from 'react';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { linkReferrals, useFamily } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Field } from '../../components/Field';
import { StateTag, Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useLinkWords } from '../../i18n/link';

/** Lays another case beside this one (关联): found by what the reader may search, in two clicks. */
export default function LinkDialog({ r, onClose }: { r: Referral; onClose: () => void }) {
  const { t, word } = useText();
  const w = useLinkWords();
  const { message } = App.useApp();
  const family = useFamily(r.id);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['get', '/v1/referrals', { link: q }],
    enabled: [...q].length >= 2,
    queryFn: async ({ signal }) => {
      const { data, error } = await api.GET('/v1/referrals', { params: { query: { q, limit: 10 } }, signal });
      if (error) throw error;
      return data;
    },
    placeholderData: (before) => before,
  });
  const have = new Set(family.data?.cases.map((c) => c.id));
  const rows = ([...q].length >= 2 ? found.data?.items ?? [] : []).filter((x) => x.id !== r.id);
  const link = async (id: string) => {
    setBusy(id);
    try {
      await linkReferrals(r.id, id, 'related');
      await family.refetch();
      void message.success(w.linked);
      onClose();
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'), 6);
    } finally {
      setBusy('');
    }
  };
  return (
    <Modal open title={w.title} footer={<Button onClick={onClose}>{t('close')}</Button>} onCancel={onClose}>
      <p className="quiet">{w.help}</p>
      <Field label={w.search} hint={w.searchHint} wide>{(f) => <Input {...f} autoFocus allowClear value={text} maxLength={100} onChange={(e) => setText(e.target.value)} />}</Field>
      {[...q].length >= 2 && found.isSuccess && !found.isPlaceholderData && rows.length === 0 && <p className="quiet">{w.none}</p>}
      <ul className="family">
        {rows.map((x) => (
          <li key={x.id}>
            <p><strong>{x.title}</strong> <Tag>{word('kind', x.kind)}</Tag> <StateTag state={x.state} kind={x.kind} /></p>
            <p className="quiet"><span className="num">{x.number}</span> · {x.sender.short_name} → {x.receiver?.short_name ?? t('referral.notSentYet')}</p>
            <p>{have.has(x.id) ? <span className="quiet">{w.already}</span> : <Button size="small" loading={busy === x.id} onClick={() => void link(x.id)} aria-label={`${w.link} ${x.number}`}>{w.link}</Button>}</p>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
