const key = 'hub.lead.to';

/** To whom leads were sent last, newest first. */
export function recents(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(list) ? list.filter((x): x is string => typeof x === 'string') : [];
  } catch {
    return [];
  }
}

export function remember(id: string): void {
  try {
    localStorage.setItem(key, JSON.stringify([id, ...recents().filter((x) => x !== id)].slice(0, 6)));
  } catch {
    // without storage nothing is offered
  }
}
