import '../../admin/admin.css';
import '../inspection.css';
import './site.css';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useMe } from '../../../api/people';
import { problemOf } from '../../../api/problem';
import { checkKey, useCheck, voucherSrc, type Check } from '../../../api/site';
import { Empty } from '../../../components/Empty';
import { Note } from '../../../components/Note';
import { ProblemNote } from '../../../components/ProblemNote';
import { Fold, Section } from '../../../components/Section';
import { usePageTitle } from '../../../components/shell/title';
import { Tag, type Tone } from '../../../components/Tag';
import { now } from '../../../format/clock';
import { civilDay, clockTime, spoken } from '../../../format/time';
import { useText } from '../../../i18n';
import { useLimitWords } from '../../../i18n/limits';
import { useJointWords } from '../../../i18n/joint';
import { useOtherHubWords } from '../../../i18n/otherHub';
import { useSiteWords } from '../../../i18n/site';
import { Loaded } from '../../admin/parts/Part';
import { Explained } from '../Limits';
import { CheckAct } from './CheckAct';
import { Files } from './Files';
import { FindingList } from './FindingList';
import { newest } from './draft';
import { Reach } from './Reach';
import { place } from './kept';
import { RecordForm, RecordOf } from './RecordForm';
import { useDraft } from './useDraft';
import { useOnline } from './useOnline';

export const tones: Record<string, Tone> = { planned: 'grey', begun: 'amber', done: 'blue', published: 'green', withdrawn: 'red', cancelled: 'red' };

/** One visit: approved, shown at the door, written down, ended, published. Made for a telephone. */
export default function CheckPage() {
  const w = useSiteWords();
  const { id = '' } = useParams();
  const me = useMe();
  const check = useCheck(id);
  usePageTitle(check.data?.number ?? w.title);
  if (check.isError && [404, 422].includes(problemOf(check.error).status)) return <Empty title={w.unknown} action={<p><Link to="/inspection/checks">{w.back}</Link></p>} />;
  return <Loaded of={me}>{(m) => <Loaded of={check}>{(c) => <View c={c} person={m.id ?? m.name} />}</Loaded>}</Loaded>;
}

function View({ c, person }: { c: Check; person: string }) {
  const { lang } = useText();
  const w = useSiteWords();
  const wl = useLimitWords();
  const wj = useJointWords();
  const far = useOtherHubWords();
  const cache = useQueryClient();
  const online = useOnline();
  const [act, setAct] = useState<string>();
  const taken = useCallback((next: Check) => { cache.setQueryData(checkKey(next.id), (old?: Check) => newest(old, next)); }, [cache]);
  const of = place(person, c.id);
  const records = c.actions.includes('record');
  const steps = c.actions.filter((a) => a !== 'record' && a !== 'attach');
  const today = civilDay(now());
  return (
    <div className="site">
      <div className="page-head"><h1>{c.sealed ? w.sealed : c.name}</h1><Tag tone={tones[c.state]}>{w.state[c.state]}</Tag>{c.urgent && <Tag tone="red">{w.urgent}</Tag>}{c.joint?.crossing && <Tag tone="amber">{wj.crossing}</Tag>}</div>
      <p className="insp-lead quiet"><span className="mono">{c.number}</span> · <span className="num">{c.day === today ? w.today : c.day} {w.half[c.half]}</span> · {w.kind[c.check_type]} · {c.announced ? w.announced : w.unannounced}{c.place && ` · ${c.place}`}</p>
      {!online && <div className="insp-note"><Note tone="amber" live>{w.away}</Note></div>}
      {c.urgent && c.actions.includes('approve') && c.state !== 'planned' && <div className="insp-note"><Note tone="amber">{w.afterwards}</Note></div>}
      {steps.length > 0 && <div className="insp-acts site-steps">{steps.map((a, i) => <Button key={a} type={i === 0 && a !== 'cancel' && a !== 'withdraw' ? 'primary' : 'default'} danger={a === 'cancel' || a === 'withdraw'} disabled={!online} onClick={() => setAct(a)}>{w.act[a]}</Button>)}</div>}
      <Door c={c} />
      {records ? <Writing c={c} of={of} onSent={taken} /> : c.state !== 'planned' && c.state !== 'cancelled' && <Section title={w.record}><RecordOf c={c} agency={c.mine} /></Section>}
      {(records || c.files.length > 0) && <Files c={c} of={of} onSent={taken} />}
      {!records && c.findings.length > 0 && <FindingList c={c} onDone={taken} />}
      {c.state !== 'planned' && c.agencies.length > 1 && <Section title={w.others} flush>{c.agencies.filter((a) => a.id !== c.mine).map((a) => <Fold key={a.id} title={`${a.short_name} · ${w.edition(a.edition)}`}><RecordOf c={c} agency={a.id} /></Fold>)}</Section>}
      <Section title={w.col.purpose}>
        <dl className="insp-hash insp-plain">
          <dt>{w.col.purpose}</dt><dd>{c.purpose}</dd>
          {c.urgent && <><dt>{w.why}</dt><dd>{c.urgent}</dd></>}
          {c.code && <><dt>{w.form.code}</dt><dd className="mono">{c.code}</dd></>}
          {c.plan && <><dt>{w.plan}</dt><dd><Link to={`/inspection/plans/${c.plan}`}>{w.plan}</Link></dd></>}
          {c.joint && <><dt>{wj.withPartner}</dt><dd>{c.joint.partner.name} <Tag tone="blue">{far.mark(c.joint.hub)}</Tag> <Link to={`/referrals/${c.joint.case}`}>{c.joint.number}</Link></dd></>}
          {c.district && <><dt>{wl.district}</dt><dd>{c.district}</dd></>}
          {c.frequency && <><dt>{wl.col}</dt><dd><Explained f={c.frequency} /></dd></>}
          {c.over_cap && <><dt>{wl.over}</dt><dd>{c.over_cap}</dd></>}
          {(c.outside || c.agencies.some((a) => a.letter)) && <><dt>{wl.letter}</dt><dd>{c.agencies.filter((a) => a.letter || a.id === c.mine).map((a) => <div key={a.id}>{a.short_name} {a.letter ? <>{a.letter.organ} {a.letter.number} <span className="num">{a.letter.on}</span> {a.letter.case && <Link to={`/referrals/${a.letter.case}`}>{a.letter.case_number || wl.referral}</Link>}</> : <Tag tone="amber">{wl.noLetter}</Tag>}</div>)}</dd></>}
          <dt>{w.approvals}</dt><dd>{c.agencies.map((a) => <span key={a.id} className="site-approval">{a.short_name} <Tag tone={a.approved_at ? 'green' : 'amber'}>{a.approved_at ? `${w.approvedAt} ${spoken(a.approved_at, now(), lang)}` : w.notApproved}</Tag></span>)}</dd>
          {c.conclusion && <><dt>{w.conclusion}</dt><dd>{w.conclusions[c.conclusion]} {c.summary}</dd></>}
          {c.publish_by && c.state === 'done' && <><dt>{w.act.publish}</dt><dd>{w.publishBy(c.publish_by)}</dd></>}
        </dl>
      </Section>
      {act && <CheckAct c={c} act={act} onClose={() => setAct(undefined)} onDone={taken} />}
    </div>
  );
}

