import type { Dict } from '../dict';
import type { rules as zh } from '../zh/rules';
export const rules: Dict<typeof zh> = { title: 'Rules' };
