import type { Dict } from '../dict';
import { acts as zh } from '../zh/acts';
export const acts: Dict<typeof zh> = zh;
