import { App } from 'antd';
import { useAgreementWords } from '../i18n/agreement';

/** Asks once before an agreement is signed of which lines stand open, and names them. */
export function useSigning() {
  const { modal } = App.useApp();
  const w = useAgreementWords();
  return async (open: string[]): Promise<boolean> => open.length === 0 || modal.confirm({
    title: w.sure(open.length), okText: w.sign, cancelText: w.back,
    content: <><ul className="agreement-open">{open.map((x) => <li key={x}>{x}</li>)}</ul><p className="quiet">{w.sureHelp}</p></>,
  });
}
