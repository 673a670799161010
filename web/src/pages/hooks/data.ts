// Reads of 对外接口, and the words of what is read.
import { $api } from '../../api/client';
import type { components } from '../../api/schema';
import type { Tone } from '../../components/Tag';

type S = components['schemas'];

export type Endpoint = S['Endpoint'];
export type Delivery = S['EndpointDelivery'];
export type Tested = S['EndpointTested'];

export const useEndpoints = () => $api.useQuery('get', '/v1/endpoints', {}, { refetchInterval: 15_000 });
export const useDeliveries = (id: string, enabled: boolean) => $api.useQuery('get', '/v1/endpoints/{id}/deliveries', { params: { path: { id } } }, { enabled, refetchInterval: 15_000 });

/** What a person chooses from: a webhook by its signature, or a robot by its maker. */
export const sorts = ['v1', 'v1a', 'wecom', 'dingtalk'] as const;
export type Sort = (typeof sorts)[number];
export const sortOf = (e: Pick<Endpoint, 'kind' | 'scheme'>): Sort => (e.kind === 'webhook' ? e.scheme ?? 'v1' : e.kind);

export const topics = ['clock', 'act', 'record', 'remark', 'plan'] as const;

/** The state in one word, and whether it is a reason to look. */
export function health(e: Endpoint): { word: 'active' | 'failing' | 'waiting' | 'hand' | 'paused_failing' | 'gone'; tone: Tone; sign: string } {
  if (e.state === 'waiting') return { word: 'waiting', tone: 'amber', sign: '◔' };
  if (e.state === 'paused') return e.why === 'failing' ? { word: 'paused_failing', tone: 'red', sign: '✕' } : e.why === 'gone' ? { word: 'gone', tone: 'red', sign: '✕' } : { word: 'hand', tone: 'grey', sign: '○' };
  return e.failures > 0 ? { word: 'failing', tone: 'amber', sign: '!' } : { word: 'active', tone: 'green', sign: '✓' };
}

/** Prefixes as people type them: with commas of either kind, or spaces. */
export const prefixes = (text: string): string[] => text.split(/[,，、;；\s]+/).filter(Boolean);
