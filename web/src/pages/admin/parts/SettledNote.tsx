import { Note } from '../../../components/Note';
import type { Words } from '../../../api/types';
import { useText } from '../../../i18n';

/** What became of a change that may need a second person. */
export function SettledNote({ pending, single, warnings }: { pending: boolean; single: boolean; warnings: Words[] }) {
  const { t, say } = useText();
  return (
    <div className="admin-notes">
      {pending ? <Note tone="blue" live title={t('admin.issuer.pendingDone')} />
        : single ? <Note tone="amber" live title={t('admin.issuer.singleTitle')}>{warnings.map((w, i) => <p key={i}>{say(w)}</p>)}</Note>
          : <Note tone="green" live title={t('admin.issuer.liveDone')} />}
    </div>
  );
}
