// What was chosen in the dialog of a redaction survives the way to the identity
// provider and back, in this tab only, and is taken once. Neither the phrase that was
// looked for nor what was found is kept: both are what must not be in the hub. Where it
// was found is, and the places are read anew.
export interface RedactionDraft { chosen: string[]; reason: string }

const keyOf = (id: string) => `redaction ${id}`;

export function keepRedaction(id: string, draft: RedactionDraft): void {
  try {
    sessionStorage.setItem(keyOf(id), JSON.stringify({ chosen: draft.chosen, reason: draft.reason }));
  } catch { /* it has to be chosen again */ }
}

export function takeRedaction(id: string): RedactionDraft | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(id));
    sessionStorage.removeItem(keyOf(id));
    const v = JSON.parse(text ?? 'null') as RedactionDraft | null;
    return v && Array.isArray(v.chosen) && typeof v.reason === 'string' ? v : undefined;
  } catch {
    return undefined;
  }
}
