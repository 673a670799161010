import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { accept, documentPath, editablePath, later, previewPath, referralQuery } from './referral';
import type { Referral } from './types';

const answer = (now: string, state = 'approved', version = 1) => ({ id: 'r', now, state, version, documents: [] }) as unknown as Referral;

test('of two answers the later one stays', () => {
  expect(later(answer('2026-01-05T09:00:01.5+08:00'), answer('2026-01-05T09:00:01.25+08:00', 'draft')).state).toBe('approved');
  expect(later(answer('2026-01-05T09:00:01+08:00'), answer('2026-01-05T01:00:02Z', 'sent')).state).toBe('sent');
  // a read that began before the write and was answered after it
  expect(later(answer('2026-01-05T09:00:01+08:00', 'sealed', 2), answer('2026-01-05T09:00:02+08:00', 'issued', 1)).state).toBe('sealed');
  expect(later(answer('2026-01-05T09:00:02+08:00', 'issued', 1), answer('2026-01-05T09:00:01+08:00', 'sealed', 2)).state).toBe('sealed');
  expect(later(undefined, answer('2026-01-05T09:00:01+08:00')).state).toBe('approved');
});

test('a slow read does not undo what a write has shown since', async () => {
  const cache = new QueryClient();
  const { queryKey, structuralSharing } = referralQuery('r');
  let reply: (r: Referral) => void = () => undefined;
  const read = cache.fetchQuery({ queryKey, structuralSharing, queryFn: () => new Promise<Referral>((r) => { reply = r; }) });
  accept(cache, answer('2026-01-05T09:00:02+08:00', 'sent'));
  reply(answer('2026-01-05T09:00:01+08:00', 'draft'));
  await read;
  expect(cache.getQueryData<Referral>(queryKey)?.state).toBe('sent');
});

test('the editable copy of a document stands beside it', () => {
  expect(editablePath(previewPath('r', 'transfer_letter'))).toMatch(/\/referrals\/r\/previews\/transfer_letter\?format=docx$/);
  expect(editablePath(documentPath('r', 'd'))).toMatch(/\/documents\/d\/content\?format=docx$/);
});
