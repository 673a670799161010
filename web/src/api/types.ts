// Short names for the shapes of the contract.
import type { components, paths } from './schema';

type S = components['schemas'];

export type Words = S['Words'];
export type Silence = S['SilenceView'];
export type Silent = S['SilentView'];
export type CaseMark = S['CaseMark'];
export type MeetingMark = S['MeetingMarkView'];
export type Referral = S['Referral'];
export type ReferralSummary = S['ReferralSummary'];
export type ActionOption = S['ActionOption'];
export type AgencyRef = S['AgencyRef'];
export type Agency = S['Agency'];
export type BasisView = S['BasisView'];
export type ChargeView = S['ChargeView'];
export type ChecklistView = S['ChecklistView'];
export type ClockInfo = S['ClockInfo'];
export type DocumentView = S['DocumentView'];
export type DraftBody = S['DraftBody'];
export type DraftContent = S['DraftContent'];
export type DraftItem = S['DraftItem'];
export type DraftParty = S['DraftParty'];
export type EventView = S['EventView'];
export type EvidenceView = S['EvidenceView'];
export type Explanation = S['Explanation'];
export type ItemView = S['ItemView'];
export type MaterialView = S['MaterialView'];
export type FolderView = S['FolderView'];
export type Me = S['Me'];
export type NoticeView = S['NoticeView'];
export type PaperKind = S['PaperKindView'];
export type PartyView = S['PartyView'];
export type Problem = S['Problem'];
export type Procedure = S['ProcedureView'];
export type ProcedureField = S['FieldView'];
export type Family = S['FamilyView'];
export type ReadView = S['ReadView'];
export type ReceiptView = S['ReceiptView'];
export type RemarkView = S['RemarkView'];
export type RuleView = S['RuleView'];
export type RulePack = S['RulePack'];
export type PackReplay = S['PackReplay'];
export type Timeline = S['TimelineView'];
export type UploadState = S['UploadState'];

export type ListQuery = NonNullable<paths['/v1/referrals']['get']['parameters']['query']>;
export type Box = NonNullable<ListQuery['box']>;
export type SavedFilter = S['FilterView'];
export type Hit = S['HitView'];

