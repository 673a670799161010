import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Input, Modal } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Intent } from '../../api/http';
import { begins, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { useProcedures } from '../../api/procedures';
import { accept, beginSeries, deriveReferral, useFamily } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { useText } from '../../i18n';
import { useLinkWords } from '../../i18n/link';

const LinkDialog = lazy(() => import('./LinkDialog'));

/** Go on from this case: it becomes something else, or another authority gets its part. Nothing is typed again. */
export function Derive({ r }: { r: Referral }) {
  const { t, say } = useText();
  const go = useNavigate();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const intent = useRef(new Intent());
  const family = useFamily(r.id);
  const w = useLinkWords();
  const [linking, setLinking] = useState(false);
  const [basis, setBasis] = useState<string>(); // asked for before a series is begun
  const kinds = (useProcedures().data?.items ?? []).filter((p) => p.allowed);
  const links = begins(useMe().data);
  if (kinds.length === 0 && !links) return null;
  const begin = async (kind: string, relation: 'upgraded' | 'part') => {
    const body = { kind, relation };
    try {
      const made = accept(cache, await deriveReferral(r.id, body, intent.current.keyFor(body)));
      intent.current.done();
      void go(`/referrals/${made.id}/draft?step=facts`);
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'), 6);
    }
  };
  // One claim for each of several who owe: they stand in the family of this case.
  const series = async () => {
    const body = { kind: 'compensation', basis: (basis ?? '').trim() };
    try {
      const made = await beginSeries(r.id, body, intent.current.keyFor(body));
      intent.current.done();
      setBasis(undefined);
      void family.refetch();
      void message.success(t('claim.series.begun', { n: made.cases.filter((c) => c.kind === 'compensation').length }), 6);
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'), 6);
    }
  };
  const many = r.kind !== 'compensation' && r.parties.length > 1 && kinds.some((p) => p.kind === 'compensation');
  const part = r.relation === 'sender' && kinds.some((p) => p.kind === r.kind);
  const items = [
    ...(many ? [{ key: 'series', label: t('claim.series.begin', { n: r.parties.length }) }, { type: 'divider' as const }] : []),
    ...(part ? [{ key: 'part', label: t('referral.derive.part') }, { type: 'divider' as const }] : []),
    { key: 'up', type: 'group' as const, label: t('referral.derive.upgrade'), children: kinds.filter((p) => p.kind !== r.kind).map((p) => ({ key: p.kind, label: say(p.title) })) },
    ...(links ? [{ type: 'divider' as const }, { key: 'link', label: w.open }] : []),
  ];
  return (
    <>
    {basis !== undefined && (
      <Modal open title={t('claim.series.begin', { n: r.parties.length })} onCancel={() => setBasis(undefined)} footer={<><Button onClick={() => setBasis(undefined)}>{t('cancel')}</Button><Button type="primary" disabled={!basis.trim()} onClick={() => void series()}>{t('claim.series.do')}</Button></>}>
        <Field label={t('claim.series.basis')} required wide>{(f) => <Input.TextArea {...f} rows={3} maxLength={4000} value={basis} onChange={(e) => setBasis(e.target.value)} />}</Field>
      </Modal>
    )}
    {linking && <Suspense><LinkDialog r={r} onClose={() => setLinking(false)} /></Suspense>}
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => void (key === 'link' ? setLinking(true) : key === 'series' ? setBasis('') : key === 'part' ? begin(r.kind, 'part') : begin(key, 'upgraded')) }}>
      <Button icon={<Icon name="arrow" />}>{t('referral.derive.button')}</Button>
    </Dropdown>
    </>
  );
}
