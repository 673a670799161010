// Lists that are typed a line at a time.
import type { ScheduleSettings } from '../../../api/schedule';

type Way = ScheduleSettings['travel'][number];
type Car = ScheduleSettings['vehicles'][number];

/** What was read, and the number of the first line that is not as it should be. */
export interface Read<T> { list: T[]; bad: number }

function read<T>(text: string, one: (parts: string[]) => T | undefined): Read<T> {
  const out: Read<T> = { list: [], bad: 0 };
  text.split('\n').forEach((line, i) => {
    const parts = line.trim().split(/[\s,，]+/).filter(Boolean);
    if (parts.length === 0) return;
    const got = one(parts);
    if (got) out.list.push(got);
    else out.bad ||= i + 1;
  });
  return out;
}

const whole = (s: string | undefined) => (s && /^\d{1,3}$/.test(s) ? Number(s) : undefined);

export const travelLines = (text: string) => read<Way>(text, ([from, to, n, more]) => {
  const minutes = whole(n);
  return from && to && minutes !== undefined && !more ? { from, to, minutes } : undefined;
});

export const vehicleLines = (text: string) => read<Car>(text, (parts) => {
  const seats = whole(parts.at(-1));
  const name = parts.slice(0, -1).join(' ');
  return name && seats ? { name, seats } : undefined;
});

export const travelText = (list: Way[]) => list.map((x) => `${x.from} ${x.to} ${x.minutes}`).join('\n');
export const vehicleText = (list: Car[]) => list.map((x) => `${x.name} ${x.seats}`).join('\n');
