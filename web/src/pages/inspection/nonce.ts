// One's own nonce of a round, kept in this browser until it is revealed.
import { hex } from '../../api/inspection';

const key = (round: string) => `hub.nonce.${round}`;

/** Makes a nonce; it may also be one that was kept before, after a lost answer. */
export function makeNonce(round: string): string {
  const old = keptNonce(round);
  if (old) return old;
  const nonce = hex(crypto.getRandomValues(new Uint8Array(32)));
  try {
    localStorage.setItem(key(round), nonce);
  } catch {
    // without storage it must be written down, which the dialog asks for
  }
  return nonce;
}

export function keptNonce(round: string): string {
  try {
    return localStorage.getItem(key(round)) ?? '';
  } catch {
    return '';
  }
}
