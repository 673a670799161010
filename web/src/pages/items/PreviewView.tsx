import type { ItemListPreview } from '../../api/items';
import { Note } from '../../components/Note';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useItemWords } from '../../i18n/items';

/** What a list would change, and every line that is refused with its reason. */
export function PreviewView({ p }: { p: ItemListPreview }) {
  const { say, word } = useText();
  const w = useItemWords();
  return (
    <div className="items-preview">
      <Note tone={p.refused > 0 ? 'red' : 'green'} live title={w.counts(p.added, p.changed, p.same, p.refused)}>
        {p.refused > 0 && <p>{w.refused}</p>}
        {p.problems.length > 0 && <ul className="note-list">{p.problems.map((x, i) => <li key={i}><strong>{w.line(x.line)}</strong>{': '}{say(x.text)}</li>)}</ul>}
      </Note>
      {p.lines.length > 0 && (
        <ul className="items-lines">
          {p.lines.map((l) => (
            <li key={l.line}>
              <span className="quiet num">{w.line(l.line)}</span> <Tag tone={l.does === 'add' ? 'green' : 'amber'}>{w.does[l.does]}</Tag> <span className="mono">{l.code}</span>{' '}
              {l.item && <>{say(l.item.title) || l.item.title.zh} <span className="quiet">{l.item.basis[0]?.document}{l.item.basis[0]?.article} · {l.item.sectors.map((s) => word('sector', s)).join('、')} · {w.days(l.item.from, l.item.to)}</span></>}
              {l.grant && <> → {l.grant.township.name} <span className="quiet">{l.grant.document}{l.grant.number && `（${l.grant.number}）`} {w.days(l.grant.from, l.grant.to)}</span></>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
