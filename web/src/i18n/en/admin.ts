import type { Dict } from '../dict';
import type { admin as zh } from '../zh/admin';
export const admin: Dict<typeof zh> = { title: 'Organs and people' };
