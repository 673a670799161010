import { Skeleton } from 'antd';
import { Empty } from '../../components/Empty';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { useText } from '../../i18n';
import { useDeskWords } from '../../i18n/desk';
import { useWindows, Window } from './Windows';

/** What waits at the desks that other organs entrusted to me (共用窗口). */
export default function DeskPage() {
  const { say } = useText();
  const words = useDeskWords();
  const list = useWindows();
  usePageTitle(words.title);
  return (
    <>
      <div className="page-head"><h1>{words.title}</h1><span className="quiet">{words.lead}</span></div>
      {list.isPending && <div className="section section-body"><Skeleton active paragraph={{ rows: 4 }} /></div>}
      {list.isError && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.items.length === 0 && <div className="section"><Empty title={words.none}>{words.noneHelp}</Empty></div>}
      {list.data?.items.map((w) => <Window key={w.agency.id} w={w} />)}
      {list.data && list.data.items.length > 0 && <Note tone="blue" title={words.noteTitle}>{say(list.data.note)}</Note>}
    </>
  );
}
