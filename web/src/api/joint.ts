// Joint actions with organs of other hubs.
import { $api } from './client';
import type { components } from './schema';

type S = components['schemas'];
export type Joint = S['JointView'];
export type Invited = S['InvitedView'];
export type JointLine = S['JointActionLine'];

/** Joint actions of my organ, of one plan or all. */
export const useJointActions = (plan: string) => $api.useQuery('get', '/v1/inspection/joint', { params: { query: plan ? { plan } : {} } }, { retry: false });
