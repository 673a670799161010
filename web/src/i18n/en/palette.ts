import type { Dict } from '../dict';
import type { palette as zh } from '../zh/palette';

export const palette: Dict<typeof zh> = {
  title: 'Go to',
  hint: 'A page, a step, or the number, title or party of a case',
  group: { steps: 'Step of this case', cases: 'Case', pages: 'Page' },
  none: 'No page, step or case fits.',
  keys: '↑ ↓ choose, Enter goes there, Esc closes',
};
