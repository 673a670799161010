import type { Dict } from '../dict';
import { referral as zh } from '../zh/referral';
export const referral: Dict<typeof zh> = zh;