/** What is shown at the door: voucher or official code, officers with their certificates. */
function Door({ c }: { c: Check }) {
  const w = useSiteWords();
  const far = useOtherHubWords();
  const [large, setLarge] = useState(false);
  const shown = c.state === 'planned' || c.state === 'begun';
  const card = (
    <div className="site-door">
      {c.voucher ? <figure className={large ? 'site-code site-code-large' : 'site-code'}><button type="button" onClick={() => setLarge(!large)} aria-label={w.enlarge}><img src={voucherSrc(c.id)} alt={w.codeAlt} /></button></figure> : <p className="quiet">{w.noVoucher}</p>}
      <div>
        {c.official_code && <p className="site-official">{w.officialCode} <strong className="mono">{c.official_code}</strong></p>}
        {c.voucher && <p className="quiet">{w.voucherHelp}</p>}
        <p><strong>{w.certificates}</strong></p>
        <ul className="site-officers">{c.officers.map((o) => <li key={o.id}><span className="quiet">{c.agencies.find((a) => a.id === o.agency)?.short_name}</span> {o.name} <span className="mono">{o.certificate}</span>{o.reply && <> <Tag tone={o.reply === 'yes' ? 'green' : 'red'}>{o.reply === 'yes' ? w.comes : w.comesNot}</Tag>{o.reply_note && <span className="quiet"> {o.reply_note}</span>}</>}{c.state === 'planned' && <Reach c={c} o={o} />}</li>)}{c.joint?.members.map((m) => <li key={m.certificate}><span className="quiet">{c.joint!.partner.short_name}</span> {m.name} <span className="mono">{m.certificate}</span> <Tag tone="blue">{far.mark(c.joint!.hub)}</Tag></li>)}</ul>
      </div>
      {c.voucher && <details className="site-text"><summary>{w.verifyText}</summary><p className="mono wrap-any">{c.voucher}</p></details>}
    </div>
  );
  return shown ? <Section title={w.voucher}>{card}</Section> : <Section title={w.voucher} flush><Fold title={w.certificates}>{card}</Fold></Section>;
}

/** The record of my agency while the visit goes on. */
function Writing({ c, of, onSent }: { c: Check; of: string; onSent: (c: Check) => void }) {
  const w = useSiteWords();
  const { kept, standing, stored, clashes, error, change, send, settle } = useDraft(of, c, onSent);
  if (!kept) return null;
  const wrong = new Map((error === undefined ? [] : problemOf(error).errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const tone: Record<typeof standing, Tone> = { sent: 'green', kept: 'blue', sending: 'blue', offline: 'amber', overtaken: 'red', refused: 'red' };
  return (
    <>
      <div className="site-draft" role="status">
        <Tag tone={tone[standing]}>{w.standing[standing]}</Tag>{standing !== 'sent' && kept.at && <span className="quiet num"> {w.savedAt(clockTime(new Date(kept.at)))}</span>}
        {standing !== 'sent' && standing !== 'overtaken' && <Button type="primary" loading={standing === 'sending'} onClick={() => void send()}>{w.submit}</Button>}
      </div>
      {!stored && <Note tone="red" live>{w.notStored}</Note>}
      {standing === 'overtaken' && <div className="insp-note"><Note tone="red" title={w.standing.overtaken}><p>{w.joinHelp}</p><div className="insp-acts"><Button type="primary" onClick={() => void settle('join')}>{w.join}</Button><Button danger onClick={() => void settle('drop')}>{w.dropMine}</Button></div></Note></div>}
      {clashes.length > 0 && <div className="insp-note"><Note tone="amber" title={w.clashed}><ul className="note-list">{c.items.filter((x) => clashes.includes(x.id)).map((x) => <li key={x.id}>{x.title}</li>)}</ul></Note></div>}
      {standing === 'refused' && <div className="insp-note"><ProblemNote error={error} /></div>}
      <RecordForm c={c} draft={kept.draft} change={change} wrong={wrong} />
    </>
  );
}

