// Why an endpoint did not take something: the hub notes it in the words of the
// machine, which are kept; what a person can do about it is said here.
import { useText } from '../../i18n';

const known = [
  ['redirect', /redirects are not followed/], ['prohibited', /prohibited/], ['timeout', /timeout|deadline|Client\.Timeout/i], ['refused', /connection refused/], ['name', /no such host/],
  ['certificate', /certificate|x509/], ['https', /^spoken to over https/], ['robot', /errcode/], ['gone', /410/], ['removed', /endpoint was removed/], ['paused', /endpoint is paused/], ['part', /takes no part/],
] as const;

export type Reason = (typeof known)[number][0];

/** The kind of a reason; undefined where it has no words of its own. */
export const kindOfReason = (text: string): Reason | undefined => known.find(([, pattern]) => pattern.test(text))?.[0];

/** Turns a reason into the reader's language, with the machine's words behind it. */
export function useReason(): (text: string) => string {
  const { t } = useText();
  return (text) => {
    const kind = kindOfReason(text);
    if (kind) return kind === 'gone' || kind === 'redirect' || kind === 'robot' ? `${t(`hooks.reason.${kind}`)} (${text})` : t(`hooks.reason.${kind}`);
    const status = /^HTTP (\d{3})$/.exec(text)?.[1];
    return status ? t('hooks.reason.http', { status }) : text;
  };
}
