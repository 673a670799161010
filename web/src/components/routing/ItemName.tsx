import { useItems } from '../../api/items';
import { useText } from '../../i18n';

/** An item by its name, with its code for who looks it up. */
export function ItemName({ code }: { code: string }) {
  const { say } = useText();
  const item = useItems({ q: code, limit: 20 }).data?.items.find((i) => i.code === code);
  return <>{item && <>{say(item.title) || item.title.zh} </>}<span className={item ? 'quiet mono' : 'mono'}>{code}</span></>;
}
