import type { Dict } from '../dict';
import { draft as zh } from '../zh/draft';
export const draft: Dict<typeof zh> = zh;
