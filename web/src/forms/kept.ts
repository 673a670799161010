// What was typed survives the way to the identity provider and back.
import type { ActValues } from './values';

const key = (referral: string, action: string) => `hub.act.${referral}.${action}`;

export function keepValues(referral: string, action: string, v: ActValues): void {
  try {
    sessionStorage.setItem(key(referral, action), JSON.stringify(v));
  } catch {
    // it has to be typed again
  }
}

const draftKey = (referral: string, action: string) => `hub.draft.${referral}.${action}`;

/** The words of a draft go with its reader to the act that sends them. */
export function offerText(referral: string, action: string, text: string): void {
  try {
    sessionStorage.setItem(draftKey(referral, action), text);
  } catch {
    // it has to be typed again
  }
}

export function takeText(referral: string, action: string): { text: string } | undefined {
  try {
    const text = sessionStorage.getItem(draftKey(referral, action));
    sessionStorage.removeItem(draftKey(referral, action));
    return text ? { text } : undefined;
  } catch {
    return undefined;
  }
}

export function takeValues(referral: string, action: string): Partial<ActValues> | undefined {
  try {
    const text = sessionStorage.getItem(key(referral, action));
    sessionStorage.removeItem(key(referral, action));
    return text ? (JSON.parse(text) as Partial<ActValues>) : undefined;
  } catch {
    return undefined;
  }
}
