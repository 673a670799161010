// My organ's archive of a closed case: two volumes, handing over, supplements.
import { $api } from './client';
import { send } from './http';
import type { components } from './schema';

export type Archive = components['schemas']['ArchiveView'];
export type ArchivePiece = components['schemas']['ArchivePieceView'];
export type ArchiveBody = components['schemas']['ArchiveBody'];
export type HandoverBody = components['schemas']['HandoverBody'];
export type SupplementBody = components['schemas']['SupplementBody'];
export type Volume = ArchivePiece['volume'];

export const archiveQuery = (id: string) => $api.queryOptions('get', '/v1/referrals/{id}/archive', { params: { path: { id } } });

const base = (id: string) => `/v1/referrals/${id}/archive`;
export const proposeArchive = (id: string, body: ArchiveBody) => send<Archive>(base(id), { method: 'PUT', body });
export const handOverArchive = (id: string, body: HandoverBody) => send<Archive>(`${base(id)}/hand-over`, { method: 'POST', body });
export const supplementArchive = (id: string, body: SupplementBody) => send<Archive>(`${base(id)}/supplements`, { method: 'POST', body });
export const exportPath = (id: string) => `${base(id)}/main.zip`;
export const sheetPath = (id: string, sheet: 'contents' | 'acts' | 'handover', volume: Volume = 'main') => `${base(id)}/sheets/${sheet}?volume=${volume}`;
export const archivedPath = (id: string, piece: string) => `${base(id)}/pieces/${encodeURIComponent(piece)}/content`;
