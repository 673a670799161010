import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { noteQuality, useQuality, useRenewMeetings, type QualityRow } from '../../api/meetings';
import { Empty } from '../../components/Empty';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useMeetingWords } from '../../i18n/meeting';
import { Loaded } from '../admin/parts/Part';
import { useSend } from './NewMeeting';
import { Period, periodOf } from './Period';

const shown = 100; // rows that are drawn at once
const worse = ['late', 'overdue', 'supplements', 'hops'];

/** How organs worked together over a period (协作质量); each number opens to its rows, and an organ explains its own. */
export function Quality({ tab = 'quality' }: { tab?: string }) {
  const { say } = useText();
  const w = useMeetingWords();
  const [params, setParams] = useSearchParams();
  const { from, to } = periodOf(params);
  const organ = params.get('organ') ?? '';
  const of = params.get('of') ?? '';
  const quality = useQuality(from, to);
  const [row, setRow] = useState<QualityRow>();
  const go = (part: Record<string, string>) => setParams({ tab, from, to, ...(organ ? { organ, of } : {}), ...part }, { replace: true });
  const open = quality.data?.organs.find((o) => o.agency === organ);
  const indicator = open?.indicators.find((x) => x.id === of);
  return (
    <>
      <Section title={w.tabs.quality}>
        <Period from={from} to={to} onChange={go} />
        <p className="quiet">{w.qualityHelp}</p>
        {quality.isError ? <ProblemNote error={quality.error} /> : (
          <Loaded of={quality}>{(q) => (q.organs.length === 0 ? <Empty title={w.noQuality} /> : (
            <table className="admin-table">
              <thead><tr><th scope="col">{w.col.agency}</th>{q.organs[0]!.indicators.map((x) => <th scope="col" key={x.id}>{say(x.title)}</th>)}</tr></thead>
              <tbody>{q.organs.map((o) => (
                <tr key={o.agency}>
                  <td>{o.name} {o.agency === q.mine && <Tag tone="blue">{w.ours}</Tag>}</td>
                  {o.indicators.map((x) => <td key={x.id} data-label={say(x.title)} className="num">{x.n === 0 ? 0 : <Button size="small" type={organ === o.agency && of === x.id ? 'primary' : 'default'} aria-label={w.qualityOpen(o.name, say(x.title), x.n)} onClick={() => go({ organ: o.agency, of: x.id })}>{x.n}</Button>}{x.rows.some((r) => r.note) && <div className="quiet">{w.qualityNotes(x.rows.filter((r) => r.note).length)}</div>}</td>)}
                </tr>
              ))}</tbody>
            </table>
          ))}</Loaded>
        )}
      </Section>
      {open && indicator && indicator.n > 0 && (
        <Section title={`${open.name} · ${say(indicator.title)}`}>
          <ul className="meet-rows">{indicator.rows.slice(0, shown).map((r, i) => (
            <li key={`${r.number}-${i}`}>
              <Link to={`/referrals/${r.case}`} className="num">{r.number}</Link>
              <span>{say(r.what)}{r.note && <span className="meet-said">{w.qualitySaid(open.name)}{r.note}</span>}</span>
              <span className="quiet num">{r.on}{r.days ? ` · ${w.bulletinLate(r.days)}` : ''}{open.agency === quality.data?.mine && worse.includes(of) && <> <Button size="small" onClick={() => setRow(r)}>{w.explain}</Button></>}</span>
            </li>
          ))}</ul>
          {indicator.n > shown && <p className="quiet">{w.bulletinMore(indicator.n - shown)}</p>}
        </Section>
      )}
      {row && <Explain row={row} indicator={of} onClose={() => setRow(undefined)} />}
    </>
  );
}

function Explain({ row, indicator, onClose }: { row: QualityRow; indicator: string; onClose: () => void }) {
  const { t } = useText();
  const w = useMeetingWords();
  const { message } = App.useApp();
  const renew = useRenewMeetings();
  const { busy, error, run, wrong } = useSend();
  const [text, setText] = useState(row.note ?? '');
  const save = () => void run(async () => {
    await noteQuality(row.case, { indicator: indicator as 'late', text: text.trim() });
    await renew();
    void message.success(w.done);
    onClose();
  });
  return (
    <Modal open title={`${w.explain} · ${row.number}`} className="meet-dialog" onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={text.trim().length < 2} onClick={save}>{w.do}</Button></>}>
      <p>{w.explainHelp}</p>
      <Field label={w.explain} required wide error={wrong.get('text')}>{(f) => <Input.TextArea {...f} rows={3} maxLength={500} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
      {error !== undefined && <ProblemNote error={error} />}
    </Modal>
  );
}
