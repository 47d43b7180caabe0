/** Recorded sessions: the list by pages, one, its frames' places in the file, and the file by ranges. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/solid-query";
import type { Recording, RecordingIndex, RecordingList } from "../../../protocol/rest/recordings.ts";
import { request } from "./http-client.ts";
import { fetchPage } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

export const recordingsQuery = () =>
  infiniteQueryOptions({
    queryKey: queryKeys.recordings,
    queryFn: ({ signal, pageParam }) =>
      request<RecordingList>(`/api/recordings${pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : ""}`, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const sessionRecordingsQuery = (sessionId: string) =>
  queryOptions({
    queryKey: [...queryKeys.recordings, "session", sessionId],
    queryFn: async ({ signal }) =>
      (await fetchPage<Recording>("/api/recordings", { session_id: sessionId, signal })).items,
  });

/** The newest recordings of one machine. */
export const machineRecordingsQuery = (machineId: string) =>
  queryOptions({
    queryKey: queryKeys.machineRecordings(machineId),
    queryFn: ({ signal }) => request<RecordingList>(`/api/recordings?machine_id=${machineId}`, { signal }),
  });

export const recordingQuery = (id: string) =>
  queryOptions({
    queryKey: [...queryKeys.recordings, id],
    queryFn: ({ signal }) => request<Recording>(`/api/recordings/${id}`, { signal }),
  });

/** Never from the cache: one that is being written has grown. */
export function fetchIndex(id: string, signal: AbortSignal): Promise<RecordingIndex> {
  return request<RecordingIndex>(`/api/recordings/${id}/index`, { signal });
}

export function removeRecording(id: string): Promise<void> {
  return request<void>(`/api/recordings/${id}`, { method: "DELETE" });
}

export const contentPath = (id: string): string => `/api/recordings/${id}/content`;

/** @throws Error where the server does not answer with the part */
export async function fetchPart(id: string, first: number, last: number, signal: AbortSignal): Promise<ArrayBuffer> {
  const answer = await fetch(contentPath(id), { headers: { Range: `bytes=${first}-${last}` }, signal });
  if (answer.status !== 206) throw new Error(`the server answered ${answer.status} for a part of the recording`);
  return await answer.arrayBuffer();
}
