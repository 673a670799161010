import { describe, expect, it } from 'vitest';
import type { EventView, Referral } from '../../api/types';
import { checkText, turnsOf } from './rounds';

const event = (kind: string, day: number, values: Record<string, unknown>, more: Partial<EventView> = {}) => ({ id: `${kind}${day}`, kind, occurred_at: `2026-09-0${day}T01:00:00Z`, recorded_at: `2026-09-0${day}T02:00:00Z`, values, ...more }) as unknown as EventView;
const paper = (id: string, day: number, state: string, kind = 'consult_minutes') => ({ id, kind, state, issued_at: `2026-09-0${day}T03:00:00Z` }) as unknown as Referral['documents'][number];

describe('the rounds of a consultation', () => {
  const events = [
    event('compensation.check', 1, { text: '水质超标', result: 'damage' }),
    event('compensation.serve_notice', 1, { until: '2026-09-05' }),
    event('compensation.reply', 2, { text: '愿意磋商' }),
    event('compensation.meet', 3, { text: '第一次', present: [{ role: 'obligor', name: '义务人' }, { role: 'expert', name: '' }] }),
    event('compensation.pay', 3, { text: '不是磋商' }),
    event('compensation.meet', 5, { text: '第二次' }),
  ];

  it('come from the record, none overwritten, with who was there', () => {
    const turns = turnsOf(events, []);
    expect(turns.map((x) => [x.kind, x.n, x.text])).toEqual([['notice', 0, ''], ['reply', 0, '愿意磋商'], ['round', 1, '第一次'], ['round', 2, '第二次']]);
    expect(turns[2]!.present).toEqual([{ role: 'obligor', name: '义务人' }]);
    expect(turns[0]!.until).toBe('2026-09-05');
    expect(checkText(events)).toBe('水质超标');
  });

  it('have the minutes that were made after them', () => {
    const turns = turnsOf(events, [paper('late', 6, 'issued'), paper('void', 6, 'void'), paper('first', 3, 'sealed'), paper('other', 6, 'issued', 'consult_notice')]);
    expect(turns[2]!.minutes?.id).toBe('first');
    expect(turns[3]!.minutes?.id).toBe('late');
    expect(turnsOf(events, [paper('first', 3, 'sealed')])[3]!.minutes).toBeUndefined();
  });

  it('say what is hidden and what was destroyed', () => {
    const [hidden, gone] = turnsOf([event('compensation.meet', 3, {}), event('compensation.meet', 4, {}, { redacted: ['text'] })], []);
    expect([hidden!.hidden, hidden!.redacted]).toEqual([true, false]);
    expect([gone!.hidden, gone!.redacted]).toEqual([false, true]);
  });
});
