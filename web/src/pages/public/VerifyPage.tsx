import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useVoucher, type VoucherAnswer } from '../../api/public';
import { Note } from '../../components/Note';
import { useText } from '../../i18n';
import { usePublicWords } from '../../i18n/public';
import { Loaded } from '../admin/parts/Part';
import { PublicFrame } from './PublicFrame';

/** The part of an address behind '#', or the text itself. */
const bare = (text: string) => text.trim().slice(text.trim().lastIndexOf('#') + 1);

/** Checks the voucher of a visit. A scanned QR code carries it behind the '#' of this address. */
export default function VerifyPage() {
  const w = usePublicWords();
  const here = useLocation();
  const go = useNavigate();
  const carried = bare(here.hash);
  const [text, setText] = useState(carried);
  const answer = useVoucher(carried);
  return (
    <PublicFrame title={w.verify.title}>
      <p className="public-about">{w.verify.help}</p>
      <form className="public-form" onSubmit={(e) => { e.preventDefault(); void go({ hash: bare(text) }); }}>
        <label htmlFor="voucher">{w.verify.text}</label>
        <textarea id="voucher" value={text} maxLength={4000} spellCheck={false} onChange={(e) => setText(e.target.value)} />
        <button type="submit">{w.verify.check}</button>
      </form>
      <div role="status">{carried && <Loaded of={answer}>{(a) => <Answer a={a} />}</Loaded>}</div>
      <p className="public-about">{w.verify.offline} <a href="/v1/public/key" download="hub.key">{w.key}</a></p>
    </PublicFrame>
  );
}

function Answer({ a }: { a: VoucherAnswer }) {
  const { say } = useText();
  const w = usePublicWords();
  if (!a.valid) return <div className="public-about"><Note tone="red" title={w.verify.invalid}>{say(a.reason)}</Note></div>;
  return (
    <div className="public-about">
      <Note tone={a.day === a.today ? 'green' : 'amber'} title={w.verify.valid}>
        <p>{a.day === a.today ? w.verify.today : w.verify.other(a.day ?? '')}</p>
        <dl className="public-facts">
          <dt>{w.verify.number}</dt><dd className="mono">{a.number}</dd>
          <dt>{w.verify.object}</dt><dd>{a.object} <span className="mono">{a.code}</span></dd>
          <dt>{w.verify.day}</dt><dd className="num">{a.day}</dd>
          <dt>{w.verify.purpose}</dt><dd>{a.purpose}</dd>
          {a.agencies?.map((x) => [<dt key={x.name}>{x.name}</dt>, <dd key={`${x.name}c`}>{w.verify.certificates}：<span className="mono">{x.certificates.join('、')}</span></dd>])}
        </dl>
        <p>{w.verify.ask}</p>
      </Note>
    </div>
  );
}
