/** Support sessions: live ones, history by pages, joining and ending. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/solid-query";
import type { Session, SessionTicket } from "../../../protocol/rest/people.ts";
import { request } from "./http-client.ts";
import { applyToLiveSessions } from "./live/apply-event.ts";
import { fetchLive } from "./live/recorded-events.ts";
import { fetchAll, fetchPage } from "./page.ts";
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
