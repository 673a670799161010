// The kinds of referral as the hub describes them: forms, checklists, receivers.
import { useCallback } from 'react';
import { $api } from './client';
import type { Procedure } from './types';

export function useProcedures() {
  return $api.useQuery('get', '/v1/procedures', {}, { staleTime: 60 * 60_000 });
}

export function useProcedure(kind: string | undefined): Procedure | undefined {
  return useProcedures().data?.items.find((p) => p.kind === kind);
}

/** Sectors that a kind is sent to; none where it may go to any. */
export function useReceivers(): (kind: string) => string[] {
  const items = useProcedures().data?.items;
  return useCallback((kind) => items?.find((p) => p.kind === kind)?.receivers ?? [], [items]);
}
