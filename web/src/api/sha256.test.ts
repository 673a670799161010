import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Sha256 } from './sha256';

const bytes = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i * 31 + (i >> 8)) & 255);

describe('Sha256', () => {
  it.each([0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1000, 100_003])('agrees with the reference on %i bytes', (n) => {
    const data = bytes(n);
    expect(new Sha256().update(data).hex()).toBe(createHash('sha256').update(data).digest('hex'));
  });

  it('does not depend on how the stream is cut', () => {
    const data = bytes(5000);
    const sum = new Sha256();
    for (let at = 0; at < data.length; at += 37) sum.update(data.subarray(at, at + 37));
    expect(sum.hex()).toBe(createHash('sha256').update(data).digest('hex'));
  });
});
