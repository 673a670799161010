// Reads and writes of rule packs. A write gives the answer or throws the refusal.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../../api/client';
import type { PackReplay, RulePack } from '../../api/types';

async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw error;
  return data as T;
}

export interface PackFile { file: string; text: string }

export const replayPack = (body: PackFile): Promise<PackReplay> => answer(api.POST('/v1/rules/packs/replay', { body }));
export const proposePack = (body: PackFile): Promise<RulePack> => answer(api.POST('/v1/rules/packs', { body }));
export const activatePack = (id: string): Promise<RulePack> => answer(api.POST('/v1/rules/packs/{id}/activate', { params: { path: { id } } }));
export const refusePack = (id: string, reason: string): Promise<RulePack> => answer(api.POST('/v1/rules/packs/{id}/refuse', { params: { path: { id } }, body: { reason } }));
export const readPack = (id: string): Promise<RulePack> => answer(api.GET('/v1/rules/packs/{id}/content', { params: { path: { id } } }));

/** Everything that is read of the rule book is asked for again after a change. */
export function useRenewRules(): () => Promise<void> {
  const cache = useQueryClient();
  return useCallback(async () => {
    await cache.invalidateQueries({ predicate: (q) => String(q.queryKey[1]).startsWith('/v1/rules') });
  }, [cache]);
}

/** A pack that turns one rule of low confidence on or off. */
export function switchPack(rule: string, on: boolean): PackFile {
  const name = `switch_${rule.toLowerCase()}`;
  return { file: `${name}.yaml`, text: `name: ${name}\nswitches:\n  - {rule: ${rule}, on: ${on}}\n` };
}

export const switchName = (rule: string): string => switchPack(rule, true).file.replace('.yaml', '');
