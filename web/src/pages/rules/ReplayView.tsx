import { Link } from 'react-router';
import type { PackReplay } from '../../api/types';
import { Note } from '../../components/Note';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

/** What a pack would do: its faults with their lines, or the clocks with another line. */
export function ReplayView({ r }: { r: PackReplay }) {
  const { t, say, word } = useText();
  if (r.problems.length > 0) {
    return (
      <Note tone="red" live title={t('rules.packs.problems', { n: r.problems.length })}>
        <ul className="pack-problems">{r.problems.map((p, i) => <li key={i}><span className="mono">{p.line > 0 ? t('rules.packs.line', { n: p.line }) : t('rules.packs.wholeFile')}</span> {say(p.text)}</li>)}</ul>
      </Note>
    );
  }
  const moves = r.moved.filter((m) => m.moves).length;
  return (
    <>
      <Note tone={moves > 0 ? 'amber' : 'green'} live title={t('rules.packs.sound')}>
        <p>{t('rules.packs.replayed', { open: r.open, moves, keeps: r.moved.length - moves, settled: r.settled })}</p>
      </Note>
      {r.moved.length > 0 && (
        <table className="grid pack-moves">
          <caption className="sr">{t('rules.packs.moved')}</caption>
          <thead><tr><th scope="col">{t('rules.packs.col.case')}</th><th scope="col">{t('rules.packs.col.rule')}</th><th scope="col">{t('rules.packs.col.old')}</th><th scope="col">{t('rules.packs.col.new')}</th><th scope="col">{t('rules.packs.col.why')}</th></tr></thead>
          <tbody>
            {r.moved.map((m, i) => (
              <tr key={i}>
                <td className="grid-head"><span className="num">{m.number}</span><div className="quiet">{word('kind', m.kind)} · {m.owes}</div></td>
                <td data-label={t('rules.packs.col.rule')}><Link to={`/rules/${m.rule}`}>{say(m.title)}</Link><div className="quiet mono">{m.edition}{m.new_edition && m.new_edition !== m.edition && ` → ${m.new_edition}`}</div></td>
                <td data-label={t('rules.packs.col.old')} className="num">{stamp(m.old_due)}</td>
                <td data-label={t('rules.packs.col.new')} className="num">{m.new_due ? stamp(m.new_due) : t('rules.packs.noLine')}</td>
                <td data-label={t('rules.packs.col.why')}><Tag tone={m.moves ? 'amber' : 'grey'}>{t(m.moves ? 'rules.packs.moves' : 'rules.packs.keeps')}</Tag> <span className="quiet">{say(m.why)}</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
