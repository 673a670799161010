import type { MeetingSummary } from '../../api/meetings';

/** The meeting that comes next: being held now, or the earliest that is prepared or called and not over. */
export function nextOf(items: MeetingSummary[], at: Date): string | undefined {
  const coming = items.filter((m) => m.state === 'held' || (m.state === 'draft' || m.state === 'called') && Date.parse(m.to) >= at.getTime());
  return coming.sort((a, b) => Number(b.state === 'held') - Number(a.state === 'held') || Date.parse(a.from) - Date.parse(b.from))[0]?.id;
}
