import { Segmented } from 'antd';
import { archivedPath, type ArchivePiece, type Volume } from '../../api/archive';
import { Tag } from '../../components/Tag';
import { useArchiveWords } from '../../i18n/archive';

interface Props { id: string; pieces: ArchivePiece[]; frozen: boolean; choice?: Map<string, Volume>; onChoose?: (piece: string, v: Volume) => void }

/** The pieces of a volume, or those to be sorted into one. */
export function Pieces({ id, pieces, frozen, choice, onChoose }: Props) {
  const w = useArchiveWords();
  if (pieces.length === 0) return <p className="section-body quiet">{w.none}</p>;
  return (
    <table className="archive-table">
      <thead><tr><th className="archive-n">{w.no}</th><th>{w.name}</th><th className="archive-n">{w.pages}</th><th className="archive-n">{w.first}</th><th className="archive-do">{onChoose ? w.volume : ''}</th></tr></thead>
      <tbody>
        {pieces.map((p, i) => (
          <tr key={p.id}>
            <td className="archive-n num">{i + 1}</td>
            <td className="archive-name">{p.title} {p.number && <span className="num">{p.number}</span>}<div className="quiet">{notes(p, w).join(' · ')}</div></td>
            <td className="archive-n num" data-label={w.pages}>{p.pages || '—'}</td>
            <td className="archive-n num" data-label={w.first}>{frozen && p.first > 0 ? p.first : '—'}</td>
            <td className="archive-do">
              {onChoose ? (p.source === 'acts' ? <Tag>{w.main}</Tag> : (
                <Segmented<Volume> size="small" aria-label={`${w.volume} ${p.title}`} value={choice?.get(p.id) ?? p.volume} onChange={(v) => onChoose(p.id, v)} options={[{ value: 'main', label: w.main }, { value: 'side', label: w.side }]} />
              )) : frozen && p.has_file && <a href={archivedPath(id, p.id)} download aria-label={`${w.file} ${p.title}`}>{w.file}</a>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function notes(p: ArchivePiece, w: ReturnType<typeof useArchiveWords>): string[] {
  return [p.on, p.source === 'paper' ? w.paper : p.pages === 0 ? w.electronic : p.sealed ? w.sealed : '', p.where ? w.where(p.where) : '', p.round > 0 ? w.round(p.round) : ''].filter((x): x is string => Boolean(x));
}
