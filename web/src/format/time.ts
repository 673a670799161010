// Every time on a page is office time, whatever the reader's machine is set to:
// a browser on UTC must not show 07:30 for a line that ends at 15:30.
import type { Lang } from '../i18n/lang';

export const officeZone = 'Asia/Shanghai';

const fields = new Intl.DateTimeFormat('en-CA', {
  timeZone: officeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
});

export interface OfficeTime { year: number; month: number; day: number; hour: number; minute: number; second: number }

/** The fields of an instant as an office clock shows them. */
export function officeTime(at: Date): OfficeTime {
  const got: Record<string, number> = {};
  for (const p of fields.formatToParts(at)) if (p.type !== 'literal') got[p.type] = Number(p.value);
  return got as unknown as OfficeTime;
}

const two = (n: number) => String(n).padStart(2, '0');

/** The civil day of an instant: 2026-09-30. */
export function civilDay(at: Date): string {
  const t = officeTime(at);
  return `${t.year}-${two(t.month)}-${two(t.day)}`;
}

/** Days between two civil days: 1 when b is the day after a. */
export function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000);
}

const monthsEN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A civil day in words; the year is left out when it is this year. */
export function dayWords(day: string, lang: Lang, thisYear?: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  if (lang === 'en') return `${d} ${monthsEN[m - 1]}${y === thisYear ? '' : ` ${y}`}`;
  return `${y === thisYear ? '' : `${y}年`}${m}月${d}日`;
}

/** The full date and time of a record: 2026-09-26 15:30. */
export function stamp(iso: string): string {
  const t = officeTime(new Date(iso));
  return `${t.year}-${two(t.month)}-${two(t.day)} ${two(t.hour)}:${two(t.minute)}`;
}

/** Hours and minutes: 15:30. */
export function clockTime(at: Date): string {
  const t = officeTime(at);
  return `${two(t.hour)}:${two(t.minute)}`;
}

const near: Record<Lang, Record<number, string>> = {
  'zh-CN': { [-2]: '前天', [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' },
  en: { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' },
};

/** An instant as one says it: 今天 15:30, 9月26日 15:30. */
export function spoken(iso: string, now: Date, lang: Lang): string {
  const at = new Date(iso);
  const today = civilDay(now);
  const day = civilDay(at);
  const word = near[lang][daysBetween(today, day)] ?? dayWords(day, lang, officeTime(now).year);
  return `${word} ${clockTime(at)}`;
}

/**
 * When a period ends. A period of days ends with its last day: midnight is
 * written as 24:00 of the day before, as the law counts it.
 */
export function dueWords(iso: string, now: Date, lang: Lang): string {
  const at = new Date(iso);
  const t = officeTime(at);
  const endOfDay = t.hour === 23 && t.minute === 59;
  const midnight = t.hour === 0 && t.minute === 0 && t.second === 0;
  if (!endOfDay && !midnight) return spoken(iso, now, lang);
  const last = new Date(at.getTime() - (midnight ? 1000 : 0));
  const word = near[lang][daysBetween(civilDay(now), civilDay(last))] ?? dayWords(civilDay(last), lang, officeTime(now).year);
  return `${word} 24:00`;
}

/** How long until a line, or how long past it, in the largest unit that matters. */
export interface Distance { past: boolean; n: number; unit: 'minute' | 'hour' | 'day' }

export function distance(iso: string, now: Date): Distance {
  const ms = Date.parse(iso) - now.getTime();
  const past = ms < 0;
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes < 60) return { past, n: minutes, unit: 'minute' };
  if (minutes < 48 * 60) return { past, n: Math.floor(minutes / 60), unit: 'hour' };
  const days = Math.abs(daysBetween(civilDay(now), civilDay(new Date(Date.parse(iso) - 1000))));
  return { past, n: days, unit: 'day' };
}

/** What an office clock showed, as an instant: the zone has no summer time since 1992. */
export function fromOffice(day: string, time: string): string {
  return `${day}T${time.length === 5 ? `${time}:00` : time}+08:00`;
}
