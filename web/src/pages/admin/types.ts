// Short names for the shapes that 机关与人员 works with.
import type { components } from '../../api/schema';

type S = components['schemas'];

export type AdminAgency = S['AdminAgency'];
export type AgencyPatch = S['AdminAgencyPatch'];
export type Client = S['AdminClient'];
export type History = S['AdminHistory'];
export type HistoryEvent = S['AdminEvent'];
export type Issuer = S['AdminIssuer'];
export type IssuerSettings = S['AdminIssuerSettings'];
export type Leave = S['AdminLeave'];
export type Person = S['AdminPerson'];
export type Presiding = S['AdminPresiding'];
export type Proposal = S['AdminProposal'];
export type Shift = S['AdminShift'];
export type TryResult = S['AdminTryResult'];
export type Unit = S['AdminUnit'];

/** Functions in the order in which people think of them; the contract's list. */
export const functions = ['desk', 'handler', 'legal_reviewer', 'head', 'liaison', 'procurator', 'coordinator', 'auditor', 'admin', 'operator'] as const;
export const sectors = ['environment', 'police', 'procuratorate', 'market', 'court', 'water', 'urban', 'forestry', 'township', 'station', 'other'] as const;
export const levels = ['nation', 'province', 'city', 'county', 'township'] as const;
export const unitKinds = ['desk', 'enforcement', 'legal', 'leadership', 'other'] as const;

/** What a page gets that shows one part of an organ. */
export interface Part { organ: AdminAgency }
export const may = (organ: AdminAgency, action: string) => organ.allowed.includes(action);
