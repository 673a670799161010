import { describe, expect, it } from 'vitest';
import { masked, mark, reporterOf } from './seal';

const text = '😀举报人张三，13800138000，反映河边有油污';
const finds = [{ kind: 'name' as const, from: 4, to: 6, text: '张三' }, { kind: 'phone' as const, from: 7, to: 18, text: '13800138000' }];

describe('sealing', () => {
  it('takes the chosen finds out, counted in characters', () => {
    expect(masked(text, finds)).toBe(`😀举报人${mark}，，反映河边有油污`);
    expect(masked(text, finds.slice(1))).toBe(`😀举报人张三，${mark}，反映河边有油污`);
    expect(masked(text, [])).toBe(text);
  });
  it('ignores places that a shorter text no longer has', () => {
    expect(masked('短', finds)).toBe('短');
  });
  it('gathers what is sealed by kind, and nothing out of nothing', () => {
    expect(reporterOf([...finds, finds[1]!], ' 晚上联系 ')).toEqual({ name: '张三', phone: '13800138000', note: '晚上联系' });
    expect(reporterOf([], ' ')).toBeUndefined();
  });
});
