import type { Box, Me } from '../../api/types';

/** Where a person starts: a head with what waits for a signature. */
export function firstBox(me: Me | undefined): Box {
  return me?.functions.includes('head') ? 'signing' : 'todo';
}

export const boxes: Box[] = ['signing', 'todo', 'mine', 'waiting', 'done', 'closed', 'supervised', 'copied', 'watched', 'sent', 'received'];

export function boxOf(text: string | null, me: Me | undefined): Box {
  return boxes.find((b) => b === text) ?? firstBox(me);
}
