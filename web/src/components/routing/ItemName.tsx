import { useItems } from '../../api/items';
import { useText } from '../../i18n';
import { useItemWords } from '../../i18n/items';
import { Tag } from '../Tag';

/** An item by its name, with its code for who looks it up; a code of another hub's list says that it is unknown here. */
export function ItemName({ code }: { code: string }) {
  const { say } = useText();
  const w = useItemWords();
  const q = useItems({ q: code, limit: 20 });
  const item = q.data?.items.find((i) => i.code === code);
  const unknown = q.isSuccess && !q.isPlaceholderData && !item;
  return <>{item && <>{say(item.title) || item.title.zh} </>}<span className={item ? 'quiet mono' : 'mono'}>{code}</span>{unknown && <> <Tag tone="amber">{w.noEdition}</Tag></>}</>;
}
