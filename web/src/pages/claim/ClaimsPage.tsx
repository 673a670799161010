import './claims.css';
import '../../components/field.css';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { claimsWorkbookPath, openScreening, useClaims, useScreenings, type ClaimLine, type RegisterQuery } from '../../api/claims';
import { claims, useMe } from '../../api/people';
import { DateInput } from '../../components/DateInput';
import { Empty } from '../../components/Empty';
import { Choices, Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { StateTag, Tag } from '../../components/Tag';
import { now } from '../../format/clock';
import { yuan } from '../../format/size';
import { useClaimWords } from '../../i18n/claims';

/** 损害赔偿台账: claims of the organ with their sums, and the rounds in which leads are screened. */
export default function ClaimsPage() {
  const w = useClaimWords();
  const me = useMe().data;
  const [params, setParams] = useSearchParams();
  const rounds = params.get('tab') === 'rounds';
  usePageTitle(w.title);
  if (me && !claims(me)) return <><div className="page-head"><h1>{w.title}</h1></div><div className="section"><Empty title={w.noAccess}>{w.noAccessHelp}</Empty></div></>;
  return (
    <>
      <div className="page-head">
        <h1>{w.title}</h1>
        <div className="page-extra no-print"><Segmented value={rounds ? 'rounds' : 'register'} onChange={(v) => setParams(v === 'rounds' ? { tab: 'rounds' } : {}, { replace: true })} options={[{ value: 'register', label: w.tabs.register }, { value: 'rounds', label: w.tabs.rounds }]} /></div>
      </div>
      {rounds ? <Rounds enabled={me !== undefined} /> : <Register enabled={me !== undefined} params={params} setParams={setParams} />}
    </>
  );
}

function Register({ enabled, params, setParams }: { enabled: boolean; params: URLSearchParams; setParams: ReturnType<typeof useSearchParams>[1] }) {
  const w = useClaimWords();
  const query: RegisterQuery = { ...(params.get('year') ? { year: Number(params.get('year')) } : {}), ...(params.get('major') ? { major: true } : {}), ...(params.get('cross') ? { cross_province: true } : {}) };
  const q = useClaims(query, enabled);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value); else next.delete(name);
    setParams(next, { replace: true });
  };
  const years = Array.from({ length: 5 }, (_, i) => String(now().getFullYear() - i));
  return (
    <>
      <div className="claims-filter no-print">
        <label>{w.year} <select value={params.get('year') ?? ''} onChange={(e) => set('year', e.target.value)}><option value="">{w.allYears}</option>{years.map((y) => <option key={y}>{y}</option>)}</select></label>
        <Checkbox checked={Boolean(query.major)} onChange={(e) => set('major', e.target.checked ? '1' : '')}>{w.major}</Checkbox>
        <Checkbox checked={Boolean(query.cross_province)} onChange={(e) => set('cross', e.target.checked ? '1' : '')}>{w.cross}</Checkbox>
        <a href={claimsWorkbookPath(query)} download><Button icon={<Icon name="down" />}>{w.xlsx}</Button></a>
      </div>
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {q.isPending && <Skeleton active />}
      {q.data && q.data.items.length === 0 && <div className="section"><Empty title={w.none}>{w.noneHelp}</Empty></div>}
      {q.data && q.data.items.length > 0 && (
        <div className="section">
          <p className="quiet claims-unit">{w.unit}{q.data.more && ` · ${w.more}`}</p>
          <table className="claims">
            <thead><tr><th>{w.col.case}</th><th>{w.col.state}</th><th className="num">{w.col.assessed}</th><th className="num">{w.col.agreed}</th><th className="num">{w.col.paid}</th><th className="num">{w.col.open}</th><th>{w.col.works}</th></tr></thead>
            <tbody>{q.data.items.map((l) => <Line key={l.case} l={l} />)}</tbody>
            <tfoot><tr><th colSpan={2}>{w.sum}</th><td className="num" data-label={w.col.assessed}>{yuan(q.data.assessed_fen)}</td><td className="num" data-label={w.col.agreed}>{yuan(q.data.agreed_fen)}</td><td className="num" data-label={w.col.paid}>{yuan(q.data.paid_fen)}</td><td className="num" data-label={w.col.open}>{yuan(q.data.agreed_fen - q.data.paid_fen)}</td><td /></tr></tfoot>
          </table>
        </div>
      )}
    </>
  );
}

