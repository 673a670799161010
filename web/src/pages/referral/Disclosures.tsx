import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import { useDisclosures, type DisclosedField, type DisclosureGroup } from '../../api/peers';
import { stepUp, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { ProblemNote } from '../../components/ProblemNote';
import { Fold } from '../../components/Section';
import { Tag, type Tone } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useMessageWords } from '../../i18n/messages';

const tones: Record<string, Tone> = { given: 'blue', withheld: 'grey', shown: 'amber', sealed: 'amber' };

/** 字段披露台账: which field went to whom of another hub, under which article, and what a head may still decide to show. */
export function Disclosures({ id }: { id: string }) {
  const w = useMessageWords();
  const q = useDisclosures(id);
  if (!q.data || q.data.fields.length === 0) return null;
  return (
    <Fold title={w.ledger} count={q.data.fields.length}>
      <p className="quiet">{w.ledgerHelp}</p>
      <ul className="disclosed">{q.data.fields.map((f, i) => <Line key={i} f={f} />)}</ul>
      {q.data.open.map((g) => <Open key={g.group} id={id} g={g} onDone={() => void q.refetch()} />)}
      {q.data.fields.some((f) => !f.outgoing && f.state === 'sealed') && <p className="no-print"><a href={`/v1/referrals/${id}/disclosures/sealed.json`} download>{w.sealedFile}</a> <span className="quiet">{w.sealedHelp}</span></p>}
    </Fold>
  );
}

function Line({ f }: { f: DisclosedField }) {
  const w = useMessageWords();
  return (
    <li>
      <span>{f.outgoing ? '→' : '←'} {w.from(f.other, f.hub)}</span> <strong>{f.title}</strong> <Tag tone={tones[f.state] ?? 'grey'}>{w.fieldState[f.state]}</Tag> <span className="quiet num">{stamp(f.shown_at ?? f.at)}</span>
      <p className="quiet wrap-any">{f.basis.map((b) => `${b.document}${b.article}`).join('、')}{f.reason && `　${f.reason}`}</p>
    </li>
  );
}

function Open({ id, g, onDone }: { id: string; g: DisclosureGroup; onDone: () => void }) {
  const w = useMessageWords();
  const { say } = useText();
  const { message } = App.useApp();
  const me = useMe().data;
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const give = async () => {
    setBusy(true);
    const { error: refusal } = await api.POST('/v1/referrals/{id}/disclosures', { params: { path: { id } }, body: { group: g.group, reason } });
    setBusy(false);
    setError(refusal);
    if (!refusal) {
      void message.success(w.given);
      onDone();
    }
  };
  return (
    <div className="disclose no-print">
      <p><strong>{say(g.title)}</strong> <span className="quiet">{say(g.says)}</span></p>
      {g.may && <div className="hand-do"><Input.TextArea value={reason} onChange={(e) => setReason(e.target.value)} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={2000} aria-label={w.why} placeholder={w.why} /><Button loading={busy} disabled={reason.trim() === ''} onClick={() => void give()}>{g.sealed ? w.giveSealed : w.give}</Button></div>}
      {error !== undefined && (problemOf(error).code === 'step_up_required' ? <p><Button size="small" onClick={() => void stepUp(me, `/referrals/${id}#exchange`)}>{w.login}</Button></p> : <ProblemNote error={error} />)}
    </div>
  );
}
