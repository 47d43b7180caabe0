/** Support sessions: live ones, history by pages, joining and ending. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/solid-query";
import type { Session, SessionTicket } from "../../../protocol/rest/people.ts";
import { type SessionFilter, sessionsAskedOf } from "../state/session-filter.ts";
import { request } from "./http-client.ts";
import { applyToLiveSessions } from "./live/apply-event.ts";
import { fetchLive } from "./live/recorded-events.ts";
import { fetchAll, fetchPage, searchOf } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

export const liveSessionsQuery = () =>
  queryOptions({
    queryKey: queryKeys.liveSessions,
    queryFn: ({ signal }) =>
      fetchLive(() => fetchAll<Session>("/api/sessions", { live: true, signal }), applyToLiveSessions),
  });

export const sessionHistoryQuery = () =>
  infiniteQueryOptions({
    queryKey: queryKeys.sessionHistory,
    queryFn: ({ signal, pageParam }) => fetchPage<Session>("/api/sessions", { cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** Those that a filter leaves. */
export const foundSessionsQuery = (filter: SessionFilter) =>
  infiniteQueryOptions({
    queryKey: [...queryKeys.foundSessions, filter],
    queryFn: ({ signal, pageParam }) =>
      fetchPage<Session>("/api/sessions", { ...sessionsAskedOf(filter, Date.now()), cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const sessionQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.session(id),
    queryFn: ({ signal }) => request<Session>(`/api/sessions/${id}`, { signal }),
  });

export function sessionsTablePath(filter: SessionFilter): string {
  return `/api/sessions.csv${searchOf(sessionsAskedOf(filter, Date.now()))}`;
}

export function writeNotes(sessionId: string, notes: string): Promise<Session> {
  return request<Session>(`/api/sessions/${sessionId}`, { method: "PATCH", body: { notes } });
}

/** The newest sessions of one machine. */
export const machineSessionsQuery = (machineId: string) =>
  queryOptions({
    queryKey: queryKeys.machineSessions(machineId),
    queryFn: async ({ signal }) => (await fetchPage<Session>("/api/sessions", { machine_id: machineId, signal })).items,
  });

export function joinByCode(code: string): Promise<SessionTicket> {
  return request<SessionTicket>("/api/sessions/join", { method: "POST", body: { code } });
}

export function joinLiveSession(sessionId: string, isViewOnly = false): Promise<SessionTicket> {
  return request<SessionTicket>(`/api/sessions/${sessionId}/join`, {
    method: "POST",
    body: isViewOnly ? { view_only: true } : {},
  });
}

export function endSession(sessionId: string): Promise<void> {
  return request<void>(`/api/sessions/${sessionId}`, { method: "DELETE" });
}
