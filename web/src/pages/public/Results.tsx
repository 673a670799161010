import { useState } from 'react';
import { usePublicResults } from '../../api/public';
import { Empty } from '../../components/Empty';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { usePublicWords } from '../../i18n/public';
import { Loaded } from '../admin/parts/Part';

/** Published results, of one plan or of all. */
export function Results({ plan }: { plan: string }) {
  const w = usePublicWords();
  const [before, setBefore] = useState('');
  const results = usePublicResults(plan, before);
  const query = plan ? `?plan=${plan}` : '';
  return (
    <Section title={w.nav.results} flush extra={<span className="public-files"><a href={`/v1/public/results${query}`}>{w.json}</a><a href={`/v1/public/results.csv${query}`}>{w.csv}</a></span>}>
      <Loaded of={results}>{({ items, next }) => items.length === 0 ? <Empty title={w.noResults}>{w.noResultsHelp}</Empty> : (
        <>
          {items.map((r) => (
            <div className="public-card" key={r.number}>
              <p><strong>{r.object || w.withdrawnTag}</strong> {r.code && <span className="mono quiet">{r.code}</span>} {r.withdrawn ? <Tag tone="red">{w.withdrawnTag}</Tag> : <Tag tone={r.conclusion === 'clean' ? 'green' : 'amber'}>{w.conclusion[r.conclusion]}</Tag>} {r.findings > 0 && <span className="quiet">{w.findings(r.findings)}</span>}</p>
              <p className="quiet"><span className="num">{r.day}</span> · {r.agencies.join('、')}{r.checks.length > 0 && ` · ${r.checks.join('、')}`} · <span className="mono">{r.number}</span></p>
              {r.summary && <p>{r.summary}</p>}
              {r.withdrawn && <p>{w.withdrawn(stamp(r.withdrawn.at).slice(0, 10), r.withdrawn.reason)}</p>}
            </div>
          ))}
          {(next || before) && <div className="public-card public-tools">{before && <button type="button" className="link" onClick={() => setBefore('')}>{w.first}</button>}{next && <button type="button" className="link" onClick={() => setBefore(next)}>{w.more}</button>}</div>}
        </>
      )}</Loaded>
    </Section>
  );
}
