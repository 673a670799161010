import { describe, expect, it } from 'vitest';
import { kept, narrowed } from './narrow';

describe('what narrows the inbox', () => {
  it('asks for what the address says', () => {
    const p = new URLSearchParams('kind=lead,criminal&state=sent&light=red&from=2026-03-01');
    expect(narrowed(p, false)).toEqual({ kind: ['lead', 'criminal'], state: ['sent'], light: 'red', from: '2026-03-01' });
  });
  it('leaves out what the hub would refuse', () => {
    expect(narrowed(new URLSearchParams('kind=x&state=&light=blue&from=yesterday&side=up'), true)).toEqual({});
  });
  it('narrows by side and turn in a search only', () => {
    const p = new URLSearchParams('side=sent&turn=mine');
    expect(narrowed(p, true)).toEqual({ side: 'sent', turn: 'mine' });
    expect(narrowed(p, false)).toEqual({});
  });
  it('keeps a search without its box, and a box without words', () => {
    expect(kept(new URLSearchParams('q=排放&kind=lead&cursor=x'), 'todo')).toBe(new URLSearchParams({ q: '排放', kind: 'lead' }).toString());
    expect(kept(new URLSearchParams('light=red'), 'todo')).toBe('box=todo&light=red');
  });
});
