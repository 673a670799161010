import { describe, expect, it } from 'vitest';
import { Refusal } from './problem';
import { goesOn } from './upload';

const refused = (status: number, code: string) => new Refusal({ type: '', title: '', status, code });

describe('an upload', () => {
  it('goes on after a cut line, another sender and a gateway that is down', () => {
    for (const err of [new TypeError('failed to fetch'), refused(409, 'evidence.offset'), refused(409, 'evidence.upload_busy'), refused(409, 'evidence.incomplete'), refused(502, 'foreign_answer'), refused(503, 'unavailable')]) {
      expect(goesOn(err)).toBe(true);
    }
  });
  it('shows a refusal at once instead of waiting for a line that is there', () => {
    for (const err of [refused(409, 'secret.refused'), refused(409, 'archive.handed_over'), refused(422, 'invalid'), refused(413, 'evidence.too_large'), refused(404, 'not_found')]) {
      expect(goesOn(err)).toBe(false);
    }
  });
});
