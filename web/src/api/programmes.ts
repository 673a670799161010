// Programmes of inspections, and absences of inspectors.
import { $api } from './client';
import { send } from './http';
import type { components } from './schema';

type S = components['schemas'];
export type Programme = S['ProgrammeView'];
export type ProgrammeBody = S['ProgrammeBody'];
export type Absence = S['AbsenceBody'];

const root = '/v1/inspection/programmes';

export const useProgrammes = () => $api.useQuery('get', '/v1/inspection/programmes', {}, { retry: false });
export const useProgramme = (id: string) => $api.useQuery('get', '/v1/inspection/programmes/{id}', { params: { path: { id } } }, { retry: false });
export const makeProgramme = (body: ProgrammeBody) => send<Programme>(root, { method: 'POST', body });
export const actOnProgramme = (id: string, name: string, body: object) => send<Programme>(`${root}/${id}/${name}`, { method: 'POST', body });
export const setAbsence = (inspector: string, body: Absence) => send<void>(`/v1/inspection/inspectors/${inspector}/absence`, { method: 'PUT', body });
