import { describe, expect, it } from 'vitest';
import { kindOfReason } from './reason';
import { health, prefixes, sortOf, type Endpoint } from './data';

const endpoint = (part: Partial<Endpoint>) => ({ state: 'active', failures: 0, kind: 'webhook', ...part }) as Endpoint;

describe('endpoints', () => {
  it('says in one word how they fare', () => {
    expect(health(endpoint({})).word).toBe('active');
    expect(health(endpoint({ failures: 3 })).word).toBe('failing');
    expect(health(endpoint({ state: 'waiting', failures: 3 })).word).toBe('waiting');
    expect(health(endpoint({ state: 'paused', why: 'hand' })).word).toBe('hand');
    expect(health(endpoint({ state: 'paused', why: 'failing' })).word).toBe('paused_failing');
    expect(health(endpoint({ state: 'paused', why: 'gone' })).word).toBe('gone');
  });
  it('sorts a webhook by its signature and a robot by its maker', () => {
    expect(sortOf({ kind: 'webhook', scheme: 'v1a' })).toBe('v1a');
    expect(sortOf({ kind: 'webhook' })).toBe('v1');
    expect(sortOf({ kind: 'dingtalk' })).toBe('dingtalk');
  });
  it('reads prefixes as people type them', () => {
    expect(prefixes(' 10.0.0.0/8，192.168.0.0/16; fc00::/7 ')).toEqual(['10.0.0.0/8', '192.168.0.0/16', 'fc00::/7']);
    expect(prefixes('')).toEqual([]);
  });
});

describe('reasons', () => {
  it('have words where a person can do something', () => {
    expect(kindOfReason('HTTP 302: redirects are not followed')).toBe('redirect');
    expect(kindOfReason('dial tcp 10.0.0.1:443: prohibited IP address: 10.0.0.1 is not a permitted destination')).toBe('prohibited');
    expect(kindOfReason('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')).toBe('timeout');
    expect(kindOfReason('errcode 310000: sign not match')).toBe('robot');
    expect(kindOfReason('something else')).toBeUndefined();
  });
});
