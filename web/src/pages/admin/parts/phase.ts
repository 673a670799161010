/** Where a period of civil days stands today; an empty end is open. */
export function phase(from: string, to: string | undefined, today: string): 'past' | 'now' | 'future' {
  if (from > today) return 'future';
  return to && to < today ? 'past' : 'now';
}
