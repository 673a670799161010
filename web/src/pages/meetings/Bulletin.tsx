import { Button } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { bulletinPath, useBulletin } from '../../api/meetings';
import { PaperModal } from '../../components/PaperFrame';
import { ProblemNote } from '../../components/ProblemNote';
import { Fold, Section } from '../../components/Section';
import { useText } from '../../i18n';
import { useMeetingWords } from '../../i18n/meeting';
import { Period, periodOf } from './Period';

const shown = 100; // rows of a number that are drawn at once

/** A period in figures (联席会议简报), each number open to the rows behind it. */
export function Bulletin() {
  const { say } = useText();
  const w = useMeetingWords();
  const [params, setParams] = useSearchParams();
  const { from, to } = periodOf(params);
  const [paper, setPaper] = useState(false);
  const figures = useBulletin(from, to);
  const go = (part: { from?: string; to?: string }) => setParams({ tab: 'bulletin', from, to, ...part }, { replace: true });
  const src = bulletinPath(from, to);
  return (
    <Section title={w.tabs.bulletin} extra={figures.isSuccess && <span className="meet-tools"><Button size="small" type="primary" onClick={() => setPaper(true)}>{w.bulletinPaper}</Button><a href={`${src}&format=docx`} download>{w.word}</a></span>}>
      <Period from={from} to={to} onChange={go} />
      <p className="quiet">{w.bulletinHelp}</p>
      {figures.isError && <ProblemNote error={figures.error} />}
      {figures.data?.figures.map((f) => (
        <Fold key={f.id} title={say(f.title)} count={f.n}>
          <ul className="meet-rows">{f.rows.slice(0, shown).map((r, i) => (
            <li key={`${r.number}-${i}`}>
              <Link to={r.case ? `/referrals/${r.case}` : `/meetings/${r.meeting}`} className="num">{r.number}</Link>
              <span>{say(r.what)}{r.organ && ` · ${r.organ}`}</span>
              <span className="quiet num">{r.on}{r.days ? ` · ${w.bulletinLate(r.days)}` : ''}</span>
            </li>
          ))}</ul>
          {f.n > shown && <p className="quiet">{w.bulletinMore(f.n - shown)}</p>}
        </Fold>
      ))}
      <PaperModal src={paper ? src : undefined} title={w.tabs.bulletin!} bound onClose={() => setPaper(false)} />
    </Section>
  );
}
