import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { base64, commitment } from './inspection';

describe('commitment', () => {
  it('is H("nonce", terms, agency, nonce) of ADR 0020', () => {
    const terms = 'ab'.repeat(32);
    const agency = '01900000-0000-7000-8000-00000000000f';
    const nonce = '0f'.repeat(32);
    const input = Buffer.concat([Buffer.from('xianjie/draw/nonce\0'), Buffer.from([1]), Buffer.from(terms + agency.replaceAll('-', '') + nonce, 'hex')]);
    expect(commitment(terms, agency, nonce)).toBe(createHash('sha256').update(input).digest('hex'));
  });
});

describe('base64', () => {
  it('keeps bytes', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });
});