function Line({ l }: { l: ClaimLine }) {
  const w = useClaimWords();
  return (
    <tr>
      <td>
        <Link to={`/referrals/${l.case}`}>{l.title}</Link> {l.major && <Tag tone="amber">{w.majorTag}</Tag>} {l.cross_province && <Tag tone="blue">{w.crossTag}</Tag>}
        <div className="quiet"><span className="num">{l.number}</span> · {l.owes}{l.channel && ` · ${w.channels[l.channel] ?? l.channel}`}{l.round && ` · ${w.round(Number(l.round.split('-')[0]), Number(l.round.split('-')[1]))}`}</div>
      </td>
      <td data-label={w.col.state}><StateTag state={l.state} kind="compensation" />{l.arrears_fen > 0 && <div><Tag tone="red">{w.arrears(yuan(l.arrears_fen))}</Tag></div>}</td>
      <td className="num" data-label={w.col.assessed}>{l.assessed_fen > 0 ? yuan(l.assessed_fen) : '–'}</td>{[[w.col.agreed, l.agreed_fen], [w.col.paid, l.paid_fen], [w.col.open, l.open_fen]].map(([label, fen]) => <td key={label} className="num" data-label={label}>{l.agreed_fen > 0 ? yuan(Number(fen)) : '–'}</td>)}
      <td data-label={w.col.works} className={l.works_late > 0 ? 'claims-late' : undefined}>{w.worksOf(l.works_open, l.works, l.works_late)}</td>
    </tr>
  );
}

function Rounds({ enabled }: { enabled: boolean }) {
  const w = useClaimWords();
  const q = useScreenings(enabled);
  const [opening, setOpening] = useState(false);
  return (
    <>
      <p className="claims-lead">{w.roundsLead}</p>
      {q.data?.may && <p className="no-print"><Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpening(true)}>{w.newRound}</Button></p>}
      {opening && <NewRound onClose={() => setOpening(false)} />}
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {q.isPending && <Skeleton active />}
      {q.data && q.data.items.length === 0 && <div className="section"><Empty title={w.noRounds}>{w.noRoundsHelp}</Empty></div>}
      {q.data && q.data.items.length > 0 && (
        <ul className="section claims-rounds">{q.data.items.map((r) => (
          <li key={r.id}>
            <Link to={`/claims/rounds/${r.id}`}>{w.round(r.year, r.round)}{'：'}{r.title}</Link> <Tag tone={r.state === 'open' ? 'blue' : 'grey'}>{w.states[r.state]}</Tag>
            <div className="quiet"><span className="num">{r.from} — {r.to}</span> · {w.found(r.found, r.claims, r.waiting)}</div>
          </li>
        ))}</ul>
      )}
    </>
  );
}

const channels = ['inspection', 'incident', 'penalty', 'crime', 'red_line', 'supervision', 'report', 'above', 'procuratorate', 'other'] as const;

function NewRound({ onClose }: { onClose: () => void }) {
  const w = useClaimWords();
  const go = useNavigate();
  const cache = useQueryClient();
  const [v, setV] = useState({ title: '', from: '', to: '', sources: ['penalty', 'supervision', 'report', 'above'] as Array<(typeof channels)[number]> });
  const [error, setError] = useState<unknown>();
  const [tried, setTried] = useState(false);
  const miss = (s: string) => (tried && !s.trim() ? w.required : undefined);
  const run = async () => {
    setTried(true);
    if (!v.title.trim() || !v.from || !v.to || v.sources.length === 0) return;
    try {
      const made = await openScreening({ ...v, title: v.title.trim() });
      void cache.invalidateQueries({ queryKey: ['get', '/v1/screenings'] });
      void go(`/claims/rounds/${made.id}`);
    } catch (err) {
      setError(err);
    }
  };
  return (
    <Modal open title={w.newRound} onCancel={onClose} onOk={() => void run()} okText={w.open} maskClosable={false}>
      {error !== undefined && <ProblemNote error={error} />}
      <div className="form">
        <Field label={w.roundTitle} required error={miss(v.title)} wide>{(f) => <Input {...f} maxLength={120} value={v.title} onChange={(e) => setV({ ...v, title: e.target.value })} />}</Field>
        <Field label={w.from} required error={miss(v.from)}>{(f) => <DateInput {...f} value={v.from} onChange={(from) => setV({ ...v, from })} />}</Field>
        <Field label={w.to} required error={miss(v.to)}>{(f) => <DateInput {...f} value={v.to} min={v.from || undefined} onChange={(to) => setV({ ...v, to })} />}</Field>
        <Choices legend={w.sources} required error={tried && v.sources.length === 0 ? w.required : undefined}>
          <Checkbox.Group value={v.sources} onChange={(sources) => setV({ ...v, sources: sources as typeof v.sources })} options={channels.map((value) => ({ value, label: w.channels[value] ?? value }))} />
        </Choices>
      </div>
    </Modal>
  );
}
