// Joint meetings: series, meetings, tasks, memoranda.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { $api } from './client';
import { etag, send } from './http';
import type { components } from './schema';

type S = components['schemas'];
export type Meeting = S['MeetingView'];
export type MeetingSummary = S['MeetingSummary'];
export type Agenda = S['AgendaView'];
export type Resolution = S['ResolutionView'];
export type Task = S['TaskView'];
export type Memorandum = S['MemorandumView'];
export type Proposal = S['ProposalItem'];
export type QualityRow = S['QualityRowView'];

export const useMeetings = () => $api.useQuery('get', '/v1/meetings', { params: { query: { limit: 100 } } }, { retry: false });
export const useMeeting = (id: string) => $api.useQuery('get', '/v1/meetings/{id}', { params: { path: { id } } }, { retry: false, refetchInterval: 15_000 });
export const useProposals = (id: string, enabled: boolean) => $api.useQuery('get', '/v1/meetings/{id}/proposals', { params: { path: { id } } }, { retry: false, enabled });
export const useSeries = () => $api.useQuery('get', '/v1/meeting-series', {}, { retry: false });
export const useTasks = (all: boolean, done: boolean) => $api.useQuery('get', '/v1/meeting-tasks', { params: { query: { all, done } } }, { retry: false });
export const usePromises = (enabled: boolean) => $api.useQuery('get', '/v1/meeting-promises', {}, { retry: false, enabled });
export const useBulletin = (from: string, to: string) => $api.useQuery('get', '/v1/meeting-bulletin', { params: { query: { from, to } } }, { retry: false });
export const useQuality = (from: string, to: string) => $api.useQuery('get', '/v1/meeting-quality', { params: { query: { from, to } } }, { retry: false });
export const noteQuality = (id: string, body: S['QualityNoteBody']) => send<void>(`/v1/referrals/${id}/quality-notes`, { method: 'POST', body });
export const bulletinPath = (from: string, to: string) => `/v1/meeting-bulletin/content?from=${from}&to=${to}`;
export const useMemoranda = () => $api.useQuery('get', '/v1/memoranda', {}, { retry: false });

export const makeMeeting = (body: S['MeetingBody']) => send<Meeting>('/v1/meetings', { method: 'POST', body });
export const foundSeries = (body: S['SeriesBody']) => send<{ id: string }>('/v1/meeting-series', { method: 'POST', body });
export const meet = (id: string, act: string, body: object = {}) => send<Meeting>(`/v1/meetings/${id}/${act}`, { method: 'POST', body });
export const saveMinutes = (id: string, version: number, text: string) => send<Meeting>(`/v1/meetings/${id}/minutes`, { method: 'PUT', body: { text }, headers: { 'If-Match': etag(version) } });
export const unresolve = (id: string, resolution: string) => send<Meeting>(`/v1/meetings/${id}/resolutions/${resolution}`, { method: 'DELETE' });
export const enterMemorandum = (body: S['MemorandumBody']) => send<{ id: string }>('/v1/memoranda', { method: 'POST', body });
export const endMemorandum = (id: string, body: S['EndBody']) => send<void>(`/v1/memoranda/${id}/end`, { method: 'POST', body });

const roots = ['/v1/meetings', '/v1/meeting-', '/v1/memoranda'];

/** Asks again for everything that an act on a meeting may have changed. */
export function useRenewMeetings(): () => Promise<void> {
  const cache = useQueryClient();
  return useCallback(() => cache.invalidateQueries({ predicate: (q) => roots.some((r) => String(q.queryKey[1]).startsWith(r)) }), [cache]);
}

/** The short name of an agency of a meeting. */
export const nameIn = (m: Meeting, id: string) => m.agencies.find((a) => a.agency === id)?.short_name ?? '';
