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

export function takeValues(referral: string, action: string): Partial<ActValues> | undefined {
  try {
    const text = sessionStorage.getItem(key(referral, action));
    sessionStorage.removeItem(key(referral, action));
    return text ? (JSON.parse(text) as Partial<ActValues>) : undefined;
  } catch {
    return undefined;
  }
}
